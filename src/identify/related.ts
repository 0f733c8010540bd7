// Do two entries tell the same story? Decided by their texts, never by titles alone: notices of two companies, or of two days, often differ
// in nothing but names and figures, and those are other stories.
import { relatedWindowMs } from '../model/related.ts'
import { type Alignment, align, type Replaced } from './related-alignment.ts'
import { isFigure, type Words } from './related-words.ts'

/** An entry as others are compared with it. */
export interface Story {
  readonly title: Words
  readonly text: Words
  readonly at: number
  /** Who reported it: folded name of its publisher, else its source. */
  readonly outlet: string
  /** Keys of the pages that it leads to. */
  readonly addresses: readonly string[]
}

/** `share`: of the shorter text's words, how many stand in both. */
export type Likeness =
  | { readonly isSame: true; readonly share: number }
  | { readonly isSame: false; readonly share: number; readonly why: Unlike }

/** What keeps two entries apart: too little text, another text, other figures, other names, or the same outlet's own two articles. */
export type Unlike = 'short' | 'text' | 'figures' | 'names' | 'outlet'

/** Words, and characters, that a text must have. */
const [fewestWords, fewestCharacters] = [15, 24]
/** Of the shorter text, where titles are the same, agree, and do not. */
const [leastUnderOneTitle, leastShare, leastShareAlone] = [0.45, 0.6, 0.7]
/** Of the longer text: below this the shorter one is a piece of it, and may be one story of many in a digest. */
const leastOfLonger = 0.35
const leastShareOfPiece = 0.8
const [leastTitle, sameTitle] = [0.5, 0.8]
/** Of the figures that stand at the same place, so many may differ: the hour of a dispatch, a misprint. */
const mostOtherFigures = 0.15
/** One in so many words may be replaced by another: an editor's hand. A form filled in otherwise has more. */
const wordsToReplaced = 40
/** What one outlet says twice must be the same but for a misprint. */
const leastShareAtHome = 0.95

export function isWithin(one: Pick<Story, 'at'>, other: Pick<Story, 'at'>): boolean {
  return Math.abs(one.at - other.at) <= relatedWindowMs
}

/** The same for both orders. */
export function likeness(one: Story, other: Story): Likeness {
  const [ours, theirs] = inOrder(one, other)
  const lengths = [ours.text.all.length, theirs.text.all.length]
  const [shorter, longer] = [Math.min(...lengths), Math.max(...lengths)]
  if (shorter < (ours.text.isUnspaced || theirs.text.isUnspaced ? fewestCharacters : fewestWords))
    return { isSame: false, share: 0, why: 'short' }
  const alignment = align(ours.text, theirs.text)
  const share = alignment.shared.length / shorter
  const why = whyApart({ ours, theirs, alignment, share, ofLonger: alignment.shared.length / longer })
  return why === null ? { isSame: true, share } : { isSame: false, share, why }
}

interface Compared {
  readonly ours: Story
  readonly theirs: Story
  readonly alignment: Alignment
  readonly share: number
  readonly ofLonger: number
}

function whyApart({ ours, theirs, alignment, share, ofLonger }: Compared): Unlike | null {
  const title = titleShare(ours.title, theirs.title)
  const isPiece = ofLonger < leastOfLonger
  if (share < leastFor(title, { isPiece, ...alignment })) return 'text'
  if (isPiece && title < leastTitle) return 'text'
  if (alignment.isOpenedAnew && !isSpokenOf([ours.title, theirs.title], { ...ours.text, all: alignment.shared })) return 'text'
  if (hasOtherFigures(alignment)) return 'figures'
  if (hasOtherNames(alignment) || isOfOther(ours, theirs)) return 'names'
  if (ours.outlet === theirs.outlet && (share < leastShareAtHome || ofLonger < leastShareAtHome || alignment.replaced.length > 0))
    return 'outlet'
  return null
}

function leastFor(title: number, { isPiece, isOpenedAnew }: Pick<Alignment, 'isOpenedAnew'> & { readonly isPiece: boolean }): number {
  if (isPiece) return leastShareOfPiece
  if (title >= sameTitle && !isOpenedAnew) return leastUnderOneTitle
  return title >= leastTitle ? leastShare : leastShareAlone
}

/** What both say is what a title names: a disclaimer below two stories says nothing of either. */
function isSpokenOf(titles: readonly Words[], shared: Words): boolean {
  const said = rowsIn(shared)
  return titles.some((title) => [...rowsIn(title)].some((row) => said.has(row)))
}

function hasOtherFigures({ shared, replaced }: Alignment): boolean {
  const figures = shared.filter(isFigure).length
  const other = replaced.filter(({ isFigures }) => isFigures).length
  return other > mostOtherFigures * (other + figures)
}

/** The same thing put for the same thing again and again, or many things for many: a form. */
function hasOtherNames({ shared, replaced }: Alignment): boolean {
  if (replaced.length * wordsToReplaced > shared.length + wordsToReplaced) return true
  const times = new Map<string, number>()
  for (const pair of replaced) times.set(nameOf(pair), (times.get(nameOf(pair)) ?? 0) + 1)
  return Math.max(0, ...times.values()) > 2
}

function nameOf({ ours, theirs }: Replaced): string {
  return `${ours} ${theirs}`
}

/** What each title alone names, its own text speaks of and the other does not. */
function isOfOther(ours: Story, theirs: Story): boolean {
  return namesAlone(ours, theirs) && namesAlone(theirs, ours)
}

function namesAlone({ title, text }: Story, other: Story): boolean {
  const [own, theirs] = [rowsIn(text), rowsIn(other.text)]
  const elsewhere = rowsIn(other.title)
  const meant = [...rowsIn(title)].filter((row) => own.has(row) && !elsewhere.has(row))
  const alone = meant.filter((row) => !theirs.has(row))
  return alone.length > 0 && alone.length * 2 >= meant.length
}

/** Two in a row say what a word says, where a word is a character. */
function rowsIn({ all, isUnspaced }: Words): ReadonlySet<string> {
  return isUnspaced ? new Set(all.slice(1).map((one, at) => `${all[at]}${one}`)) : new Set(all.filter((one) => one.length > 3))
}

/** How much of the shorter title stands in the other, in pairs of characters or in words. */
export function titleShare(one: Words, other: Words): number {
  const [rows, others] = [rowsIn(one), rowsIn(other)]
  const shorter = Math.min(rows.size, others.size)
  return shorter === 0 ? 0 : [...rows].filter((row) => others.has(row)).length / shorter
}

function inOrder(one: Story, other: Story): readonly [Story, Story] {
  return one.text.all.join(' ') <= other.text.all.join(' ') ? [one, other] : [other, one]
}
