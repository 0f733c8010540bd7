// What `explain` tells of the story that an entry tells: who else tells it, and what only looks so.
import type { Kysely } from 'kysely'
import { weekOf } from '../model/related.ts'
import { referenceTo } from './dossiers.ts'
import type { CoverageRecord, CoveredEntry } from './port/related.ts'
import { countsOf, groupmates, pairsOf, rowsOf } from './related.ts'
import type { Tables } from './schema.ts'
import { toldOf } from './told-entries.ts'

type Db = Kysely<Tables>

/** Of each mark so many are looked at. */
const mostHolders = 40
const mostNear = 8

export async function coverageOf(db: Db, entry: number): Promise<CoverageRecord | null> {
  const [row] = await rowsOf(db, [entry])
  const [own] = await toldOf(db, [entry])
  if (row === undefined || own === undefined) return null
  const mates = (await groupmates(db, [entry])).filter((other) => other !== entry)
  const shared = await sharing(db, entry, row.marks)
  const known = new Set([entry, ...mates])
  const near = [...shared]
    .filter(([other]) => !known.has(other))
    .sort(([a, one], [b, other]) => other.length - one.length || a - b)
    .slice(0, mostNear)
  const counts = new Map((await countsOf(db, row.marks, weekOf(row.at))).map((one) => [one.mark, one.counts[1]]))
  const covered = await coveredOf(db, entry, [...mates, ...near.map(([other]) => other)])
  return {
    told: own.told,
    members: mates.flatMap((mate) => covered.get(mate) ?? []),
    near: near.flatMap(([other, marks]) => {
      const one = covered.get(other)
      return one === undefined ? [] : [{ ...one, marks: marks.map((mark) => ({ mark, holders: counts.get(mark) ?? 0 })) }]
    }),
  }
}

async function sharing(db: Db, entry: number, marks: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const shared = new Map<number, number[]>()
  for (const mark of marks) {
    const holders = await db.selectFrom('related_marks').select('entry').where('mark', '=', mark).limit(mostHolders).execute()
    for (const { entry: other } of holders) if (other !== entry) shared.set(other, [...(shared.get(other) ?? []), mark])
  }
  return shared
}

async function coveredOf(db: Db, entry: number, others: readonly number[]): Promise<ReadonlyMap<number, CoveredEntry>> {
  if (others.length === 0) return new Map()
  const rows = await db.selectFrom('entries').select(['id', 'public_id', 'path', 'title']).where('id', 'in', others).execute()
  const told = new Map((await toldOf(db, others)).map((one) => [one.entry, one.told]))
  const pairs = await pairsOf(db, [entry])
  return new Map(
    rows.flatMap((row) => {
      const one = told.get(row.id)
      const own = pairs.filter(({ other }) => other === row.id).map(({ kind, share }) => ({ kind, share }))
      return one === undefined ? [] : [[row.id, { entry: referenceTo(row), told: one, pairs: own }] as const]
    }),
  )
}
