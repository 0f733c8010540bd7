// Numbers of the store: by indexes, or over the sources alone.
import { type Kysely, sql } from 'kysely'
import { healthOf } from '../model/health.ts'
import { neverPolled } from '../model/poll.ts'
import { countedBytes } from './answer-room.ts'
import { due } from './claims.ts'
import type { Census } from './port/census.ts'
import { tombstones } from './prunings.ts'
import { outcomeFrom } from './rows.ts'
import type { Tables } from './schema.ts'

export async function takeCensus(db: Kysely<Tables>, now: number): Promise<Omit<Census, 'bytes'>> {
  const { last } = await db
    .selectFrom('sources')
    .select(({ fn }) => fn.max<number | null>('last_poll_at').as('last'))
    .executeTakeFirstOrThrow()
  const { newest } = await db
    .selectFrom('entries')
    .select(({ fn }) => fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow()
  return {
    sources: await byHealth(db),
    ...(await dueNow(db, now)),
    lastPollAt: last,
    entries: newest ?? 0,
    tombstones: await tombstones(db),
    answerBytes: await countedBytes(db),
  }
}

/** All that says how a source is, and how many are so: a few rows, however many sources there are. */
async function byHealth(db: Kysely<Tables>): Promise<Census['sources']> {
  const rows = await db
    .selectFrom('sources')
    .select(({ fn }) => [
      'outcome',
      'is_gap',
      'is_drifting',
      'moved_times',
      paused.as('paused'),
      adopted.as('adopted'),
      moved.as('moved'),
      fn.countAll<number>().as('count'),
    ])
    .where('retired', '=', 0)
    .where('enabled', '=', 1)
    .groupBy(['outcome', 'is_gap', 'is_drifting', 'moved_times', 'paused', 'adopted', 'moved'])
    .execute()
  const counts = new Map<Census['sources'][number]['health'], number>()
  for (const row of rows) {
    const flags = { isGap: row.is_gap === 1, isDrifting: row.is_drifting === 1, movedTimes: row.moved_times }
    const said = { outcome: outcomeFrom(row.outcome), adoptedUrl: row.adopted, movedTo: row.moved }
    const health = healthOf({ state: { ...neverPolled, ...flags, ...said }, pausedAt: row.paused })
    counts.set(health, (counts.get(health) ?? 0) + row.count)
  }
  return [...counts].map(([health, count]) => ({ health, count }))
}

const paused = sql<number | null>`case when paused_at is null then null else 0 end`
const adopted = sql<string | null>`case when adopted_url is null then null else '' end`
const moved = sql<string | null>`case when moved_to is null then null else '' end`

async function dueNow(db: Kysely<Tables>, now: number): Promise<Pick<Census, 'due' | 'dueSince'>> {
  const { count, since } = await db
    .selectFrom(due(db, now).select('next_poll_at').as('due'))
    .select(({ fn }) => [fn.countAll<number>().as('count'), sql<number | null>`min(nullif(next_poll_at, 0))`.as('since')])
    .executeTakeFirstOrThrow()
  return { due: count, dueSince: since }
}
