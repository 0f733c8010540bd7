// One entry that is new, has changed or has gone: its marks, and the pairs that come and go with them.

import { isWithin, likeness, type Story } from '../../identify/related.ts'
import { isAddressMark, isWorthComparing, mostWith } from '../../identify/related-marks.ts'
import { weekOf } from '../../model/related.ts'
import type { KeptPair, RelatedRow, Relating, Unrelated } from '../../store/port/related.ts'
import { fingerprintOf, relatedRow, storyOf } from './story-of.ts'

/** `before`: as it was kept; null: it is new. The entries whose pairs, or whose looks, may be others now. */
export async function takeIn({ entry, told }: Unrelated, before: RelatedRow | null, relating: Relating): Promise<readonly number[]> {
  if ((before?.fingerprint ?? null) === (told === null ? null : fingerprintOf(told))) return []
  const now = told === null ? null : relatedRow(entry, told)
  const touched = before === null ? [] : await leave(before, relating)
  const changed = before === null ? [] : await turned(before, { by: 0 }, relating)
  if (now === null) await relating.drop(entry)
  else {
    await relating.keep(now)
    changed.push(...(await turned(now, { by: 1 }, relating)))
    touched.push(entry, ...(await pairUp(now, { isNew: before === null }, relating)))
  }
  const others = [...new Set(changed)].filter((one) => one !== entry)
  for (const row of others.length === 0 ? [] : await relating.rows(others)) touched.push(...(await pairUp(row, { isNew: false }, relating)))
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

/** Decides an entry's pairs anew; those whose pairs are others now. */
async function pairUp(row: RelatedRow, { isNew }: { readonly isNew: boolean }, relating: Relating): Promise<readonly number[]> {
  const before = isNew ? [] : await relating.pairs([row.entry])
  const after = await pairsFor(row, relating)
  if (nameOf(before) === nameOf(after)) return []
  await relating.pair(row.entry, after)
  return [row.entry, ...[...before, ...after].map(({ other }) => other)]
}

function nameOf(pairs: readonly KeptPair[]): string {
  return pairs
    .map(({ other, kind, share }) => `${other} ${kind} ${share}`)
    .sort()
    .join()
}

async function pairsFor(row: RelatedRow, relating: Relating): Promise<readonly KeptPair[]> {
  const found = [...(await sharing(row, relating))].filter(([, { isLikely, hasAddress }]) => isLikely || hasAddress)
  if (found.length === 0) return []
  const others = found.map(([entry]) => entry)
  const rows = new Map((await relating.rows(others)).map((one) => [one.entry, one]))
  const told = await relating.told([row.entry, ...found.filter(([, { isLikely }]) => isLikely).map(([entry]) => entry)])
  const stories = new Map([...told].map(([entry, one]) => [entry, storyOf(one)]))
  const own = stories.get(row.entry)
  return found.flatMap(([other, { isLikely, hasAddress }]) => {
    const known = rows.get(other)
    if (known === undefined || own === undefined || !isWithin(row, known)) return []
    return [
      ...(hasAddress && known.outlet !== row.outlet ? [{ entry: row.entry, other, kind: 'address' as const, share: 1 }] : []),
      ...(isLikely ? byText(row.entry, other, [own, stories.get(other)]) : []),
    ]
  })
}

function byText(entry: number, other: number, [own, theirs]: readonly [Story, Story | undefined]): readonly KeptPair[] {
  if (theirs === undefined) return []
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
