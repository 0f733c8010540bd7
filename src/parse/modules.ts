// What RSS and Atom both have: dates, languages, bases, and an entry's own simple values.
import type { EntryDraft, RawDraft } from '../model/entry.ts'
import { readDate } from './date.ts'
import { dateContext, type ReadContext } from './document.ts'
import { type Element, hasElements, textAt, textOf } from './element.ts'
import { webUrl } from './links.ts'
import { addField, fieldRecord, noFields } from './own-fields.ts'

/** Texts of articles are not trimmed in vain. */
const longestField = 8192
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

/** The values of an element that holds nothing but text, by local name; trimmed, for pretty-printing is not part of them. */
export function fieldsOf(element: Element, draft: Pick<EntryDraft, 'guid' | 'link'>): Readonly<Record<string, string>> {
  const fields = noFields()
  for (const child of element.children) {
    if (typeof child === 'string' || hasElements(child)) continue
    const text = textOf(child)
    if (text.length <= longestField) addField(fields, nameOf(child), text.trim())
  }
  return fieldRecord(fields, draft)
}

function nameOf({ name: { space, written } }: Element): string {
  return prefixed.has(space) ? `${space}:${written}` : written
}

/** `language`, dc:language or xml:lang in scope; null: it may be handed down, empty: the document says that there is none. */
export function languageOf(element: Element): string | null {
  return textAt(element, 'rss:language', 'dc:language')?.slice(0, maxLanguage) ?? element.language
}

/** The draft with what its feed hands down: RFC 4287 §4.2.1 for authors, XML 1.0 §2.12 for languages. */
export function inheriting(draft: RawDraft, { authors, language }: Pick<RawDraft, 'authors' | 'language'>): RawDraft {
  const lacks = draft.authors.length < Math.min(authors.length, 1)
  const spoken = (draft.language ?? language) || null
  return lacks || spoken !== draft.language ? { ...draft, authors: lacks ? authors : draft.authors, language: spoken } : draft
}

/** FeedBurner puts its own address into `link` and keeps the entry's beside it. */
export function originalLink(element: Element): string | null {
  return webUrl(textAt(element, 'feedburner:origlink'), element.base)
}

/** xml:base where the document has one: null lets the entry's link decide. */
export function declaredBase(element: Element, { url }: ReadContext): string | null {
  return element.base === url ? null : element.base
}
