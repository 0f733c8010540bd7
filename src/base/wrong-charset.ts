// UTF-8 that was read under another charset, found by writing it back: its bytes are UTF-8 again.
import type { Kind } from './writing.ts'

/** 0x80–0x9F of windows-1252; ISO-8859-1, and the holes, have control characters there. Node's own decoder has them everywhere. */
export const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Charsets that UTF-8 is taken for. Those of two bytes come last: they are tried where there are ideographs. */
const narrow = ['windows-1252', 'windows-1250', 'macintosh'] as const
const cyrillic = ['windows-1251', 'koi8-r', 'ibm866'] as const
const wide = ['gbk', 'big5', 'shift_jis', 'euc-kr'] as const
export type WrongCharset = (typeof narrow)[number] | (typeof cyrillic)[number] | (typeof wide)[number]

const wides: ReadonlySet<WrongCharset> = new Set(wide)

/** Those under which such characters could have come about. */
export function wrongCharsets(count: Readonly<Record<Kind, number>>): readonly WrongCharset[] {
  return [
    ...(count.western + count.symbol >= 1 ? narrow : []),
    ...(count.small + count.capital + count.lines >= 3 ? cyrillic : []),
    ...(count.han + count.rareHan + count.halfKana >= 2 ? wide : []),
  ]
}

/** Bytes beyond ASCII. */
export interface Sequences {
  readonly inside: number
  /** Part of no sequence. */
  readonly outside: number
  /** Of the sequences, by how little they could be anything else: 3 are proof. */
  readonly weight: number
}

/** Honest texts show themselves soon. */
const enough = 24
const step = 48

/** What would be UTF-8 if the text were written back under the charset; a sequence that a step cuts in two counts as none. */
export function sequencesIn(text: string, charset: WrongCharset): Sequences {
  const total = { inside: 0, outside: 0, weight: 0 }
  for (let at = 0; at < text.length && (total.outside < enough || total.outside < total.inside); at += step)
    count(bytesOf(text.slice(at, at + step), charset), charset, total)
  return total
}

/** Two bytes are an ideograph, and many an honest one is a sequence by chance, or begins one together with the next. */
export function isProof({ inside, outside, weight }: Sequences, charset: WrongCharset): boolean {
  return weight >= 3 && inside >= outside * (wides.has(charset) ? 4 : 1.5)
}

function count(bytes: Uint8Array, charset: WrongCharset, total: { -readonly [name in keyof Sequences]: number }): void {
  const weigh = wides.has(charset) ? weightOfWide : weightOf
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) total.outside += 1
    else if (length > 1) {
      total.inside += length
      total.weight += weigh(bytes, at, length)
    }
    at += Math.max(length, 1)
  }
}

/** Three bytes are seldom chance; nor is a sequence beside a small letter: `Ã` and `Â` are capitals. */
function weightOf(bytes: Uint8Array, at: number, length: number): number {
  const isInWord = isSmall(bytes[at - 1]) || isSmall(bytes[at + length])
  if (length === 2) return isInWord && isWestern(bytes[at]) ? 3 : 1
  return isInWord || bytes[at] === 0xef ? 3 : 2
}

function weightOfWide(bytes: Uint8Array, at: number, length: number): number {
  if (length === 2) return isSmall(bytes[at - 1]) && isSmall(bytes[at + length]) && isWestern(bytes[at]) ? 1 : 1 / 4
  return 1
}

function isWestern(byte: number | undefined): boolean {
  return byte === 0xc2 || byte === 0xc3
}

function isSmall(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a
}

/** 1 for ASCII, 2–4 for a lead byte with all that must follow, 0 for anything else. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  for (let index = 1; index < length; index += 1) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** What a character beyond the charset is written as: part of no sequence. */
const stranger = 0xff

function bytesOf(text: string, charset: WrongCharset): Uint8Array {
  const codes = codesOf(charset)
  const bytes = new Uint8Array(2 * text.length)
  let length = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const written = code < 0x80 ? code : (codes[code] ?? 0)
    if (written > 0xff) bytes[length++] = written >> 8
    bytes[length++] = written === 0 && code !== 0 ? stranger : written & 0xff
  }
  return bytes.subarray(0, length)
}

const tables = new Map<WrongCharset, Uint16Array>()

/** The one or two bytes of every character; 0: it has none. */
function codesOf(charset: WrongCharset): Uint16Array {
  const known = tables.get(charset)
  if (known !== undefined) return known
  const codes = new Uint16Array(0x10000)
  for (const [code, character] of charactersOf(charset)) codes[character.charCodeAt(0)] ||= code
  if (charset === 'windows-1252') for (const [index, character] of [...windows1252].entries()) codes[character.charCodeAt(0)] = 0x80 + index
  tables.set(charset, codes)
  return codes
}

function* charactersOf(charset: WrongCharset): Generator<readonly [number, string]> {
  const codes = Array.from({ length: 0x80 }, (_, index) => 0x80 + index)
  if (wides.has(charset)) for (let code = 0x8140; code <= 0xfefe; code += 1) if ((code & 0xff) >= 0x40) codes.push(code)
  const lines = codes.flatMap((code) => (code > 0xff ? [code >> 8, code & 0xff, 0x0a] : [code, 0x0a]))
  const characters = new TextDecoder(charset).decode(new Uint8Array(lines)).split('\n')
  for (const [index, code] of codes.entries()) {
    const character = characters[index] ?? ''
    if (character.length === 1 && character !== '\ufffd') yield [code, character]
  }
}
