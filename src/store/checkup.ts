// ADAPTER: a SQLite store as `doctor` looks at it, beside whoever works on it.
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { AppError } from '../base/errors.ts'
import { backupFacts } from '../model/backup.ts'
import type { StoreCondition, StoreSurvey } from '../model/checkup.ts'
import { checkApart } from './apart.ts'
import { missingStore } from './backing-up.ts'
import { waitingNames } from './category-lists.ts'
import { breachesIn, miscountsIn, recount } from './checkup-breaches.ts'
import { surveyIdentity } from './checkup-identity.ts'
import { knownFiles } from './manifest.ts'
import { factIn, migrationsIn, refuseNewer } from './migrating.ts'
import { migrations } from './migrations.ts'
import type { CheckedStore } from './port/checkup.ts'
import type { Tables } from './schema.ts'
import { refuseOther } from './site.ts'
import { listSources } from './sources.ts'
import { damagedStore, guarded, isEmpty, patiently, storeError } from './sqlite-errors.ts'
import { lookAtStore, useStore } from './use-lock.ts'

export interface CheckupOptions {
  readonly file: string
  readonly siteId: string
}

/** Clocks of two machines may differ by that much. */
const clockSlackMs = 10 * 60_000
/** No visit holds a source that long. */
const longestLeaseMs = 15 * 60_000

/** Never throws for what is wrong with it. */
export async function checkUpStore({ file, siteId }: CheckupOptions): Promise<CheckedStore> {
  if (!existsSync(file)) return closed({ kind: 'missing' })
  if (isEmpty(file)) return closed({ kind: 'damaged', problems: [damagedStore(file, 'it is empty').message] })
  const use = await lookAtStore(file)
  try {
    const database = open(file)
    const condition = conditionOf(database, file, siteId)
    if (condition.kind === 'whole') return { condition, ...asking(database, file, use.release) }
    database.close()
    use.release()
    return closed(condition)
  } catch (error) {
    use.release()
    const ours = storeError(file, error)
    if (!(ours instanceof AppError)) throw ours
    if (ours.code === 'store-damaged') return closed({ kind: 'damaged', problems: [ours.message] })
    return closed({ kind: 'unusable', code: ours.code, message: ours.message, advice: ours.advice })
  }
}

function open(file: string): Database.Database {
  const database = new Database(file, { fileMustExist: true, timeout: 15_000 })
  database.pragma('query_only = ON')
  return database
}

function closed(condition: StoreCondition): CheckedStore {
  return { condition, asked: null, close: async () => {} }
}

/** Counts what is counted beside anew, in one go; of how many sources that was another number. @throws AppError `store-missing`, … */
export async function recountIn({ file, siteId }: CheckupOptions): Promise<number> {
  if (!existsSync(file)) throw missingStore(file)
  const use = await useStore(file)
  try {
    const database = new Database(file, { fileMustExist: true, timeout: 15_000 })
    try {
      const condition = conditionOf(database, file, siteId)
      return condition.kind === 'whole' ? database.transaction(() => recount(database)).immediate() : 0
    } finally {
      database.close()
    }
  } catch (error) {
    throw storeError(file, error)
  } finally {
    use.release()
  }
}

/** @throws AppError `store-newer`, `other-site` */
function conditionOf(database: Database.Database, file: string, siteId: string): StoreCondition {
  refuseNewer(database, file)
  const owner = factIn(database, 'site')
  if (owner !== null) refuseOther(owner, siteId, file)
  const done = migrationsIn(database)
  const pending = Object.keys(migrations).filter((name) => !done.includes(name))
  return pending.length === 0 ? { kind: 'whole' } : { kind: 'older', pending: pending.sort() }
}

function asking(database: Database.Database, file: string, leave: () => void): Pick<CheckedStore, 'asked' | 'close'> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  const safely = guarded(file)
  const read = <T>(work: () => Promise<T>) => safely(() => patiently(work))
  return {
    asked: {
      problems: () => checkApart(file, { whole: true }),
      survey: (now) => read(() => surveyOf(db, database, now)),
      sources: (now) => read(() => listSources(db, now)),
      files: (folder, most) => read(() => someFiles(db, folder, most)),
      wrote: (folder, paths) => read(() => knownFiles(db, folder, paths)),
    },
    close: async () => {
      await db.destroy()
      leave()
    },
  }
}

async function surveyOf(db: Kysely<Tables>, database: Database.Database, now: number): Promise<StoreSurvey> {
  const number = (text: string | null) => (text === null || text === '' ? null : Number(text))
  const counted = (query: string) => database.prepare<[], number>(query).pluck().get() ?? 0
  const registry = factIn(database, 'registry')
  return {
    entries: counted("select count(*) from entries where state = 'published'"),
    breaches: breachesIn(database),
    miscounts: miscountsIn(database),
    ahead: aheadIn(database, now + clockSlackMs),
    longLeases: longLeasesIn(database, now + longestLeaseMs),
    waiting: await waitingNames(db),
    identity: surveyIdentity(database),
    linesBehind: counted(
      'select count(*) from entries where public_id is not null and (page_wanted > registry_written or keys_wanted > keys_written)',
    ),
    registrySize: registry === null ? null : JSON.parse(registry).size,
    staleFiles: counted(
      'select (select count(*) from outputs where wanted > written) + (select count(*) from entries where page_wanted > page_written)',
    ),
    backupTriedAt: number(factIn(database, backupFacts.tried)),
    backupFailingSince: number(factIn(database, backupFacts.failing)),
  }
}

const instants: readonly { readonly what: string; readonly query: string }[] = [
  { what: 'the last poll', query: 'select max(last_poll_at) from sources' },
  { what: 'the newest entry of a feed', query: "select max(listed) from entries where state = 'published'" },
  { what: 'the last row of the ledger', query: 'select max(at) from polls' },
  { what: 'the last time that something was published', query: "select cast(value as integer) from meta where key = 'published'" },
]

function aheadIn(database: Database.Database, limit: number): StoreSurvey['ahead'] {
  return instants.flatMap(({ what, query }) => {
    const at = database.prepare<[], number>(query).pluck().get() ?? 0
    return at > limit ? [{ what, at }] : []
  })
}

function longLeasesIn(database: Database.Database, limit: number): StoreSurvey['longLeases'] {
  const leases = `select id as subject, lease_until as "until" from sources where lease_until > ?
    union all select 'article ' || id, article_lease_until from entries where article_lease is not null and article_lease_until > ? limit 20`
  return database.prepare<[number, number], { subject: string; until: number }>(leases).all(limit, limit)
}

async function someFiles(db: Kysely<Tables>, folder: 'public' | 'jekyll', most: number) {
  const { total } = await db
    .selectFrom('published_files')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('folder', '=', folder)
    .executeTakeFirstOrThrow()
  const every = Math.max(1, Math.ceil(total / most))
  const { rows } = await sql<{ path: string }>`select path from
    (select path, row_number() over (order by path) as place from published_files where folder = ${folder})
    where place % ${every} = 0`.execute(db)
  return { total, paths: rows.map(({ path }) => path) }
}
