// Names of charsets → the decoder that stands for each. The one file around iconv-lite.
import iconv from 'iconv-lite'

/**
 * Where the runtime's decoder knows less than the publishers' systems: no Hong Kong characters in Big5, no Korean syllables beyond KS X 1001,
 * and control characters for half a pair of Shift_JIS.
 */
const better = new Set(['big5', 'euc-kr', 'shift_jis'])

/** Labels that WHATWG Encoding §4.2 leaves out, by letters and digits only; GBK is read as the set that contains it. */
const aliases: ReadonlyMap<string, string> = new Map([
  ...['gbk', 'cp936', 'ms936', '936', 'windows936', 'gb231280', 'euccn', 'eucgb'].map((name) => [name, 'gb18030'] as const),
  ...['cp950', 'ms950', 'windows950', 'big5eten', 'big5hkscs'].map((name) => [name, 'big5'] as const),
  ...['cp932', 'windows932', 'shiftjis'].map((name) => [name, 'shift_jis'] as const),
  ...['cp949', 'ms949', 'uhc'].map((name) => [name, 'euc-kr'] as const),
  ...['eucjp', 'eucjpms', 'eucjpwin'].map((name) => [name, 'euc-jp'] as const),
  ...['utf8', 'utf8mb4', 'utf8n', 'utf8sig', 'cp65001', '65001'].map((name) => [name, 'utf-8'] as const),
  ['ansi', 'windows-1252'],
  ['macroman', 'macintosh'],
  ['maccyrillic', 'x-mac-cyrillic'],
])

/** Names of iconv-lite that are no charsets of documents: UTF-7 hides markup from every check, the others are codecs of Node. */
const noCharset = /^(?:utf|unicode|ucs|cesu|base64|hex|binary)/

/** A label → the charset it means here, or null when nothing can decode it. UTF-7 is never meant. */
export function charsetOf(label: string | null): string | null {
  if (label === null) return null
  const name = whatwgName(label.trim())
  if (name !== null) return aliases.get(name) ?? name
  const bare = label.toLowerCase().replace(/[^a-z0-9]/g, '')
  const renamed = bare.replace(/^(?:win|windows|cp|ms)(?=125\d$)/, 'windows-').replace(/^(?:iso)?8859(?=\d\d?$)/, 'iso-8859-')
  return aliases.get(bare) ?? whatwgName(renamed) ?? (iconv.encodingExists(renamed) && !noCharset.test(bare) ? renamed : null)
}

/** Node spells labels in its own way; null for those it does not know. */
function whatwgName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** `charset` is one that `charsetOf` gave, or UTF-32. Never throws; what cannot be decoded becomes U+FFFD. */
export function decodeAs(bytes: Uint8Array, charset: string): string {
  return better.has(charset) || whatwgName(charset) === null ? iconv.decode(bytes, charset) : new TextDecoder(charset).decode(bytes)
}
