// All that is recorded of one entry, for `explain`. Every query finds its rows by an index: the store may hold millions.
import type { Kysely, Selectable } from 'kysely'
import { foldName } from '../model/category.ts'
import type { Dossier, DossierSource, EntryReference, RelatedEntry } from '../model/dossier.ts'
import type { Sighting } from '../model/merge.ts'
import { newestSlug } from './category-addresses.ts'
import { activeRuns } from './claims.ts'
import { correctionsNaming, isCorrected, sightingsAt } from './corrections.ts'
import { deletionsOf } from './deletions.ts'
import { editionsOf } from './editions.ts'
import { burntOf, sightingsOf } from './known.ts'
import { placesInLists } from './list-places.ts'
import { pruningsOf } from './prunings.ts'
import { retractionRecord } from './retractions.ts'
import { chunks, contentFromRow } from './rows.ts'
import type { EntryRow, Tables } from './schema.ts'
import { standingFromRow } from './sources.ts'

const mostRelated = 20

export interface Asked {
  readonly now: number
  readonly settleMs: number
  readonly identityNames: readonly string[]
}

/** Of the entry that a merged one became, where it is one. Null: there is no such row. */
export async function dossierOf(db: Kysely<Tables>, row: number, asked: Asked): Promise<Dossier | null> {
  const found = await finalRow(db, row)
  if (found === undefined || found.state === 'merged') return null
  const sightings = await sightingsOf(db, [found.id], asked.identityNames)
  const keys = [...new Set(sightings.flatMap((sighting) => sighting.keys.map((key) => key.text)))]
  const retraction = await retractionRecord(db, found.id)
  return {
    ...referenceTo(found),
    ...recorded(found),
    home: found.home === null ? null : await newestSlug(db, found.home),
    state: retraction === null ? found.state : 'retracted',
    retraction,
    pruning: (await pruningsOf(db, [found.id])).get(found.id) ?? null,
    deletions: await deletionsIn(db, sightings),
    removedAt: await removedAt(db, found.id),
    isRunOpen: await isRunOpen(db, found, asked),
    sightings,
    sources: await sourcesOf(db, sightings),
    merged: await mergedInto(db, found.id),
    related: await relatedTo(db, found.id, keys),
    burnt: await burntOf(db, keys, null),
    vetoes: await vetoesOf(db, keys),
    corrections: await correctionsOf(db, found.id, keys),
    revisions: await revisionsOf(db, found.id),
    names: await namesOf(db, sightings),
    places: await placesInLists(db, found),
    editions: await editionsOf(db, found.id),
  }
}

export async function finalRow(db: Kysely<Tables>, id: number): Promise<Selectable<EntryRow> | undefined> {
  const row = await entryRow(db, id)
  return row?.merged_into === null || row === undefined ? row : entryRow(db, row.merged_into)
}

function entryRow(db: Kysely<Tables>, id: number): Promise<Selectable<EntryRow> | undefined> {
  return db.selectFrom('entries').selectAll().where('id', '=', id).executeTakeFirst()
}

export function referenceTo({
  id,
  public_id,
  path,
  title,
}: Pick<Selectable<EntryRow>, 'id' | 'public_id' | 'path' | 'title'>): EntryReference {
  return { row: id, id: public_id, path, title: title ?? '' }
}

type Recorded = Omit<
  Dossier,
  | keyof EntryReference
  | 'home'
  | 'state'
  | 'retraction'
  | 'pruning'
  | 'deletions'
  | 'removedAt'
  | 'isRunOpen'
  | 'sightings'
  | 'sources'
  | 'merged'
  | 'related'
  | 'burnt'
  | 'vetoes'
  | 'corrections'
  | 'revisions'
  | 'names'
  | 'places'
  | 'editions'
>

function recorded(row: Selectable<EntryRow>): Recorded {
  return {
    owner: row.owner,
    revision: row.revision,
    formerPath: row.wished_path,
    content: row.public_id === null ? null : contentFromRow(row),
    due: row.due === 0 ? 'nothing' : row.due === 2 ? 'category' : 'settling',
    touchedAt: row.touched_at,
    readyAt: row.ready_at,
    publishedAt: row.published_at,
    expiresAt: row.expires_at,
    listed: row.listed,
    firstSeen: row.first_seen,
    datePublished: row.date_published,
    dateOrigin: row.date_origin,
    dateModified: row.date_modified,
    article: { state: row.article_state, attempts: row.article_attempts, nextAt: row.article_next_at, message: row.article_message },
  }
}

