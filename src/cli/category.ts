import type { App, CategoryCommand, CategoryRecord, ChangedCategories } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { categoryNamed } from './category-named.ts'
import { recordShape, type Shelved, shelvedBy } from './category-shape.ts'
import { describeChange } from './category-sheet.ts'
import type { RecordState } from './category-states.ts'
import type { CommonOptions, Context } from './context.ts'
import { printJson, shortTime, table } from './print.ts'
import { withApp } from './session.ts'

/** `category list`: every category there ever was. */
export function listCategories(options: CommonOptions & { readonly state?: RecordState }, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const shelved = shelvedBy(settings)
    const records = (await app.categoryRecords()).filter((record) => isIn(record, options.state)).map(shelved)
    if (options.json === true) printJson(context, records.map(recordShape))
    else context.out(`${describe(records, settings.site.timezone, context)}\n`)
    return 0
  })
}

function isIn({ state, isPrivate }: CategoryRecord, wanted: RecordState | undefined): boolean {
  if (wanted === undefined) return true
  return wanted === 'private' ? isPrivate : state === wanted && (wanted !== 'active' || !isPrivate)
}

function describe(records: readonly Shelved[], zone: string, context: Context): string {
  if (records.length === 0) return 'There is no such category.'
  const rows = records.map((record) => [
    record.slug,
    record.name,
    stateWords(record),
    record.isListed ? 'yes' : '',
    String(record.entries),
    shortTime(record.updated, zone),
    record.group ?? '',
    record.aliases.join(', '),
  ])
  return table(['slug', 'name', 'state', 'in config', 'entries', 'updated', 'group', 'other names'], rows, context)
}

function stateWords({ kind, state, movedTo, isPrivate }: CategoryRecord): string {
  const words = state === 'moved' ? `moved to ${movedTo}` : state
  return [kind === 'feed' ? 'feed' : '', words, isPrivate ? 'private' : ''].filter((word) => word !== '').join(', ')
}

/** What a command is given on its command line: slugs or names. */
type Ask = (named: (word: string) => string) => CategoryCommand

function change(ask: Ask, options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const before = await app.categoryRecords()
    const command = ask((word) => categoryNamed(word, before))
    const changed = await app.changeCategories(command)
    const after = (await concerned(changed, app)).map(shelvedBy(settings))
    if (options.json === true) printJson(context, { categories: after.map(recordShape), published: changed.published })
    else context.out(describeChange(command, { changed, after, settings }))
    return 0
  })
}

/** The categories that the steps name, as they are now. */
async function concerned({ changes }: ChangedCategories, app: App): Promise<readonly CategoryRecord[]> {
  const slugs = new Set(changes.flatMap((one) => (one.kind === 'moved' ? [one.from, one.to] : [one.slug])))
  return (await app.categoryRecords()).filter(({ slug }) => slugs.has(slug))
}

/** `category rename SLUG NAME [--slug NEW]` */
export function renameCategory(slug: string, name: string, options: CommonOptions & { readonly slug?: string }, context: Context) {
  const newSlug = options.slug?.toLowerCase() ?? null
  return change((named) => ({ kind: 'rename', slug: named(slug), name, newSlug }), options, context)
}

/** `category merge A B`: A into B. */
export function mergeCategories(from: string, into: string, options: CommonOptions, context: Context): Promise<number> {
  return change((named) => ({ kind: 'merge', from: named(from), into: named(into) }), options, context)
}

/** `category alias SLUG NAME` */
export function aliasCategory(slug: string, name: string, options: CommonOptions, context: Context): Promise<number> {
  return change((named) => ({ kind: 'alias', slug: named(slug), name }), options, context)
}

/** `category retire SLUG` */
export function retireCategory(slug: string, options: CommonOptions, context: Context): Promise<number> {
  return change((named) => ({ kind: 'retire', slug: named(slug) }), options, context)
}

/** `category approve SLUG…|--all` */
export function approveCategories(
  slugs: readonly string[],
  options: CommonOptions & { readonly all?: boolean },
  context: Context,
): Promise<number> {
  const isAll = options.all === true
  if (isAll === slugs.length > 0)
    throw new AppError('usage', isAll ? '--all goes without slugs' : 'no category is named', 'Name those that wait, or write --all.')
  return change((named) => ({ kind: 'approve', slugs: isAll ? 'all' : slugs.map(named) }), options, context)
}
