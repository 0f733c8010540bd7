// Is a text legible, or what is left of one after it was read under a wrong charset? What decoding could not undo must not replace good text.

import { type Kind, kinds, kindsIn, placeOf } from './writing.ts'
import { isProof, sequencesIn, wrongCharsets } from './wrong-charset.ts'

/** Judged by its beginning; markup does not count. */
const sampleLength = 4096

/**
 * Whether a text, plain or HTML, is garbage by measure. Any of these says so:
 * - replacement characters: two, and 2 % of what is written; or one inside a very short text (at the end it is only cut);
 * - C1 controls or private use: likewise, 1 % and 20 %;
 * - sequences of UTF-8 read under another charset (`Ã©`, `РџСЂ`, `鏂囧瓧`, `锟斤拷`): most of what could be any, and 1 % of what is written;
 * - letters of Western Europe and their symbols for nearly half of what is written, in runs (`ÖÐ¹ú`, `Ïðèâåò`): honest texts stay below a fifth;
 * - scripts that stand side by side in no language (`いゅ地ョ`), characters hardly anybody uses, or capitals inside words (`рТЙЧЕФ`), for most of it;
 * - fills of memory (`烫烫烫`) for a tenth of it.
 * One wrong character, or a text that quotes some, is no garbage. Pure ASCII costs nothing.
 */
export function isGarbled(text: string): boolean {
  if (!/[^\0-\x7f]/.test(text)) return false
  const written = measured(sampleOf(text))
  return written.all > 0 && signs.some((sign) => sign(written))
}

function sampleOf(text: string): string {
  const head = text.slice(0, 4 * sampleLength)
  return (head.includes('<') ? head.replace(/<[^<>]*>/g, ' ') : head).slice(0, sampleLength)
}

interface Written {
  readonly sample: string
  /** Each code unit's place in `kinds`. */
  readonly places: Uint8Array
  readonly count: Readonly<Record<Kind, number>>
  /** Letters, signs and symbols, without spaces, digits and punctuation. */
  readonly all: number
}

function measured(sample: string): Written {
  const places = kindsIn(sample)
  const counts = new Uint32Array(kinds.length)
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1
  const count = { ...noCounts }
  for (const [place, kind] of kinds.entries()) count[kind] = counts[place] ?? 0
  return { sample, places, count, all: sample.length - count.none }
}

const noCounts: Record<Kind, number> = {
  none: 0,
  ascii: 0,
  western: 0,
  symbol: 0,
  small: 0,
  capital: 0,
  greek: 0,
  kana: 0,
  halfKana: 0,
  han: 0,
  rareHan: 0,
  hangul: 0,
  bopomofo: 0,
  lines: 0,
  privateUse: 0,
  replaced: 0,
  control: 0,
  other: 0,
}

const signs: readonly ((written: Written) => boolean)[] = [isLost, isWesternRun, isRare, isMixed, isSwapped, isUndecoded, isFill]

function isLost({ all, count, sample }: Written): boolean {
  const { replaced, control, privateUse } = count
  if (replaced >= 2 && replaced >= all * 0.02) return true
  if (replaced === 1 && all <= 16 && all > 1 && !/\ufffd\W*$/.test(sample)) return true
  return (control >= 2 && control >= all * 0.01) || (privateUse >= 3 && privateUse >= all * 0.2)
}

function isWesternRun(written: Written): boolean {
  const { western, symbol } = written.count
  const both = western + symbol
  return both >= 4 && both >= written.all * 0.45 && western >= both / 12 && inRuns(written) >= both / 2
}

/** Letters of Europe, and symbols, that stand in runs of four or more: without a space, at most one other character in between. */
function inRuns({ sample, places }: Written): number {
  const [western, symbol] = [placeOf('western'), placeOf('symbol')]
  let [run, others, found] = [0, 0, 0]
  for (const [at, place] of places.entries()) {
    if (place === western || place === symbol) {
      run += 1
      others = 0
      if (run >= 4) found += run === 4 ? 4 : 1
    } else if (++others > 1 || sample.charCodeAt(at) <= 0x20) run = 0
  }
  return found
}

function isRare({ all, count }: Written): boolean {
  const han = count.han + count.rareHan
  return count.rareHan >= 5 && count.rareHan >= han * (count.rareHan < 20 ? 0.6 : 0.4) && han >= all * 0.3
}

function isMixed({ all, count, places }: Written): boolean {
  const foreign = all - count.ascii
  let clashes = 0
  for (let at = 1; at < places.length; at += 1) clashes += clashing[(places[at] ?? 0) * kinds.length + (places[at - 1] ?? 0)] ?? 0
  return clashes >= 3 && clashes >= foreign * 0.15
}

/** Scripts that are written without spaces between them: those that no language writes side by side. */
const scripts: Readonly<Partial<Record<Kind, string>>> = {
  western: 'Latin',
  small: 'Cyrillic',
  capital: 'Cyrillic',
  greek: 'Greek',
  kana: 'kana',
  halfKana: 'half kana',
  han: 'Han',
  rareHan: 'Han',
  hangul: 'Hangul',
  bopomofo: 'bopomofo',
}
const together: ReadonlySet<string> = new Set(['kana Han', 'half kana kana', 'Han bopomofo', 'Han Hangul'])

const clashing = Uint8Array.from(kinds.flatMap((a) => kinds.map((b) => Number(isClash(scripts[a], scripts[b])))))

function isClash(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b && !together.has(`${a} ${b}`) && !together.has(`${b} ${a}`)
}

/** Cyrillic whose capitals follow small letters: KOI8-R and windows-1251 have them the other way round. */
function isSwapped({ count, places }: Written): boolean {
  const { small, capital } = count
  if (capital === 0 || small === 0) return false
  const [smallPlace, capitalPlace] = [placeOf('small'), placeOf('capital')]
  let jumps = 0
  for (let at = 1; at < places.length; at += 1) if (places[at] === capitalPlace && places[at - 1] === smallPlace) jumps += 1
  const isOpposite = jumps >= small / 2 && capital >= small * 3
  return (jumps >= 1 && isOpposite) || (jumps >= 4 && jumps >= (small + capital) * 0.1)
}

function isUndecoded({ all, count, sample }: Written): boolean {
  if (count.han + count.rareHan === 0 && !hasPairs(sample)) return false
  return wrongCharsets(count).some((charset) => {
    const sequences = sequencesIn(sample, charset)
    return isProof(sequences, charset) && sequences.inside >= all * 0.01
  })
}

/** Accents stand by themselves, what a sequence was read as does not. */
function hasPairs(sample: string): boolean {
  let [beyond, pairs] = [0, 0]
  for (let at = 0; at < sample.length; at += 1) {
    if (sample.charCodeAt(at) < 0x80) continue
    beyond += 1
    if (sample.charCodeAt(at + 1) > 0x7f) pairs += 1
  }
  return pairs >= beyond / 4
}

/** What debuggers and decoders fill memory with, read as GBK. */
function isFill({ all, count, sample }: Written): boolean {
  if (count.han + count.rareHan === 0 || !/[锟斤烫屯锘]/.test(sample)) return false
  const fills = sample.match(/锟斤拷|锟斤|斤拷|烫{3,}|屯{3,}|锘[挎縶]/g) ?? []
  return fills.reduce((sum, fill) => sum + fill.length, 0) >= Math.max(all * 0.1, 1)
}
