// Settling: after a run's polls, what it touched becomes public or changes in public. Ids, paths and slugs are made here, once.

import { breathe } from '../../base/breathe.ts'
import { byCodePoint } from '../../base/text.ts'
import { compose } from '../../identify/compose.ts'
import { isSignificant } from '../../identify/significance.ts'
import { foldName } from '../../model/category.ts'
import type { RegistryRow } from '../../model/registry.ts'
import type { PublishSettings } from '../../model/settings.ts'
import { plainText } from '../../normalize/text.ts'
import type { DueEntry, Membership, PublishedRow, Settling } from '../../store/port/settling.ts'
import { type Deps, sourceOf } from '../deps.ts'
import type { Candidate, First } from './candidate.ts'
import { activateWaiting, categoryNamesOf, placesOf, registerNew } from './category-places.ts'
import { embargoEnd, firstPlaces, knownOf, mintAll } from './mint-entries.ts'
import { noticesOf } from './notices.ts'
import { feedPlacesOf, type OutputFeed, outputFeeds } from './output-feeds.ts'
import { shelvePrivately } from './shelve-privately.ts'
import { type StandingOf, standingIn } from './standing.ts'

export interface Settled {
  readonly published: number
  readonly changed: number
  /** Messages about what is published, held back until it can be read. */
  readonly notices: readonly number[]
}

/** After so long they go all the same: who was to let them go is gone. */
const longestHoldMs = 5 * 60_000

/** Of new categories that wait. */
const mostNamed = 20

/**
 * Publishes what is ready and writes what changed, in one transaction. `runAt` is the start of the run that settles: what an earlier run
 * left behind (it was killed, its article came late) is news from now on.
 */
export async function settle(runAt: number, deps: Deps): Promise<Settled> {
  const now = deps.clock.now()
  const window = { now, settleMs: deps.settings.poll.settleMs }
  const standing = standingIn(await deps.store.standings())
  const { waiting, joined, ...settled } = await deps.store.settle(window, async (settling) => {
    await activateWaiting(settling, { now, settings: deps.settings })
    const due = (await settling.due()).map((entry) => ({ ...entry, touchedAt: newsSince(entry, runAt, window.settleMs) }))
    // Most ticks find nothing: they need not read the registry again.
    if (due.length === 0) return { published: 0, changed: 0, joined: 0, notices: [], waiting: [] }
    const candidates = await candidatesOf(due, { settling, standing, now })
    const { rows, registry, waiting } = await registerNew(
      settling,
      candidates.flatMap((candidate) => categoryNamesOf(candidate, standing)),
      { now, settings: deps.settings },
    )
    const feeds = outputFeeds(deps.settings, rows)
    const written = await write(candidates, { settling, rows, registry, feeds, standing, now, deps })
    await shelvePrivately(due, { settling, registry: rows, feeds, standing, deps })
    return { ...written, waiting }
  })
  if (waiting.length > 0) tellWaiting(waiting, deps)
  if (joined === 0) return settled
  const again = await settle(runAt, deps)
  return { published: settled.published, changed: settled.changed + again.changed, notices: [...settled.notices, ...again.notices] }
}

/** Said once, when they come. */
function tellWaiting(waiting: readonly string[], { log, settings }: Deps): void {
  const mode = settings.publish.newCategories
  log.warn({ newCategories: mode, waiting: waiting.length, names: waiting.slice(0, mostNamed) }, `new categories wait ${letInBy[mode]}`)
}

const letInBy: Readonly<Record<PublishSettings['newCategories'], string>> = {
  auto: 'for another day: 500 are let in a day ("newsstand category approve" lets them in now)',
  listed: 'until config lists them',
  review: 'for "newsstand category approve"',
}

interface Choosing {
  readonly settling: Settling
  readonly standing: StandingOf
  readonly now: number
}

/** What public sources show and no embargo holds back. The rest waits until it is touched again, or until its embargo ends. */
async function candidatesOf(due: readonly DueEntry[], { settling, standing, now }: Choosing): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = []
  for (const entry of due) {
    await breathe()
    const composed = compose(entry.sightings, standing)
    if (composed === null) await takeDown(entry, settling)
    else if (entry.published === null && embargoEnd(composed, standing) > now) await settling.wait(entry.id, 'later')
    else candidates.push({ due: entry, composed })
  }
  return candidates
}

/** Nothing public shows the entry any more: what is public of it goes, its id and path stay for its return. */
async function takeDown({ id, state, isDeleted }: DueEntry, settling: Settling): Promise<void> {
  if (state === 'pending') await settling.wait(id, 'touched')
  else if (isDeleted) await settling.remove(id)
  else await settling.hide(id)
}

/** What a change is listed from: the run that found it, or, if that ended long ago without telling readers, the present one. */
function newsSince({ touchedAt }: DueEntry, runAt: number, settleMs: number): number {
  return runAt - touchedAt <= settleMs ? touchedAt : runAt
}

