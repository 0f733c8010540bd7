// RSS 0.9x, 2.0 (rssboard.org/rss-specification) and RDF (RSS 1.0, 0.90): element trees → drafts.
import type { Origin, RawDraft } from '../model/entry.ts'
import type { FeedDocument, ReadContext } from './document.ts'
import { all, attribute, type Element, first, hasElements, textAt, textOf } from './element.ts'
import { skipHoursOf, ttlOf } from './freshness.ts'
import { textsOf } from './item-text.ts'
import { addressOf, linksTo, linkTo, webUrl } from './links.ts'
import { enclosuresOf, mediaText } from './media.ts'
import { dateAt, datesOf, declaredBase, fieldsOf, inheriting, languageOf, originalLink } from './modules.ts'
import { distinct, personOfElement, personOfText } from './people.ts'
import { tagsOf } from './tags.ts'
import { plainOfRss } from './text.ts'
import { tombstonesIn } from './tombstones.ts'
import type { FeedTree } from './tree.ts'

const itemDates = {
  published: ['rss:pubdate', 'dc:date', 'dcterms:issued', 'dcterms:created', 'atom:published', 'rss:published', 'rss:date'],
  updated: ['atom:updated', 'dcterms:modified', 'rss:updated'],
}
const channelDates = ['rss:lastbuilddate', 'rss:pubdate', 'dc:date', 'atom:updated', 'rss:updated', 'dcterms:modified']

/**
 * A tree whose root is `rss`, `rdf:RDF` or a bare `channel`. Of several elements for one thing the format's own comes first, then its modules'
 * (Dublin Core, content, Media RSS, iTunes), then Atom's.
 */
export function readRss(tree: FeedTree, context: ReadContext): FeedDocument {
  const channel = first(tree.root, 'rss:channel') ?? tree.root
  const language = languageOf(channel) || null
  const shared = { language, authors: [] }
  return {
    kind: 'feed',
    format: tree.kind === 'rdf' ? 'rdf' : 'rss',
    isSecondOpinion: false,
    title: plainAt(channel, 'rss:title', 'dc:title'),
    homeUrl: linkOf(channel),
    selfUrl: linkTo(channel, 'self'),
    language,
    description: plainAt(channel, 'rss:description', 'dc:description', 'itunes:summary'),
    updated: dateAt(channel, channelDates, context).at,
    hubs: linksTo(channel, 'hub').flatMap((link) => addressOf(link) ?? []),
    nextUrl: linkTo(channel, 'next'),
    prevArchiveUrl: linkTo(channel, 'prev-archive'),
    ttlMs: ttlOf(channel),
    skipHours: skipHoursOf(channel),
    entries: tree.drafts.map((draft) => inheriting(draft, shared)),
    half: tree.half === null ? null : inheriting(tree.half, shared),
    ...tombstonesIn(channel, context),
    isCut: tree.isCut,
  }
}

/** An `item`; what it has from its channel is still missing. */
export function rssDraft(item: Element, context: ReadContext): RawDraft {
  const guid = guidOf(item)
  const link = linkOf(item) ?? permalinkOf(item)
  const origin = originOf(item)
  return {
    guid,
    link,
    title: plainAt(item, 'rss:title', 'dc:title', 'itunes:title') ?? plainOfRss(mediaText(item, 'title') ?? ''),
    ...datesOf(item, itemDates, context),
    ...textsOf(item),
    authors: authorsOf(item),
    publisher: origin?.title ?? textAt(item, 'dc:publisher'),
    tags: tagsOf(item),
    enclosures: enclosuresOf(item),
    language: languageOf(item),
    origin,
    fields: fieldsOf(item, { guid, link }),
    originalLink: originalLink(item),
    contentBase: declaredBase(item, context),
  }
}

/** `guid`; RDF items are known by rdf:about; other formats' ids stray into RSS, too. */
function guidOf(item: Element): string | null {
  const element = first(item, 'rss:guid')
  const guid = element === null ? '' : unindented(textOf(element))
  return guid.trim() === '' ? (attribute(item, 'rdf:about') ?? textAt(item, 'rss:id', 'atom:id', 'dc:identifier')) : guid
}

/** Verbatim, but for the line breaks and indentation of a pretty-printed document. */
function unindented(text: string): string {
  const before = text.slice(0, text.length - text.trimStart().length)
  const behind = text.slice(text.trimEnd().length)
  return before.includes('\n') || behind.includes('\n') ? text.trim() : text
}

/** `link`, else a link in Atom's namespace, else what RDF says the item is about (CDF, an ancestor, wrote `href`). */
function linkOf(element: Element): string | null {
  const about = attribute(element, 'rdf:about') ?? attribute(element, 'href')
  return writtenLink(element) ?? linkTo(element, 'alternate') ?? webUrl(about, element.base)
}

/** HTML tools empty `link`, which is void to them, and leave its address standing behind it. */
function writtenLink({ children }: Element): string | null {
  for (const [at, child] of children.entries()) {
    if (typeof child === 'string' || child.name.key !== 'rss:link') continue
    const next = children[at + 1]
    const behind = child.attributes.size === 0 && typeof next === 'string' ? next : null
    const url = webUrl(textOf(child) || behind, child.base)
    if (url !== null) return url
  }
  return null
}

/** A guid is an address unless it says otherwise. */
function permalinkOf(item: Element): string | null {
  const guid = first(item, 'rss:guid')
  const isPermalink = guid === null ? 'false' : attribute(guid, 'ispermalink')?.toLowerCase()
  if (guid === null || isPermalink === 'false') return null
  // Only what insists on being a link is resolved: a bare `123` without the attribute is an id.
  return webUrl(textOf(guid), isPermalink === 'true' ? guid.base : null)
}

function authorsOf(item: Element): RawDraft['authors'] {
  const byName = ['rss:author', 'dc:creator', 'atom:author', 'dc:author'].flatMap((name) => all(item, name))
  const named = distinct(byName.map((element) => (hasElements(element) ? personOfElement(element) : personOfText(textOf(element)))))
  return named.length > 0 ? named : distinct(all(item, 'itunes:author').map((element) => personOfText(textOf(element))))
}

function originOf(item: Element): Origin | null {
  const source = first(item, 'rss:source') ?? first(item, 'atom:source')
  if (source === null) return null
  const title = hasElements(source) ? plainAt(source, 'atom:title') : plainOfRss(textOf(source)) || null
  const url = webUrl(attribute(source, 'url'), source.base) ?? linkTo(source, 'alternate')
  return title === null && url === null ? null : { title, url }
}

function plainAt(element: Element, ...names: readonly string[]): string | null {
  return plainOfRss(textAt(element, ...names) ?? '') || null
}
