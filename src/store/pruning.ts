// Pruning: entries that no category keeps become tombstones, some at a time (design §6, `prune`).
import { type Kysely, sql } from 'kysely'
import type { Spot } from '../model/archive.ts'
import type { PruneReason, Stay } from '../model/pruning.ts'
import { newestSlug } from './category-addresses.ts'
import { inNewestEditions } from './edition-window.ts'
import { isShownBy, keptBy, type Limits, lastBehind, limitsOf } from './keep-limits.ts'
import type { GoneEntry, PruneDone, PrunePlace, PruneStep, Pruning } from './port/pruning.ts'
import type { Tables } from './schema.ts'
import { bury } from './tombstones.ts'

/** Must run in a transaction: what is judged goes at once. */
export async function pruneStep(db: Kysely<Tables>, step: PruneStep): Promise<PruneDone> {
  const done = await lookAhead(db, step)
  if (done.gone.length > 0) await bury(db, done.gone, step.now)
  return done
}

export async function lookAhead(db: Kysely<Tables>, step: PruneStep): Promise<PruneDone> {
  const limits = limitsIn(db, step)
  const some = step.slug === null ? await overNext(db, step) : await behindNext(db, step.slug, step, await limits(step.slug))
  const entries = some.map(({ entry }) => entry)
  const candidates = await candidatesOf(db, entries)
  const gone: Omit<GoneEntry, 'bytes'>[] = []
  const stayed: { entry: number; stay: Stay }[] = []
  for (const candidate of candidates) {
    if (await isWithin(candidate, step, limits)) continue
    const stay = await whyStaying(candidate, step, limits)
    if (stay === null) gone.push({ entry: candidate.entry, why: reasonsOf(candidate, step) })
    else stayed.push({ entry: candidate.entry, stay })
  }
  const bytes = await bytesOf(
    db,
    gone.map(({ entry }) => entry),
  )
  return {
    gone: gone.map((one) => ({ ...one, bytes: bytes.get(one.entry) ?? 0 })),
    stayed,
    after: some.length < step.limit ? null : (some.at(-1) ?? null),
  }
}

type LimitsIn = (slug: string | null) => Promise<Limits>

/** Each looked up once. */
function limitsIn(db: Kysely<Tables>, pruning: Pruning): LimitsIn {
  const known = new Map<string | null, Limits>()
  return async (slug) => {
    const limits = known.get(slug) ?? (await limitsOf(db, slug, slug === null ? null : pruning.keepOf(slug), pruning))
    known.set(slug, limits)
    return limits
  }
}

/** The oldest that stand behind what the category keeps. */
async function behindNext(db: Kysely<Tables>, slug: string, { after, limit }: PruneStep, limits: Limits): Promise<readonly PrunePlace[]> {
  const bound = lastBehind(limits)
  if (bound === null) return []
  const from = after === null ? sql`` : sql`and (listed, entry) > (${after.listed}, ${after.entry})`
  const places = (table: 'memberships' | 'private_places') =>
    sql`select * from (select listed, entry from ${sql.table(table)} where slug = ${slug} and listed <= ${bound} ${from}
      order by listed, entry limit ${limit})`
  const query = sql<PrunePlace>`select listed, entry from (${places('memberships')} union ${places('private_places')})
    order by listed, entry limit ${limit}`
  return (await query.execute(db)).rows
}

/** Entries that stand in nothing, because their time is over. */
async function overNext(db: Kysely<Tables>, { after, limit }: PruneStep): Promise<readonly PrunePlace[]> {
  // State said as the partial index has it: a bound value does not select one.
  const query = sql<PrunePlace>`select 0 as listed, id as entry from entries where state = 'expired' and id > ${after?.entry ?? 0}
    order by id limit ${limit}`
  return (await query.execute(db)).rows
}

interface Candidate {
  readonly entry: number
  readonly isUnsettled: boolean
  readonly isWithdrawn: boolean
  /** Where it stands in the feed of everything; null: it does not. */
  readonly everywhere: Spot | null
  readonly places: readonly Place[]
  /** Where entries stand under which it is folded: those lead to it. */
  readonly leaders: readonly Place[]
  /** The feed of a digest holds an edition that lists it. */
  readonly isInDigest: boolean
}

type Place = Spot & { readonly slug: string }

