// Posts of another site as they come in: planned like a poll, a batch a transaction, each file remembered.
import type { Kysely } from 'kysely'
import { makeKey, rankOf } from '../model/identity-key.ts'
import type { MergePlan } from '../model/merge.ts'
import { register } from './categories.ts'
import { knownRows } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { ImportBatch, ImportSource } from './port/imports.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** Behind every source of config. */
const last = 1_000_000

export async function importMarks(db: Kysely<Tables>, source: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const some of chunks(paths)) {
    const rows = await db
      .selectFrom('imported_posts')
      .select(['path', 'mark'])
      .where('source', '=', source)
      .where('path', 'in', some)
      .execute()
    for (const { path, mark } of rows) found.set(path, mark)
  }
  return found
}

/** Must run in a transaction. */
export async function recordImport(db: Kysely<Tables>, batch: ImportBatch, identityNames: readonly string[]): Promise<MergePlan['counts']> {
  const { source, at, files, names } = batch
  await keepSource(db, source, at)
  if (names.length > 0) await register(db, names)
  const plan = await batch.plan(knownRows(db, identityNames))
  await writePlan(db, plan, at)
  await wishPaths(db, plan, batch)
  for (const some of chunks(files))
    await db
      .insertInto('imported_posts')
      .values(some.map((file) => ({ source: source.id, ...file })))
      .onConflict((conflict) => conflict.columns(['source', 'path']).doUpdateSet((eb) => ({ mark: eb.ref('excluded.mark') })))
      .execute()
  return plan.counts
}

async function keepSource(db: Kysely<Tables>, { id, title, url }: ImportSource, at: number): Promise<void> {
  await db
    .insertInto('sources')
    .values({
      ...{ id, kind: 'jekyll', url, host: '', title, priority: -last, position: last },
      ...{ joins: 0, rights: 'full', retired: 1, enabled: 0, has_article: 0 },
      ...{ failures: 0, last_poll_at: at, next_poll_at: 0, first_success_at: at, outcome: 'changed', lease_until: 0 },
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ last_poll_at: at }))
    .execute()
}

/** Readers knew what was never published here under the addresses of its posts; the first of several posts that are one entry says which. */
async function wishPaths(db: Kysely<Tables>, { sightings }: MergePlan, { source, pathOf }: ImportBatch): Promise<void> {
  for (const some of chunks(sightings)) {
    const entryOf = new Map(
      (
        await db
          .selectFrom('sightings')
          .select(['fingerprint', 'entry'])
          .where('source', '=', source.id)
          .where(
            'fingerprint',
            'in',
            some.map(({ fingerprint }) => fingerprint),
          )
          .execute()
      ).map((row) => [row.fingerprint, row.entry]),
    )
    for (const { fingerprint, draft } of some) {
      const path = pathOf(draft)
      if (path === null) continue
      await db
        .updateTable('entries')
        .set({ wished_path: path })
        .where('id', '=', entryOf.get(fingerprint) ?? 0)
        .where('public_id', 'is', null)
        .where('wished_path', 'is', null)
        .execute()
    }
  }
}

export async function importedPaths(
  db: Kysely<Tables>,
  source: string,
  guids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>()
  const byKey = new Map(guids.map((guid) => [makeKey('guid', `guid:${source}`, guid, rankOf.guid).text, guid]))
  for (const some of chunks([...byKey.keys()])) {
    const rows = await db
      .selectFrom('sighting_keys')
      .innerJoin('sightings', 'sightings.id', 'sighting_keys.sighting')
      .innerJoin('entries', 'entries.id', 'sightings.entry')
      .select(['sighting_keys.key', 'entries.path'])
      .where('sighting_keys.key', 'in', some)
      .execute()
    for (const { key, path } of rows) found.set(byKey.get(key) ?? '', path)
  }
  return found
}
