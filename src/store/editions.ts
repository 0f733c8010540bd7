// Editions of digests as they stand now: of what each was given, what readers may still see, in the words of that time.
import { type Kysely, type Selectable, sql } from 'kysely'
import type { DigestName, Edition, FilledEdition } from '../model/digest.ts'
import type { DossierEdition } from '../model/dossier.ts'
import type { Content } from '../model/entry.ts'
import { entriesAt } from './entries.ts'
import type {
  EditionRange,
  StaleDigest,
  StaleEdition,
  StandingEdition,
  StandingMember,
  WrittenDigest,
  WrittenEdition,
} from './port/digests.ts'
import type { DigestEditionRow, Tables } from './schema.ts'

type Row = Selectable<DigestEditionRow>

/** First what must go: ended ones, then those of which readers have an edition that is no longer so. */
export async function staleDigests(db: Kysely<Tables>, limit: number): Promise<readonly StaleDigest[]> {
  const haste = sql<number>`case when schedule is null then 0 when exists (select 1 from digest_editions as edition
    where edition.slug = digests.slug and edition.every = digests.every and edition.wanted > edition.written and edition.written > 0)
    then 1 else 2 end`
  const rows = await db
    .selectFrom('digests')
    .select(['slug', 'every', 'wanted', 'schedule'])
    .whereRef('wanted', '>', 'written')
    .orderBy(haste)
    .orderBy('slug')
    .orderBy('every')
    .limit(limit)
    .execute()
  return rows.map(({ schedule, ...row }) => ({ ...row, isEnded: schedule === null }))
}

export async function digestNames(db: Kysely<Tables>): Promise<readonly DigestName[]> {
  return db.selectFrom('digests').select(['slug', 'every']).orderBy('slug').orderBy('every').execute()
}

export async function staleEditions(
  db: Kysely<Tables>,
  { slug, every }: DigestName,
  { after, limit }: EditionRange,
): Promise<readonly StaleEdition[]> {
  const rows = await db
    .selectFrom('digest_editions')
    .selectAll()
    .where('slug', '=', slug)
    .where('every', '=', every)
    .where('day', '>', after)
    .whereRef('wanted', '>', 'written')
    .orderBy('day')
    .limit(limit)
    .execute()
  const stale: StaleEdition[] = []
  for (const row of rows) stale.push({ ...(await standing(db, row)), wanted: row.wanted })
  return stale
}

export async function newestEditions(db: Kysely<Tables>, { slug, every }: DigestName, limit: number): Promise<readonly StandingEdition[]> {
  const editions: StandingEdition[] = []
  for (let before = '9'; editions.length < limit; ) {
    const rows = await db
      .selectFrom('digest_editions')
      .selectAll()
      .where('slug', '=', slug)
      .where('every', '=', every)
      .where('day', '<', before)
      .orderBy('day', 'desc')
      .limit(limit)
      .execute()
    for (const row of rows) {
      const edition = await standing(db, row)
      if (edition.members.length > 0) editions.push(edition)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < limit) break
    before = last.day
  }
  return editions.slice(0, limit)
}

/** A merged entry is what it became; each stands once. */
async function standing(db: Kysely<Tables>, row: Row): Promise<StandingEdition> {
  const isMember =
    row.slug === ''
      ? sql<number>`1`
      : sql<number>`exists (select 1 from memberships where memberships.slug = ${row.slug} and memberships.entry = entries.id)`
  const found = await db
    .selectFrom('digest_entries')
    .innerJoin('entries as given', 'given.id', 'digest_entries.entry')
    .innerJoin('entries', (join) => join.on('entries.id', '=', sql<number>`coalesce(given.merged_into, given.id)`))
    .leftJoin('retractions', 'retractions.entry', 'entries.id')
    .select(['digest_entries.entry as given', 'digest_entries.revision as said', 'entries.id', 'entries.state'])
    .select(['entries.revision', 'retractions.at', isMember.as('is_member')])
    .where('digest_entries.edition', '=', row.id)
    .orderBy('digest_entries.place')
    .execute()
  const shown = new Map<number, StandingMember>()
  for (const { given, said, id, state, revision, is_member } of found) {
    if (state !== 'published' || !is_member || shown.has(id)) continue
    shown.set(id, { entry: id, revision: given === id ? said : revision })
  }
  const withdrawn = found.flatMap(({ at }) => (at !== null && at >= row.until ? [at] : []))
  const modifiedAt = withdrawn.length === 0 ? null : Math.max(...withdrawn)
  return { ...editionFrom(row), members: [...shown.values()], modifiedAt }
}

