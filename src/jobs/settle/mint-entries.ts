// First publication: id, path and place of an entry, decided once and kept for ever (design §6).
import { breathe } from '../../base/breathe.ts'
import { byCodePoint } from '../../base/text.ts'
import { dayIn } from '../../base/zone.ts'
import { Burnt } from '../../identify/burnt.ts'
import type { Composed } from '../../identify/compose.ts'
import { alternativeNames, inMintOrder, strongestKey, wishedName } from '../../identify/mint.ts'
import type { IdentityKey } from '../../model/merge.ts'
import { feedPlace } from '../../model/output-feed.ts'
import { entryId, entryPath } from '../../model/paths.ts'
import type { RegistryRow } from '../../model/registry.ts'
import { nameMark, nameOfPath, type RegisteredEntry } from '../../model/registry-line.ts'
import type { DueEntry, LostEntry, Membership, PublishedRow, Settling } from '../../store/port/settling.ts'
import type { Deps } from '../deps.ts'
import type { First } from './candidate.ts'
import { type ClaimedEntries, claimEntries } from './claim-entries.ts'
import type { StandingOf } from './standing.ts'

interface Minting {
  readonly settling: Settling
  readonly standing: StandingOf
  readonly deps: Deps
}

export interface Minted {
  readonly candidate: First
  readonly row: PublishedRow
  /** What it was in a store that was lost: readers know it. */
  readonly lost: LostEntry['line'] | null
}

/** Of those that are not known from a lost store: ids in an order that arrival cannot change, then paths in order of id (design §6). */
export async function mintAll(
  firsts: readonly First[],
  { known, ...writing }: Minting & { readonly known: Known },
): Promise<readonly Minted[]> {
  const taken = firsts.flatMap((candidate) => {
    const lost = known.taken.get(candidate)
    return lost?.kind === 'entry' ? [{ candidate, row: rowAsLost(candidate, lost), lost }] : []
  })
  const others = firsts.filter((candidate) => known.taken.get(candidate)?.kind !== 'entry' && !known.joined.has(candidate))
  return [...taken, ...(await mintNew(others, { known, ...writing }))]
}

/** Keys that identify nothing any more, and what is known of these entries from a store that was lost. */
export interface Known extends ClaimedEntries {
  readonly burnt: Burnt
}

export async function knownOf(firsts: readonly First[], { settling, deps }: Minting): Promise<Known> {
  const keys = firsts.flatMap(({ composed }) => composed.current.flatMap((sighting) => sighting.keys.map((key) => key.text)))
  const burnt = new Burnt(await settling.burnt(keys))
  const ids = new Map<First, string>()
  for (const first of firsts) {
    await breathe()
    ids.set(first, idFrom(strongestKey(first.composed.current, (source, key) => burnt.across(source, key)).text, deps))
  }
  const lost = await settling.lost(keys, [...ids.values()])
  return { burnt, ...claimEntries(firsts, lost, { idOf: (first) => ids.get(first) ?? '', burnt }) }
}

async function mintNew(firsts: readonly First[], { known, ...writing }: Minting & { readonly known: Known }): Promise<readonly Minted[]> {
  const { burnt } = known
  const usedIds = new Set<string>()
  const withIds: { candidate: First; key: IdentityKey; id: string }[] = []
  for (const candidate of inMintOrder(firsts, ({ composed }) => composed.current)) {
    const key = strongestKey(candidate.composed.current, (source, one) => burnt.across(source, one))
    const lost = known.taken.get(candidate)
    const id = lost?.id ?? (await freeId(key.text, usedIds, writing))
    usedIds.add(id)
    withIds.push({ candidate, key, id })
  }
  const usedNames = new Set<string>()
  const minted: Minted[] = []
  for (const { candidate, key, id } of withIds.sort((a, b) => byCodePoint(a.id, b.id))) {
    const lost = known.taken.get(candidate) ?? null
    const row = await firstRow(candidate, { key, id, usedNames, writing, ownName: lost?.kind === 'hidden' ? lost.name : null })
    minted.push({ candidate, row, lost })
  }
  return minted
}

function idFrom(key: string, { settings, store }: Minting['deps']): string {
  return entryId(new URL(settings.site.url).hostname, store.authority.year, key)
}

