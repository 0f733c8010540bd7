// The moment entries become public, or change in public: everything decided here is kept for ever.
import { type Kysely, type SqlBool, sql } from 'kysely'
import { isBuried } from '../model/pruning.ts'
import type { RegistryRow } from '../model/registry.ts'
import { markOfName } from '../model/registry-line.ts'
import type { TakedownJudge } from '../model/takedown.ts'
import { noteEntries, notePlaces, noteWord, type Placed } from './archive-changes.ts'
import { letIn, register, registry } from './categories.ts'
import { activeRuns } from './claims.ts'
import { countHidden, countPublished } from './counts.ts'
import { followedDeletions } from './deletions.ts'
import { addDeliveries } from './deliveries.ts'
import { toldRevisions } from './edition-window.ts'
import { expireEntries, expiryOf } from './expiry.ts'
import { burntOf, sightingsOf } from './known.ts'
import { followClaim, joinEntries, lostEntries, takeClaim } from './lost-entries.ts'
import { markStale } from './merge-plans.ts'
import type { DueEntry, Membership, PublishedRow, SettleWindow, Settling } from './port/settling.ts'
import { isPrivatelyMinted, shelve, shelvesOf } from './private-places.ts'
import { endRemoval, remove, settleRemovals } from './removals.ts'
import { retract, settleRetractions } from './retracting.ts'
import { contentColumns, publishedFromRow } from './rows.ts'
import type { Tables } from './schema.ts'
import { obeyTakedown } from './takedown.ts'
import { bury, tend } from './tombstones.ts'

/** Kept of an entry's contents: the first and the newest nine (design §6). */
const newestRevisions = 9

interface SettleWork<T> {
  readonly window: SettleWindow
  readonly identityNames: readonly string[]
  readonly judge: TakedownJudge | null
  readonly work: (settling: Settling) => Promise<T>
}

/** Must run in a transaction. */
export async function settle<T>(db: Kysely<Tables>, { window, identityNames, judge, work }: SettleWork<T>): Promise<T> {
  /** Entries that were not published before, and are now. */
  const published = new Set<number>()
  const pending = new Set<number>()
  /** Entries that stand nowhere yet: what they leave need not be asked. */
  const fresh = new Set<number>()
  /** What is taken out of everything public now, and where it stood. */
  const left = new Map<number, readonly Membership[]>()
  /** The registry, read once as long as it stays the same: it may have thousands of rows. */
  let rows: readonly RegistryRow[] | null = null
  /** Marked once, not for each of their entries. */
  const stale = new Set<string>()
  /** Where fresh entries stand now, noted together: many come at one instant. */
  const came: Placed[] = []
  await settleRetractions(db, window.now)
  await settleRemovals(db, window.now)
  const done = await work({
    due: async () => {
      const found = await permittedEntries(db, { window, identityNames, judge })
      const due = await livingAmong(db, found, window.now)
      for (const { id, state, published: shown } of due) {
        if (state !== 'published') pending.add(id)
        if (shown === null) fresh.add(id)
      }
      return due
    },
    burnt: (keys) => burntOf(db, keys, null),
    registry: async () => {
      rows ??= await registry(db)
      return rows
    },
    register: (added) => {
      rows = null
      return register(db, added)
    },
    activate: (slugs, now) => {
      rows = null
      return letIn(db, slugs, now)
    },
    isMinted: async (kind, value) =>
      (await db
        .selectFrom('minted')
        .select('entry')
        .where('kind', '=', kind)
        .where('value', 'in', [value, markOfName(value)])
        .executeTakeFirst()) !== undefined,
    lost: (keys, ids) => lostEntries(db, keys, ids),
    take: async (lost, entry) => {
      await takeClaim(db, lost, entry)
      if (lost.kind === 'hidden' || (lost.retraction === null && lost.pruning === null)) return
      if (published.delete(entry)) await countPublished(db, [entry])
      if (lost.pruning !== null) await bury(db, [{ entry, why: lost.pruning.why }], lost.pruning.at)
      if (lost.retraction !== null) await retract(db, { ...lost.retraction, row: entry, by: null })
    },
    follow: (lost, entry) => followClaim(db, lost, entry),
    join: async (from, into, at) => {
      pending.delete(from)
      await joinEntries(db, { from, into, at })
    },
    memberships: (entry) => membershipsOf(db, entry),
    write: async (entry, row, options) => {
      const isFresh = fresh.delete(entry)
      const { before, after } = await writePublished(db, { entry, row, isFresh, ...options })
      for (const { slug } of [...before, ...after]) stale.add(slug)
      if (!isFresh) await endRemoval(db, entry)
      if (isFresh) came.push(...after)
      else await noteWord(db, { entry, before, after, at: options.at })
      if (pending.delete(entry)) published.add(entry)
    },
    tell: (deliveries, timing) => addDeliveries(db, deliveries, timing),
    hide: async (entry) => {
      left.set(entry, await membershipsOf(db, entry))
      if (published.delete(entry)) pending.add(entry)
      else await countHidden(db, [entry])
      await hide(db, entry)
      await endRemoval(db, entry)
    },
    remove: async (entry) => {
      left.set(entry, await membershipsOf(db, entry))
      await remove(db, entry, window.now)
    },
    shelves: (entries) => shelvesOf(db, entries, left),
    shelve: (entry, shelf) => shelve(db, entry, shelf),
    isPrivatelyMinted: (kind, value) => isPrivatelyMinted(db, kind, value),
    wait: async (entry, until) => {
      await db
        .updateTable('entries')
        // What it is known by may have changed, although nothing that is shown has.
        .set((eb) => ({
          due: { category: 2, later: 1, touched: 0 }[until],
          keys_wanted: until === 'touched' ? sql<number>`keys_wanted + (public_id is not null)` : eb.ref('keys_wanted'),
        }))
        .where('id', '=', entry)
        .execute()
    },
  })
  await notePlaces(db, came)
  if (stale.size > 0) await markStale(db, [...stale])
  await countPublished(db, [...published])
  await expireEntries(db, window.now)
  return done
}

