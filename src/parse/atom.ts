// Atom 1.0 (RFC 4287) and 0.3: element trees → drafts.
import { escapeText } from 'entities'
import type { Origin, Person, RawDraft } from '../model/entry.ts'
import { constructType, htmlOf } from './construct.ts'
import type { FeedDocument, ReadContext } from './document.ts'
import { all, attribute, type Element, first, textAt, textOf } from './element.ts'
import { addressOf, linksTo, linkTo, webUrl } from './links.ts'
import { enclosuresOf, mediaText } from './media.ts'
import { dateAt, datesOf, declaredBase, fieldsOf, inheriting, languageOf, originalLink } from './modules.ts'
import { distinct, personOfElement, personOfText } from './people.ts'
import { tagsOf } from './tags.ts'
import { plainOfHtml, plainText } from './text.ts'
import { tombstonesIn } from './tombstones.ts'
import type { FeedTree } from './tree.ts'

const entryDates = {
  published: ['atom:published', 'atom:issued', 'atom:created', 'dcterms:issued', 'dc:date', 'atom:pubdate'],
  updated: ['atom:updated', 'atom:modified', 'dcterms:modified'],
}

/** A tree whose root is `feed`, or an entry document (RFC 4287 §2), which is a feed of one. */
export function readAtom(tree: FeedTree, context: ReadContext): FeedDocument {
  const { root } = tree
  const shared = { authors: authorsIn(root), language: languageOf(root) || null }
  const { drafts, half } = root.name.local === 'entry' ? entryDocument(tree, context) : tree
  return {
    kind: 'feed',
    format: 'atom',
    isSecondOpinion: false,
    title: titleOf(root) ?? textAt(root, 'dc:title'),
    homeUrl: linkTo(root, 'alternate'),
    selfUrl: linkTo(root, 'self'),
    language: shared.language,
    description: plainAt(root, 'atom:subtitle') ?? plainAt(root, 'atom:tagline'),
    updated: dateAt(root, ['atom:updated', 'atom:modified', 'dc:date', 'atom:published'], context).at,
    hubs: linksTo(root, 'hub').flatMap((link) => addressOf(link) ?? []),
    nextUrl: linkTo(root, 'next'),
    prevArchiveUrl: linkTo(root, 'prev-archive'),
    ttlMs: null,
    skipHours: [],
    entries: drafts.map((draft) => inheriting(draft, shared)),
    half: half === null ? null : inheriting(half, shared),
    ...tombstonesIn(root, context),
    isCut: tree.isCut,
  }
}

function entryDocument({ root, isCut }: FeedTree, context: ReadContext): Pick<FeedTree, 'drafts' | 'half'> {
  const draft = atomDraft(root, context)
  return isCut ? { drafts: [], half: draft } : { drafts: [draft], half: null }
}

/** An `entry`; what it has from its feed is still missing. */
export function atomDraft(entry: Element, context: ReadContext): RawDraft {
  const guid = textAt(entry, 'atom:id')
  const source = first(entry, 'atom:source')
  const content = first(entry, 'atom:content') ?? first(entry, 'xhtml:content')
  const summary = first(entry, 'atom:summary') ?? first(entry, 'xhtml:summary')
  const link = linkTo(entry, 'alternate') ?? (content === null ? null : webUrl(attribute(content, 'src'), content.base))
  const origin = originOf(source)
  return {
    guid,
    link,
    title: titleOf(entry) ?? plainText(textAt(entry, 'dc:title') ?? mediaText(entry, 'title') ?? ''),
    ...datesOf(entry, entryDates, context),
    summary: htmlOf(summary) ?? escaped(textAt(entry, 'dc:description') ?? mediaText(entry, 'description')),
    content: htmlOf(content),
    authors: [authorsIn(entry), authorsIn(source)].find((authors) => authors.length > 0) ?? [],
    publisher: origin?.title ?? textAt(entry, 'dc:publisher'),
    tags: tagsOf(entry),
    enclosures: enclosuresOf(entry),
    language: languageOf(entry),
    origin,
    fields: fieldsOf(entry, { guid, link }),
    originalLink: originalLink(entry),
    contentBase: declaredBase(content ?? summary ?? entry, context),
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

function titleOf(element: Element): string | null {
  return plainAt(element, 'atom:title')
}

function plainAt(element: Element, name: string): string | null {
  const text = first(element, name)
  if (text === null) return null
  return (constructType(text) === 'text' ? plainText(textOf(text)) : plainOfHtml(htmlOf(text) ?? textOf(text))) || null
}

function escaped(text: string | null): string | null {
  return text === null ? null : escapeText(text)
}