interface Writing {
  readonly settling: Settling
  readonly rows: readonly RegistryRow[]
  readonly registry: ReadonlyMap<string, RegistryRow>
  readonly feeds: readonly OutputFeed[]
  readonly standing: StandingOf
  readonly now: number
  readonly deps: Deps
}

async function write(candidates: readonly Candidate[], writing: Writing): Promise<Written> {
  const { settling, now } = writing
  const firsts: First[] = []
  let changed = 0
  for (const candidate of candidates) {
    await breathe()
    const before = await placesBefore(candidate, settling)
    const ownPlaces = placesOf(candidate, before, writing)
    const { due, composed } = candidate
    const places = [...ownPlaces, ...feedPlacesOf({ due, content: composed.content, places: ownPlaces, before, feeds: writing.feeds })]
    if (ownPlaces.length === 0) await withoutPlace(candidate, { ...writing, before })
    else if (due.published === null) firsts.push({ ...candidate, places })
    else if (await rewrite(candidate, due.published, { ...writing, before, places })) changed++
  }
  const known = await knownOf(firsts, writing)
  const minted = await mintAll(firsts, { ...writing, known })
  for (const { candidate, row, lost } of minted) {
    await settling.write(candidate.due.id, row, { at: now, memberships: firstPlaces({ candidate, row, lost }, writing.rows) })
    if (lost !== null) await settling.take(lost, candidate.due.id)
  }
  for (const { lost, by } of known.followed) await settling.follow(lost, by.due.id)
  for (const [{ due }, into] of known.joined) await settling.join(due.id, typeof into === 'number' ? into : into.due.id, due.touchedAt)
  for (const candidate of candidates) if (isAwaiting(candidate, writing)) await settling.wait(candidate.due.id, 'category')
  // What readers know from a store that was lost, or from where it was imported, is no news.
  const news = minted.filter(({ lost, candidate }) => lost === null && candidate.due.wishedPath === null)
  const notices = noticesOf(news, { registry: writing.registry, rows: writing.rows, settings: writing.deps.settings })
  const held = notices.length === 0 ? [] : await settling.tell(notices, { at: now, dueAt: now + longestHoldMs })
  return { published: minted.length, changed, joined: known.joined.size, notices: held }
}

/** What was never published stands nowhere. */
async function placesBefore({ due }: Candidate, settling: Settling): Promise<readonly Membership[]> {
  return due.published === null ? [] : settling.memberships(due.id)
}

/** All its categories wait, are retired, or are private: what is not public yet waits, what private ones made public goes. */
async function withoutPlace(
  candidate: Candidate,
  { before, ...writing }: Writing & { readonly before: readonly Membership[] },
): Promise<void> {
  const hidden = new Set([...writing.registry.values()].flatMap(({ slug, isPrivate }) => (isPrivate ? [slug] : [])))
  if (isAwaiting(candidate, writing) && !before.some(({ slug }) => hidden.has(slug))) return
  await takeDown({ ...candidate.due, isDeleted: false }, writing.settling)
}

/** One of its categories is not let in, or is retired: when that changes, the entry joins it. */
function isAwaiting(candidate: Candidate, { registry, standing }: Writing): boolean {
  const states = categoryNamesOf(candidate, standing).map((name) => registry.get(foldName(name))?.state)
  return states.includes('waiting') || states.includes('retired')
}

interface Written extends Settled {
  /** Entries that are part of one that a lost store had published: it is looked at once more. */
  readonly joined: number
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
  const isPlaced = JSON.stringify(places) === JSON.stringify(before)
  const isOwned = composed.owner.source === published.owner
  if (isSame && isPlaced && isOwned && due.state === 'published') {
    await settling.wait(due.id, 'touched')
    return false
  }
  const onUpdate = sourceOf(deps.settings, composed.owner.source)?.onUpdate ?? 'touch'
  const [said, says] = [versionOf(published.content), versionOf(composed.content)]
  const isNews = !isSame && onUpdate !== 'silent' && isSignificant(said, says)
  // A text that comes late, or comes back after a retraction, changes nothing that readers have read.
  const isListedAnew = isNews && onUpdate === 'relist' && said.text !== ''
  const row = {
    ...published,
    content: composed.content,
    owner: composed.owner.source,
    revision: isSame ? published.revision : published.revision + 1,
    dateModified: isNews ? due.touchedAt : published.dateModified,
    listed: isListedAnew ? due.touchedAt : published.listed,
  }
  const memberships = row.listed === published.listed ? places : places.map((place) => ({ ...place, listed: row.listed }))
  await settling.write(due.id, row, { at: now, memberships })
  return true
}

function versionOf({ title, contentHtml, summary }: PublishedRow['content']) {
  return { title, text: plainText(contentHtml ?? summary ?? '') }
}

/** Keys in one order, so that equal contents have equal JSON. */
function sorted(content: PublishedRow['content']) {
  return Object.entries(content).sort(([a], [b]) => byCodePoint(a, b))
}
