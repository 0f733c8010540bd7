// What RSS and Atom both have: dates, languages, bases, and an entry's own simple values.
import type { EntryDraft } from '../model/entry.ts'
import { readDate } from './date.ts'
import { dateContext, type ReadContext } from './document.ts'
import { type Element, elementsIn, hasElements, textAt, textOf } from './element.ts'
import { webUrl } from './links.ts'

const maxFieldLength = 4096
const maxFields = 100
const maxLanguage = 100

export type Dates = Pick<EntryDraft, 'published' | 'updated' | 'dateGiven'>

/** The first readable date under each list of names; an entry that was only updated counts as published then. */
export function datesOf(
  element: Element,
  names: { readonly published: readonly string[]; readonly updated: readonly string[] },
  context: ReadContext,
): Dates {
  const published = dateAt(element, names.published, context)
  const updated = dateAt(element, names.updated, context)
  return { published: published.at ?? updated.at, updated: updated.at, dateGiven: published.given ?? updated.given }
}

/** `given`: the text that was read, else the first that could not be. */
export function dateAt(
  element: Element | null,
  names: readonly string[],
  context: ReadContext,
): { at: number | null; given: string | null } {
  let given: string | null = null
  for (const name of names) {
    const text = textAt(element, name)
    const at = text === null ? null : readDate(text, dateContext(context))
    if (at !== null) return { at, given: text }
    given ??= text
  }
  return { at: null, given }
}

/** Vocabularies whose names would be taken for the entry's own: `comments` is an address, `slash:comments` their number. */
const prefixed = new Set<string>(['slash', 'thr', 'wfw'])

/** The entry's own simple values by local name: what configured identities, templates and rules look at. */
export function fieldsOf(element: Element, draft: Pick<EntryDraft, 'guid' | 'link'>): Readonly<Record<string, string>> {
  const simple = elementsIn(element).filter((child) => !hasElements(child))
  return fieldRecord(
    simple.map((child) => [nameOf(child), trimmedText(child)]),
    draft,
  )
}

function nameOf({ name: { space, written } }: Element): string {
  return prefixed.has(space) ? `${space}:${written}` : written
}

/** Trimmed where it may be a value; the texts of articles are long. */
function trimmedText(element: Element): string {
  const text = textOf(element)
  return text.length > 2 * maxFieldLength ? text : text.trim()
}

/** The first value of each name; blank and long ones are left out. guid and link are the entry's. */
export function fieldRecord(
  values: Iterable<readonly [string, string]>,
  { guid, link }: Pick<EntryDraft, 'guid' | 'link'>,
): Readonly<Record<string, string>> {
  const fields = new Map<string, string>()
  for (const [name, value] of values) {
    if (fields.size >= maxFields || fields.has(name)) continue
    if (value.length <= maxFieldLength && value.trim() !== '') fields.set(name, value)
  }
  if (guid !== null) fields.set('guid', guid)
  if (link !== null) fields.set('link', link)
  fields.delete('__proto__')
  return Object.fromEntries(fields)
}

/** `language`, dc:language or xml:lang in scope, else what the feed hands down; null where the document says that there is none. */
export function languageOf(element: Element, inherited: string | null = null): string | null {
  const written = textAt(element, 'rss:language', 'dc:language')?.slice(0, maxLanguage)
  return (written ?? element.language ?? inherited) || null
}

/** FeedBurner puts its own address into `link` and keeps the entry's beside it. */
export function originalLink(element: Element): string | null {
  return webUrl(textAt(element, 'feedburner:origlink'), element.base)
}

/** xml:base where the document has one: null lets the entry's link decide. */
export function declaredBase(element: Element, { url }: ReadContext): string | null {
  return element.base === url ? null : element.base
}
