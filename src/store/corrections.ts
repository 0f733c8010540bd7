// What the operator said of entries (`merge`, `split`): facts about sightings, by source and keys, so that they outlive rows.
import { type Kysely, sql } from 'kysely'
import type { Anchor, Correction } from '../model/correction.ts'
import { padded, runBuilt } from './built.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Most stores know of none, and need not ask for any. */
export async function isCorrected(db: Kysely<Tables>): Promise<boolean> {
  const build = () => db.selectFrom('corrections').select('at').limit(1)
  return (await runBuilt(db, 'any correction', { values: [1], build })).rows.length > 0
}

/** Those that name any of these keys, the earliest first. */
export async function correctionsNaming(db: Kysely<Tables>, keys: readonly string[]): Promise<readonly Correction[]> {
  const found = new Set<number>()
  for (const some of chunks([...new Set(keys)])) {
    const values = padded(some)
    const build = () => db.selectFrom('correction_keys').select('correction').distinct().where('key', 'in', values)
    for (const { correction } of (await runBuilt(db, 'corrections naming', { values, build })).rows) found.add(correction)
  }
  return readCorrections(db, [...found])
}

export async function readCorrections(db: Kysely<Tables>, moments: readonly number[]): Promise<readonly Correction[]> {
  const found: Correction[] = []
  for (const some of chunks(moments)) {
    const rows = await db.selectFrom('corrections').selectAll().where('at', 'in', some).orderBy('at').execute()
    const keys = await db
      .selectFrom('correction_keys')
      .selectAll()
      .where('correction', 'in', some)
      .orderBy('correction')
      .orderBy('side')
      .orderBy('anchor')
      .orderBy('key')
      .execute()
    for (const row of rows) {
      const own = keys.filter(({ correction }) => correction === row.at)
      found.push({ ...row, sides: [anchorsFrom(own, 0), anchorsFrom(own, 1)] })
    }
  }
  return found.sort((a, b) => a.at - b.at)
}

function anchorsFrom(rows: readonly Tables['correction_keys'][], side: number): readonly Anchor[] {
  const anchors = new Map<number, { source: string; keys: string[] }>()
  for (const row of rows.filter((one) => one.side === side)) {
    const known = anchors.get(row.anchor)
    if (known === undefined) anchors.set(row.anchor, { source: row.source, keys: [row.key] })
    else known.keys.push(row.key)
  }
  return [...anchors.values()]
}

interface Anchored {
  readonly id: number
  readonly entry: number
  readonly is_public: number
}

/** Rows of the sightings that have all keys of an anchor: also such as are reached by no key any more, because all are burnt. */
export async function sightingsAt(db: Kysely<Tables>, { source, keys }: Anchor): Promise<readonly Anchored[]> {
  return db
    .selectFrom('sightings')
    .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
    .select(['sightings.id', 'sightings.entry', 'sightings.is_public'])
    .where('sighting_keys.key', 'in', keys)
    .where('sightings.source', '=', source)
    .groupBy(['sightings.id', 'sightings.entry', 'sightings.is_public'])
    .having(({ fn, eb }) => eb(fn.countAll(), '=', keys.length))
    .execute()
}

/** Of entries what was said of their public sightings and others; what only private ones show is left out. */
export async function publicCorrections(
  db: Kysely<Tables>,
  entries: readonly number[],
): Promise<ReadonlyMap<number, readonly Correction[]>> {
  const found = new Map<number, readonly Correction[]>()
  if (!(await isCorrected(db))) return found
  const moments: { entry: number; correction: number }[] = []
  for (const some of chunks(entries))
    moments.push(
      ...(await db
        .selectFrom('sightings')
        .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
        .innerJoin('correction_keys', (join) =>
          join.onRef('correction_keys.key', '=', 'sighting_keys.key').onRef('correction_keys.source', '=', 'sightings.source'),
        )
        .select(['sightings.entry', 'correction_keys.correction'])
        .distinct()
        .where('sightings.entry', 'in', some)
        .where('sightings.is_public', '=', 1)
        .execute()),
    )
  for (const said of await readCorrections(db, [...new Set(moments.map(({ correction }) => correction))])) {
    const [left, taken] = [await publicAnchors(db, said.sides[0]), await publicAnchors(db, said.sides[1])]
    if (left.length === 0 || taken.length === 0) continue
    for (const { entry } of moments.filter(({ correction }) => correction === said.at))
      found.set(entry, [...(found.get(entry) ?? []), { ...said, sides: [left, taken] }])
  }
  return found
}

/** Also those that no sighting has shown yet: the registry file of a lost store named them. */
async function publicAnchors(db: Kysely<Tables>, anchors: readonly Anchor[]): Promise<readonly Anchor[]> {
  const inPublic: Anchor[] = []
  for (const anchor of anchors) {
    const seen = await sightingsAt(db, anchor)
    if (seen.length === 0 || seen.some(({ is_public }) => is_public === 1)) inPublic.push(anchor)
  }
  return inPublic
}

/** At the moment at which it was said, or the next that is free. Must run in a transaction. */
export async function momentFor(db: Kysely<Tables>, now: number): Promise<number> {
  const last = await db
    .selectFrom('corrections')
    .select(({ fn }) => fn.max('at').as('at'))
    .executeTakeFirst()
  return Math.max(now, (last?.at ?? 0) + 1)
}

/** What is known of this moment stays. Must run in a transaction. */
export async function keepCorrection(db: Kysely<Tables>, { at, by, kind, sides }: Correction): Promise<void> {
  const { numInsertedOrUpdatedRows: made } = await db
    .insertInto('corrections')
    .values({ at, by, kind })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (made === 0n) return
  const rows = sides.flatMap((anchors, side) =>
    anchors.flatMap(({ source, keys }, anchor) => keys.map((key) => ({ correction: at, side, anchor, source, key }))),
  )
  for (const some of chunks(rows, 100))
    await db
      .insertInto('correction_keys')
      .values([...some])
      .execute()
  await sayAnew(
    db,
    rows.map(({ key }) => key),
  )
}

/** Lines of the registry file say what was said of their entries. */
async function sayAnew(db: Kysely<Tables>, keys: readonly string[]): Promise<void> {
  for (const some of chunks([...new Set(keys)]))
    await db
      .updateTable('entries')
      .set({ keys_wanted: sql<number>`keys_wanted + (public_id is not null)` })
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('sightings')
          .innerJoin('sighting_keys', 'sighting_keys.sighting', 'sightings.id')
          .select('sightings.entry')
          .where('sighting_keys.key', 'in', some),
      )
      .execute()
}
