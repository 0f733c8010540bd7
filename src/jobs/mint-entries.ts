// First publication: id, path and place of an entry, decided once and kept for ever (design §6).
import { byCodePoint } from '../base/text.ts'
import { dayIn } from '../base/zone.ts'
import { Burnt } from '../identify/burnt.ts'
import type { Composed } from '../identify/compose.ts'
import { alternativeNames, mintOrder, strongestKey, wishedName } from '../identify/mint.ts'
import type { IdentityKey } from '../model/merge.ts'
import { entryId, entryPath } from '../model/paths.ts'
import type { DueEntry, Membership, PublishedRow, Settling } from '../store/store.ts'
import type { Candidate } from './candidate.ts'
import type { Deps } from './deps.ts'
import type { StandingOf } from './standing.ts'

interface Minting {
  readonly settling: Settling
  readonly standing: StandingOf
  readonly deps: Deps
}

/** An entry that becomes public, with where it will stand. */
export type First = Candidate & { readonly places: readonly Membership[] }

export interface Minted {
  readonly candidate: First
  readonly row: PublishedRow
}

/** Ids in an order that arrival cannot change, then paths in order of id (design §6). */
export async function mintAll(firsts: readonly First[], writing: Minting): Promise<readonly Minted[]> {
  const keys = firsts.flatMap(({ composed }) => composed.current.flatMap((sighting) => sighting.keys.map((key) => key.text)))
  const burnt = new Burnt(await writing.settling.burnt(keys))
  const usedIds = new Set<string>()
  const withIds: { candidate: First; key: IdentityKey; id: string }[] = []
  for (const candidate of [...firsts].sort((a, b) => mintOrder(a.composed.current, b.composed.current))) {
    const key = strongestKey(candidate.composed.current, (source, one) => burnt.across(source, one))
    const id = await freeId(key.text, usedIds, writing)
    usedIds.add(id)
    withIds.push({ candidate, key, id })
  }
  const usedNames = new Set<string>()
  const minted: Minted[] = []
  for (const { candidate, key, id } of withIds.sort((a, b) => byCodePoint(a.id, b.id))) {
    const row = await firstRow(candidate, { key, id, usedNames, writing })
    minted.push({ candidate, row })
  }
  return minted
}

/** An id ever given gets `#2` (and so on) on the key before hashing. */
async function freeId(key: string, used: ReadonlySet<string>, { settling, deps }: Minting): Promise<string> {
  const host = new URL(deps.settings.site.url).hostname
  for (let n = 1; ; n++) {
    const id = entryId(host, deps.store.authority.year, n === 1 ? key : `${key}#${n}`)
    if (!used.has(id) && !(await settling.isMinted('id', id))) return id
  }
}

interface Naming {
  readonly key: IdentityKey
  readonly id: string
  readonly usedNames: Set<string>
  readonly writing: Minting
}

async function firstRow({ due, composed, places }: First, { key, id, usedNames, writing }: Naming): Promise<PublishedRow> {
  const { deps, settling } = writing
  const { datePublished, dateOrigin, dateUpdated, firstSeen, content, owner } = composed
  const day = dayIn(deps.settings.site.timezone, datePublished)
  const home = places[0]?.slug ?? ''
  const pathOf = (name: string) => entryPath(home, day, name)
  const isTaken = async (path: string) => usedNames.has(nameOf(path)) || (await settling.isMinted('name', nameOf(path)))
  const wished = wishedName(key, id)
  const alternatives = alternativeNames(wished, id)
  let path = pathOf(wished)
  while (await isTaken(path)) path = pathOf(alternatives.next().value)
  usedNames.add(nameOf(path))
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

/** Day and name, ignoring case: unique over all categories, because Jekyll's posts share one folder. */
function nameOf(path: string): string {
  return path.slice(path.indexOf('/') + 1).toLowerCase()
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
