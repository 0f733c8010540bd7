// Which kept answers show an entry: from these it can be read anew.
import type { Kysely } from 'kysely'
import type { EntryAnswers } from '../model/kept-answer.ts'
import { holdsMark } from './answers.ts'
import type { Tables } from './schema.ts'

export async function entryAnswers(db: Kysely<Tables>, entry: number): Promise<EntryAnswers> {
  const sightings = await db
    .selectFrom('sightings')
    .select(['id', 'source', 'fingerprint'])
    .where('entry', '=', entry)
    .orderBy('id')
    .execute()
  const sources = [...new Set(sightings.map(({ source }) => source))]
  if (sources.length === 0) return { lists: [], pages: [] }
  const lists = await db
    .selectFrom('answers')
    .select(['source', 'at', 'bytes', 'fingerprints'])
    .where('source', 'in', sources)
    .orderBy('id', 'desc')
    .execute()
  const pages = await db
    .selectFrom('article_answers')
    .innerJoin('sightings', 'sightings.id', 'article_answers.sighting')
    .select(['source', 'at', 'bytes'])
    .where('entry', '=', entry)
    .orderBy('sightings.id')
    .execute()
  const shows = (source: string, marks: Uint8Array) => sightings.some((one) => one.source === source && holdsMark(marks, one.fingerprint))
  return {
    lists: lists.filter(({ source, fingerprints }) => shows(source, fingerprints)).map(({ source, at, bytes }) => ({ source, at, bytes })),
    pages,
  }
}
