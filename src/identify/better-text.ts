// Which of two texts readers see: the one that came in the feed, or that of the entry's own page. A function of the two alone.
import { isGarbled } from '../base/garbled.ts'
import { visibleText } from './visible-text.ts'

export interface BetterText {
  readonly use: 'feed' | 'page'
  readonly why: string
}

/** One text as people see it, and as it is marked up. */
interface Measured {
  /** NFKC, lower case, without white space: what is compared. */
  readonly letters: string
  /** Words, and single characters of scripts that write none. */
  readonly words: number
  readonly structure: number
  readonly isCut: boolean
  readonly isGarbled: boolean
}

/** Fewer words than this say too little to be missed on a page. */
const fewestWords = 20
/** Of the feed's text, on a page that shows the same article. */
const wantedShare = 0.4
/** A page so much longer than the feed's text, and no login page, shows the article that the feed's text announces in other words. */
const timesLonger = 4
const longestNotice = 300
/** Lengths that differ by less than this are the same. */
const leeway = 1.1
/** What a link to the rest adds to a text. */
const longestHint = 20

/**
 * Chooses between the feed's and the page's text, both sanitised HTML; null: there is none.
 * A page that lacks the feed's text is a login page or was read wrongly; a text that breaks off yields to one that does not; else the
 * longer one goes, of equal ones that with more markup, then the page's. Deterministic.
 */
export function betterText(feed: string | null, page: string | null): BetterText {
  if (page === null) return { use: 'feed', why: 'there is no text of its page' }
  if (feed === null) return { use: 'page', why: 'the feed has no text' }
  const [own, other] = [measured(feed), measured(page)]
  if (own.letters === '' || other.letters === '')
    return own.letters === ''
      ? { use: 'page', why: 'the feed’s text shows no words' }
      : { use: 'feed', why: 'the page’s text shows no words' }
  if (own.isGarbled !== other.isGarbled)
    return other.isGarbled ? { use: 'feed', why: 'the page’s text is garbled' } : { use: 'page', why: 'the feed’s text is garbled' }
  return missing(own, other) ?? broken(own, other) ?? longer(own, other)
}

/** True when a page that showed `before` now shows something else that is shorter: a login page or an error, no new version of it. */
export function isLost(before: string, after: string): boolean {
  const [old, now] = [measured(before), measured(after)]
  return old.words >= fewestWords && now.letters.length < old.letters.length / 2 && shareFound(old.letters, now.letters) < wantedShare
}

function missing(feed: Measured, page: Measured): BetterText | null {
  if (feed.words < fewestWords) return null
  const share = shareFound(feed.letters, page.letters)
  if (share >= wantedShare) return null
  if (page.words > longestNotice && page.letters.length >= feed.letters.length * timesLonger) return null
  return { use: 'feed', why: `the page shows ${Math.round(share * 100)} % of the feed’s text: it may ask for a login, or was read wrongly` }
}

function broken(feed: Measured, page: Measured): BetterText | null {
  if (feed.isCut && !page.isCut && page.letters.length * leeway + longestHint >= feed.letters.length)
    return { use: 'page', why: 'the feed’s text breaks off' }
  if (page.isCut && !feed.isCut && feed.letters.length * leeway + longestHint >= page.letters.length)
    return { use: 'feed', why: 'the page’s text breaks off' }
  return null
}

function longer(feed: Measured, page: Measured): BetterText {
  const [a, b] = [feed.letters.length, page.letters.length]
  const lengths = `${a} characters in the feed, ${b} on the page`
  if (b > a * leeway) return { use: 'page', why: `the page’s text is longer: ${lengths}` }
  if (a > b * leeway) return { use: 'feed', why: `the feed’s text is longer: ${lengths}` }
  if (feed.structure > page.structure) return { use: 'feed', why: 'both texts are as long, and the feed’s has more markup' }
  return { use: 'page', why: 'both texts are as long, and the page’s has as much markup or more' }
}

function measured(html: string): Measured {
  const text = visibleText(html)
  return {
    letters: lettersOf(text),
    words: countWords(text),
    structure: html.match(/<(?:p|h[1-6]|ul|ol|table|img|figure|blockquote|pre|a)[ >]/g)?.length ?? 0,
    isCut: breaksOff(text),
    isGarbled: isGarbled(text),
  }
}

function lettersOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
}

function countWords(text: string): number {
  return text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}]+/gu)?.length ?? 0
}

/** What stands at the end of a teaser. */
const ending =
  /(?:…|\.{3}|\[(?:…|\.{3})\]|(?:read|continue|view|learn|see)\s+(?:more|on|the\s+(?:full|rest|whole)\b.*|reading)|(?:阅读|閱讀|查看|点击|點擊|展开|展開)(?:全文|更多|原文|剩余))[\s)\]»›>→.。]*$/iu
const longestEnding = 120

function breaksOff(text: string): boolean {
  return ending.test(text.trimEnd().slice(-longestEnding))
}

const shingleLength = 8
/** The start of a text tells whether another one has it. */
const compared = 2000

/** The share of one text's beginning that the other one has, by its passages of eight characters. Linear. */
function shareFound(letters: string, other: string): number {
  const start = letters.slice(0, compared)
  if (start.length < shingleLength) return other.includes(start) ? 1 : 0
  const wanted = shinglesOf(start)
  const found = new Set<string>()
  for (let at = 0; at + shingleLength <= other.length && found.size < wanted.size; at++) {
    const shingle = other.slice(at, at + shingleLength)
    if (wanted.has(shingle)) found.add(shingle)
  }
  return found.size / wanted.size
}

function shinglesOf(letters: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (let at = 0; at + shingleLength <= letters.length; at++) found.add(letters.slice(at, at + shingleLength))
  return found
}
