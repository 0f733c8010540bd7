// Requests and bytes per host and day.
import { type Kysely, sql } from 'kysely'
import type { DayTraffic } from '../model/poll.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

const daysKept = 30

/** Must run in a transaction. */
export async function addTraffic(db: Kysely<Tables>, rows: readonly DayTraffic[]): Promise<void> {
  for (const some of chunks(rows)) {
    await db
      .insertInto('traffic')
      .values(some.map(({ day, host, requests, bytes }) => ({ day, host, requests, bytes })))
      .onConflict((conflict) =>
        conflict.columns(['day', 'host']).doUpdateSet({
          requests: sql<number>`traffic.requests + excluded.requests`,
          bytes: sql<number>`traffic.bytes + excluded.bytes`,
        }),
      )
      .execute()
  }
  const newest = Math.max(0, ...rows.map((row) => row.day))
  await db
    .deleteFrom('traffic')
    .where('day', '<=', newest - daysKept)
    .execute()
}

export async function listTraffic(db: Kysely<Tables>, sinceDay: number): Promise<readonly DayTraffic[]> {
  return db.selectFrom('traffic').selectAll().where('day', '>=', sinceDay).orderBy('day').orderBy('host').execute()
}
