// Editions of digests as they stand now: of what each was given, what readers may still see, in the words of that time.
import { type Kysely, type Selectable, sql } from 'kysely'
import type { DigestName, Edition, FilledEdition } from '../model/digest.ts'
import type { DossierEdition } from '../model/dossier.ts'
import type { Content, Entry } from '../model/entry.ts'
import type { RelatedLink } from '../model/related.ts'
import { leaderPlace } from './edition-places.ts'
import { entriesAt } from './entries.ts'
import type {
  EditionRange,
  StaleDigest,
  StaleEdition,
  StandingEdition,
  StandingMember,
  ToldEntry,
  WrittenDigest,
  WrittenEdition,
} from './port/digests.ts'
import { chunks } from './rows.ts'
import type { DigestEditionRow, EntryRow, Tables } from './schema.ts'

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
    .select(['digest_entries.place', 'digest_entries.entry as given', 'digest_entries.revision as said', 'entries.id', 'entries.state'])
    .select(['entries.revision', 'retractions.at', isMember.as('is_member')])
    .where('digest_entries.edition', '=', row.id)
    .orderBy('digest_entries.place')
    .execute()
  const shown = new Set<number>()
  const members = new Map<number, StandingMember & { readonly also: ToldEntry[] }>()
  for (const { place, given, said, id, state, revision, is_member, at } of found) {
    if (state !== 'published' || !is_member || shown.has(id)) continue
    const told = { entry: id, revision: given === id ? said : revision }
    const leader = leaderPlace(place)
    if (leader === null) members.set(place, { ...told, also: [] })
    else if (at === null) members.get(leader)?.also.push(told)
    shown.add(id)
  }
  const withdrawn = found.flatMap(({ at }) => (at !== null && at >= row.until ? [at] : []))
  const modifiedAt = withdrawn.length === 0 ? null : Math.max(...withdrawn)
  return { ...editionFrom(row), members: [...members.values()], modifiedAt }
}

function editionFrom({ id, every, day, until, public_id, more }: Row): Edition {
  return { row: id, every, day, until, id: public_id, more }
}

export async function fillEdition(db: Kysely<Tables>, { members, ...edition }: StandingEdition): Promise<FilledEdition> {
  const told = await toldEntries(
    db,
    members.flatMap((member) => [member, ...member.also]),
  )
  const entries = members.flatMap(({ entry, also }) => {
    const shown = told.get(entry)
    return shown === undefined ? [] : [{ ...shown, also: also.flatMap((one) => linkTo(told.get(one.entry))) }]
  })
  return { ...edition, entries }
}

/** By row, in the words of that time. */
async function toldEntries(db: Kysely<Tables>, told: readonly ToldEntry[]): Promise<ReadonlyMap<number, Entry>> {
  const found = new Map<number, Entry>()
  const rows = new Map<string | null, Pick<Selectable<EntryRow>, 'id' | 'listed' | 'revision'>>()
  for (const some of chunks(told.map(({ entry }) => entry)))
    for (const { public_id, ...row } of await db
      .selectFrom('entries')
      .select(['id', 'listed', 'revision', 'public_id'])
      .where('id', 'in', some)
      .execute())
      rows.set(public_id, row)
  const saidOf = new Map(told.map(({ entry, revision }) => [entry, revision]))
  for (const entry of await entriesAt(db, [...rows.values()])) {
    const row = rows.get(entry.id)
    if (row === undefined) continue
    const said = saidOf.get(row.id) ?? row.revision
    const isOther = said !== row.revision && entry.retraction === null
    found.set(row.id, isOther ? { ...entry, ...(await contentAt(db, row.id, said)) } : entry)
  }
  return found
}

function linkTo(entry: Entry | undefined): readonly RelatedLink[] {
  if (entry === undefined) return []
  const { title, publisher, origin, datePublished, path, url } = entry
  return [{ title, outlet: publisher ?? origin?.title ?? null, datePublished, path, url }]
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
