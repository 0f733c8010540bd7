// Facts about text that every room relies on: what may be stored and published at all.

// XML 1.0 §2.2: everything but tab, LF, CR below U+0020, surrogates, U+FFFE and U+FFFF is a Char. C1 controls are legal but never meant.
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/
const allIllegal = new RegExp(illegal, 'g')
/** The same, and every surrogate: nearly every text has none of them, and one look tells. */
const suspect = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ud800-\udfff\ufffe\uffff]/
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** White space that is not one plain space already: replacing each space by itself is most of the work. */
const wideSpace = /[^\S ]\s*| \s+/g

/** Removes what XML 1.0, PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot carry. */
export function legalText(text: string): string {
  if (!suspect.test(text)) return text
  const legal = illegal.test(text) ? text.replaceAll(allIllegal, '') : text
  // Most surrogates come in pairs, and the engine tells that far sooner than an expression does.
  return legal.isWellFormed() ? legal : legal.replaceAll(loneSurrogate, '')
}

/** One line: every run of white space is one space, ends trimmed. */
export function collapseSpace(text: string): string {
  return text.replace(wideSpace, ' ').trim()
}

/** NFKC without case: what is equal so is the same to people. */
export function foldCase(text: string): string {
  // By way of upper case: lower case alone keeps `ß` and `ss` apart. Mapping may take characters apart again.
  return text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
}

/** Cuts to at most `max` code points, never inside a surrogate pair. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  const points = [...text]
  return points.length <= max ? text : points.slice(0, max).join('')
}

const aboveMost = /[\ud800-\uffff]/

/** Order by code point, the same on every machine and in every database (`COLLATE "C"`); for well-formed text. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0
  // Code units are in the order of code points but where a surrogate meets what stands above all of them.
  if (!aboveMost.test(a) || !aboveMost.test(b)) return a < b ? -1 : 1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
