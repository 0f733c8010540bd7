// First step of reading: bytes → text, whatever the labels say.
import { analyse } from 'chardet'
import { charsetOf, decodeAs } from './charset-label.ts'
import { undoubled, withoutC1 } from './mojibake.ts'

export interface CharsetHints {
  /** The Content-Type header, whole. */
  readonly contentType: string | null
  /** The operator's word: wins over all but a byte order mark. */
  readonly charset: string | null
}

/** What decided; `mark` is a byte order mark, `config` the operator's word. */
export type CharsetReason = 'mark' | 'config' | 'header' | 'declaration' | 'bytes' | 'detector'

export interface CharsetFound {
  readonly charset: string
  readonly by: CharsetReason
}

export interface Decoded extends CharsetFound {
  readonly text: string
}

/** Whether bytes can be a charset is judged by a sample; the detector is by far the slowest step. */
const sampleBytes = 8 * 1024
/** Enough to find out that a document is not UTF-8. */
const headBytes = 64 * 1024
/** More bad characters than this, and it is another charset; fewer, and it is one of the CMSs that cut texts by bytes. */
const badShare = 1 / 20

/**
 * Decodes a document: BOM, the operator's charset, HTTP header, XML declaration or a page's meta, valid UTF-8, detector, windows-1252, in this order.
 * A label that the bytes contradict is passed over: some servers call everything ISO-8859-1. Double-encoded UTF-8 is undone.
 * Never throws; marks and NUL are removed, C1 controls are what windows-1252 has in their place.
 */
export function decode(bytes: Uint8Array, hints: CharsetHints): Decoded {
  const certain = found('mark', byteOrderMark(bytes)) ?? found('config', charsetOf(hints.charset)) ?? found('bytes', wideCharset(bytes))
  const utf8 = certain === null || certain.charset === 'utf-8' ? nearlyUtf8(bytes) : null
  const { charset, by } =
    certain ?? (utf8 === null ? charsetOfBytes(bytes, labels(bytes, hints)) : charsetOfText(utf8, bytes, labels(bytes, hints)))
  return { text: tidied(textOf(bytes, charset, utf8)), charset, by }
}

function found(by: CharsetReason, charset: string | null): CharsetFound | null {
  return charset === null ? null : { charset, by }
}

function textOf(bytes: Uint8Array, charset: string, utf8: string | null): string {
  if (utf8 === null || charset === 'iso-2022-jp') return withoutC1(decodeAs(bytes, charset))
  return isAscii(utf8, bytes) ? utf8 : withoutC1(undoubled(utf8))
}

/** A byte order mark that the bytes behind it do not contradict: some editors put UTF-8's before everything. */
function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return nearlyUtf8(bytes.subarray(3, headBytes), 1) === null ? null : 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : null
}

/** UTF-16 and UTF-32 without a mark show themselves by the zeros of their first, ASCII characters (cf. XML 1.0 appendix F). */
function wideCharset(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 64)
  const zeros = [0, 1, 2, 3].map(
    (phase) => head.filter((byte, index) => index % 4 === phase && byte === 0).length / Math.ceil(head.length / 4),
  )
  const pattern = zeros.map((share) => (share < 0.1 ? 'x' : share < 0.4 ? '?' : '0')).join('')
  const names: Readonly<Record<string, string>> = { x0x0: 'utf-16le', '0x0x': 'utf-16be', x000: 'utf-32le', '000x': 'utf-32be' }
  return names[pattern] ?? null
}

/**
 * The text, or null when the bytes are not UTF-8: at most `share` bad characters for a byte of good ones.
 * Read as a stream, for a document cut inside a character is UTF-8 all the same.
 */
function nearlyUtf8(bytes: Uint8Array, share = badShare): string | null {
  if (bytes.length > headBytes && nearlyUtf8(bytes.subarray(0, headBytes), share) === null) return null
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  const bad = countOf(text, '\ufffd')
  return bad <= (bytes.length - text.length) * share ? text : null
}

