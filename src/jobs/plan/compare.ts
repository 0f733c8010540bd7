// Two states of a store → what became of its entries between them. Pure.
import { byCodePoint } from '../../base/text.ts'
import type { LossReason, Plan, PlannedEntry } from '../../model/plan.ts'
import type { SnapshotEntry } from '../../store/port/snapshots.ts'

/** An entry before and after; null: it was not there, or is not any more. */
export interface EntryPair {
  readonly before: SnapshotEntry | null
  readonly after: SnapshotEntry | null
  /** The entry that shows what it showed, where that is another one. */
  readonly heir: SnapshotEntry | null
  /** The entry that a new one was part of. */
  readonly parent: SnapshotEntry | null
}

type Verdicts = { readonly [Kind in keyof Plan['entries']]: Plan['entries'][Kind][number][] }

/** `runAt`: start of the run between them. What waited before, and was not touched by it, is no part of what it did. */
export function compareEntries(pairs: readonly EntryPair[], runAt: number): Plan['entries'] {
  const verdicts: Verdicts = { new: [], lost: [], changed: [], merged: [], split: [], moved: [] }
  for (const pair of pairs) if (!waitedAnyway(pair, runAt)) judge(pair, verdicts)
  for (const found of Object.values(verdicts)) found.sort(byIdThenTitle)
  return verdicts
}

function waitedAnyway({ before, after }: EntryPair, runAt: number): boolean {
  return before?.isDue === true && after !== null && after.touchedAt !== runAt
}

function judge({ before, after, heir, parent }: EntryPair, verdicts: Verdicts): void {
  const [was, is] = [isShown(before), isShown(after)]
  const isThere = after !== null && after.state !== 'merged'
  if (before !== null && before.state !== 'merged' && !isThere) {
    if (heir !== null) verdicts.merged.push({ ...named(before), into: named(heir) })
    else if (was) verdicts.lost.push({ ...named(before), why: 'hidden' })
  } else if (after !== null && isThere && before === null) {
    if (parent !== null) verdicts.split.push({ ...named(after), from: named(parent) })
    else verdicts.new.push(named(after))
  } else if (before !== null && was && after !== null && !is) verdicts.lost.push({ ...named(before), why: lossOf(after) })
  else if (after !== null && !was && is) verdicts.new.push(named(after))
  else if (before !== null && after !== null && is) compareShown(before, after, verdicts)
}

function compareShown(before: SnapshotEntry, after: SnapshotEntry, { changed, moved }: Verdicts): void {
  const fields = fieldsThatDiffer(before, after)
  if (fields.length > 0) changed.push({ ...named(after), fields })
  if (!isSame(before.categories, after.categories)) moved.push({ ...named(after), from: before.categories, to: after.categories })
}

function isShown(entry: SnapshotEntry | null): boolean {
  return entry?.state === 'published'
}

function lossOf({ isDropped, state, categories }: SnapshotEntry): LossReason {
  if (isDropped) return 'dropped'
  if (state === 'expired') return 'expired'
  return categories.length === 0 && state === 'published' ? 'waits' : 'hidden'
}

/** As the API names them. */
const fields: Readonly<Record<string, (entry: SnapshotEntry) => unknown>> = {
  title: ({ content }) => content.title,
  url: ({ content }) => content.url,
  summary: ({ content }) => content.summary,
  content_html: ({ content }) => content.contentHtml,
  authors: ({ content }) => content.authors,
  publisher: ({ content }) => content.publisher,
  tags: ({ content }) => content.tags,
  attachments: ({ content }) => content.enclosures,
  language: ({ content }) => content.language,
  origin: ({ content }) => content.origin,
  keys: ({ keys }) => keys,
  source: ({ owner }) => owner,
  date_published: ({ datePublished }) => datePublished,
}

function fieldsThatDiffer(before: SnapshotEntry, after: SnapshotEntry): readonly string[] {
  return Object.entries(fields).flatMap(([name, of]) => (isSame(of(before), of(after)) ? [] : [name]))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function named({ id, content: { title, url } }: SnapshotEntry): PlannedEntry {
  return { id, title, url }
}

function byIdThenTitle(a: PlannedEntry, b: PlannedEntry): number {
  return Number(a.id === null) - Number(b.id === null) || byCodePoint(sortKey(a), sortKey(b))
}

function sortKey({ id, title, url }: PlannedEntry): string {
  return id ?? `${title}\n${url}`
}