interface DueRow {
  readonly entry: DueEntry
  readonly state: Tables['entries']['state']
  readonly isShelved: boolean
}

/** Without what their sources' origins have deleted. Tombstones stay so, and so does what is one with what was pruned and was never published. */
async function livingAmong(db: Kysely<Tables>, due: readonly DueRow[], now: number): Promise<readonly DueEntry[]> {
  const known = due.filter(({ state }) => state === 'pruned')
  const met = due.filter(
    ({ state, entry, isShelved }) => state === 'pending' && entry.published === null && isBuried(entry.sightings, { isShelved }),
  )
  await tend(
    db,
    known.map(({ entry }) => entry.id),
  )
  await bury(
    db,
    met.map(({ entry }) => ({ entry: entry.id, why: [] })),
    now,
  )
  const away = new Set([...known, ...met])
  const living = due.flatMap((one) => (away.has(one) ? [] : [one.entry]))
  const deleted = await followedDeletions(
    db,
    living.map(({ id }) => id),
  )
  return living.map((entry) => ({
    ...entry,
    sightings: entry.sightings.filter(({ id, isPruned }) => !isPruned && !deleted.has(id)),
    isDeleted: entry.sightings.some(({ id, isPublic }) => isPublic && deleted.has(id)),
  }))
}

/** Whatever has brought an entry: what config takes down is not made public. */
async function permittedEntries(
  db: Kysely<Tables>,
  { window, identityNames, judge }: Pick<SettleWork<unknown>, 'window' | 'identityNames' | 'judge'>,
): Promise<readonly DueRow[]> {
  const found = await dueEntries(db, window, identityNames)
  if (judge === null) return found
  const ids = found.map(({ entry }) => entry.id)
  const changed = await obeyTakedown(db, ids, { judge, at: window.now })
  return changed === 0 ? found : dueEntries(db, window, identityNames)
}

async function dueEntries(db: Kysely<Tables>, window: SettleWindow, identityNames: readonly string[]): Promise<readonly DueRow[]> {
  const active = [-1, ...(await activeRuns(db, window.now))]
  const due: DueRow[] = []
  for (let after = -1; ; ) {
    const some = await dueAfter(db, { ...window, after, active, identityNames })
    due.push(...some)
    const last = some.at(-1)
    if (last === undefined || some.length < dueAtOnce) return due
    after = last.entry.id
  }
}

interface Looking extends SettleWindow {
  readonly after: number
  readonly active: readonly number[]
  readonly identityNames: readonly string[]
}

/** Thousands read by one statement would keep all else waiting. */
const dueAtOnce = 250

async function dueAfter(db: Kysely<Tables>, { after, active, now, settleMs, identityNames }: Looking): Promise<readonly DueRow[]> {
  const rows = await db
    .selectFrom('entries')
    .leftJoin('categories', 'categories.slug', 'entries.home')
    .leftJoin('private_entries as own', 'own.entry', 'entries.id')
    .selectAll('entries')
    .select(['categories.moved_to as home_now', 'own.entry as shelved'])
    .where('due', '=', 1)
    // Said once more as the partial index has it, for a bound value does not select an index.
    .where(sql<SqlBool>`due > 0`)
    .where('ready_at', 'is not', null)
    .where(({ eb, or }) => or([eb('touched_at', 'not in', active), eb('ready_at', '<=', now - settleMs)]))
    .where('entries.id', '>', after)
    .orderBy('entries.id')
    .limit(dueAtOnce)
    .execute()
  const ids = rows.map((row) => row.id)
  const byEntry = new Map<number, DueEntry['sightings'][number][]>(ids.map((id) => [id, []]))
  for (const sighting of await sightingsOf(db, ids, identityNames)) byEntry.get(sighting.entry)?.push(sighting)
  return rows.map(({ home_now, shelved, ...row }) => ({
    state: row.state,
    isShelved: shelved !== null,
    entry: {
      id: row.id,
      touchedAt: row.touched_at,
      // Merged and withdrawn ones are never due, and tombstones are left out.
      state: row.state === 'published' || row.state === 'expired' ? row.state : 'pending',
      sightings: byEntry.get(row.id) ?? [],
      isDeleted: false,
      wishedPath: row.wished_path,
      published: publishedFromRow({ ...row, home: home_now ?? row.home }),
    },
  }))
}