/** As settling sees it: after a while it waits for the run no longer. */
async function isRunOpen(db: Kysely<Tables>, { touched_at, ready_at }: Selectable<EntryRow>, { now, settleMs }: Asked): Promise<boolean> {
  if (ready_at !== null && ready_at <= now - settleMs) return false
  return (await activeRuns(db, now)).includes(touched_at)
}

async function sourcesOf(db: Kysely<Tables>, sightings: readonly Sighting[]): Promise<readonly DossierSource[]> {
  const found: DossierSource[] = []
  for (const some of chunks([...new Set(sightings.map((sighting) => sighting.source))])) {
    const rows = await db.selectFrom('sources').selectAll().where('id', 'in', some).execute()
    for (const row of rows)
      found.push({
        ...standingFromRow(row),
        kind: row.kind,
        isRetired: row.retired === 1,
        hasArticle: row.has_article === 1,
        deletions: row.deletions,
      })
  }
  return found
}

async function deletionsIn(db: Kysely<Tables>, sightings: readonly Sighting[]): Promise<Dossier['deletions']> {
  const found = await deletionsOf(
    db,
    sightings.map(({ id }) => id),
  )
  return sightings.flatMap(({ id, source }) => {
    const deletion = found.get(id)
    return deletion === undefined ? [] : [{ ...deletion, sighting: id, source }]
  })
}

async function removedAt(db: Kysely<Tables>, entry: number): Promise<number | null> {
  return (await db.selectFrom('removals').select('at').where('entry', '=', entry).executeTakeFirst())?.at ?? null
}

async function mergedInto(db: Kysely<Tables>, id: number): Promise<readonly EntryReference[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'public_id', 'path', 'title'])
    .where('merged_into', '=', id)
    .where('merged_into', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(referenceTo)
}

/** One key of each is enough to show what they have in common. */
async function relatedTo(db: Kysely<Tables>, id: number, keys: readonly string[]): Promise<readonly RelatedEntry[]> {
  const found = new Map<number, RelatedEntry>()
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .innerJoin('entries', 'entries.id', 'sightings.entry')
      .select(['entries.id', 'public_id', 'path', 'title', 'sighting_keys.key'])
      .where('sighting_keys.key', 'in', some)
      .where('entries.id', '!=', id)
      .orderBy('entries.id')
      .limit(mostRelated)
      .execute()
    for (const { key, ...row } of rows) if (!found.has(row.id)) found.set(row.id, { ...referenceTo(row), key })
  }
  return [...found.values()].slice(0, mostRelated)
}

async function correctionsOf(db: Kysely<Tables>, id: number, keys: readonly string[]): Promise<Dossier['corrections']> {
  if (!(await isCorrected(db))) return []
  const found: Dossier['corrections'][number][] = []
  for (const said of await correctionsNaming(db, keys)) {
    const others = new Set<number>()
    for (const anchor of said.sides.flat()) for (const { entry } of await sightingsAt(db, anchor)) if (entry !== id) others.add(entry)
    const rows = await db
      .selectFrom('entries')
      .select(['id', 'public_id', 'path', 'title'])
      .where('id', 'in', [-1, ...others])
      .orderBy('id')
      .execute()
    found.push({ ...said, elsewhere: rows.map(referenceTo) })
  }
  return found
}

async function vetoesOf(db: Kysely<Tables>, keys: readonly string[]): Promise<Dossier['vetoes']> {
  const found: Dossier['vetoes'][number][] = []
  for (const some of chunks(keys))
    found.push(...(await db.selectFrom('vetoes').select(['at', 'source', 'key', 'scope', 'reason']).where('key', 'in', some).execute()))
  return found.sort((a, b) => a.at - b.at)
}

async function revisionsOf(db: Kysely<Tables>, entry: number): Promise<Dossier['revisions']> {
  const rows = await db.selectFrom('revisions').selectAll().where('entry', '=', entry).orderBy('revision').execute()
  return rows.map(({ revision, at, content }) => ({ revision, at, content: JSON.parse(content) }))
}

async function namesOf(db: Kysely<Tables>, sightings: readonly Sighting[]): Promise<Dossier['names']> {
  const folded = sightings.flatMap((sighting) => sighting.categories.map((category) => foldName(category.name)))
  const found: Dossier['names'][number][] = []
  for (const some of chunks([...new Set(folded)])) {
    const rows = await db
      .selectFrom('category_names')
      .innerJoin('categories', 'categories.slug', 'category_names.slug')
      .select(['folded', 'categories.slug', 'state', 'is_private'])
      .where('folded', 'in', some)
      .execute()
    found.push(...rows.map(({ is_private, ...row }) => ({ ...row, isPrivate: is_private === 1 })))
  }
  return found
}
