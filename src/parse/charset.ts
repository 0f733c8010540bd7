// First step of reading: bytes → text, whatever the labels say.
import { detect } from 'chardet'
import iconv from 'iconv-lite'

export interface CharsetHints {
  /** The Content-Type header, whole. */
  readonly contentType: string | null
  /** The operator's word: wins over all but a byte order mark. */
  readonly charset: string | null
}

export interface Decoded {
  readonly text: string
  readonly charset: string
}

/** The detector judges by a sample from the first byte that is not ASCII; it is by far the slowest step. */
const sampleBytes = 8 * 1024

/** WHATWG Encoding §4.2: pages labelled so are written in the wider set. cp936 is what Windows calls GBK. */
const widened = new Map([
  ['gb2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['x-gbk', 'gb18030'],
  ['cp936', 'gb18030'],
  ['ms936', 'gb18030'],
  ['936', 'gb18030'],
  ['gb_2312-80', 'gb18030'],
  ['utf8', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['iso8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['us-ascii', 'windows-1252'],
  ['ascii', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  ['iso-8859-9', 'windows-1254'],
  ['iso-8859-11', 'windows-874'],
])

/**
 * Decodes a document: BOM, the operator's charset, HTTP header, XML declaration, valid UTF-8, detector, windows-1252, in this order.
 * A label that the bytes contradict is passed over: some servers call everything ISO-8859-1. Never throws; BOM and NUL are removed.
 */
export function decode(bytes: Uint8Array, hints: CharsetHints): Decoded {
  const certain = byteOrderMark(bytes) ?? known(hints.charset)
  const utf8 = certain === null ? nearlyUtf8(bytes) : null
  const charset = certain ?? labelled(bytes, utf8, hints) ?? (utf8 === null ? detected(bytes) : 'utf-8')
  const text = charset === 'utf-8' && utf8 !== null ? utf8 : decodeAs(bytes, charset)
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  return { text: text.slice(start).replaceAll('\0', ''), charset }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return null
}

/**
 * The text, or null when the bytes are not UTF-8. A few bad bytes among many good characters do not count (some CMSs cut texts by bytes);
 * read as a stream, for a document cut inside a character is UTF-8 all the same.
 */
function nearlyUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  const bad = countOf(text, '\ufffd')
  return bad === 0 || bad * 20 < bytes.length - text.length ? text : null
}

function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1
  return count
}

/** What the labels say and the bytes do not contradict. */
function labelled(bytes: Uint8Array, utf8: string | null, hints: CharsetHints): string | null {
  const labels = [headerCharset(hints.contentType), declaredCharset(bytes)]
  return labels.map(known).find((charset) => charset !== null && isCredible(charset, bytes, utf8)) ?? null
}

function isCredible(charset: string, bytes: Uint8Array, utf8: string | null): boolean {
  if (charset === 'utf-8') return utf8 !== null
  // Text that was decoded once and handed on as bytes keeps its `encoding="UTF-16"`.
  if (charset.startsWith('utf-16')) return bytes[0] === 0 || bytes[1] === 0
  // Text of another charset is not well-formed UTF-8 by chance; only plain ASCII is both.
  return utf8 === null || utf8.length === bytes.length
}

function headerCharset(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null
}

/** The encoding an XML declaration names; UTF-16 without a mark shows itself by the zero beside the first `<`. */
function declaredCharset(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const head = String.fromCharCode(...bytes.subarray(0, 512))
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1] ?? null
}

function detected(bytes: Uint8Array): string {
  const start = Math.max(
    0,
    bytes.findIndex((byte) => byte >= 0x80),
  )
  return known(detect(bytes.subarray(start, start + sampleBytes))) ?? 'windows-1252'
}

/** A label → the charset it means here, or null when nothing can decode it. */
function known(label: string | null): string | null {
  const name = label?.trim().toLowerCase() ?? ''
  const charset = widened.get(name) ?? name
  return charset !== '' && (hasTextDecoder(charset) || iconv.encodingExists(charset)) ? charset : null
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  // Node's TextDecoder leaves 0x80–0x9F of the Western sets as control characters; iconv-lite gives the quotes and dashes.
  const isSingleByte = /^(?:windows-|cp|iso-?8859)/.test(charset)
  return !isSingleByte && hasTextDecoder(charset) ? new TextDecoder(charset).decode(bytes) : iconv.decode(bytes, charset)
}

function hasTextDecoder(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}
