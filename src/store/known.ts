// What planners may ask within the writing transaction.
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Correction } from '../model/correction.ts'
import type { BurntKey, Known, KnownEntry, Sighting } from '../model/merge.ts'
import { padded, runBuilt } from './built.ts'
import { correctionsNaming, isCorrected, sightingsAt } from './corrections.ts'
import type { KnownRows } from './port/polls.ts'
import { chunks, sightingFromRow } from './rows.ts'
import type { Tables } from './schema.ts'

export function knownRows(db: Kysely<Tables>, identityNames: readonly string[]): KnownRows {
  return {
    unchanged: (source, fingerprints) => unchangedOf(db, source, fingerprints),
    burnt: (source, keys) => burntOf(db, keys, [source, '*']),
    around: (keys) => around(db, keys, identityNames),
    hidden: () => hiddenNames(db),
  }
}

async function hiddenNames(db: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const build = () =>
    db
      .selectFrom('categories')
      .innerJoin('category_names', 'category_names.slug', 'categories.slug')
      .select('folded')
      // As the partial index has it.
      .where(sql<SqlBool>`is_private = 1`)
  const { rows } = await runBuilt(db, 'hidden names', { values: [], build })
  return new Set(rows.map((row) => row.folded))
}

/** All sightings of some entries, with their keys, in order of id. */
export async function sightingsOf(
  db: Kysely<Tables>,
  entries: readonly number[],
  identityNames: readonly string[],
): Promise<readonly Sighting[]> {
  const found: Sighting[] = []
  for (const some of chunks(entries)) {
    const values = padded(some)
    const build = () => db.selectFrom('sightings').selectAll().where('entry', 'in', values).orderBy('id')
    const { rows } = await runBuilt(db, 'sightings', { values, build })
    const keys = await keysOfSightings(
      db,
      rows.map((row) => row.id),
    )
    for (const row of rows) found.push(sightingFromRow(row, keys.get(row.id) ?? [], identityNames))
  }
  return found
}

/** Burnt rows of these keys; `scopes` null: all scopes. */
export async function burntOf(db: Kysely<Tables>, keys: readonly string[], scopes: readonly string[] | null): Promise<readonly BurntKey[]> {
  const found: BurntKey[] = []
  for (const some of chunks([...new Set(keys)])) {
    const wanted = padded(some)
    const query = db.selectFrom('burnt_keys').select(['key', 'scope', 'source']).where('key', 'in', wanted)
    const build = () => (scopes === null ? query : query.where('scope', 'in', scopes))
    const { rows } = await runBuilt(db, scopes === null ? 'burnt' : 'burnt in scopes', { values: [...wanted, ...(scopes ?? [])], build })
    found.push(...rows)
  }
  return found
}

async function unchangedOf(db: Kysely<Tables>, source: string, fingerprints: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const some of chunks(fingerprints)) {
    const wanted = padded(some)
    const build = () => db.selectFrom('sightings').select('fingerprint').where('source', '=', source).where('fingerprint', 'in', wanted)
    const { rows } = await runBuilt(db, 'unchanged', { values: [source, ...wanted], build })
    for (const row of rows) found.add(row.fingerprint)
  }
  return found
}

/** Widens from the keys until nothing new is met. */
function around(db: Kysely<Tables>, keys: readonly string[], identityNames: readonly string[]): Promise<Known> {
  return widened(db, { keys, entries: [] }, identityNames)
}

/** What is known around some entries. */
export function knownAround(db: Kysely<Tables>, entries: readonly number[], identityNames: readonly string[]): Promise<Known> {
  return widened(db, { keys: [], entries }, identityNames)
}

interface Start {
  readonly keys: readonly string[]
  readonly entries: readonly number[]
}

