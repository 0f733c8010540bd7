// What the items of a list on a page say of each entry: title, link, date and the rest, each with its place.
import { collapseSpace } from '../base/text.ts'
import { readDate } from '../parse/date.ts'
import { ownTextOf, type Part, partsOf, textOf } from './outline.ts'
import { isHeading, isLeaf, isPlain, isWithin, median, namesOf, type Slot, shareOf, variety, widthOf } from './slots.ts'

/** What a date without a zone or a year is read by. */
export interface DateReading {
  readonly timezone: string
  readonly now: number
}

/** One way to take a field from the parts of a slot. */
export interface Found {
  readonly slot: Slot
  /** Null: its text. */
  readonly attribute: string | null
  /** RE2; null: all of it. */
  readonly pattern: string | null
}

export function valueAt(part: Part, { attribute }: Pick<Found, 'attribute'>): string {
  return attribute === null ? textOf(part) : collapseSpace(part.attributes[attribute] ?? '')
}

const titleNames = /title|headline|subject|entry-name|biaoti|\bbt\b/
const restNames = /summar|desc|intro|abstract|excerpt|digest|content|meta|date|time|author|source|tag|categor|more|comment|count/

/** The slot that reads like titles. Null: none does. */
export function titleOf(slots: readonly Slot[], reading: DateReading): Found | null {
  const texts = slots.map((slot) => ({ slot, attribute: null, pattern: null }))
  const hidden = slots.flatMap((slot) => ['title', 'alt', 'aria-label'].map((attribute) => ({ slot, attribute, pattern: null })))
  return bestTitle(texts, reading) ?? bestTitle(hidden, reading)
}

function bestTitle(ways: readonly Found[], reading: DateReading): Found | null {
  const rated = ways.map((way) => ({ way, rate: titleRate(way, reading) })).filter(({ rate }) => rate > 0)
  return rated.toSorted((a, b) => b.rate - a.rate)[0]?.way ?? null
}

function titleRate(way: Found, reading: DateReading): number {
  const { parts, share, perItem } = way.slot
  const texts = parts.map((part) => valueAt(part, way)).filter((text) => text !== '')
  const [first] = parts
  if (first === undefined || share < 0.6 || perItem > 1.5 || texts.length < parts.length * 0.6 || variety(texts) < 0.7) return 0
  const width = median(texts.map(widthOf))
  if (width < 8 || width > 240 || shareOf(texts, (text) => isDate(text, reading)) > 0.3) return 0
  const names = namesOf(first)
  return (
    share +
    (width < 14 || width > 120 ? 0 : 1) +
    (isHeading(first) ? 1.2 : 0) +
    (isTitled(first) ? 0.9 : 0) +
    (restNames.test(names) || first.name === 'p' ? -1 : 0) +
    (linksIn(first) === 0 && linkAround(first) === null ? 0 : 0.8) +
    (linksIn(first) > 1 ? -1.5 : 0) +
    (first.name === 'a' ? 0.1 : 0) +
    (shareOf(parts, isPlain) > 0.8 ? 0.6 : -1) +
    (shareOf(parts, isLeaf) > 0.8 ? 0.3 : 0)
  )
}

/** The page calls it a title. */
export function isTitled(part: Part): boolean {
  return titleNames.test(namesOf(part))
}

function linkAround(part: Part): Part | null {
  for (let at: Part | null = part; at !== null; at = at.parent) if (at.name === 'a') return at
  return null
}

function linksIn(part: Part): number {
  return [...partsOf(part)].filter(({ name }) => name === 'a').length
}

/** The link that belongs to the title: around it, in it, or the one that leads elsewhere from each item. */
export function linkOf(slots: readonly Slot[], title: Found, addressOf: (link: Part) => string | null): Found | null {
  const links = slots.flatMap((slot) => {
    const addresses = slot.parts.flatMap((part) => (part.name === 'a' ? (addressOf(part) ?? []) : []))
    const isGood = slot.share >= 0.6 && addresses.length >= slot.parts.length * 0.8 && variety(addresses) >= 0.8
    return isGood ? [{ slot, share: slot.share }] : []
  })
  const belongs = ({ slot }: { readonly slot: Slot }) =>
    slot.parts.some((link) => title.slot.parts.some((part) => isWithin(part, link) || isWithin(link, part)))
  const [found] = links.toSorted((a, b) => Number(belongs(b)) - Number(belongs(a)) || b.share - a.share)
  return found === undefined ? null : { slot: found.slot, attribute: 'href', pattern: null }
}

/** Whole texts that are dates. A count of readers or a price is none. */
export function isDate(text: string, { timezone, now }: DateReading): boolean {
  if (text.length > 40 || !/\d/.test(text) || /^[\d,\s]*(?:\.\d+)?$/.test(text)) return false
  return readDate(text, { timezone, format: null, now }) !== null
}