function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1
  return count
}

function isAscii(utf8: string, bytes: Uint8Array): boolean {
  return utf8.length === bytes.length
}

/** HTML Standard §13.2.3.2 looks at 1,024 bytes; pages that begin with much say it later. */
const metaBytes = 4096
/** An article in a feed may quote a whole page. */
const pageStart = /^[^<]*<(?:!doctype\s+html|html|head|meta|!--)/i
const metaCharset = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i

/** Known charsets of the header, of the XML declaration and of a page's `<meta>`; UTF-16 would have shown itself: text decoded once keeps its `encoding="UTF-16"`. */
function labels(bytes: Uint8Array, { contentType }: CharsetHints): readonly CharsetFound[] {
  const header = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null
  const head = String.fromCharCode(...bytes.subarray(0, 512))
  const declared = /^[^<]*<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1] ?? null
  return [...narrowCharset('header', header), ...narrowCharset('declaration', declared ?? metaOf(bytes))]
}

function metaOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, metaBytes))
  return pageStart.test(head) ? (metaCharset.exec(head)?.[1] ?? null) : null
}

function narrowCharset(by: CharsetReason, label: string | null): readonly CharsetFound[] {
  const charset = charsetOf(label)
  return charset === null || charset.startsWith('utf-16') ? [] : [{ charset, by }]
}

/** Text of another charset is not well-formed UTF-8 by chance; only ASCII is both. */
function charsetOfText(utf8: string, bytes: Uint8Array, labels: readonly CharsetFound[]): CharsetFound {
  if (!isAscii(utf8, bytes)) return { charset: 'utf-8', by: 'bytes' }
  return labels[0] ?? { charset: utf8.includes('\x1b$B') ? 'iso-2022-jp' : 'utf-8', by: 'bytes' }
}

/** For what is not UTF-8: the first label that fits, else what the detector says and fits. */
function charsetOfBytes(bytes: Uint8Array, labels: readonly CharsetFound[]): CharsetFound {
  const sample = sampleOf(bytes)
  const isWestern = !hasLongRuns(sample)
  const label = labels.find(({ charset }) => fits(charset, sample) && (isWestern || !western.test(charset)))
  return label ?? detected(sample)
}

function detected(sample: Uint8Array): CharsetFound {
  const candidates = analyse(sample).flatMap(({ name }) => narrowCharset('detector', name))
  return candidates.find(({ charset }) => fits(charset, sample)) ?? { charset: 'windows-1252', by: 'detector' }
}

function fits(charset: string, sample: Uint8Array): boolean {
  return countOf(decodeAs(sample, charset), '\ufffd') <= sample.filter((byte) => byte >= 0x80).length * badShare
}

/** From the first byte that is not ASCII. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length && (bytes[start] ?? 0) < 0x80) start += 1
  return bytes.subarray(start, start + sampleBytes)
}

const western = /^(?:windows-1252|iso-8859-15|macintosh)$/

/** Western accents stand among ASCII letters. Where most bytes beyond ASCII come by four and more, and not as a line of dashes, it is another script. */
function hasLongRuns(sample: Uint8Array): boolean {
  let [all, long, run, last] = [0, 0, 0, 0]
  for (const byte of sample) {
    if (byte >= 0x80 && byte !== last) {
      run += 1
      all += 1
      if (run >= 4) long += run === 4 ? 4 : 1
    } else if (byte < 0x80) run = 0
    last = byte
  }
  return long >= 8 && long > all / 2
}

/** Without marks, also a second one, one behind blank lines, one that was encoded twice. */
function tidied(text: string): string {
  const blank = /^[\s\0]*/.exec(text)?.[0] ?? ''
  const start = blank.lastIndexOf('\ufeff') + 1
  const marked = text.startsWith('ï»¿', start) ? start + 3 : start
  return text.slice(marked).replaceAll('\0', '')
}
