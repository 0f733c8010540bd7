// Answers of sources, as their readers were handed them: the last of each source, within what they may take in all.
import type { Kysely, Selectable } from 'kysely'
import type { PackedBytes } from '../base/packing.ts'
import type { KeptAnswer, KeptDocument, NewAnswer, NewArticleAnswer } from '../model/kept-answer.ts'
import type { AnswerSettings } from '../model/settings.ts'
import { runBuilt } from './built.ts'
import { chunks } from './rows.ts'
import type { AnswerRow, Tables } from './schema.ts'

/** Characters of a fingerprint by which an answer knows its drafts: enough to tell those of one source apart. */
const markLength = 16
const markBytes = markLength / 2

/** What stands beside the bytes. */
interface AboutDocument extends Omit<KeptDocument, 'body'>, Omit<PackedBytes, 'bytes'> {
  /** Packed. */
  readonly length: number
}

interface About extends Pick<NewAnswer, 'address' | 'isPush'> {
  readonly documents: readonly AboutDocument[]
}

export interface Keeping {
  readonly source: string
  readonly at: number
  readonly settings: AnswerSettings
  /** Of its drafts. */
  readonly fingerprints: readonly string[]
}

/** Must run in the transaction that records the poll. Nothing is kept that shows a withdrawn entry. Bytes that came or went. */
export async function keepAnswer(db: Kysely<Tables>, answer: NewAnswer, { source, at, settings, fingerprints }: Keeping): Promise<number> {
  const marks = marksOf(fingerprints)
  if (settings.perSource === 0 || (await showsWithdrawn(db, source, marks))) return 0
  const before = await keptOf(db, source)
  const [newest] = before
  const others = before.filter((row) => row !== newest || row.hash !== answer.hash || answer.hash === '')
  const staying = new Set(others.slice(0, settings.perSource - 1))
  const going = before.filter((row) => !staying.has(row))
  // First: their pages are taken for the new one.
  if (going.length > 0) await db.deleteFrom('answers').where('id', 'in', idsOf(going)).execute()
  const { about, body } = packedUp(answer.documents)
  const row = { source, at, bytes: body.length, hash: answer.hash, about: aboutText(answer, about), fingerprints: marks, body }
  await runBuilt(db, 'answer', { values: Object.values(row), build: () => db.insertInto('answers').values(row) })
  return body.length - going.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** As `keepAnswer`: one for each sighting. */
export async function keepArticleAnswer(
  db: Kysely<Tables>,
  { sighting, documents }: NewArticleAnswer,
  { at, settings }: Pick<Keeping, 'at' | 'settings'>,
): Promise<number> {
  if (settings.perSource === 0) return 0
  const known = await db
    .selectFrom('sightings')
    .leftJoin('article_answers', 'article_answers.sighting', 'sightings.id')
    .select(['sightings.id', 'bytes'])
    .where('sightings.id', '=', sighting)
    .where('entry', 'not in', (eb) => eb.selectFrom('retractions').select('entry'))
    .executeTakeFirst()
  if (known === undefined) return 0
  const { about, body } = packedUp(documents)
  const columns = { at, bytes: body.length, about: JSON.stringify({ documents: about }), body }
  await db
    .insertInto('article_answers')
    .values({ sighting, ...columns })
    .onConflict((conflict) => conflict.column('sighting').doUpdateSet(columns))
    .execute()
  return body.length - (known.bytes ?? 0)
}

export function idsOf(rows: readonly { readonly id: number }[]): readonly number[] {
  return rows.map(({ id }) => id)
}

/** Newest first. */
async function keptOf(db: Kysely<Tables>, source: string): Promise<readonly Pick<Selectable<AnswerRow>, 'id' | 'hash' | 'bytes'>[]> {
  const build = () => db.selectFrom('answers').select(['id', 'hash', 'bytes']).where('source', '=', source).orderBy('id', 'desc')
  return (await runBuilt(db, 'answers of a source', { values: [source], build })).rows
}

/** Drafts that were withdrawn, and that the source goes on showing as they are. */
async function showsWithdrawn(db: Kysely<Tables>, source: string, marks: Uint8Array): Promise<boolean> {
  const build = () =>
    db
      .selectFrom('retractions')
      .innerJoin('sightings', 'sightings.entry', 'retractions.entry')
      .select('fingerprint')
      .where('source', '=', source)
  const { rows } = await runBuilt(db, 'withdrawn of a source', { values: [source], build })
  if (rows.length === 0) return false
  const shown = marksIn(marks)
  return rows.some(({ fingerprint }) => shown.has(fingerprint.slice(0, markLength)))
}

export function marksOf(fingerprints: readonly string[]): Uint8Array {
  return Buffer.from(fingerprints.map((fingerprint) => fingerprint.slice(0, markLength).padEnd(markLength, '0')).join(''), 'hex')
}

/** Whether the draft of this fingerprint is among them. */
export function holdsMark(marks: Uint8Array, fingerprint: string): boolean {
  return marksIn(marks).has(fingerprint.slice(0, markLength))
}

function marksIn(marks: Uint8Array): ReadonlySet<string> {
  const found = new Set<string>()
  for (let at = 0; at < marks.length; at += markBytes) found.add(Buffer.from(marks.subarray(at, at + markBytes)).toString('hex'))
  return found
}

function packedUp(documents: readonly KeptDocument[]): { readonly about: readonly AboutDocument[]; readonly body: Uint8Array } {
  const about = documents.map(({ body: { bytes, ...packed }, ...document }) => ({ ...document, ...packed, length: bytes.length }))
  return { about, body: Buffer.concat(documents.map(({ body }) => body.bytes)) }
}

function aboutText({ address, isPush }: NewAnswer, documents: readonly AboutDocument[]): string {
  const about: About = { address, isPush, documents }
  return JSON.stringify(about)
}

export function documentsFrom({ about, body }: Pick<AnswerRow, 'about' | 'body'>): readonly KeptDocument[] {
  const { documents }: Pick<About, 'documents'> = JSON.parse(about)
  let end = 0
  return documents.map(({ packing, size, length, ...document }) => {
    end += length
    return { ...document, body: { packing, size, bytes: body.subarray(end - length, end) } }
  })
}

/** Oldest first. */
export async function answersOf(db: Kysely<Tables>, source: string): Promise<readonly KeptAnswer[]> {
  const rows = await db.selectFrom('answers').select(['at', 'about', 'body']).where('source', '=', source).orderBy('id').execute()
  return rows.map((row) => {
    const { address, isPush }: About = JSON.parse(row.about)
    return { at: row.at, address, isPush, documents: documentsFrom(row) }
  })
}

/** What was kept of sources, and whatever may show these entries, or what became them. Must run in a transaction. */
export async function forgetAnswers(
  db: Kysely<Tables>,
  { sources = [], entries = [] }: { readonly sources?: readonly string[]; readonly entries?: readonly number[] },
): Promise<void> {
  const showing = [...sources]
  for (const some of chunks(entries)) {
    const rows = await db.selectFrom('sightings').select(['id', 'source']).where('entry', 'in', some).execute()
    showing.push(...rows.map((row) => row.source))
    for (const ids of chunks(idsOf(rows))) await db.deleteFrom('article_answers').where('sighting', 'in', ids).execute()
  }
  for (const some of chunks([...new Set(showing)])) await db.deleteFrom('answers').where('source', 'in', some).execute()
  for (const some of chunks([...new Set(sources)]))
    await db
      .deleteFrom('article_answers')
      .where('sighting', 'in', (eb) => eb.selectFrom('sightings').select('id').where('source', 'in', some))
      .execute()
}
