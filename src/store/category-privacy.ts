// When categories become private or public: their sightings speak otherwise, and their entries are to be looked at again.
import type { Kysely } from 'kysely'
import { foldName, isPublicIn } from '../model/category.ts'
import type { ChosenCategory } from '../model/merge.ts'
import type { NewName, RegistryRow } from '../model/registry.ts'
import { register, registry } from './categories.ts'
import { withFormer } from './category-addresses.ts'
import { markStale } from './merge-plans.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

const rowsAtOnce = 1_000

/** Takes over what config says; who became private or public, and their entries, are looked at again. Must run in a transaction. */
export async function syncCategories(db: Kysely<Tables>, plan: (rows: readonly RegistryRow[]) => readonly NewName[]): Promise<void> {
  const known = await registry(db)
  const before = new Map(known.map((row) => [row.folded, row.isPrivate]))
  const rows = plan(known)
  await register(db, rows)
  const changed = rows.filter((row) => before.has(row.folded) && before.get(row.folded) !== row.isPrivate)
  if (changed.length > 0) await followPrivacy(db, changed)
}

/** Becoming public counts as a source's first poll: it does not flood. */
export async function followPrivacy(db: Kysely<Tables>, changed: readonly NewName[]): Promise<void> {
  const hidden = new Set((await registry(db)).flatMap((row) => (row.isPrivate && row.folded !== null ? [row.folded] : [])))
  await markStale(
    db,
    await withFormer(
      db,
      changed.map((row) => row.slug),
    ),
  )
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('sightings')
      .select(['id', 'entry', 'categories'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()
    const last = rows[rows.length - 1]
    if (last === undefined) return
    after = last.id
    await lookAgain(
      db,
      rows.map((row) => ({ ...row, names: namesIn(row.categories) })),
      { changed, hidden },
    )
  }
}

interface Shown {
  readonly id: number
  readonly entry: number
  readonly names: readonly string[]
}

interface Change {
  readonly changed: readonly NewName[]
  readonly hidden: ReadonlySet<string>
}

async function lookAgain(db: Kysely<Tables>, sightings: readonly Shown[], { changed, hidden }: Change): Promise<void> {
  const names = new Set(changed.map((row) => row.folded))
  const met = sightings.filter((sighting) => sighting.names.some((name) => names.has(foldName(name))))
  for (const isPublic of [true, false]) {
    const some = met.filter((sighting) => isPublicIn(sighting.names, hidden) === isPublic)
    await speak(
      db,
      some.map((sighting) => sighting.id),
      isPublic,
    )
  }
  const now = Math.max(...changed.map((row) => row.createdAt))
  for (const some of chunks(met.map((sighting) => sighting.entry))) {
    await db.updateTable('entries').set({ due: 1, touched_at: now }).where('id', 'in', some).where('state', '!=', 'merged').execute()
  }
}

function namesIn(categories: string): readonly string[] {
  const chosen: readonly ChosenCategory[] = JSON.parse(categories)
  return chosen.map((category) => category.name)
}

async function speak(db: Kysely<Tables>, sightings: readonly number[], isPublic: boolean): Promise<void> {
  const columns = isPublic ? { is_public: 1, is_first_poll: 1 } : { is_public: 0 }
  for (const some of chunks(sightings)) {
    await db.updateTable('sightings').set(columns).where('id', 'in', some).where('is_public', '=', Number(!isPublic)).execute()
  }
}