function editionFrom({ id, every, day, until, public_id, more }: Row): Edition {
  return { row: id, every, day, until, id: public_id, more }
}

export async function fillEdition(db: Kysely<Tables>, { members, ...edition }: StandingEdition): Promise<FilledEdition> {
  const listedOf = new Map<number, number | null>()
  const ids = members.map(({ entry }) => entry)
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'listed', 'revision', 'public_id'])
    .where('id', 'in', ids.length > 0 ? ids : [-1])
    .execute()
  for (const { id, listed } of rows) listedOf.set(id, listed)
  const entries = await entriesAt(
    db,
    ids.map((id) => ({ id, listed: listedOf.get(id) ?? null })),
  )
  const rowOf = new Map(rows.map((row) => [row.public_id, row]))
  const saidOf = new Map(members.map(({ entry, revision }) => [entry, revision]))
  const told = []
  for (const entry of entries) {
    const row = rowOf.get(entry.id)
    const said = saidOf.get(row?.id ?? -1) ?? entry.revision
    const isOther = row !== undefined && said !== entry.revision && entry.retraction === null
    told.push(isOther ? { ...entry, ...(await contentAt(db, row.id, said)) } : entry)
  }
  return { ...edition, entries: told }
}

/** The words of a revision; where it is kept no more, of the one before it. Empty: none is. */
async function contentAt(db: Kysely<Tables>, entry: number, revision: number): Promise<Partial<Content>> {
  const row = await db
    .selectFrom('revisions')
    .select('content')
    .where('entry', '=', entry)
    .where('revision', '<=', revision)
    .orderBy('revision', 'desc')
    .executeTakeFirst()
  return row === undefined ? {} : JSON.parse(row.content)
}

/** Editions in which readers see an entry, the newest first. */
export async function editionsOf(db: Kysely<Tables>, entry: number): Promise<readonly DossierEdition[]> {
  return db
    .selectFrom('digest_entries')
    .innerJoin('digest_editions', 'digest_editions.id', 'digest_entries.edition')
    .innerJoin('entries', (join) => join.on('entries.id', '=', entry))
    .innerJoin('digests', (join) =>
      join.onRef('digests.slug', '=', 'digest_editions.slug').onRef('digests.every', '=', 'digest_editions.every'),
    )
    .select(['digest_editions.slug', 'digest_editions.every', 'digest_editions.day'])
    .distinct()
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('digest_entries.entry', '=', entry),
        eb('digest_entries.entry', 'in', selectFrom('entries as merged').select('merged.id').where('merged.merged_into', '=', entry)),
      ]),
    )
    .where('entries.state', '=', 'published')
    .where('digests.schedule', 'is not', null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('digest_editions.slug', '=', ''),
        exists(
          selectFrom('memberships')
            .select('memberships.entry')
            .where('memberships.entry', '=', entry)
            .whereRef('memberships.slug', '=', 'digest_editions.slug'),
        ),
      ]),
    )
    .orderBy('digest_editions.day', 'desc')
    .orderBy('digest_editions.slug')
    .orderBy('digest_editions.every')
    .execute()
}

export async function editionsWritten(db: Kysely<Tables>, editions: readonly WrittenEdition[]): Promise<void> {
  for (const { row, wanted } of editions)
    await db.updateTable('digest_editions').set({ written: wanted }).where('id', '=', row).where('written', '<', wanted).execute()
}

export async function digestsWritten(db: Kysely<Tables>, digests: readonly WrittenDigest[]): Promise<void> {
  for (const { slug, every, wanted } of digests)
    await db
      .updateTable('digests')
      .set({ written: wanted })
      .where('slug', '=', slug)
      .where('every', '=', every)
      .where('written', '<', wanted)
      .execute()
}