/** Entries are met through their sightings, sightings through keys that hold across sources, and through what the operator said of them. */
async function widened(db: Kysely<Tables>, start: Start, identityNames: readonly string[]): Promise<Known> {
  const isAny = await isCorrected(db)
  const sightings = new Map<number, Sighting>()
  const entries = new Set<number>()
  const corrections = new Map<number, Correction>()
  const asked = new Set<string>()
  const take = async (met: readonly number[]) => {
    const fresh = [...new Set(met)].filter((entry) => !entries.has(entry))
    for (const entry of fresh) entries.add(entry)
    const found = await sightingsOf(db, fresh, identityNames)
    for (const sighting of found) sightings.set(sighting.id, sighting)
    return found
  }
  let wanted = [...new Set(start.keys)]
  let fresh = await take(start.entries)
  while (wanted.length > 0 || fresh.length > 0) {
    for (const key of wanted) asked.add(key)
    const found = [...fresh, ...(await take(await entriesUnder(db, wanted)))]
    const said = isAny ? await correctionsNaming(db, [...wanted, ...found.flatMap(textsOfKeys)]) : []
    const unheard = said.filter(({ at }) => !corrections.has(at))
    for (const correction of unheard) corrections.set(correction.at, correction)
    fresh = await take(await entriesAt(db, unheard))
    const across = found.flatMap(({ keys }) => keys.filter(({ kind }) => kind === 'url' || kind === 'configured').map(({ text }) => text))
    wanted = [...new Set([...across, ...unheard.flatMap(namedKeys)])].filter((key) => !asked.has(key))
  }
  const all = [...sightings.values()].sort((a, b) => a.id - b.id)
  const burnt = await burntOf(db, [...asked, ...all.flatMap(textsOfKeys)], null)
  return { sightings: all, entries: await entryStates(db, [...entries]), burnt, corrections: [...corrections.values()] }
}

function textsOfKeys({ keys }: Sighting): readonly string[] {
  return keys.map(({ text }) => text)
}

function namedKeys({ sides }: Correction): readonly string[] {
  return sides.flatMap((anchors) => anchors.flatMap(({ keys }) => keys))
}

async function entriesAt(db: Kysely<Tables>, corrections: readonly Correction[]): Promise<readonly number[]> {
  const found = new Set<number>()
  for (const anchor of corrections.flatMap(({ sides }) => sides.flat()))
    for (const { entry } of await sightingsAt(db, anchor)) found.add(entry)
  return [...found]
}

/** Entries that own a key, but for sightings whose own source has burnt it: those are not reached through it. */
async function entriesUnder(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly number[]> {
  const found = new Set<number>()
  for (const some of chunks(keys)) {
    const values = padded(some)
    const { rows } = await runBuilt(db, 'entries under keys', { values, build: () => entriesUnderQuery(db, values) })
    for (const row of rows) found.add(row.entry)
  }
  return [...found]
}

function entriesUnderQuery(db: Kysely<Tables>, keys: readonly string[]) {
  return db
    .selectFrom('sighting_keys')
    .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
    .select('sightings.entry')
    .distinct()
    .where('sighting_keys.key', 'in', keys)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('burnt_keys')
            .select('burnt_keys.key')
            .whereRef('burnt_keys.key', '=', 'sighting_keys.key')
            .where(({ eb, ref }) => eb('burnt_keys.source', '=', ref('sightings.source'))),
        ),
      ),
    )
}

async function entryStates(db: Kysely<Tables>, ids: readonly number[]): Promise<readonly KnownEntry[]> {
  const found: KnownEntry[] = []
  for (const some of chunks(ids)) {
    const rows = await db
      .selectFrom('entries')
      .leftJoin('retractions', 'retractions.entry', 'entries.id')
      .leftJoin('private_entries as own', 'own.entry', 'entries.id')
      .select([
        'id',
        'state',
        'published_at',
        'entries.public_id',
        'entries.owner',
        'retractions.at as retracted_at',
        'own.entry as shelved',
      ])
      .where('id', 'in', some)
      .execute()
    found.push(
      ...rows.map((row) => ({
        id: row.id,
        // Readers have seen it: it stays the entry it was.
        state: row.state === 'expired' || row.state === 'retracted' || row.state === 'pruned' ? ('published' as const) : row.state,
        publishedAt: row.published_at,
        publicId: row.public_id,
        owner: row.owner,
        isRetracted: row.retracted_at !== null,
        isPruned: row.state === 'pruned',
        isShelved: row.state === 'pending' && row.shelved !== null,
      })),
    )
  }
  return found
}

async function keysOfSightings(db: Kysely<Tables>, ids: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = new Map<number, string[]>()
  for (const some of chunks(ids)) {
    const values = padded(some)
    const build = () => db.selectFrom('sighting_keys').selectAll().where('sighting', 'in', values).orderBy('key')
    const { rows } = await runBuilt(db, 'keys of sightings', { values, build })
    for (const row of rows) found.set(row.sighting, [...(found.get(row.sighting) ?? []), row.key])
  }
  return found
}
