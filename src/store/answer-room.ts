// How much room kept answers take: counted as they come, and looked at only past the limit.
import type { Kysely } from 'kysely'
import type { AnswerCounts } from '../model/kept-answer.ts'
import type { AnswerSettings } from '../model/settings.ts'
import { idsOf } from './answers.ts'
import { factOf, setFact } from './facts.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

/** How many bytes are kept, as counted: what goes with a sighting is not taken off before all is counted anew. */
const countFact = 'answers'

/** What came is counted; past the limit the oldest go. Must run in a transaction. */
export async function limitAnswers(db: Kysely<Tables>, came: number, { bytes: most }: AnswerSettings): Promise<void> {
  const counted = Math.max(0, (await countedBytes(db)) + came)
  await setFact(db, countFact, String(counted <= most ? counted : await trim(db, most)))
}

/** Of what is too much a little more goes, so that not every poll has to look again. Bytes that stay. */
async function trim(db: Kysely<Tables>, most: number): Promise<number> {
  const { bytes } = await countAnswers(db)
  let left = bytes
  for (const isNewest of [false, true])
    for (;;) {
      const wanted = left - most * 0.95
      if (bytes <= most || wanted <= 0) return left
      const gone = await dropOldest(db, wanted, { isNewest })
      if (gone === 0) break
      left -= gone
    }
  return left
}

/** So many are looked at in one go. */
const atOnce = 500

interface Keepsake {
  readonly id: number
  readonly at: number
  readonly bytes: number
}

/** Pages of entries, and all but the newest answer of each source; or these. Bytes that went. */
async function dropOldest(db: Kysely<Tables>, wanted: number, { isNewest }: { readonly isNewest: boolean }): Promise<number> {
  const lists = new Set<Keepsake>(await oldAnswers(db, isNewest))
  const articles = new Set<Keepsake>(await oldPages(db))
  const going: Keepsake[] = []
  let gone = 0
  for (const one of [...lists, ...articles].sort((a, b) => a.at - b.at)) {
    if (gone >= wanted) break
    going.push(one)
    gone += one.bytes
  }
  for (const some of chunks(going.filter((one) => lists.has(one)))) await db.deleteFrom('answers').where('id', 'in', idsOf(some)).execute()
  for (const some of chunks(going.filter((one) => articles.has(one))))
    await db.deleteFrom('article_answers').where('sighting', 'in', idsOf(some)).execute()
  return gone
}

async function oldAnswers(db: Kysely<Tables>, isNewest: boolean): Promise<readonly Keepsake[]> {
  const newest = db
    .selectFrom('answers')
    .select(({ fn }) => fn.max('id').as('id'))
    .groupBy('source')
  const query = db
    .selectFrom('answers')
    .select(['id', 'at', 'bytes'])
    .where('id', isNewest ? 'in' : 'not in', newest)
  return query.orderBy('at').orderBy('id').limit(atOnce).execute()
}

async function oldPages(db: Kysely<Tables>): Promise<readonly Keepsake[]> {
  const query = db.selectFrom('article_answers').select(['sighting as id', 'at', 'bytes'])
  return query.orderBy('at').orderBy('sighting').limit(atOnce).execute()
}

export async function countAnswers(db: Kysely<Tables>): Promise<AnswerCounts> {
  const lists = await counted(db, 'answers')
  const articles = await counted(db, 'article_answers')
  return { answers: lists.count, articles: articles.count, bytes: lists.bytes + articles.bytes }
}

async function counted(
  db: Kysely<Tables>,
  table: 'answers' | 'article_answers',
): Promise<{ readonly count: number; readonly bytes: number }> {
  return db
    .selectFrom(table)
    .select(({ fn, eb }) => [fn.countAll<number>().as('count'), fn.coalesce(fn.sum<number>('bytes'), eb.lit(0)).as('bytes')])
    .executeTakeFirstOrThrow()
}

/** More is kept than settings say now. */
export async function isTooMuch(db: Kysely<Tables>, settings: AnswerSettings): Promise<boolean> {
  const counted = await countedBytes(db)
  return settings.perSource === 0 ? counted > 0 : counted > settings.bytes
}

/** No more stays than settings say now. Must run in a transaction. */
export async function keepOnly(db: Kysely<Tables>, settings: AnswerSettings): Promise<void> {
  if (settings.perSource > 0) return limitAnswers(db, 0, settings)
  await db.deleteFrom('answers').execute()
  await db.deleteFrom('article_answers').execute()
  await limitAnswers(db, Number.NEGATIVE_INFINITY, settings)
}

/** As counted, which is had at once. */
export async function countedBytes(db: Kysely<Tables>): Promise<number> {
  return Number((await factOf(db, countFact)) ?? 0)
}
