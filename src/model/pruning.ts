// `keep` and what follows from it: which entries go, and why others stay (design §6, `prune`).

import type { Sighting } from './merge.ts'

/** How long a category keeps its entries: the newest so many, and all listed in so many days. Either keeps; null: it is not said. */
export interface Keep {
  readonly days: number | null
  readonly entries: number | null
}

/** What each category or output feed keeps, by slug; null: everything. */
export type KeepOf = (slug: string) => Keep | null

/** The rule by which a category let an entry go. */
export interface PruneReason extends Keep {
  readonly slug: string
}

/**
 * Why an entry stays in a category that has a rule: `newest` and `recent` by the rule, `window`: it stands in a feed; `elsewhere`: another
 * category keeps it; `unsettled`: something of it is not settled yet; `withdrawn`: it was withdrawn, or deleted at its origin.
 */
export const stays = ['newest', 'recent', 'window', 'elsewhere', 'unsettled', 'withdrawn'] as const
export type Stay = (typeof stays)[number]

/** What pruning means for one category. */
export interface PrunedCategory {
  readonly slug: string
  readonly keep: Keep
  readonly entries: number
  readonly gone: number
  readonly stay: Readonly<Record<Stay, number>>
}

/** What is kept of an entry that was pruned. */
export interface PruningRecord {
  readonly at: number
  /** Empty: it was one with an entry that was pruned. */
  readonly why: readonly PruneReason[]
}

/** At the address of a pruned entry, for those who followed an old link. */
export interface Tombstone {
  readonly path: string
  readonly title: string
  readonly url: string | null
  /** The public category that was its home. */
  readonly home: { readonly slug: string; readonly name: string } | null
}

/** `the newest 1000 and all of 365 days` */
export function keepWords({ days, entries }: Keep): string {
  const newest = entries === null ? [] : [`the newest ${entries}`]
  const recent = days === null ? [] : [`all of ${days} ${days === 1 ? 'day' : 'days'}`]
  return [...newest, ...recent].join(' and ')
}

/**
 * What was pruned stays away whoever shows it, but for what only private sources had shown: that plays no part in public, and yields to
 * what readers of private categories see (`isShelved`).
 */
export function isBuried(
  sightings: readonly Pick<Sighting, 'isPruned' | 'isPublic'>[],
  { isShelved }: { readonly isShelved: boolean },
): boolean {
  const pruned = sightings.filter(({ isPruned }) => isPruned)
  if (pruned.length === 0) return false
  if (pruned.some(({ isPublic }) => isPublic)) return true
  return !isShelved && sightings.every(({ isPruned, isPublic }) => isPruned || !isPublic)
}

const dayMs = 86_400_000

/** Entries listed from then on are kept; null: days play no part. */
export function keptSince({ days }: Keep, now: number): number | null {
  return days === null ? null : now - days * dayMs
}
