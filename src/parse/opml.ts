// OPML (opml.org/spec2.opml): a list of feeds, nested in groups. Read tag by tag, so that a huge list costs no tree.
import { collapseSpace, legalText, truncate } from '../base/text.ts'
import type { ListedFeed } from '../model/followed.ts'
import { detectKind } from './detect.ts'
import { type NoFeed, noFeed } from './document.ts'
import { legible } from './legible.ts'
import { webUrl } from './links.ts'
import { readTags, type TagSink } from './reader.ts'
import type { Attributes } from './tree.ts'

export interface FeedList {
  readonly kind: 'list'
  readonly title: string | null
  /** In document order, each address once; at most `maxFeeds`. */
  readonly feeds: readonly ListedFeed[]
  /** Groups that stand in others, by name. */
  readonly groups: ReadonlyMap<string, string>
  readonly warnings: readonly string[]
}

/** More feeds than one list may have us follow. */
export const maxFeeds = 2000
/** Design §11. */
const maxDepth = 256
/** Code points of a name, and characters of it that are looked at. */
const maxName = 200
const maxWritten = 2000

interface Open {
  readonly tag: string
  /** Of the nearest outline that has a name, this one included. */
  readonly folder: string | null
  readonly isComment: boolean
}

interface Growth {
  readonly url: string
  readonly stack: Open[]
  readonly feeds: Map<string, ListedFeed>
  readonly groups: Map<string, string>
  readonly most: number
  title: string
  /** The first tag before the root was found. */
  stranger: string | null
  skipped: number
  included: number
  unusable: number
  state: 'before' | 'reading' | 'closed' | 'too-deep'
}

/**
 * The feeds that a list names by `xmlUrl`; relative addresses start from `url`. What it comments out, and other lists that it includes,
 * are left out. Never throws. Codes of NoFeed: `empty`, `not-a-feed` (no OPML), `xml` (it ends in the middle, or is nested too deep).
 */
export function readOpml(text: string, url: string, most: number = maxFeeds): FeedList | NoFeed {
  const kind = detectKind(text)
  if (kind === 'empty') return noFeed('empty', 'The answer has no content.')
  if (kind !== 'xml')
    return noFeed('not-a-feed', `The answer is ${kind === 'json' ? 'JSON' : 'a web page or plain text'}, not an OPML list.`)
  const growth: Growth = {
    url,
    stack: [],
    feeds: new Map(),
    groups: new Map(),
    most,
    title: '',
    stranger: null,
    skipped: 0,
    included: 0,
    unusable: 0,
    state: 'before',
  }
  readTags(legible(text), sinkInto(growth))
  return listOf(growth)
}

function listOf(growth: Growth): FeedList | NoFeed {
  const { state, stranger, feeds, groups, title } = growth
  if (state === 'too-deep') return noFeed('xml', `Outlines are nested deeper than ${maxDepth} levels; nothing is taken from the list.`)
  if (state === 'reading') return noFeed('xml', 'The list ends in the middle; nothing is taken from it.')
  if (state === 'before')
    return noFeed(
      'not-a-feed',
      `The document ${stranger === null ? 'has no root element' : `begins with <${nameOf(stranger)}>`}: that is no OPML list.`,
    )
  return { kind: 'list', title: nameOf(title) || null, feeds: [...feeds.values()], groups, warnings: warningsOn(growth) }
}

function warningsOn({ skipped, included, unusable, most }: Growth): readonly string[] {
  return [
    ...(skipped === 0 ? [] : [`${skipped} feeds past the limit of ${most} are not followed.`]),
    ...(included === 0 ? [] : [`${included} outlines include other lists; those are not followed: give each a source of its own.`]),
    ...(unusable === 0 ? [] : [`${unusable} outlines have an xmlUrl that is no http or https address.`]),
  ]
}

function sinkInto(growth: Growth): TagSink {
  const { stack } = growth
  return {
    open: (written, attributes) => openElement(growth, written.toLowerCase(), attributes),
    close: (written) => closeElement(growth, written.toLowerCase()),
    wantsText: () => stack.at(-1)?.tag === 'title' && stack.at(-2)?.tag === 'head',
    text: (piece) => {
      if (growth.title.length < maxWritten) growth.title += piece.slice(0, maxWritten)
    },
    isOver: () => growth.state === 'closed' || growth.state === 'too-deep',
  }
}

/** What stands before the root (a PHP warning, say) is passed over. */
function openElement(growth: Growth, tag: string, attributes: Attributes): boolean {
  const { stack } = growth
  if (growth.state === 'before') {
    growth.stranger ??= tag
    if (tag !== 'opml') return false
    growth.state = 'reading'
  }
  if (stack.length >= maxDepth) {
    growth.state = 'too-deep'
    return false
  }
  const around = stack.at(-1) ?? { folder: null, isComment: false }
  stack.push(tag === 'outline' ? openOutline(growth, attributes, around) : { ...around, tag })
  return true
}

/** `isComment` holds for what stands inside, too. */
function openOutline(growth: Growth, written: Attributes, around: Pick<Open, 'folder' | 'isComment'>): Open {
  const attributes = new Map(written.map(([name, value]) => [name.toLowerCase(), value]))
  const text = nameOf(attributes.get('text') ?? '')
  const title = nameOf(attributes.get('title') ?? '')
  const isComment = around.isComment || attributes.get('iscomment')?.toLowerCase() === 'true'
  const own = text || title
  if (own !== '' && around.folder !== null && around.folder !== own && !growth.groups.has(own)) growth.groups.set(own, around.folder)
  if (!isComment) noteOutline(growth, attributes, { title: title || text || null, folder: around.folder })
  return { tag: 'outline', folder: own || around.folder, isComment }
}

function noteOutline(growth: Growth, attributes: ReadonlyMap<string, string>, names: Omit<ListedFeed, 'url'>): void {
  const address = attributes.get('xmlurl')?.trim() ?? ''
  if (address === '') {
    if (attributes.get('type')?.toLowerCase() === 'include') growth.included += 1
    return
  }
  const url = feedUrl(address, growth.url)
  if (url === null) growth.unusable += 1
  else if (growth.feeds.has(url)) return
  else if (growth.feeds.size < growth.most) growth.feeds.set(url, { url, ...names })
  else growth.skipped += 1
}

/** Readers hand addresses around as `feed:`, before the scheme or in its place. */
function feedUrl(written: string, base: string): string | null {
  const url = webUrl(written.replace(/^feed:(?=https?:)/i, '').replace(/^feed:/i, 'http:'), base)
  return url !== null && /^https?:/.test(url) ? url : null
}

/** Closes the nearest element of this name and what is open inside it. */
function closeElement(growth: Growth, tag: string): void {
  const { stack } = growth
  const at = stack.findLastIndex((open) => open.tag === tag)
  if (at === -1) return
  stack.length = at
  if (at === 0) growth.state = 'closed'
}

function nameOf(written: string): string {
  return truncate(collapseSpace(legalText(written.slice(0, maxWritten))), maxName)
}
