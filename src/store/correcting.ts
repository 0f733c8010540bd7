// `merge` and `split`: the operator's word is kept, and its entries are decided anew by it.
import type { Kysely } from 'kysely'
import { keepCorrection, momentFor } from './corrections.ts'
import { finalRow, referenceTo } from './dossiers.ts'
import { knownAround } from './known.ts'
import { writePlan } from './merge-plans.ts'
import type { Corrected, CorrectedEntry, Ruled, Sides } from './port/corrections.ts'
import type { Tables } from './schema.ts'

interface Correcting {
  readonly rows: readonly number[]
  readonly now: number
  readonly decide: (corrected: Corrected) => Ruled | null
  readonly identityNames: readonly string[]
}

/** Must run in a transaction. */
export async function correct(db: Kysely<Tables>, { rows, now, decide, identityNames }: Correcting): Promise<Sides | null> {
  const entries = await entriesToday(db, rows)
  const known = await knownAround(
    db,
    entries.map(({ row }) => row),
    identityNames,
  )
  const ruled = decide({ entries, known, at: await momentFor(db, now) })
  if (ruled === null) return null
  const { said, plan, ofSides, news } = ruled
  await writePlan(db, plan, now)
  if (news.length > 0) await db.updateTable('sightings').set({ is_first_poll: 0 }).where('id', 'in', news).execute()
  await keepCorrection(db, said)
  return [await entryOf(db, ofSides[0]), await entryOf(db, ofSides[1])]
}

async function entriesToday(db: Kysely<Tables>, rows: readonly number[]): Promise<readonly CorrectedEntry[]> {
  const found = new Map<number, CorrectedEntry>()
  for (const asked of rows) {
    const row = await finalRow(db, asked)
    if (row === undefined || row.state === 'merged') continue
    const retraction = await db.selectFrom('retractions').select('at').where('entry', '=', row.id).executeTakeFirst()
    found.set(row.id, { ...referenceTo(row), state: retraction === undefined ? row.state : 'retracted' })
  }
  return [...found.values()]
}

async function entryOf(db: Kysely<Tables>, sighting: number): Promise<number> {
  return (await db.selectFrom('sightings').select('entry').where('id', '=', sighting).executeTakeFirstOrThrow()).entry
}
