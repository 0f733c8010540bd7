// The beginning of a text, ended where a reader would end it.
import { truncate } from '../base/text.ts'

// Marks of Latin scripts end a sentence only before a space: `3.5`, `a.b/c?d`. Those of Chinese and Japanese do anywhere.
const sentenceEnd = /[。！？｡]+["'”’」』）)\]]*|[.!?]+["'”’)\]]*(?=\s|$)/gu
/** Initials and titles: `U.S. trade`, `Dr. Wu`. */
const abbreviation = /(?:^|[\s.(])(?:\p{L}|Mr|Mrs|Ms|Dr|St|No|vs)\.$/u
const letterOfWord = /[\p{L}\p{N}\p{M}'’-]/u
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u
/** What belongs to the character before it. */
const joining = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d)/u

/**
 * At most `most` code points of a text on one line: whole sentences where one ends among them, else whole words and an ellipsis. A text
 * that fits stays as it is.
 */
export function excerptAt(text: string, most: number): string {
  const cut = truncate(text, most)
  if (cut === text) return text
  const ends = [...text.slice(0, cut.length + 1).matchAll(sentenceEnd)].filter((match) => !abbreviation.test(text.slice(0, endOf(match))))
  const last = ends.findLast((match) => endOf(match) <= cut.length)
  return last === undefined ? wordsAt(text, most) : text.slice(0, endOf(last))
}

/** As many whole words as fit among `most` code points, and an ellipsis. A text that fits stays as it is. */
export function wordsAt(text: string, most: number): string {
  if (truncate(text, most) === text) return text
  return `${wholeWords(text, truncate(text, most - 1).length)}…`
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length
}

function wholeWords(text: string, end: number): string {
  let at = end
  while (at > 0 && (joining.test(text.slice(at, at + 2)) || text[at - 1] === '\u200d')) at -= isLowSurrogate(text, at - 1) ? 2 : 1
  const [before, after] = [text[at - 1] ?? '', text[at] ?? '']
  const isNumber = /^[.,]\d/.test(text.slice(at, at + 2)) && /\d/.test(before)
  const isWithin = isNumber || [before, after].every((letter) => letterOfWord.test(letter) && !unspaced.test(letter))
  const space = isWithin ? text.lastIndexOf(' ', at) : -1
  return text.slice(0, space > 0 ? space : at).trimEnd()
}

function isLowSurrogate(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text[at] ?? '')
}
