// What the operator asks of the registry → the steps that do it, or why they cannot be taken. Slugs that readers know are never given away.
import { AppError, type Code } from '../base/errors.ts'
import { byCodePoint } from '../base/text.ts'
import { categoryName, foldName, isReservedSlug, isSlug, longestSlug } from '../model/category.ts'
import type { CategoryChange, CategoryCommand, RegistryRow } from '../model/registry.ts'

type Command<K extends CategoryCommand['kind']> = Extract<CategoryCommand, { kind: K }>

/** @throws AppError `unknown-category`, `category-state`, `category-private`, `name-taken`, `slug-taken`, `slug-reserved`, `usage` */
export function planCommand(command: CategoryCommand, registry: readonly RegistryRow[]): readonly CategoryChange[] {
  const book = { bySlug: new Map(registry.map((row) => [row.slug, row])), registry }
  switch (command.kind) {
    case 'rename':
      return planRename(command, book)
    case 'merge':
      return planMerge(command, book)
    case 'alias':
      return planAlias(command, book)
    case 'retire':
      return planRetire(command, book)
    case 'approve':
      return planApprove(command, book)
  }
}

interface Book {
  readonly bySlug: ReadonlyMap<string, RegistryRow>
  readonly registry: readonly RegistryRow[]
}

function planRename({ slug, name: written, newSlug }: Command<'rename'>, book: Book): readonly CategoryChange[] {
  const name = categoryName(written)
  const row = standing(slug, book)
  freeName(name, row, book)
  const named: readonly CategoryChange[] = row.name === name ? [] : [{ kind: 'named', slug, name }]
  if (newSlug === null || newSlug === slug) return named
  freeSlug(newSlug, row, book)
  return [...named, { kind: 'moved', from: slug, to: newSlug }]
}

function planMerge({ from, into }: Command<'merge'>, book: Book): readonly CategoryChange[] {
  if (from === into) throw refused('usage', `"${from}" cannot be merged into itself`, 'Name two categories.')
  const [old, kept] = [standing(from, book), standing(into, book)]
  if (kept.state === 'waiting' && old.state !== 'waiting')
    throw refused('category-state', `"${into}" waits to be let in`, `newsstand category approve ${into}`)
  if (old.isPrivate !== kept.isPrivate)
    throw refused(
      'category-private',
      `of "${old.name}" and "${kept.name}" one is private, and merging would show what is hidden, or hide what is shown`,
      'Say the same of both in config (private: true or false) first.',
    )
  return [{ kind: 'moved', from, to: into }]
}

function planAlias({ slug, name: written }: Command<'alias'>, book: Book): readonly CategoryChange[] {
  const name = categoryName(written)
  freeName(name, standing(slug, book), book)
  return [{ kind: 'aliased', slug, name }]
}

function planRetire({ slug }: Command<'retire'>, book: Book): readonly CategoryChange[] {
  const row = known(slug, book)
  if (row.state === 'retired') throw refused('category-state', `"${slug}" is retired already`, 'There is nothing to do.')
  return [{ kind: 'retired', slug }]
}

function planApprove({ slugs }: Command<'approve'>, book: Book): readonly CategoryChange[] {
  const waiting = [...book.bySlug.values()].filter(({ state }) => state === 'waiting').map(({ slug }) => slug)
  const wanted = slugs === 'all' ? waiting.sort(byCodePoint) : [...new Set(slugs)]
  for (const slug of wanted) {
    const { state } = known(slug, book)
    if (state !== 'waiting' && state !== 'retired')
      throw refused('category-state', `"${slug}" neither waits nor is retired`, 'newsstand category list --state waiting')
  }
  return wanted.map((slug) => ({ kind: 'approved', slug }))
}

function known(slug: string, { bySlug }: Book): RegistryRow {
  const row = bySlug.get(slug)
  if (row === undefined) throw refused('unknown-category', `There is no category "${slug}"`, 'newsstand category list')
  if (row.kind === 'feed') throw refused('category-state', `"${slug}" is an output feed`, 'Change it in config, under feeds.')
  return row
}

/** One that still has its own names and entries. */
function standing(slug: string, book: Book): RegistryRow {
  const row = known(slug, book)
  if (row.movedTo !== null)
    throw refused('category-state', `"${slug}" is an old address of "${row.movedTo}"`, `Name that one: ${row.movedTo}`)
  if (row.state === 'retired')
    throw refused('category-state', `"${slug}" is retired`, `newsstand category approve ${slug} takes that back.`)
  return row
}

function freeName(name: string, { slug }: RegistryRow, { registry }: Book): void {
  const folded = foldName(name)
  if (folded === '') throw refused('usage', `the name is "${name}"`, 'Write a name.')
  const holder = registry.find((row) => row.folded === folded)
  if (holder !== undefined && holder.slug !== slug)
    throw refused(
      'name-taken',
      `"${name}" is a name of the category "${holder.slug}"`,
      `Choose another; if they are to be one: newsstand category merge ${holder.slug} ${slug}`,
    )
}

/** One that nobody had, or that this very category had before. */
function freeSlug(wanted: string, row: RegistryRow, { bySlug }: Book): void {
  if (!isSlug(wanted))
    throw refused('usage', `"${wanted}" is no slug`, `Write a-z and 0-9 with single hyphens between, at most ${longestSlug} characters.`)
  if (isReservedSlug(wanted))
    throw refused('slug-reserved', `the slug "${wanted}" is kept for the program`, 'Choose another, with a letter in it.')
  const holder = bySlug.get(wanted)
  if (holder === undefined || holder.movedTo === row.slug) return
  const whose = holder.movedTo === null ? `the address of "${holder.name}"` : `an old address of "${holder.movedTo}"`
  throw refused('slug-taken', `"${wanted}" is ${whose}`, 'Choose another: an address that readers know is never given to other articles.')
}

function refused(code: Code, message: string, advice: string): AppError {
  return new AppError(code, message, advice)
}
