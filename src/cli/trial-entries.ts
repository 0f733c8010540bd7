// The entries of a trial, for people: the first ones whole, some more by their titles.
import type { Trial } from '../app.ts'
import type { FieldName } from '../model/source.ts'
import { count, size } from './amounts.ts'
import { shorten, shortTime } from './print.ts'
import type { Showing } from './sheet.ts'

const mostWhole = 3
const mostTitles = 10
const mostPlaces = 110
/** Of fields, tags and sources: some APIs have very many. */
const mostNames = 20

type Entry = Trial['entries'][number]

export function showEntries(showing: Showing): void {
  const { trial, sheet, paint } = showing
  const { entries, document } = trial
  if (document === null) return
  sheet.heading('Entries', entries.length === 0 ? paint.yellow('none') : count(entries.length))
  for (const [at, entry] of entries.slice(0, mostTitles).entries()) {
    showTitle(entry, at + 1, showing)
    if (at < mostWhole) showEntry(entry, showing)
    // The same names in all of them.
    if (at === 0) sheet.detail('fields', listed(Object.keys(entry.draft.fields)))
  }
  if (entries.length > mostTitles) sheet.item(`… and ${count(entries.length - mostTitles)} more (--json shows all)`)
}

function showTitle({ draft, change }: Entry, number: number, { sheet, paint }: Showing): void {
  const painted = { new: paint.green, merged: paint.cyan, updated: paint.cyan, unchanged: paint.dim, repeated: paint.dim }[change]
  sheet.item(
    `${String(number).padEnd(3)} ${draft.title === '' ? paint.dim('(without title)') : paint.bold(draft.title)}  ${painted(change)}`,
  )
}

function showEntry(entry: Entry, { sheet, zone, paint }: Showing): void {
  const { draft, text } = entry
  const field = (label: string, name: FieldName, value: string | null) => sheet.detail(label, withRule(value, name, { entry, paint }))
  if (entry.rules.length > 0) field('title', 'title', shorten(draft.title, mostPlaces))
  field('link', 'link', draft.link)
  field('published', 'published', dateOf(draft, zone))
  field('updated', 'updated', draft.updated === null ? null : shortTime(draft.updated, zone))
  field('authors', 'author', listed(draft.authors.map(({ name }) => name)))
  field('publisher', 'publisher', draft.publisher)
  field('tags', 'tags', listed(draft.tags.map((tag) => tag.name)))
  field('text', draft.content === null ? 'summary' : 'content', beginning(text, paint))
  for (const { url, type, bytes } of draft.enclosures.slice(0, 3))
    sheet.detail('media', [type ?? 'media', url, ...(bytes === null ? [] : [size(bytes)])].join(' '))
  for (const { name, rule } of entry.categories) sheet.detail('category', name === rule ? name : `${name}  ${paint.dim(`by ${rule}`)}`)
  for (const { key, kind, isBurnt } of entry.keys) {
    const weak = kind === 'hash' && entry.keys.length > 1 ? '  the last resort' : ''
    sheet.detail('keys', `${key}${paint.dim(weak)}${isBurnt ? paint.yellow('  no key any more') : ''}`)
  }
  showMeeting(entry, { sheet, paint })
}

/** A value, and the rule of the source that gave it. */
function withRule(
  value: string | null,
  name: FieldName,
  { entry, paint }: Pick<Showing, 'paint'> & { readonly entry: Entry },
): string | null {
  const said = entry.rules.find(({ field }) => field === name)
  return value === null || said === undefined ? value : `${value}  ${paint.dim(`← ${said.rule}`)}`
}

/** What it meets in the store. */
function showMeeting({ changed, entry, sources, vetoes }: Entry, { sheet, paint }: Pick<Showing, 'sheet' | 'paint'>): void {
  sheet.detail('changed', listed(changed))
  sheet.detail('entry', entry)
  sheet.detail('also at', listed(sources))
  for (const { key, reason } of vetoes) sheet.detail('no key', paint.yellow(`${key}: ${reason}`))
}

/** How a text begins, on about two lines. */
export function beginning({ start, characters }: Entry['text'], paint: Showing['paint']): string | null {
  return characters === 0 ? null : `${shorten(start, mostPlaces)} ${paint.dim(`(${count(characters)} characters)`)}`
}

/** As it was read, and as it was written, where one does not show the other. */
function dateOf({ published, dateGiven }: Entry['draft'], zone: string): string | null {
  if (published === null) return dateGiven === null ? null : `cannot be read: "${dateGiven}"`
  return `${shortTime(published, zone)}${dateGiven === null ? '' : `  (written "${dateGiven}")`}`
}

function listed(names: readonly string[]): string | null {
  if (names.length === 0) return null
  return names.length <= mostNames ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
}
