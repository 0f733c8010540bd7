// Is a new content worth telling readers about? (design §6)
import { titleKeyOf } from './keys.ts'

/** Share of the visible text that must differ. */
const threshold = 0.03
const shingleLength = 5

export interface Version {
  readonly title: string
  /** Visible text. */
  readonly text: string
}

/** True when the title differs, or more than 3 % of the visible text after digits are masked (view counts, quotes, clocks). */
export function isSignificant(before: Version, after: Version): boolean {
  return isRetitled(before, after) || textChange(before, after) > threshold
}

export function isRetitled(before: Pick<Version, 'title'>, after: Pick<Version, 'title'>): boolean {
  return titleKeyOf(before.title) !== titleKeyOf(after.title)
}

/** How much of the visible text differs, 0 to 1, after digits are masked. */
export function textChange(before: Pick<Version, 'text'>, after: Pick<Version, 'text'>): number {
  return shareChanged(masked(before.text), masked(after.text))
}

function masked(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}+/gu, '0')
    .replace(/\s+/gu, '')
}

/**
 * How much of the longer text is not in the other one: the characters that no shingle of the other text covers, never fewer than the
 * lengths differ by (a passage said twice is covered). When little lies between the common start and end, that is it. Linear.
 */
function shareChanged(before: string, after: string): number {
  if (before === after) return 0
  const longest = Math.max(before.length, after.length)
  const between = longest - commonEnds(before, after)
  if (between / longest <= threshold) return between / longest
  const uncovered = Math.max(countUncovered(before, after), countUncovered(after, before))
  return Math.max(uncovered, Math.abs(before.length - after.length)) / longest
}

function commonEnds(a: string, b: string): number {
  const shortest = Math.min(a.length, b.length)
  let start = 0
  while (start < shortest && a[start] === b[start]) start++
  let end = 0
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return start + end
}

function shingles(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (let at = 0; at + shingleLength <= text.length; at++) found.add(text.slice(at, at + shingleLength))
  return found
}

function countUncovered(text: string, other: string): number {
  const known = shingles(other)
  let uncovered = text.length
  let coveredTo = 0
  for (let at = 0; at + shingleLength <= text.length; at++) {
    if (!known.has(text.slice(at, at + shingleLength))) continue
    uncovered -= at + shingleLength - Math.max(at, coveredTo)
    coveredTo = at + shingleLength
  }
  return uncovered
}
