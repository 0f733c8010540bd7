// UTF-8 that was read as windows-1252 or ISO-8859-1 and written as UTF-8 once more: å›½ → 国.
import { windows1252 } from '../base/wrong-charset.ts'

const byteOf: ReadonlyMap<number, number> = new Map([...windows1252].map((character, index) => [character.charCodeAt(0), 0x80 + index]))

/** What stands behind an accented letter in honest texts, too: CAFÉ®, “olé…”; Santé with a no-break space and » would be Sant頻. */
const ordinary: ReadonlySet<number> = new Set([...'\xa0€£¥§…‘’“”‹›«»•–—™©®°·¡¿'].map((character) => character.charCodeAt(0)))
const enough = 2

/**
 * The text before its second encoding, if all its characters beyond ASCII are pieces of UTF-8 and some of them could be nothing else; otherwise
 * the text itself. It is the whole document or nothing: honest text has at least one accent that is not followed by just the right symbols.
 */
export function undoubled(text: string): string {
  if (evidence(text) < enough) return text
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = byteAt(text, at)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // overlong forms and surrogates: nobody wrote them
    return text
  }
}

/** How many sequences cannot be honest text; 0 as soon as one character does not fit. */
function evidence(text: string): number {
  let found = 0
  let at = text.search(/[^\0-\x7f]/)
  let end = -1
  while (at !== -1 && at < text.length) {
    const length = sequenceLength(text, at)
    if (length === 0) return 0
    if (length > 1) found += weight(text, at, { length, isJoined: at === end })
    at += length
    if (length > 1) end = at
  }
  return found
}

/** 1 for ASCII, 2–4 for a lead byte with all that must follow, 0 for anything else. */
function sequenceLength(text: string, at: number): number {
  const lead = byteAt(text, at)
  if (lead < 0x80) return 1
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  for (let index = 1; index < length; index += 1) if ((byteAt(text, at + index) & 0xc0) !== 0x80) return 0
  return length
}

/** 255, which fits no sequence, for what is not of the Western set and past the end. */
function byteAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code <= 0xff ? code : (byteOf.get(code) ?? 0xff)
}

function weight(text: string, at: number, { length, isJoined }: { readonly length: number; readonly isJoined: boolean }): number {
  if (isJoined) return enough
  if (length > 2) return text.startsWith('â€', at) || !isOrdinary(text, at + 1, at + length) ? enough : 0
  // Ã and Â begin the accents of Western Europe; behind a capital they may be one themselves: IRMÃ…
  return /[ÂÃ]/.test(text.charAt(at)) && !/\p{Lu}/u.test(text.charAt(at - 1)) ? 1 : 0
}

function isOrdinary(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!ordinary.has(text.charCodeAt(at))) return false
  return true
}

/** C1 controls are never meant: they are windows-1252 under the name of another charset. HTML Standard §13.2.5.80 reads `&#146;` so, too. */
export function withoutC1(text: string): string {
  if (!/[\x80-\x9f]/.test(text)) return text
  // Not by replace(): a document of nothing else would take seconds and a gigabyte.
  const utf16 = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const meant = code >= 0x80 && code <= 0x9f ? windows1252.charCodeAt(code - 0x80) : code
    utf16[2 * at] = meant & 0xff
    utf16[2 * at + 1] = meant >> 8
  }
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(utf16)
}
