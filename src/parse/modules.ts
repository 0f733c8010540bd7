// What RSS and Atom both borrow: Dublin Core, Media RSS, links in Atom's namespace, and an entry's own simple values.
import type { Enclosure, EntryDraft, Tag } from '../model/entry.ts'
import { readDate } from './date.ts'
import { dateContext, type ReadContext } from './document.ts'
import { all, attribute, type Element, elementsIn, first, hasElements, textAt, textOf } from './element.ts'
import { webUrl } from './links.ts'
import { plainOfRss, plainText } from './text.ts'

const maxFieldLength = 4096
const maxFields = 100

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

/** Addresses of the `atom:link`s (RFC 4287 §4.2.7) with one of the relations; no relation means `alternate`. */
export function linksTo(element: Element | null, relation: string): readonly Element[] {
  return linkElements(element).filter((link) => (attribute(link, 'rel') ?? 'alternate').toLowerCase() === relation)
}

export function linkTo(element: Element | null, relation: string): string | null {
  const urls = linksTo(element, relation).map((link) => webUrl(attribute(link, 'href'), link.base))
  return urls.find((url) => url !== null) ?? null
}

/** RSS feeds write `<link href>` without the prefix, too. */
function linkElements(element: Element | null): readonly Element[] {
  return [...all(element, 'atom:link'), ...all(element, 'rss:link').filter((link) => link.attributes.has('href'))]
}

/** `enclosure`, links with rel=enclosure, Media RSS content in groups or alone: each address once, in this order. */
export function enclosuresOf(element: Element): readonly Enclosure[] {
  const groups = all(element, 'media:group')
  const found = [
    ...all(element, 'rss:enclosure').map((item) => enclosure(item, 'url', 'length')),
    ...linksTo(element, 'enclosure').map((link) => enclosure(link, 'href', 'length')),
    ...[element, ...groups].flatMap((holder) => all(holder, 'media:content')).map((item) => enclosure(item, 'url', 'filesize')),
  ]
  const byUrl = new Map<string, Enclosure>()
  for (const item of found) if (item !== null && !byUrl.has(item.url)) byUrl.set(item.url, item)
  return [...byUrl.values()]
}

function enclosure(element: Element, url: string, length: string): Enclosure | null {
  const address = webUrl(attribute(element, url), element.base)
  if (address === null) return null
  const title = attribute(element, 'title') ?? textAt(element, 'media:title')
  return {
    url: address,
    type: attribute(element, 'type'),
    bytes: byteCount(attribute(element, length)),
    title: title === null ? null : plainText(title),
  }
}

/** Zero is what generators write that do not know. */
export function byteCount(text: string | null): number | null {
  const bytes = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
  return bytes === 0 ? null : bytes
}

/** RSS `category` and dc:subject; each name once. */
export function subjectTags(element: Element): readonly Tag[] {
  const written = [element, first(element, 'rss:categories')].flatMap((holder) => all(holder, 'rss:category'))
  const categories = written.map((item) => ({ name: plainOfRss(textOf(item)), scheme: attribute(item, 'domain') }))
  const subjects = all(element, 'dc:subject').map((item) => ({ name: plainOfRss(textOf(item)), scheme: null }))
  return distinctTags([...categories, ...subjects])
}

export function distinctTags(tags: readonly Tag[]): readonly Tag[] {
  const byName = new Map<string, Tag>()
  for (const tag of tags) if (tag.name !== '' && !byName.has(tag.name)) byName.set(tag.name, tag)
  return [...byName.values()]
}

/** The entry's own simple values by local name, the first of each: what configured identities look at. */
export function fieldsOf(element: Element, draft: Pick<EntryDraft, 'guid' | 'link'>): Readonly<Record<string, string>> {
  const fields = new Map<string, string>()
  for (const child of elementsIn(element)) {
    const name = child.name.written
    if (fields.size >= maxFields || fields.has(name) || hasElements(child)) continue
    const text = textOf(child).trim()
    if (text !== '' && text.length <= maxFieldLength) fields.set(name, text)
  }
  return fieldRecord(fields, draft)
}

export function fieldRecord(
  fields: Map<string, string>,
  { guid, link }: Pick<EntryDraft, 'guid' | 'link'>,
): Readonly<Record<string, string>> {
  if (guid !== null) fields.set('guid', guid)
  if (link !== null) fields.set('link', link)
  fields.delete('__proto__')
  return Object.fromEntries(fields)
}

/** dc:language or xml:lang in scope. */
export function languageOf(element: Element): string | null {
  return textAt(element, 'dc:language') ?? element.language
}

/** The element that holds Media RSS texts: the item or its first group. */
export function mediaText(element: Element, name: 'title' | 'description'): string | null {
  return textAt(element, `media:${name}`) ?? textAt(first(element, 'media:group'), `media:${name}`)
}

/** xml:base where the document has one: null lets the entry's link decide. */
export function declaredBase(element: Element, { url }: ReadContext): string | null {
  return element.base === url ? null : element.base
}
