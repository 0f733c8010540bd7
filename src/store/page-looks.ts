// Looks at pages that were read before: which are gone, and whether so many are that it says nothing of each.
import type { Kysely } from 'kysely'
import type { Neighbours, PageVerdict } from '../model/deletion.ts'
import { touchEntries } from './deletions.ts'
import type { PageLook } from './port/deletions.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

const dayMs = 86_400_000
/** Pages that were there are remembered for as long as one that turned needs to be believed, and a while. */
const keptMs = 3 * dayMs

interface Moment {
  readonly at: number
  /** Start of the run or tick. */
  readonly runAt: number
}

interface Acting extends Moment {
  readonly verdict: PageVerdict
}

interface LookNews {
  readonly verdict: PageVerdict
  /** It is another one than before. */
  readonly isNew: boolean
  readonly neighbours: Neighbours
}

/** Must run in the transaction of the article step. Null: its sighting is another's by now. */
export async function noteLook(db: Kysely<Tables>, look: PageLook, { at, runAt }: Moment): Promise<LookNews | null> {
  const { sighting, source, goneSince } = look
  if ((await db.selectFrom('sightings').select('id').where('id', '=', sighting).executeTakeFirst()) === undefined) return null
  await remember(db, look, at)
  const neighbours = goneSince === null ? { looked: 1, gone: 0 } : await neighboursOf(db, source, goneSince)
  const verdict = look.judge(neighbours)
  return { verdict, neighbours, isNew: await act(db, look, { verdict, at, runAt }) }
}

async function remember(db: Kysely<Tables>, { sighting, source, goneSince }: PageLook, at: number): Promise<void> {
  const row = { source, at, gone_since: goneSince }
  await db
    .insertInto('page_looks')
    .values({ sighting, ...row })
    .onConflict((conflict) => conflict.column('sighting').doUpdateSet(row))
    .execute()
  await db
    .deleteFrom('page_looks')
    .where('source', '=', source)
    .where('at', '<', at - keptMs)
    .where('gone_since', 'is', null)
    .execute()
}

async function neighboursOf(db: Kysely<Tables>, source: string, since: number): Promise<Neighbours> {
  const rows = await db
    .selectFrom('page_looks')
    .select('gone_since')
    .where('source', '=', source)
    .where('at', '>=', since - dayMs)
    .execute()
  return { looked: rows.length, gone: rows.filter((row) => row.gone_since !== null && Math.abs(row.gone_since - since) < dayMs).length }
}

/** True: something is another way than before. */
async function act(db: Kysely<Tables>, { sighting, source, goneSince }: PageLook, { verdict, at, runAt }: Acting): Promise<boolean> {
  if (verdict === 'there') return forget(db, [sighting], runAt)
  if (verdict === 'redesign') return forget(db, await turnedWith(db, source, goneSince ?? at), runAt)
  if (verdict === 'missing') return false
  const row = { sighting, source, how: 'page' as const, since: goneSince ?? at, noted_at: at, by: null, comment: null }
  const { numInsertedOrUpdatedRows: noted = 0n } = await db
    .insertInto('deletions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (noted > 0n) await touchEntries(db, [sighting], runAt)
  return noted > 0n
}

/** Pages that were taken for deleted before it was seen that most are gone with them. */
async function turnedWith(db: Kysely<Tables>, source: string, since: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('deletions')
    .select('sighting')
    .where('source', '=', source)
    .where('how', '=', 'page')
    .where('since', '>', since - dayMs)
    .where('since', '<', since + dayMs)
    .execute()
  return rows.map(({ sighting }) => sighting)
}

/** False: nothing of them was taken for deleted. */
async function forget(db: Kysely<Tables>, sightings: readonly number[], runAt: number): Promise<boolean> {
  let isAny = false
  for (const some of chunks(sightings)) {
    const gone = await db.deleteFrom('deletions').where('sighting', 'in', some).where('how', '=', 'page').returning('sighting').execute()
    await touchEntries(
      db,
      gone.map(({ sighting }) => sighting),
      runAt,
    )
    isAny ||= gone.length > 0
  }
  return isAny
}