async function membershipsOf(db: Kysely<Tables>, entry: number): Promise<readonly Membership[]> {
  return db
    .selectFrom('memberships')
    .select(['slug', 'listed', 'place', 'because'])
    .where('entry', '=', entry)
    .orderBy('place')
    .orderBy('slug')
    .execute()
}

async function hide(db: Kysely<Tables>, entry: number): Promise<void> {
  const slugs = (await membershipsOf(db, entry)).map((membership) => membership.slug)
  await noteEntries(db, [entry])
  await db.deleteFrom('memberships').where('entry', '=', entry).execute()
  await db
    .updateTable('entries')
    .set((eb) => ({ state: 'pending', due: 0, page_wanted: eb('page_wanted', '+', 1) }))
    .where('id', '=', entry)
    .execute()
  await markStale(db, slugs)
}

interface Writing {
  readonly entry: number
  readonly isFresh: boolean
  readonly row: PublishedRow
  readonly at: number
  readonly memberships: readonly Membership[]
}

interface Moves {
  readonly before: readonly Placed[]
  readonly after: readonly Placed[]
}

/** Where it stood in public, and stands. */
async function writePublished(db: Kysely<Tables>, writing: Writing): Promise<Moves> {
  const { entry, isFresh, row, at, memberships } = writing
  const before = isFresh ? [] : await placesOf(db, entry)
  const isToBeSeen = !isFresh && ((await bringsText(db, writing)) || (await tookBack(db, entry)))
  await mint(db, writing)
  await db
    .updateTable('entries')
    .set((eb) => ({
      state: 'published',
      due: 0,
      public_id: row.publicId,
      path: row.path,
      home: row.home,
      owner: row.owner,
      listed: row.listed,
      date_published: row.datePublished,
      date_origin: row.dateOrigin,
      date_modified: row.dateModified,
      first_seen: row.firstSeen,
      revision: row.revision,
      published_at: eb.fn.coalesce('published_at', eb.val(at)),
      expires_at: expiryOf(row.owner, at),
      page_wanted: eb('page_wanted', '+', 1),
      ...contentColumns(row.content),
    }))
    .where('id', '=', entry)
    .execute()
  if (before.length > 0) await db.deleteFrom('memberships').where('entry', '=', entry).execute()
  if (memberships.length > 0)
    await db
      .insertInto('memberships')
      .values(memberships.map((membership) => ({ ...membership, entry })))
      .execute()
  const after = [...memberships, { slug: '', listed: row.listed }]
  if (isToBeSeen) await noteEntries(db, [entry])
  return { before, after }
}

/** To an entry that was public without one, as after a retraction is undone: closed pages of archives get it, too. */
async function bringsText(db: Kysely<Tables>, { entry, row: { content, revision } }: Writing): Promise<boolean> {
  if (revision === 1 || (content.contentHtml === null && content.summary === null)) return false
  const bare = await db
    .selectFrom('entries')
    .select('id')
    .where('id', '=', entry)
    .where('content_html', 'is', null)
    .where('summary', 'is', null)
    .executeTakeFirst()
  return bare !== undefined
}

/** What readers see is the word of a source that shows it only in private by now: it goes from closed pages of archives, too. */
async function tookBack(db: Kysely<Tables>, entry: number): Promise<boolean> {
  const hidden = await db
    .selectFrom('entries')
    .innerJoin('sightings', (join) => join.onRef('sightings.entry', '=', 'entries.id').onRef('sightings.source', '=', 'entries.owner'))
    .select('sightings.id')
    .where('entries.id', '=', entry)
    .where('sightings.is_public', '=', 0)
    .executeTakeFirst()
  return hidden !== undefined
}

/** Where it stands in public now: in its categories, and in the feed of everything. */
async function placesOf(db: Kysely<Tables>, entry: number): Promise<readonly Placed[]> {
  const everywhere = await db
    .selectFrom('entries')
    .select('listed')
    .where('id', '=', entry)
    .where('state', '=', 'published')
    .executeTakeFirst()
  const places = await membershipsOf(db, entry)
  return everywhere === undefined ? places : [...places, { slug: '', listed: everywhere.listed ?? 0 }]
}

/** Ids and file names are recorded for ever; a new revision is kept, the oldest but the first goes. */
async function mint(db: Kysely<Tables>, { entry, row, at }: Writing): Promise<void> {
  const name = row.path.slice(row.path.indexOf('/') + 1).toLowerCase()
  const values = [
    { kind: 'id' as const, value: row.publicId, entry },
    { kind: 'name' as const, value: name, entry },
  ]
  await db
    .insertInto('minted')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const content = JSON.stringify(row.content)
  await db
    .insertInto('revisions')
    .values({ entry, revision: row.revision, at, content })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const oldest = row.revision - newestRevisions
  if (oldest > 1)
    await db
      .deleteFrom('revisions')
      .where('entry', '=', entry)
      .where('revision', '>', 1)
      .where('revision', '<=', oldest)
      .where('revision', 'not in', toldRevisions(db, entry))
      .execute()
}
