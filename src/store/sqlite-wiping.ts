// Erased text leaves the store's files, too: SQLite overwrites what it deletes (`secure_delete`), but for what older pages and the log still
// hold. So the files are searched for it, and made anew where it is found.
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { systemCodeOf } from '../base/errors.ts'
import type { Retracted, Wiped } from '../model/retraction.ts'
import { searchable } from '../model/search.ts'
import { dropFact, factOf } from './facts.ts'
import type { Tables } from './schema.ts'
import { searchLeftovers } from './search-texts.ts'
import { patiently } from './sqlite-errors.ts'
import { bytesOf } from './sqlite-size.ts'

/** Characters of a probe, and how many are looked for. */
const probeLength = 24
const mostProbes = 12
/** So many letters tell one text from others. */
const leastLetters = 12
/** Bytes: making so much anew takes about a second. */
const mostMadeAnew = 128 * 1024 * 1024
const chunkBytes = 8 * 1024 * 1024
/** Another process that reads holds the log open. */
const logWaitMs = 2_000
const lookAgainMs = 100
/** Pages of the index that are put together in one go. */
const pagesAStep = 200

type Wipeable = Pick<Retracted, 'entry' | 'texts' | 'isRepeated'>

/** Makes sure that nothing is left of erased texts. Not to be called in a transaction. */
export async function wipe(db: Kysely<Tables>, file: string, retracted: Wipeable): Promise<Wiped> {
  const { entry, texts } = retracted
  // The title stays.
  const probes = [...new Set([...probesOf(texts), ...probesOf(texts.map(searchable))])].filter((probe) => !entry.title.includes(probe))
  await clearIndex(db)
  await emptyLog(db)
  const left = await found(file, probes)
  const own = await notHeld(db, left)
  if (own.length > 0 || (await isOwed(db, retracted))) {
    if (!(await remade(db))) return 'later'
    await emptyLog(db)
    if ((await found(file, own)).length > 0) return 'later'
    await db.updateTable('retractions').set({ is_wiped: 1 }).execute()
  } else await db.updateTable('retractions').set({ is_wiped: 1 }).where('entry', '=', entry.row).execute()
  return own.length === left.length ? 'wiped' : 'elsewhere'
}

/**
 * Where many went at once, of which nobody knows the words any more. A large file is not made anew: that would keep a service from its work,
 * and what was deleted in it was overwritten. Not to be called in a transaction.
 */
export async function cleanFiles(db: Kysely<Tables>, file: string): Promise<void> {
  await clearIndex(db)
  const isMadeAnew = (await bytesOf(file)) <= mostMadeAnew && (await remade(db))
  await emptyLog(db)
  if (isMadeAnew) await db.updateTable('retractions').set({ is_wiped: 1 }).execute()
}

/** Something was erased without being looked for, or could not be wiped: nobody knows its words any more. */
async function isOwed(db: Kysely<Tables>, { entry, isRepeated }: Wipeable): Promise<boolean> {
  const rows = await db.selectFrom('retractions').select('entry').where('is_wiped', '=', 0).execute()
  return rows.some((row) => row.entry !== entry.row || isRepeated)
}

/** Pieces of the texts that stand in the file as they are: JSON has no way of its own to write them. What is searched stands there once more. */
function probesOf(texts: readonly string[]): readonly string[] {
  const pieces = texts.flatMap((text) => text.match(/[^"\\<>\p{C}]+/gu) ?? [])
  const slices = pieces.flatMap((piece) => {
    const middle = Math.max(0, Math.floor((piece.length - probeLength) / 2))
    return [piece.slice(0, probeLength), piece.slice(middle, middle + probeLength), piece.slice(-probeLength)]
  })
  const telling = [...new Set(slices.map((slice) => slice.toWellFormed()))].filter(
    (slice) => !slice.includes('\ufffd') && (slice.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= leastLetters,
  )
  const step = Math.max(1, Math.floor(telling.length / mostProbes))
  return telling.filter((_, at) => at % step === 0).slice(0, mostProbes)
}

/** What searching keeps of erased words that were replaced before goes when its parts are put together anew, step by step. */
async function clearIndex(db: Kysely<Tables>): Promise<void> {
  if ((await factOf(db, searchLeftovers)) === null) return
  for (const index of ['search_index', 'search_titles'])
    for (let pages = -pagesAStep; await isMerging(db, index, pages); pages = pagesAStep) await setImmediate()
  await patiently(() => dropFact(db, searchLeftovers))
}

/** True while there is more to do; a negative number of pages begins it (FTS5, `merge`). In a transaction nobody else's changes are counted. */
function isMerging(db: Kysely<Tables>, index: string, pages: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const changes = async () => (await sql<{ count: number }>`select total_changes() as count`.execute(trx)).rows[0]?.count ?? 0
    const before = await changes()
    await sql`insert into ${sql.table(index)}(${sql.ref(index)}, rank) values('merge', ${pages})`.execute(trx)
    return (await changes()) - before >= 2
  })
}

/** Whatever stands in the log goes into the file, and the log is emptied; as far as others let it. */
async function emptyLog(db: Kysely<Tables>): Promise<void> {
  for (let waitedMs = 0; waitedMs < logWaitMs; waitedMs += lookAgainMs) {
    const { rows } = await patiently(() => sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db))
    if (rows[0]?.busy !== 1) return
    await wait(lookAgainMs)
  }
}

/** The probes that stand in the file, or in its log. */
async function found(file: string, probes: readonly string[]): Promise<readonly string[]> {
  const left = new Set<string>()
  if (probes.length === 0) return []
  for (const path of [file, `${file}-wal`]) {
    const handle = await openIfThere(path)
    if (handle === null) continue
    try {
      await search(handle, probes, left)
    } finally {
      await handle.close()
    }
  }
  return [...left]
}

async function search(handle: FileHandle, probes: readonly string[], left: Set<string>): Promise<void> {
  const wanted = probes.map((probe) => ({ probe, bytes: Buffer.from(probe) }))
  const overlap = Math.max(0, ...wanted.map(({ bytes }) => bytes.length)) - 1
  const chunk = Buffer.alloc(chunkBytes)
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    const read = chunk.subarray(0, bytesRead)
    for (const { probe, bytes } of wanted) if (read.includes(bytes)) left.add(probe)
    if (bytesRead < chunk.length) return
    at += bytesRead - overlap
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Without those that other rows hold by right. */
async function notHeld(db: Kysely<Tables>, probes: readonly string[]): Promise<readonly string[]> {
  const own: string[] = []
  for (const probe of probes) {
    const { rows } = await sql<{ held: number }>`select
      exists (select 1 from entries where instr(title, ${probe}) or instr(summary, ${probe}) or instr(content_html, ${probe})) or
      exists (select 1 from sightings where instr(draft, ${probe}) or instr(titles, ${probe}) or instr(article, ${probe})) or
      exists (select 1 from revisions where instr(content, ${probe})) or
      exists (select 1 from search_texts where instr(text, ${probe})) or
      exists (select 1 from retractions where instr(why, ${probe})) as held`.execute(db)
    if (rows[0]?.held !== 1) own.push(probe)
  }
  return own
}

/** Makes the file anew, of what it holds. False: somebody else is at it, or there is no room for a second copy. */
export async function remade(db: Kysely<Tables>): Promise<boolean> {
  try {
    await patiently(() => sql`vacuum`.execute(db))
    return true
  } catch (error) {
    if (/^SQLITE_(BUSY|FULL|IOERR)/.test(systemCodeOf(error) ?? '')) return false
    throw error
  }
}