/** An id ever given gets `#2` (and so on) on the key before hashing. */
async function freeId(key: string, used: ReadonlySet<string>, { settling, deps }: Minting): Promise<string> {
  for (let n = 1; ; n++) {
    const id = idFrom(n === 1 ? key : `${key}#${n}`, deps)
    if (!used.has(id) && !(await settling.isMinted('id', id))) return id
  }
}

interface Naming {
  readonly key: IdentityKey
  readonly id: string
  readonly usedNames: Set<string>
  readonly writing: Minting
  /** Mark of the name that it had before it was taken out of everything public. */
  readonly ownName: string | null
}

async function firstRow({ due, composed, places }: First, { key, id, usedNames, writing, ownName }: Naming): Promise<PublishedRow> {
  const { deps, settling } = writing
  const { datePublished, dateOrigin, dateUpdated, firstSeen, content, owner } = composed
  const day = dayIn(deps.settings.site.timezone, datePublished)
  const home = places[0]?.slug ?? ''
  const pathOf = (name: string) => entryPath(home, day, name)
  const isTaken = async (path: string) =>
    usedNames.has(nameOfPath(path)) || (nameMark(path) !== ownName && (await settling.isMinted('name', nameOfPath(path))))
  const wished = wishedName(key, id)
  const alternatives = alternativeNames(wished, id)
  let path = due.wishedPath ?? pathOf(wished)
  while (await isTaken(path)) path = pathOf(alternatives.next().value)
  usedNames.add(nameOfPath(path))
  return {
    publicId: id,
    path,
    home,
    listed: listedAt(due, composed, writing.standing),
    datePublished,
    dateOrigin,
    dateModified: dateUpdated !== null && dateUpdated > datePublished && dateUpdated <= due.touchedAt ? dateUpdated : null,
    firstSeen,
    revision: 1,
    owner: owner.source,
    content,
  }
}

/** Where an entry stands that becomes public, home first: listed as it is itself, or as it was in a store that was lost. */
export function firstPlaces({ candidate, row, lost }: Minted, registry: readonly RegistryRow[]): readonly Membership[] {
  const listed = lost?.kind === 'entry' ? listedWhereLost(lost, registry) : new Map<string, number>()
  return [...candidate.places]
    .sort((a, b) => Number(b.slug === row.home) - Number(a.slug === row.home))
    .map(({ place, ...rest }, at) => ({ ...rest, place: place === feedPlace ? place : at, listed: listed.get(rest.slug) ?? row.listed }))
}

function listedWhereLost({ places }: RegisteredEntry, registry: readonly RegistryRow[]): ReadonlyMap<string, number> {
  const newest = new Map(registry.map(({ slug, movedTo }) => [slug, movedTo ?? slug]))
  return new Map(Object.entries(places).map(([slug, at]) => [newest.get(slug) ?? slug, at]))
}

/** Dates and place stay what readers know; what it says is what its sources say now. */
function rowAsLost({ composed, places }: First, lost: RegisteredEntry): PublishedRow {
  const [former = ''] = lost.path.split('/')
  return {
    publicId: lost.id,
    path: lost.path,
    home: places.some(({ slug }) => slug === former) ? former : (places[0]?.slug ?? former),
    listed: lost.listed,
    datePublished: lost.published,
    dateOrigin: lost.origin,
    dateModified: lost.modified,
    firstSeen: lost.firstSeen,
    revision: 1,
    owner: composed.owner.source,
    content: composed.content,
  }
}

/** News is listed when it is published; what a source brings on its first poll is listed when it was written (design §6). */
function listedAt({ touchedAt }: DueEntry, composed: Composed, standing: StandingOf): number {
  if (composed.current.every((sighting) => sighting.isFirstPoll)) return Math.min(composed.datePublished, touchedAt)
  return Math.max(touchedAt, embargoEnd(composed, standing))
}

/** When an entry may be seen: its owner's `delay` after it was first seen; a retired source keeps its last. */
export function embargoEnd({ owner, firstSeen }: Composed, standing: StandingOf): number {
  return firstSeen + standing(owner.source).delayMs
}
