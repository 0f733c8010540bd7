// An exact copy of the store as lines (`export jsonl`), and how it is put back: in many transactions, each of which says how far it came.
import { type Kysely, sql } from 'kysely'
import { AppError } from '../base/errors.ts'
import { joinRows, type SlugsHere } from './copy-joining.ts'
import { readCopy } from './copy-reading.ts'
import { writeRows } from './copy-writing.ts'
import { dropFact, factOf, setFact } from './facts.ts'
import type { CopyHead, CopyIn, CopyLine, CopyStore, TakenLines } from './port/copies.ts'
import type { Tables } from './schema.ts'
import { authorityOf } from './site.ts'

/** The copy that is being taken in. */
const fact = 'copy-in'

interface Opened {
  /** On which reading keeps nobody waiting. */
  readonly aside: Kysely<Tables>
  readonly safely: <T>(work: () => Promise<T>) => Promise<T>
  readonly read: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (trx: Kysely<Tables>) => Promise<T>) => Promise<T>
  readonly identityNames: () => readonly string[]
  /** From now on ids are made so. */
  readonly adopt: (authority: { readonly host: string; readonly year: number }) => void
}

export function copiesOf({ aside, safely, read, write, identityNames, adopt }: Opened): CopyStore['copies'] {
  return {
    head: () => read(copyHead),
    read: () => ofOneMoment(aside, safely),
    publishedAfter: (row, limit) => read((db) => publishedAfter(db, row, limit)),
    isUnfinished: async () => (await read(progressOf))?.kind === 'exact',
    open: async (head, name) => {
      const progress = await write((trx) => openCopy(trx, head, name))
      if (progress.kind === 'exact') adopt(head)
      const slugs: SlugsHere = new Map()
      return {
        kind: progress.kind,
        lines: progress.lines,
        take: (lines, end) => write((trx) => takeCopy(trx, lines, { progress, slugs, identityNames: identityNames(), end })),
        end: () => write(endCopy),
      }
    },
  }
}

async function publishedAfter(db: Kysely<Tables>, row: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('entries')
    .select('id')
    .where('id', '>', row)
    .where('state', '=', 'published')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function* ofOneMoment(db: Kysely<Tables>, safely: Opened['safely']): AsyncGenerator<readonly CopyLine[]> {
  const trx = await safely(() => db.startTransaction().execute())
  try {
    const lines = readCopy(trx)
    for (;;) {
      const next = await safely(() => lines.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await trx.rollback().execute()
  }
}

interface Progress {
  readonly name: string
  readonly kind: CopyIn['kind']
  readonly lines: number
}

async function copyHead(db: Kysely<Tables>): Promise<CopyHead> {
  return { site: (await factOf(db, 'site')) ?? '', ...(await authorityOf(db)), tables: await stepsOf(db) }
}

async function stepsOf(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** What of another call of the same copy is in stays in. Must run in a transaction. */
async function openCopy(db: Kysely<Tables>, head: CopyHead, name: string): Promise<Progress> {
  const known = new Set(await stepsOf(db))
  const stranger = head.tables.find((step) => !known.has(step))
  if (stranger !== undefined)
    throw new AppError(
      'copy-newer',
      `The copy was made by a newer newsstand (${stranger})`,
      'Import it with that version, or a later one.',
      { step: stranger },
    )
  const before = await progressOf(db)
  // What joins is told by its ids what is in already.
  if (before !== null && before.name === name) return before.kind === 'joining' ? { ...before, lines: 0 } : before
  const has = await db.selectFrom('entries').select('id').limit(1).executeTakeFirst()
  const progress: Progress = { name, kind: has === undefined ? 'exact' : 'joining', lines: 0 }
  if (progress.kind === 'exact') await takeOver(db, head)
  await note(db, progress)
  return progress
}

/** Nobody has seen an id of an empty store: it makes those that the copied one made. What config had put into it comes again with the next start. */
async function takeOver(db: Kysely<Tables>, { host, year }: CopyHead): Promise<void> {
  for (const [key, value] of Object.entries({ host, year: String(year) }))
    await db.updateTable('meta').set({ value }).where('key', '=', key).execute()
  for (const table of ['output_feeds', 'category_names', 'categories', 'sources', 'outputs'] as const) await db.deleteFrom(table).execute()
}

interface Taking {
  readonly progress: Progress
  readonly slugs: SlugsHere
  readonly identityNames: readonly string[]
}

/** Must run in a transaction. `end`: how many lines are in afterwards. */
async function takeCopy(
  db: Kysely<Tables>,
  lines: readonly CopyLine[],
  { end, ...taking }: Taking & { readonly end: number },
): Promise<TakenLines> {
  const { progress, slugs, identityNames } = taking
  await note(db, { ...progress, lines: end })
  if (progress.kind === 'joining') return joinRows(lines, { db, slugs, identityNames })
  await writeRows(db, lines)
  await settleClaims(db, lines)
  return { entries: lines.filter(({ table }) => table === 'entries').length, kept: 0, conflicts: [] }
}

/** What a registry file says of entries that are here now is no news. */
async function settleClaims(db: Kysely<Tables>, lines: readonly CopyLine[]): Promise<void> {
  const ids = lines.flatMap(({ table, row }) => (table === 'entries' && typeof row.public_id === 'string' ? [row.public_id] : []))
  if (ids.length === 0) return
  await db.deleteFrom('claim_keys').where('claim', 'in', ids).execute()
  await db.deleteFrom('claims').where('id', 'in', ids).execute()
}

async function endCopy(db: Kysely<Tables>): Promise<void> {
  await dropFact(db, fact)
}

async function progressOf(db: Kysely<Tables>): Promise<Progress | null> {
  const said = await factOf(db, fact)
  return said === null ? null : JSON.parse(said)
}

async function note(db: Kysely<Tables>, progress: Progress): Promise<void> {
  await setFact(db, fact, JSON.stringify(progress))
}
