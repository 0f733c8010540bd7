// By what entries find those that may tell the same story: a few values that two such entries share, and others hardly ever do.
import type { Story } from './related.ts'
import type { Words } from './related-words.ts'

/** Of a text's shingles the smallest hashes: texts that share a third of them share two of these 199 times in 200. */
const mostOfText = 12
/** Words, and characters, of which a shingle is made: long enough to be said by few, short enough to outlast an edit. */
const [wordsInShingle, charactersInShingle] = [4, 7]
/** With fewer shingles a text says too little (a date line, "read more"). */
const fewestShingles = 12
/** Titles that say less than this are said by many. */
const fewestInTitle = 4

/** Marks of texts, titles and addresses differ by more than their value. */
const [titles, addresses] = [2 ** 32, 2 * 2 ** 32]

function isTitleMark(mark: number): boolean {
  return mark >= titles && mark < addresses
}

export function isAddressMark(mark: number): boolean {
  return mark >= addresses
}

/** What more entries than that have within three weeks is a form, or a phrase: it says nothing. */
export const mostWithMark = 40
/** An address that so many lead to is a front page. */
const mostWithAddress = 8
/** Marks of a text that two must share to be compared: one alone is a common phrase. */
const fewestShared = 2

export function mostWith(mark: number): number {
  return isAddressMark(mark) ? mostWithAddress : mostWithMark
}

/** By the marks that both have. A title may stand in for a text that is cut; alone it makes nobody related. */
export function isWorthComparing(common: readonly number[]): boolean {
  return common.some(isTitleMark) || common.filter((mark) => mark < titles).length >= fewestShared
}

/** Ascending, each once. */
export function marksOf({ title, text, addresses: known }: Pick<Story, 'title' | 'text' | 'addresses'>): readonly number[] {
  const own = title.all.length < fewestInTitle ? [] : [titles + hashOf(title.all.join(' '))]
  return [...textMarks(text), ...own, ...new Set(known.map((address) => addresses + hashOf(address)))].sort((a, b) => a - b)
}

function textMarks({ all, isUnspaced }: Words): readonly number[] {
  const length = isUnspaced ? charactersInShingle : wordsInShingle
  if (all.length < length + fewestShingles) return []
  const hashes = all.map(hashOf)
  const found = new Set<number>()
  for (let at = 0; at + length <= hashes.length; at++) found.add(mixed(hashes, at, length))
  return [...found].sort((a, b) => a - b).slice(0, mostOfText)
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hashOf(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

/** The words' hashes in their order; ended as in MurmurHash3, for the smallest are taken. */
function mixed(hashes: readonly number[], at: number, length: number): number {
  let value = 0
  for (let i = at; i < at + length; i++) value = Math.imul(value ^ (hashes[i] ?? 0), 0x85ebca6b) ^ (value >>> 15)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
