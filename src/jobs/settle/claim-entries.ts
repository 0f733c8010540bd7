// Entries of a store that was lost, found again: who is published under which former id. Pure.
import { byCodePoint } from '../../base/text.ts'
import type { Burnt } from '../../identify/burnt.ts'
import { inMintOrder } from '../../identify/mint.ts'
import type { IdentityKey } from '../../model/merge.ts'
import { titleMark } from '../../model/registry-line.ts'
import type { LostEntry } from '../../store/port/settling.ts'
import type { First } from './candidate.ts'

export interface ClaimedEntries {
  /** The one whose id, path and dates an entry goes on with. */
  readonly taken: ReadonlyMap<First, LostEntry['line']>
  /** More of them, which lead to an entry from now on. */
  readonly followed: readonly { readonly lost: LostEntry['line']; readonly by: First }[]
  /** Entries that are part of one that is published under its former id already, or in this run. */
  readonly joined: ReadonlyMap<First, number | First>
}

interface Found {
  /** What an entry would be called without any of them. */
  readonly idOf: (first: First) => string
  readonly burnt: Burnt
}

/**
 * Strongest keys first, of equal ones what its own source's words agree with, and then what was published first. A key that two lost entries shared, or that is burnt, and an address
 * that another source shows, tell only where the title is the same; a stronger key that contradicts tells against.
 */
export function claimEntries(firsts: readonly First[], lostOnes: readonly LostEntry[], found: Found): ClaimedEntries {
  const taken = new Map<First, LostEntry['line']>()
  const holders = new Map<LostEntry, First>()
  const followed: { lost: LostEntry['line']; by: First }[] = []
  const joined = new Map<First, number | First>()
  for (const { first, lost, key } of linksOf(firsts, lostOnes, found)) {
    const holder = holders.get(lost)
    const isStrong = key.kind === 'configured' || key.kind === 'guid'
    const isFree = holder === undefined && lost.entry === null
    if (taken.has(first)) {
      if (isFree && isStrong && taken.get(first) !== lost.line) follow(lost, first)
    } else if (joined.has(first)) continue
    else if (isFree) {
      taken.set(first, lost.line)
      holders.set(lost, first)
    } else if (isStrong && sharesNoSource(first, lost, holder)) joined.set(first, holder ?? lost.entry ?? 0)
  }
  return { taken, followed, joined }

  function follow(lost: LostEntry, by: First): void {
    holders.set(lost, by)
    followed.push({ lost: lost.line, by })
  }
}

/** Two drafts of one source that are not one now must not become one for what was. */
function sharesNoSource(first: First, lost: LostEntry, holder: First | undefined): boolean {
  const sources = new Set([...lost.sources, ...(holder?.due.sightings ?? []).map(({ source }) => source)])
  return first.due.sightings.every(({ source }) => !sources.has(source))
}

interface Link {
  readonly first: First
  readonly lost: LostEntry
  /** The strongest that they share. */
  readonly key: Pick<IdentityKey, 'kind' | 'rank'>
  /** They also share what only one source says: of two under one address, this one is meant. */
  readonly isClose: boolean
}

function linksOf(firsts: readonly First[], lostOnes: readonly LostEntry[], { idOf, burnt }: Found): readonly Link[] {
  if (lostOnes.length === 0) return []
  const owners = new Map<string, LostEntry[]>()
  for (const lost of lostOnes) for (const key of keysOf(lost)) owners.set(key, [...(owners.get(key) ?? []), lost])
  const byId = new Map(lostOnes.map((lost) => [lost.line.id, lost]))
  const links = firsts.flatMap((first): readonly Link[] => {
    const own = keysIn(first)
    const met = [...new Set(own.flatMap(({ key }) => owners.get(key.text) ?? []))]
    const shared = met.flatMap((lost): readonly Link[] => {
      const key = linkingKey(first, lost, { own, owners, burnt })
      return key === null
        ? []
        : [{ first, lost, key, isClose: own.some(({ key }) => key.kind === 'hash' && keysOf(lost).includes(key.text)) }]
    })
    const hidden = byId.get(idOf(first))
    return hidden?.line.kind === 'hidden'
      ? [...shared, { first, lost: hidden, key: { kind: 'configured', rank: -1 }, isClose: true }]
      : shared
  })
  return [...inMintOrder(links, ({ first }) => first.composed.current)].sort(
    (a, b) =>
      Number(isPruned(a.lost)) - Number(isPruned(b.lost)) ||
      a.key.rank - b.key.rank ||
      Number(b.isClose) - Number(a.isClose) ||
      publishedOf(a.lost) - publishedOf(b.lost) ||
      byCodePoint(a.lost.line.id, b.lost.line.id),
  )
}

interface Own {
  readonly key: IdentityKey
  readonly source: string
}

interface Linking {
  readonly own: readonly Own[]
  readonly owners: ReadonlyMap<string, readonly LostEntry[]>
  readonly burnt: Burnt
}

function linkingKey(first: First, lost: LostEntry, { own, owners, burnt }: Linking): IdentityKey | null {
  const theirs = new Set(keysOf(lost))
  const shared = own.filter(({ key }) => theirs.has(key.text)).sort((a, b) => a.key.rank - b.key.rank)
  const isAlike =
    shared.some(({ key }) => key.kind === 'hash') ||
    (lost.line.kind === 'entry' && lost.line.title === titleMark(first.composed.content.title))
  const hasOther = own.some(({ key, source }) => key.kind !== 'hash' && !burnt.within(source, key))
  const telling = shared.find(({ key, source }) => {
    if (key.kind === 'hash') return !hasOther
    const isAlone = owners.get(key.text)?.length === 1 && !burnt.across(source, key)
    return isAlike || (isAlone && (key.kind !== 'url' || isSeenAt(lost, source)))
  })
  if (telling === undefined || contradicts(own, lost, { than: telling.key, isAlike })) return null
  return telling.key
}

/** The keys of a lost entry say at which sources it was seen. */
function isSeenAt(lost: LostEntry, source: string): boolean {
  return keysOf(lost).some((key) => key.startsWith(`hash:${source}:`) || key.startsWith(`guid:${source}:`))
}

interface Contradicting {
  readonly than: IdentityKey
  readonly isAlike: boolean
}

/** Both carry other values of a stronger key of one kind and scope, and nothing says that such values change there. */
function contradicts(own: readonly Own[], lost: LostEntry, { than, isAlike }: Contradicting): boolean {
  const stronger = [...new Set(own.filter(({ key }) => key.rank < than.rank && key.kind !== 'hash').map(({ key }) => key.series))]
  return stronger.some((series) => {
    const theirs = keysOf(lost).filter((key) => key.startsWith(`${series}:`))
    const isGuid = series.startsWith('guid:')
    if (theirs.length === 0 || (isGuid && (theirs.length > 1 || isAlike))) return false
    return !own.some(({ key }) => theirs.includes(key.text))
  })
}

function keysIn({ composed }: First): readonly Own[] {
  return composed.current.flatMap(({ source, keys }) => keys.map((key) => ({ key, source })))
}

function keysOf({ line }: LostEntry): readonly string[] {
  return line.kind === 'entry' ? line.keys : []
}

/** A tombstone yields to what readers still see. */
function isPruned({ line }: LostEntry): boolean {
  return line.kind === 'entry' && line.pruning !== null && line.retraction === null
}

function publishedOf({ line }: LostEntry): number {
  return line.kind === 'entry' ? line.firstPublished : 0
}
