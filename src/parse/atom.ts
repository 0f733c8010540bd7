// Atom 1.0 (RFC 4287) and 0.3: element trees → drafts.
import { escapeText } from 'entities'
import type { Origin, Person, RawDraft, Tag } from '../model/entry.ts'
import type { FeedDocument, ReadContext } from './document.ts'
import { all, attribute, type Element, elementsIn, first, hasElements, markupOf, textAt, textOf } from './element.ts'
import { webUrl } from './links.ts'
import {
  dateAt,
  datesOf,
  declaredBase,
  distinctTags,
  enclosuresOf,
  fieldsOf,
  languageOf,
  linksTo,
  linkTo,
  mediaText,
  subjectTags,
} from './modules.ts'
import { distinct, personOfElement, personOfText } from './people.ts'
import type { FeedTree } from './reader.ts'
import { plainOfHtml, plainText } from './text.ts'

const entryDates = {
  published: ['atom:published', 'atom:issued', 'atom:created', 'dcterms:issued', 'dc:date', 'atom:pubdate'],
  updated: ['atom:updated', 'atom:modified', 'dcterms:modified'],
}

export function readAtom(tree: FeedTree, context: ReadContext): FeedDocument {
  const { root } = tree
  const entries = root.name.local === 'entry' ? [root] : tree.entries
  const shared = { authors: authorsIn(root), language: languageOf(root) }
  return {
    kind: 'feed',
    format: 'atom',
    title: titleOf(root),
    homeUrl: linkTo(root, 'alternate'),
    selfUrl: linkTo(root, 'self'),
    language: shared.language,
    description: plainAt(root, 'atom:subtitle') ?? plainAt(root, 'atom:tagline'),
    updated: dateAt(root, ['atom:updated', 'atom:modified', 'dc:date'], context).at,
    hubs: linksTo(root, 'hub').flatMap((link) => webUrl(attribute(link, 'href'), link.base) ?? []),
    nextUrl: linkTo(root, 'next'),
    prevArchiveUrl: linkTo(root, 'prev-archive'),
    ttlMs: null,
    skipHours: [],
    entries: entries.map((entry) => draftOf(entry, shared, context)),
    warnings: [],
    isCut: tree.isCut,
  }
}

function draftOf(entry: Element, shared: Pick<RawDraft, 'authors' | 'language'>, context: ReadContext): RawDraft {
  const guid = textAt(entry, 'atom:id')
  const source = first(entry, 'atom:source')
  const content = first(entry, 'atom:content')
  const link = linkTo(entry, 'alternate') ?? (content === null ? null : webUrl(attribute(content, 'src'), content.base))
  const origin = originOf(source)
  return {
    guid,
    link,
    title: titleOf(entry) ?? plainText(mediaText(entry, 'title') ?? ''),
    ...datesOf(entry, entryDates, context),
    summary: htmlOf(first(entry, 'atom:summary')) ?? escaped(mediaText(entry, 'description')),
    content: htmlOf(content),
    authors: [authorsIn(entry), authorsIn(source), shared.authors].find((authors) => authors.length > 0) ?? [],
    publisher: origin?.title ?? textAt(entry, 'dc:publisher'),
    tags: distinctTags([...all(entry, 'atom:category').map(tagOf), ...subjectTags(entry)]),
    enclosures: enclosuresOf(entry),
    language: languageOf(entry) ?? shared.language,
    origin,
    fields: fieldsOf(entry, { guid, link }),
    contentBase: declaredBase(content ?? entry, context),
  }
}

/** RFC 4287 §4.2.1: an entry without authors has its source's, then its feed's. */
function authorsIn(element: Element | null): readonly Person[] {
  const authors = distinct(all(element, 'atom:author').map(personOfElement))
  return authors.length > 0 ? authors : distinct(all(element, 'dc:creator').map((creator) => personOfText(textOf(creator))))
}

function originOf(source: Element | null): Origin | null {
  if (source === null) return null
  const title = titleOf(source)
  const url = linkTo(source, 'alternate') ?? linkTo(source, 'self') ?? webUrl(textAt(source, 'atom:id'), null)
  return title === null && url === null ? null : { title, url }
}

function tagOf(category: Element): Tag {
  const name = attribute(category, 'label') ?? attribute(category, 'term') ?? textOf(category)
  return { name: plainText(name), scheme: attribute(category, 'scheme') }
}

function titleOf(element: Element): string | null {
  return plainAt(element, 'atom:title')
}

function plainAt(element: Element, name: string): string | null {
  const text = first(element, name)
  if (text === null) return null
  return (typeOf(text) === 'text' ? plainText(textOf(text)) : plainOfHtml(htmlOf(text) ?? '')) || null
}

/** A text construct or content as HTML (§3.1, §4.1.3); null when it is empty, elsewhere (`src`) or no text at all. */
function htmlOf(element: Element | null): string | null {
  if (element === null) return null
  const type = typeOf(element)
  if (type === 'other') return null
  const html = type === 'xhtml' ? xhtmlOf(element) : textOf(element)
  return (type === 'text' ? escapeText(html) : html).trim() || null
}

/** §3.1.1.3: the `div` around XHTML is not part of it. */
function xhtmlOf(element: Element): string {
  const [only, ...others] = elementsIn(element)
  const isWrapped =
    only?.name.local === 'div' && others.length === 0 && !element.children.some((child) => typeof child === 'string' && child.trim() !== '')
  return markupOf(only !== undefined && isWrapped ? only : element)
}

/** Atom 0.3 says in `mode` how a text is written and in `type` a media type; elements inside speak for themselves. */
function typeOf(element: Element): 'text' | 'html' | 'xhtml' | 'other' {
  const type = (attribute(element, 'type') ?? 'text').toLowerCase().split(';')[0]?.trim() ?? 'text'
  if (hasElements(element)) return 'xhtml'
  if (attribute(element, 'mode')?.toLowerCase() === 'base64') return 'other'
  if (type === 'html' || type === 'text/html') return 'html'
  if (type === 'xhtml' || type === 'application/xhtml+xml')
    return attribute(element, 'mode')?.toLowerCase() === 'escaped' ? 'html' : 'xhtml'
  return type === 'text' || type.startsWith('text/') || !type.includes('/') ? 'text' : 'other'
}

function escaped(text: string | null): string | null {
  return text === null ? null : escapeText(text)
}