/** Days, with the hour where it stands beside them; tried in order. */
const datePatterns = [
  String.raw`\d{4}-\d+-\d+(?: [\d:]+)?`,
  String.raw`\d{4}/\d+/\d+(?: [\d:]+)?`,
  String.raw`\d{4}\.\d+\.\d+(?: [\d:]+)?`,
  String.raw`\d{4}年\d+月\d+日(?: ?[\d:]+)?`,
  String.raw`\d+-\d+(?: [\d:]+)?`,
  String.raw`\d+月\d+日(?: ?[\d:]+)?`,
  String.raw`\d+ ?(?:分钟|小时|天)前`,
  String.raw`\d+ (?:minute|hour|day)s? ago`,
  String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d+,? \d{4}`,
  String.raw`\d+ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}`,
]
/** Days in addresses. */
const addressPatterns = [
  String.raw`/(\d{4}/\d+/\d+)/`,
  String.raw`/(\d{4}-\d\d-\d\d)/`,
  String.raw`/t?(20\d{6})[/_.]`,
  String.raw`/(\d{4}-\d\d/\d\d)/`,
]

export function publishedOf(slots: readonly Slot[], link: Found, reading: DateReading): Found | null {
  return stampOf(slots, reading) ?? datedSlot(slots, reading) ?? datePart(slots, reading) ?? dateInAddress(link, reading)
}

/** `<time datetime>` and its like. */
function stampOf(slots: readonly Slot[], reading: DateReading): Found | null {
  for (const attribute of ['datetime', 'data-time', 'data-timestamp', 'data-date', 'content', 'title']) {
    for (const slot of slots) {
      const isStamp = (part: Part) => readStamp(part.attributes[attribute] ?? '', reading)
      if (slot.share >= 0.6 && shareOf(slot.parts, isStamp) >= 0.8) return { slot, attribute, pattern: null }
    }
  }
  return null
}

function readStamp(text: string, { timezone, now }: DateReading): boolean {
  return /^\d{4}|^\d{10}/.test(text) && text.length <= 40 && readDate(text, { timezone, format: null, now }) !== null
}

/** The innermost slot whose whole text is a date. */
function datedSlot(slots: readonly Slot[], reading: DateReading): Found | null {
  const dated = slots.filter(
    ({ parts, share }) => share >= 0.6 && shareOf(parts, isLeaf) > 0.5 && shareOf(parts, (part) => isDate(textOf(part), reading)) >= 0.8,
  )
  const [slot] = dated.toSorted((a, b) => b.share - a.share)
  return slot === undefined ? null : { slot, attribute: null, pattern: null }
}

/** A date among other words, best in the text of the part itself. */
function datePart(slots: readonly Slot[], reading: DateReading): Found | null {
  for (const own of [ownTextOf, textOf]) {
    for (const pattern of datePatterns) {
      const finds = datesBy(pattern, reading)
      const slot = slots.filter(({ share }) => share >= 0.6).findLast(({ parts }) => shareOf(parts, (part) => finds(own(part))) >= 0.8)
      if (slot !== undefined) return { slot, attribute: null, pattern }
    }
  }
  return null
}

function dateInAddress({ slot }: Found, reading: DateReading): Found | null {
  const pattern = addressPatterns.find((one) => {
    const finds = datesBy(one, reading)
    return shareOf(slot.parts, (part) => finds(part.attributes.href ?? '')) >= 0.8
  })
  return pattern === undefined ? null : { slot, attribute: 'href', pattern }
}

/** What a pattern finds, and readers of dates understand. */
function datesBy(pattern: string, { timezone, now }: DateReading): (text: string) => boolean {
  const finder = new RegExp(pattern)
  return (text) => {
    const found = finder.exec(text)
    const date = found?.[1] ?? found?.[0]
    return date !== undefined && readDate(date, { timezone, format: null, now }) !== null
  }
}

/** The longest texts beside the title that are no title. */
export function summaryOf(slots: readonly Slot[], title: Found): Found | null {
  const titleWidth = median(title.slot.parts.map((part) => widthOf(valueAt(part, title))))
  const rated = slots.flatMap((slot) => {
    const texts = slot.parts.map(textOf).filter((text) => text !== '')
    const holdsTitle = slot.parts.some((part) => title.slot.parts.some((other) => isWithin(other, part) || isWithin(part, other)))
    const width = median(texts.map(widthOf))
    const isText = width >= 40 && width > titleWidth * 1.2 && variety(texts) > 0.8 && shareOf(slot.parts, isPlain) > 0.8
    return holdsTitle || slot.perItem > 1.5 || texts.length < slot.parts.length / 2 || !isText ? [] : [{ slot, rate: width + slot.share }]
  })
  const [best] = rated.toSorted((a, b) => b.rate - a.rate)
  return best === undefined ? null : { slot: best.slot, attribute: null, pattern: null }
}

const credits = {
  author: { names: /(?:^|[\s_-])(?:author|byline|writer|creator|editor|zuozhe)/, label: '作者[：:] *([^ |｜]+)' },
  publisher: { names: /(?:^|[\s_-])(?:source|publisher|origin|media(?:-?name)?|laiyuan)(?:$|[\s_-])/, label: '来源[：:] *([^ |｜]+)' },
} as const

/** By the name of its place, or by the word before it. */
export function creditOf(field: keyof typeof credits, slots: readonly Slot[], taken: readonly Found[]): Found | null {
  const { names, label } = credits[field]
  const finder = new RegExp(label)
  const free = slots.filter((slot) => slot.perItem <= 1.5 && !taken.some((other) => other.slot === slot && other.pattern === null))
  const labelled = free.findLast(({ parts }) => shareOf(parts, (part) => finder.test(textOf(part))) >= 0.8)
  if (labelled !== undefined) return { slot: labelled, attribute: null, pattern: label }
  const named = free.findLast(({ parts }) => {
    const texts = parts.map(textOf).filter((text) => text !== '')
    return names.test(parts[0] === undefined ? '' : namesOf(parts[0])) && texts.length > 0 && median(texts.map(widthOf)) <= 40
  })
  return named === undefined ? null : { slot: named, attribute: null, pattern: null }
}
