// Settling: after a run's polls, what it touched becomes public or changes in public. Ids, paths and slugs are made here, once.

import { byCodePoint } from '../base/text.ts'
import { dayIn } from '../base/zone.ts'
import { type Composed, compose } from '../identify/compose.ts'
import { alternativeName, mintOrder, strongestKey, wishedName } from '../identify/mint.ts'
import { isSignificant } from '../identify/significance.ts'
import type { IdentityKey } from '../model/merge.ts'
import { entryId, entryPath } from '../model/paths.ts'
import { plainText } from '../normalize/text.ts'
import type { DueEntry, Membership, PublishedRow, RegistryRow, Settling } from '../store/store.ts'
import type { Candidate } from './candidate.ts'
import { activateWaiting, categoryNamesOf, placesOf, registerNew } from './category-places.ts'
import type { Deps } from './deps.ts'
import { type StandingOf, standingIn } from './standing.ts'

export interface Settled {
  readonly published: number
  readonly changed: number
}

/** Publishes what is ready and writes what changed, in one transaction. */
export async function settle(deps: Deps): Promise<Settled> {
  const now = deps.clock.now()
  const window = { now, settleMs: deps.settings.poll.settleMs }
  const standing = standingIn(await deps.store.standings())
  return deps.store.settle(window, async (settling) => {
    await activateWaiting(settling, now)
    const due = await settling.due()
    const candidates = await candidatesOf(due, { settling, standing, now, deps })
    const registry = await registerNew(
      settling,
      candidates.flatMap((candidate) => categoryNamesOf(candidate, standing)),
      { now, settings: deps.settings },
    )
    return write(candidates, { settling, registry, standing, now, deps })
  })
}

interface Choosing {
  readonly settling: Settling
  readonly standing: StandingOf
  readonly now: number
  readonly deps: Deps
}

/** What public sources show and no embargo holds back. The rest waits until it is touched again, or until its embargo ends. */
async function candidatesOf(due: readonly DueEntry[], { settling, standing, now, deps }: Choosing): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = []
  for (const entry of due) {
    const composed = compose(entry.sightings, standing)
    if (composed === null) await settling.wait(entry.id, 'touched')
    else if (entry.published === null && embargoEnd(composed, deps) > now) await settling.wait(entry.id, 'later')
    else candidates.push({ due: entry, composed })
  }
  return candidates
}

interface Writing {
  readonly settling: Settling
  readonly registry: ReadonlyMap<string, RegistryRow>
  readonly standing: StandingOf
  readonly now: number
  readonly deps: Deps
}

async function write(candidates: readonly Candidate[], writing: Writing): Promise<Settled> {
  const { settling, now } = writing
  const firsts: (Candidate & { readonly places: readonly Membership[] })[] = []
  let changed = 0
  for (const candidate of candidates) {
    const before = await settling.memberships(candidate.due.id)
    const places = placesOf(candidate, before, writing)
    if (places.length === 0 && candidate.due.published === null) await settling.wait(candidate.due.id, 'category')
    else if (candidate.due.published === null) firsts.push({ ...candidate, places })
    else if (await rewrite(candidate, candidate.due.published, { ...writing, before, places })) changed++
  }
  const minted = await mintAll(firsts, writing)
  for (const { candidate, row } of minted) {
    const memberships = candidate.places.map((place) => ({ ...place, listed: row.listed }))
    await settling.write(candidate.due.id, row, { at: now, memberships })
  }
  return { published: minted.length, changed }
}

interface Rewriting extends Writing {
  readonly before: readonly Membership[]
  readonly places: readonly Membership[]
}

