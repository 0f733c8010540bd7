import { AppError } from '../base/errors.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { categoryShape } from '../model/category-shape.ts'
import { entryShape } from '../model/entry-shape.ts'
import { sourceShape } from '../model/source-shape.ts'
import type { CommonOptions, Context } from './context.ts'
import { printJson, shortTime, table } from './print.ts'
import { type Session, withApp } from './session.ts'
import { sourceNamed } from './source-named.ts'

export interface ListOptions extends CommonOptions {
  readonly source?: string
  readonly category?: string
  readonly search?: string
  readonly limit: string
}

const most = 100_000

/** `list entries|categories|sources`: what is stored. */
export function list(what: string, options: ListOptions, context: Context): Promise<number> {
  const limit = limitOf(options.limit)
  return withApp(options, context, async (session) => {
    if (what === 'entries') await listEntries(session, { ...options, limit }, context)
    else if (what === 'categories') await listCategories(session, options, context)
    else await listSources(session, options, context)
    return 0
  })
}

async function listEntries(
  { app, settings }: Session,
  options: Omit<ListOptions, 'limit'> & { limit: number },
  context: Context,
): Promise<void> {
  if (options.source !== undefined && !(await app.sources()).some((source) => source.id === options.source))
    sourceNamed(options.source, settings)
  const query = {
    source: options.source ?? null,
    category: options.category?.toLowerCase() ?? null,
    search: options.search ?? null,
    limit: options.limit,
  }
  const entries = await app.entries(query)
  if (options.json === true) return printJson(context, entries.map(entryShape))
  const rows = entries.map((entry) => [
    shortTime(entry.datePublished, settings.site.timezone),
    entry.categories[0] ?? '',
    entry.title,
    entry.source,
  ])
  context.out(`${table(['published', 'category', 'title', 'source'], rows, context)}\n`)
}

async function listCategories({ app, settings }: Session, options: CommonOptions, context: Context): Promise<void> {
  const categories = await app.categories()
  if (options.json === true) return printJson(context, categories.map(categoryShape))
  const rows = categories.map(({ slug, name, entries, updated }) => [
    slug,
    name,
    String(entries),
    shortTime(updated, settings.site.timezone),
  ])
  context.out(`${table(['slug', 'name', 'entries', 'updated'], rows, context)}\n`)
}

async function listSources({ app, settings }: Session, options: CommonOptions, context: Context): Promise<void> {
  const sources = await app.sources()
  if (options.json === true) return printJson(context, sources.map(sourceShape))
  const rows = sources.map(({ id, kind, entries, state, url, isRetired }) => [
    id,
    isRetired ? 'retired' : kind,
    String(entries),
    state.outcome ?? '-',
    shortTime(state.lastPollAt, settings.site.timezone),
    withoutSecrets(url),
  ])
  context.out(`${table(['source', 'kind', 'entries', 'outcome', 'last poll', 'url'], rows, context)}\n`)
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, most)
  throw new AppError('usage', `--limit is "${text}"`, `Write a whole number from 1 to ${most}.`)
}
