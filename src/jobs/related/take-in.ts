// One entry that is new, has changed or has gone: its marks, and the pairs that come and go with them.

import { isWithin, likeness, type Story } from '../../identify/related.ts'
import { isAddressMark, isWorthComparing, mostWith } from '../../identify/related-marks.ts'
import { weekOf } from '../../model/related.ts'
import type { KeptPair, RelatedRow, Relating, Unrelated } from '../../store/port/related.ts'
import { fingerprintOf, relatedRow, storyOf } from './story-of.ts'

/** One step: what it has read of texts it need not read again. */
export interface Taking {
  readonly relating: Relating
  readonly stories: Map<number, Story>
}

/** `before`: as it was kept; null: it is new. The entries whose pairs, or whose looks, may be others now. */
export async function takeIn({ entry, told }: Unrelated, before: RelatedRow | null, taking: Taking): Promise<readonly number[]> {
  const { relating } = taking
  if ((before?.fingerprint ?? null) === (told === null ? null : fingerprintOf(told))) return []
  const now = told === null ? null : relatedRow(entry, told)
  const touched = before === null ? [] : await leave(before, relating)
  const freed = before === null ? [] : await turned(before, { by: 0 }, relating)
  if (now === null) await relating.drop(entry)
  else await relating.keep(now)
  const lost = now === null ? [] : await turned(now, { by: 1 }, relating)
  if (now !== null) touched.push(entry, ...(await pairUp(now, 'anew', taking)))
  const gaining = new Set(freed.filter((one) => one !== entry))
  const losing = new Set(lost.filter((one) => one !== entry && !gaining.has(one)))
  for (const row of await relating.rows([...gaining])) touched.push(...(await pairUp(row, 'more', taking)))
  for (const row of await relating.rows([...losing])) touched.push(...(await pairUp(row, 'fewer', taking)))
  return touched
}

/** Who knew of it, as it was. */
async function leave(before: RelatedRow, relating: Relating): Promise<number[]> {
  const mates = await relating.groupmates([before.entry])
  const paired = (await relating.pairs([before.entry])).map(({ other }) => other)
  await relating.unmark(before)
  return [...mates, ...paired]
}

/** Entries of which a mark has just begun to say nothing (`by` 1: one more has it), or to say something again (0). */
async function turned({ at, marks }: RelatedRow, { by }: { readonly by: number }, relating: Relating): Promise<number[]> {
  const week = weekOf(at)
  const found: number[] = []
  for (const { mark, counts } of await relating.counts(marks, week))
    for (const [offset, count] of counts.entries())
      if (count === mostWith(mark) + by) found.push(...(await relating.holders([mark], [week - 1 + offset])).map(({ entry }) => entry))
  return found
}

/** `anew`: its text is another one; else a mark has begun to say something (`more`), or ended, and no more than that can have changed. */
type Pairing = 'anew' | 'more' | 'fewer'

/** Decides an entry's pairs; those whose pairs are others now. */
async function pairUp(row: RelatedRow, pairing: Pairing, taking: Taking): Promise<readonly number[]> {
  const before = await taking.relating.pairs([row.entry])
  const after = await pairsFor(row, { pairing, before }, taking)
  if (nameOf(before) === nameOf(after)) return []
  await taking.relating.pair(row.entry, after)
  return [row.entry, ...[...before, ...after].map(({ other }) => other)]
}

function nameOf(pairs: readonly KeptPair[]): string {
  return pairs
    .map(({ other, kind, share }) => `${other} ${kind} ${share}`)
    .sort()
    .join()
}

interface Before {
  readonly pairing: Pairing
  readonly before: readonly KeptPair[]
}

async function pairsFor(row: RelatedRow, { pairing, before }: Before, taking: Taking): Promise<readonly KeptPair[]> {
  const known = new Map(before.map((pair) => [`${pair.other} ${pair.kind}`, pair]))
  const paired = new Set(before.map(({ other }) => other))
  const shared = [...(await sharing(row, taking.relating))].filter(([, { isLikely, hasAddress }]) => isLikely || hasAddress)
  const found = pairing === 'fewer' ? shared.filter(([other]) => paired.has(other)) : shared
  const rows = new Map((found.length === 0 ? [] : await taking.relating.rows(found.map(([other]) => other))).map((one) => [one.entry, one]))
  const near = found.flatMap(([other, common]) => {
    const one = rows.get(other)
    return one === undefined || !isWithin(row, one) ? [] : [{ other: one, ...common }]
  })
  const text = (other: number) => (pairing === 'anew' ? undefined : known.get(`${other} text`))
  const unread = near.filter(({ other, isLikely }) => isLikely && pairing !== 'fewer' && text(other.entry) === undefined)
  await readStories(unread.length === 0 ? [] : [row.entry, ...unread.map(({ other }) => other.entry)], taking)
  return near.flatMap(({ other, isLikely, hasAddress }): readonly KeptPair[] => {
    const kept = text(other.entry)
    const isUnread = kept === undefined && pairing !== 'fewer'
    return [
      ...(hasAddress && other.outlet !== row.outlet ? [{ entry: row.entry, other: other.entry, kind: 'address' as const, share: 1 }] : []),
      ...(isLikely && kept !== undefined ? [kept] : []),
      ...(isLikely && isUnread ? byText(row.entry, other.entry, taking.stories) : []),
    ]
  })
}

async function readStories(entries: readonly number[], { relating, stories }: Taking): Promise<void> {
  const unread = entries.filter((entry) => !stories.has(entry))
  if (unread.length === 0) return
  for (const [entry, told] of await relating.told(unread)) stories.set(entry, storyOf(told))
}

function byText(entry: number, other: number, stories: ReadonlyMap<number, Story>): readonly KeptPair[] {
  const [own, theirs] = [stories.get(entry), stories.get(other)]
  if (own === undefined || theirs === undefined) return []
  const found = likeness(own, theirs)
  return found.isSame ? [{ entry, other, kind: 'text', share: Math.round(found.share * 1000) / 1000 }] : []
}

interface Shared {
  /** They have so much in common that their texts are to be compared. */
  readonly isLikely: boolean
  readonly hasAddress: boolean
}

/** Entries that have a mark of this one which says something, to both. */
async function sharing({ entry, at, marks }: RelatedRow, relating: Relating): Promise<ReadonlyMap<number, Shared>> {
  const week = weekOf(at)
  const counts = new Map((await relating.counts(marks, week)).map((one) => [one.mark, one.counts]))
  const telling = marks.filter((mark) => (counts.get(mark)?.[1] ?? 0) <= mostWith(mark))
  const shared = new Map<number, number[]>()
  for (const holder of await relating.holders(telling, [week - 1, week, week + 1])) {
    const there = counts.get(holder.mark)?.[holder.week - week + 1] ?? 0
    if (holder.entry !== entry && there <= mostWith(holder.mark))
      shared.set(holder.entry, [...(shared.get(holder.entry) ?? []), holder.mark])
  }
  return new Map(
    [...shared].map(([other, common]) => [other, { isLikely: isWorthComparing(common), hasAddress: common.some(isAddressMark) }]),
  )
}
