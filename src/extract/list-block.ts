// Is a group of alike parts of a page a list of entries, and how good a one?
import type { FieldName } from '../model/source.ts'
import { creditOf, type DateReading, type Found, isTitled, linkOf, publishedOf, summaryOf, titleOf, valueAt } from './list-fields.ts'
import { childrenOf, type Part, textOf } from './outline.ts'
import { isHeading, median, shareOf, slotsIn, widthOf } from './slots.ts'

/** A list of entries. */
export interface Block {
  readonly items: readonly Part[]
  /** The ways to each field, tried in order. */
  readonly fields: ReadonlyMap<FieldName, readonly Found[]>
  readonly addresses: ReadonlySet<string>
  /** Beside others of the page. */
  readonly rate: number
}

export interface BlockFacts extends DateReading {
  readonly url: string
  /** Where a link leads that may lead to an entry. */
  readonly addressOf: (link: Part) => string | null
}

/** What is true of these is true of the others. */
const enough = 200

/** Null: they are no entries, but a menu, say. */
export function blockOf(items: readonly Part[], facts: BlockFacts): Block | null {
  const slots = slotsIn(items.slice(0, enough))
  const title = titleOf(slots, facts)
  const link = title === null ? null : linkOf(slots, title, facts.addressOf)
  if (title === null || link === null) return null
  const published = publishedOf(slots, link, facts)
  const summary = summaryOf(slots, title)
  const taken = [title, link, published, summary].filter((found) => found !== null)
  const [author, publisher] = [creditOf('author', slots, taken), creditOf('publisher', slots, taken)]
  const ways: readonly (readonly [FieldName, readonly Found[]])[] = [
    ['title', titleWays(title)],
    ['link', [link]],
    ['published', published === null ? [] : [published]],
    ['summary', summary === null ? [] : [summary]],
    ['author', author === null ? [] : [author]],
    ['publisher', publisher === null ? [] : [publisher]],
  ]
  const addresses = link.slot.parts.flatMap((part) => facts.addressOf(part) ?? [])
  const rate = rateOf({ title, addresses, isDated: published !== null, hasSummary: summary !== null, url: facts.url })
  return rate === null ? null : { items, fields: new Map(ways), addresses: new Set(addresses), rate: rate - asideOf(items) }
}

/** Texts that are cut stand whole in `title`. */
function titleWays(title: Found): readonly Found[] {
  const { parts } = title.slot
  if (title.attribute !== null || shareOf(parts, ({ attributes }) => (attributes.title ?? '') !== '') < 0.8) return [title]
  const isCut = parts.some((part) => /(?:…|\.\.\.|。。)$/.test(textOf(part)) && (part.attributes.title ?? '').length >= textOf(part).length)
  return isCut ? [{ ...title, attribute: 'title' }, title] : [title]
}

interface Seen {
  readonly title: Found
  readonly addresses: readonly string[]
  readonly isDated: boolean
  readonly hasSummary: boolean
  readonly url: string
}

/** What speaks for it: how many, how long the titles, dates, addresses like those of articles. Null: nothing does. */
function rateOf({ title, addresses, isDated, hasSummary, url }: Seen): number | null {
  const { parts } = title.slot
  const isHeaded = parts.some(isHeadline)
  const numbered = shareOf(addresses, isOfArticle)
  if (addresses.length < 3 || (!isDated && !isHeaded && numbered < 0.6)) return null
  const width = median(parts.map((part) => widthOf(valueAt(part, title))))
  if (width < 12 && !isDated) return null
  const near = shareOf(addresses, (address) => new URL(address).host === new URL(url).host)
  return (
    Math.min(Math.log2(addresses.length), 5) +
    Math.min(width / 20, 2) +
    (isDated ? 2 : 0) +
    (isHeaded ? 1 : 0) +
    (hasSummary ? 0.7 : 0) +
    numbered +
    near +
    alikeness(addresses)
  )
}

/** A heading, a part that is called a title, or what such a part begins with. */
function isHeadline(part: Part): boolean {
  const { parent } = part
  return isHeading(part) || isTitled(part) || (parent !== null && isTitled(parent) && childrenOf(parent)[0] === part)
}

/** `/2025/11/22/some-title.html`, `/news/12345`, `?infoCode=NW1`. */
function isOfArticle(address: string): boolean {
  const { pathname, search } = new URL(address)
  const last = pathname.split('/').findLast((name) => name !== '') ?? ''
  return /\d{2,}/.test(pathname) || /=[^&]*\d{2,}/.test(search) || last.split(/[-_]/).length >= 4
}

/** The share of the addresses that are made alike. */
function alikeness(addresses: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const address of addresses) {
    const { host, pathname, search } = new URL(address)
    const kind = `${host}${pathname.replace(/\d+/g, '9').replace(/[^/]+$/, (last) => last.replace(/[\p{L}\d%_-]{6,}/u, 'x'))}${search.replace(/=[^&]*/g, '=')}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values()) / addresses.length
}

const asideNames =
  /(?:^|[-_\s])(?:side\w*|aside|hot\w*|rank\w*|related|recommend\w*|comments?|popular|trending|widget\w*|most-?read|tuijian|right)(?=$|[-_\s])/i

/** What speaks against a list that stands beside another. */
function asideOf([first]: readonly Part[]): number {
  for (let at = first?.parent ?? null; at !== null && at.name !== 'body'; at = at.parent)
    if (at.name === 'aside' || asideNames.test(`${at.attributes.class ?? ''} ${at.attributes.id ?? ''}`)) return 3
  return 0
}