/** A published entry's next word (`onUpdate`, design §6). Id, path, home and date_published stay. False when nothing differs. */
async function rewrite(
  { due, composed }: Candidate,
  published: PublishedRow,
  { settling, now, deps, before, places }: Rewriting,
): Promise<boolean> {
  const isSame = JSON.stringify(sorted(composed.content)) === JSON.stringify(sorted(published.content))
  const isPlaced = places.length === 0 || JSON.stringify(places) === JSON.stringify(before)
  const isOwned = composed.owner.source === published.owner
  if (isSame && isPlaced && isOwned) {
    await settling.wait(due.id, 'touched')
    return false
  }
  const onUpdate = deps.settings.sources.find((source) => source.id === composed.owner.source)?.onUpdate ?? 'touch'
  const isNews = !isSame && onUpdate !== 'silent' && isSignificant(versionOf(published.content), versionOf(composed.content))
  const row = {
    ...published,
    content: composed.content,
    owner: composed.owner.source,
    revision: isSame ? published.revision : published.revision + 1,
    dateModified: isNews ? due.touchedAt : published.dateModified,
    listed: isNews && onUpdate === 'relist' ? due.touchedAt : published.listed,
  }
  const kept = places.length === 0 ? before : places
  const memberships = row.listed === published.listed ? kept : kept.map((place) => ({ ...place, listed: row.listed }))
  await settling.write(due.id, row, { at: now, memberships })
  return true
}

interface Minted<C> {
  readonly candidate: C
  readonly row: PublishedRow
}

/** Ids in an order that arrival cannot change, then paths in order of id (design §6). */
async function mintAll<C extends Candidate & { readonly places: readonly Membership[] }>(
  firsts: readonly C[],
  writing: Writing,
): Promise<readonly Minted<C>[]> {
  const keys = firsts.flatMap(({ composed }) => composed.current.flatMap((sighting) => sighting.keys.map((key) => key.text)))
  const burnt = new Set((await writing.settling.burnt(keys)).map(({ scope, key }) => `${scope}\n${key}`))
  const isBurnt = (source: string, key: IdentityKey) => burnt.has(`${source}\n${key.text}`) || burnt.has(`*\n${key.text}`)
  const usedIds = new Set<string>()
  const withIds: { candidate: C; key: IdentityKey; id: string }[] = []
  for (const candidate of [...firsts].sort((a, b) => mintOrder(a.composed.current, b.composed.current))) {
    const key = strongestKey(candidate.composed.current, isBurnt)
    const id = await freeId(key.text, usedIds, writing)
    usedIds.add(id)
    withIds.push({ candidate, key, id })
  }
  const usedNames = new Set<string>()
  const minted: Minted<C>[] = []
  for (const { candidate, key, id } of withIds.sort((a, b) => byCodePoint(a.id, b.id))) {
    const row = await firstRow(candidate, { key, id, usedNames, writing })
    minted.push({ candidate, row })
  }
  return minted
}

/** An id ever given gets `#2` (and so on) on the key before hashing. */
async function freeId(key: string, used: ReadonlySet<string>, { settling, deps }: Writing): Promise<string> {
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
  readonly writing: Writing
}

async function firstRow(
  { due, composed, places }: Candidate & { readonly places: readonly Membership[] },
  { key, id, usedNames, writing }: Naming,
): Promise<PublishedRow> {
  const { deps, settling } = writing
  const { datePublished, dateOrigin, dateUpdated, firstSeen, content, owner } = composed
  const day = dayIn(deps.settings.site.timezone, datePublished)
  const home = places[0]?.slug ?? ''
  const wished = entryPath(home, day, wishedName(key, id))
  const isTaken = usedNames.has(nameOf(wished)) || (await settling.isMinted('name', nameOf(wished)))
  const path = isTaken ? entryPath(home, day, alternativeName(wishedName(key, id), id)) : wished
  usedNames.add(nameOf(path))
  return {
    publicId: id,
    path,
    home,
    listed: listedAt(due, composed, deps),
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
function listedAt({ touchedAt }: DueEntry, composed: Composed, deps: Deps): number {
  if (composed.current.every((sighting) => sighting.isFirstPoll)) return Math.min(composed.datePublished, touchedAt)
  return Math.max(touchedAt, embargoEnd(composed, deps))
}

function embargoEnd({ owner, firstSeen }: Composed, { settings }: Deps): number {
  return firstSeen + (settings.sources.find((source) => source.id === owner.source)?.delayMs ?? 0)
}

function versionOf({ title, contentHtml, summary }: PublishedRow['content']) {
  return { title, text: plainText(contentHtml ?? summary ?? '') }
}

/** Keys in one order, so that equal contents have equal JSON. */
function sorted(content: PublishedRow['content']) {
  return Object.entries(content).sort(([a], [b]) => byCodePoint(a, b))
}