async function candidatesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<readonly Candidate[]> {
  if (entries.length === 0) return []
  const rows = new Map((await rowsOf(db, entries).execute()).map((row) => [row.id, row]))
  const places = await db
    .selectFrom('memberships')
    .select(['entry', 'slug', 'listed'])
    .where('entry', 'in', entries)
    .unionAll(db.selectFrom('private_places').select(['entry', 'slug', 'listed']).where('entry', 'in', entries))
    .execute()
  const leaders = await leadersOf(db, entries)
  const inDigests = await inNewestEditions(db, entries)
  const found: Candidate[] = []
  for (const row of entries.flatMap((entry) => rows.get(entry) ?? [])) {
    const own = places.filter(({ entry }) => entry === row.id)
    const candidate = candidateFrom(row, own.length > 0 ? own : await homeOf(db, row))
    found.push({ ...candidate, leaders: leaders.filter(({ entry }) => entry === row.id), isInDigest: inDigests.has(row.id) })
  }
  return found
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

function rowsOf(db: Kysely<Tables>, entries: readonly number[]) {
  return db
    .selectFrom('entries')
    .leftJoin('private_entries as own', 'own.entry', 'entries.id')
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .leftJoin('removals', (join) => join.onRef('removals.entry', '=', 'entries.id').on('removals.is_recent', '=', 1))
    .select(['entries.id', 'entries.state', 'entries.home', 'due', 'listed', 'entries.date_published', 'entries.public_id'])
    .select(['own.entry as shelved', 'own.date_published as own_published', 'own.public_id as own_id'])
    .select(['retractions.entry as retracted', 'removals.entry as removed'])
    .where('entries.id', 'in', entries)
}

type Standing = Pick<Spot, 'listed'> & { readonly slug: string }

/** What stands nowhere is judged where it stood first. */
async function homeOf(db: Kysely<Tables>, { home, listed }: Row): Promise<readonly Standing[]> {
  return home === null || listed === null ? [] : [{ slug: await newestSlug(db, home), listed }]
}

function candidateFrom(row: Row, places: readonly Standing[]): Omit<Candidate, 'leaders' | 'isInDigest'> {
  const isHidden = row.state === 'pending' && row.shelved !== null
  const spot = isHidden
    ? { published: row.own_published ?? 0, id: row.own_id ?? '' }
    : { published: row.date_published ?? 0, id: row.public_id ?? '' }
  return {
    entry: row.id,
    // What waits for a category that is not let in is settled in all others.
    isUnsettled: row.due === 1 || !(isHidden || row.state === 'published' || row.state === 'expired'),
    isWithdrawn: row.retracted !== null || row.removed !== null,
    everywhere: row.state === 'published' ? { ...spot, listed: row.listed ?? 0 } : null,
    places: places.map(({ slug, listed }) => ({ ...spot, slug, listed })),
  }
}

/** Where those stand under which others are folded. */
async function leadersOf(db: Kysely<Tables>, entries: readonly number[]): Promise<readonly (Place & { readonly entry: number })[]> {
  const query = sql<Place & { entry: number }>`select folds.entry, folds.slug, coalesce(memberships.listed, entries.listed) as listed,
    entries.date_published as published, entries.public_id as id
    from folds join entries on entries.id = folds.under left join memberships on memberships.entry = folds.under and memberships.slug = folds.slug
    where folds.entry in (${sql.join(entries)}) and folds.under is not null and entries.state = 'published'`
  return (await query.execute(db)).rows
}

/** The category keeps it: of those listed at one instant some stand behind what it keeps, and some do not. */
async function isWithin({ places }: Candidate, { slug }: PruneStep, limits: LimitsIn): Promise<boolean> {
  const here = places.find((place) => place.slug === slug)
  return here !== undefined && keptBy(await limits(slug), here) !== null
}

/** Null: nothing keeps it. */
async function whyStaying(candidate: Candidate, { keepOf }: Pruning, limits: LimitsIn): Promise<Stay | null> {
  const { places, everywhere } = candidate
  if (candidate.isWithdrawn) return 'withdrawn'
  if (candidate.isUnsettled || places.length === 0) return 'unsettled'
  if (candidate.isInDigest) return 'window'
  if (everywhere !== null && keptBy(await limits(null), everywhere) !== null) return 'window'
  for (const { slug, ...leader } of candidate.leaders) if (isShownBy(await limits(slug === '' ? null : slug), leader)) return 'window'
  for (const place of places) {
    if (keepOf(place.slug) === null || keptBy(await limits(place.slug), place) !== null) return 'elsewhere'
  }
  return null
}

function reasonsOf({ places }: Candidate, { keepOf }: Pruning): readonly PruneReason[] {
  return places.flatMap(({ slug }) => {
    const keep = keepOf(slug)
    return keep === null ? [] : [{ slug, ...keep }]
  })
}

/** Of texts that go with them. */
async function bytesOf(db: Kysely<Tables>, entries: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (entries.length === 0) return new Map()
  const ids = sql`(${sql.join(entries)})`
  const query = sql<{ entry: number; bytes: number }>`select entry, sum(bytes) as bytes from (
    select id as entry, ${lengthOf('summary')} + ${lengthOf('content_html')} + ${lengthOf('extra')} as bytes from entries where id in ${ids}
    union all select entry, ${lengthOf('draft')} + ${lengthOf('article')} from sightings where entry in ${ids}
    union all select entry, ${lengthOf('content')} from revisions where entry in ${ids}
    union all select entry, ${lengthOf('title')} + ${lengthOf('text')} from search_texts where entry in ${ids}
    union all select entry, ${lengthOf('summary')} + ${lengthOf('content_html')} + ${lengthOf('extra')} from private_entries where entry in ${ids}
  ) as texts group by entry`
  return new Map((await query.execute(db)).rows.map(({ entry, bytes }) => [entry, bytes]))
}

function lengthOf(column: string) {
  return sql`coalesce(octet_length(${sql.ref(column)}), 0)`
}
