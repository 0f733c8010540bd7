// ADAPTER: a StoreView on SQLite, beside whoever works on the store.
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { AppError } from '../base/errors.ts'
import { registry } from './categories.ts'
import { coverageOf } from './coverage.ts'
import { dossierOf } from './dossiers.ts'
import { windowOf } from './entries.ts'
import { entryAnswers } from './entry-answers.ts'
import { listFollowed } from './followed.ts'
import { knownRows } from './known.ts'
import { refuseNewer } from './migrating.ts'
import { migrations } from './migrations.ts'
import { entriesNamed, finalEntries, keysFrom, references, titlesHolding } from './named-entries.ts'
import type { EntryArchive, StoreView } from './port/views.ts'
import type { Tables } from './schema.ts'
import { authorityOf, refuseOther, type SiteIdentity } from './site.ts'
import { listSources, listStandings } from './sources.ts'
import { guarded } from './sqlite-errors.ts'
import { lookAtStore } from './use-lock.ts'

export interface ViewOptions extends Pick<SiteIdentity, 'siteId'> {
  readonly file: string
  /** Names of configured identities, strongest first. */
  readonly identityNames: readonly string[]
}

/**
 * Looks into a site's store; null where there is none yet. Nothing is made, brought up to date or locked.
 * @throws AppError `store-damaged`, `other-site`, `store-newer`, `store-older`
 */
export async function viewSqlite({ file, siteId, identityNames }: ViewOptions): Promise<(StoreView & EntryArchive) | null> {
  if (!existsSync(file)) return null
  const safely = guarded(file)
  const use = await lookAtStore(file)
  const database = await safely(async () => openOwn(file, siteId)).catch((error) => {
    use.release()
    throw error
  })
  if (database === null) {
    use.release()
    return null
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  /** What several queries find is of one moment. */
  const atOnce = <T>(work: (trx: Kysely<Tables>) => Promise<T>) => safely(() => db.transaction().execute(work))
  return {
    sources: (now) => safely(() => listSources(db, now)),
    followed: () => safely(() => listFollowed(db)),
    rehearse: (plan) => atOnce((trx) => plan(knownRows(trx, identityNames))),
    authority: () => safely(() => authorityOf(db)),
    named: (names) => atOnce((trx) => entriesNamed(trx, names)),
    dossier: (row, window) => atOnce((trx) => dossierOf(trx, row, { ...window, identityNames })),
    finals: (rows) => atOnce((trx) => finalEntries(trx, rows)),
    coverage: (row) => atOnce((trx) => coverageOf(trx, row)),
    answers: (row) => atOnce((trx) => entryAnswers(trx, row)),
    references: (rows) => safely(() => references(db, rows)),
    window: (slug, size) => atOnce((trx) => windowOf(trx, slug, size)),
    standings: () => safely(() => listStandings(db)),
    registry: () => safely(() => registry(db)),
    alike: ({ keyStarts, title }) =>
      atOnce(async (trx) => ({ keys: await keysFrom(trx, keyStarts), entries: await titlesHolding(trx, title) })),
    close: async () => {
      await db.destroy()
      use.release()
    },
  }
}

/** Not opened as read-only: where it is the only one, such a connection leaves -wal and -shm files behind. */
function openOwn(file: string, siteId: string): Database.Database | null {
  const database = new Database(file, { fileMustExist: true, timeout: 15_000 })
  try {
    database.pragma('query_only = ON')
    const owner = ownerOf(database, file)
    if (owner !== null) {
      refuseOther(owner, siteId, file)
      return database
    }
  } catch (error) {
    database.close()
    throw error
  }
  database.close()
  return null
}

/** Null while its first process is still making it. */
function ownerOf(database: Database.Database, file: string): string | null {
  const texts = (query: string) => database.prepare<[], string>(query).pluck().all()
  if (texts("select name from sqlite_master where name in ('kysely_migration', 'meta')").length < 2) return null
  const done = texts('select name from kysely_migration')
  refuseNewer(database, file)
  if (Object.keys(migrations).some((name) => !done.includes(name))) throw olderStore(file)
  return texts("select value from meta where key = 'site'")[0] ?? null
}

function olderStore(file: string): AppError {
  return new AppError(
    'store-older',
    `The store ${file} was written by an older newsstand`,
    'Run "newsstand status" once: it brings the store up to date.',
    { file },
  )
}
