// What texts are compared by for related coverage: words, or characters where a script writes no spaces.

export interface Words {
  /** In lower case, without punctuation. */
  readonly all: readonly string[]
  /** Mostly characters of a script without spaces: each says less than a word does. */
  readonly isUnspaced: boolean
}

/** Past this a text adds nothing to what is decided. */
const longestText = 12_000
const most = 3_000

/** Chinese, Japanese, Thai, Lao, Khmer, Burmese; a run of figures is one word, points and separators within it included. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|\p{N}+(?:[.,:]\p{N}+)*%?|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{M}])+/gu
const figure = /^\p{N}/u
const ascii = /^[\x20-\x7f]/

export function wordsOf(text: string): Words {
  const all = (text.slice(0, longestText).normalize('NFKC').toLowerCase().match(word) ?? []).slice(0, most)
  const single = all.filter((one) => one.length === 1 && !ascii.test(one)).length
  return { all, isUnspaced: single > all.length / 2 }
}

export function isFigure(one: string): boolean {
  return figure.test(one)
}
