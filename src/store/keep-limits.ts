// How far down a category keeps what stands in it: its order is that of feeds, so everything it keeps is a beginning of that order.
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Spot } from '../model/archive.ts'
import { type Keep, keptSince, type Stay } from '../model/pruning.ts'
import { notFolded } from './folds.ts'
import type { PruneOutline, Pruning } from './port/pruning.ts'
import { isShown, placesIn } from './private-members.ts'
import type { Tables } from './schema.ts'

export interface Limits {
  /** The last of the newest ones; null: none is kept for being new. */
  readonly newest: Spot | 'all' | null
  /** Null: none is kept for its day. */
  readonly since: number | null
  /** The last that stands in the feed; null: nothing does. */
  readonly window: Spot | null
  /** `listed` of the last one that its feed held when it was written. */
  readonly written: number | null
}

/** Slug null: the feed of everything, which keeps only what it shows. */
export async function limitsOf(db: Kysely<Tables>, slug: string | null, keep: Keep | null, { now, window }: Pruning): Promise<Limits> {
  const { all, shown } = await listsOf(db, slug)
  return {
    newest: keep === null || keep.entries === null ? null : ((await spotAt(db, all, keep.entries - 1)) ?? 'all'),
    since: keep === null ? null : keptSince(keep, now),
    window: await windowOf(db, shown, window),
    written: await writtenEdge(db, slug),
  }
}

/** Its feed shows an entry in this place. */
export function isShownBy({ window, written }: Limits, place: Spot): boolean {
  return keptBy({ newest: null, since: null, window, written }, place) !== null
}

/** Which of its limits an entry in this place is within; null: the category lets it go. */
export function keptBy({ newest, since, window, written }: Limits, place: Spot): Extract<Stay, 'newest' | 'recent' | 'window'> | null {
  if (newest === 'all' || (newest !== null && !isBehind(place, newest))) return 'newest'
  if (since !== null && place.listed >= since) return 'recent'
  if (window !== null && !isBehind(place, window)) return 'window'
  return written !== null && place.listed >= written ? 'window' : null
}

/** Nothing that is listed later is let go. */
export function lastBehind({ newest, since, window, written }: Limits): number | null {
  if (newest === 'all') return null
  const bounds = [newest?.listed, since === null ? undefined : since - 1, window?.listed, written === null ? undefined : written - 1]
  return Math.min(Number.MAX_SAFE_INTEGER, ...bounds.filter((bound) => bound !== undefined))
}

/** Null: it keeps everything. */
export async function outlineOf(db: Kysely<Tables>, slug: string, pruning: Pruning): Promise<PruneOutline | null> {
  const keep = pruning.keepOf(slug)
  if (keep === null) return null
  const { newest, since, window, written } = await limitsOf(db, slug, keep, pruning)
  const { all: list } = await listsOf(db, slug)
  const entries = await countFrom(db, list, null)
  const inNewest = newest === 'all' ? entries : newest === null ? 0 : await countFrom(db, list, newest)
  const inDays = since === null ? 0 : await countFrom(db, list, { listed: since, published: null, id: '' })
  const shown = window === null ? 0 : await countFrom(db, list, window)
  const wasShown = written === null ? 0 : await countFrom(db, list, { listed: written, published: null, id: '' })
  const byRule = Math.max(inNewest, inDays)
  const kept = Math.max(byRule, shown, wasShown)
  return {
    entries,
    kept: { newest: inNewest, recent: byRule - inNewest, window: kept - byRule },
    behind: entries - kept,
  }
}

function isBehind(place: Spot, last: Spot): boolean {
  if (place.listed !== last.listed) return place.listed < last.listed
  if (place.published !== last.published) return place.published < last.published
  return place.id < last.id
}

/** Rows with `listed`, `published` and `id`. */
type List = RawBuilder<unknown>

interface Lists {
  /** All that stands in it. */
  readonly all: List
  /** All that its feed would show. */
  readonly shown: List
}

async function listsOf(db: Kysely<Tables>, slug: string | null): Promise<Lists> {
  if (slug === null) {
    const list = (where: RawBuilder<unknown>) =>
      sql`(select listed, date_published as published, public_id as id from entries where state = 'published' ${where}) as list`
    return { all: list(sql``), shown: list(sql`and ${notFolded('')}`) }
  }
  const category = await db.selectFrom('categories').select('is_private').where('slug', '=', slug).executeTakeFirst()
  if (category?.is_private === 1) {
    const everything = placesIn(slug, { now: Number.MAX_SAFE_INTEGER, order: 'newest first' })
    const list = sql`(select place.listed, ${publishedOf} as published, ${idOf} as id from ${everything} where ${isShown}) as list`
    return { all: list, shown: list }
  }
  const list = (where: RawBuilder<unknown>) =>
    sql`(select memberships.listed, date_published as published, public_id as id from memberships
      join entries on entries.id = memberships.entry where slug = ${slug} and entries.state = 'published' ${where}) as list`
  return { all: list(sql``), shown: list(sql`and ${notFolded(slug)}`) }
}

/** Of what stands in a private list, as those see it who may read that. */
const publishedOf = sql`case entries.state when 'published' then entries.date_published else own.date_published end`
const idOf = sql`case entries.state when 'published' then entries.public_id else own.public_id end`

/** Null: there are not so many. */
async function spotAt(db: Kysely<Tables>, list: List, offset: number): Promise<Spot | null> {
  const query = sql<Spot>`select listed, published, id from ${list} order by listed desc, published desc, id desc limit 1 offset ${offset}`
  return (await query.execute(db)).rows[0] ?? null
}

/** Those that do not stand behind a spot; `published` null: of that instant all. */
async function countFrom(
  db: Kysely<Tables>,
  list: List,
  last: (Omit<Spot, 'published'> & { published: number | null }) | null,
): Promise<number> {
  const kept =
    last === null
      ? sql``
      : last.published === null
        ? sql`where listed >= ${last.listed}`
        : sql`where (listed, published, id) >= (${last.listed}, ${last.published}, ${last.id})`
  return (await sql<{ found: number }>`select count(*) as found from ${list} ${kept}`.execute(db)).rows[0]?.found ?? 0
}

/** By the rule of all windows; no more rows are read than can be in it. */
async function windowOf(db: Kysely<Tables>, list: List, { entries, spanMs, most }: Pruning['window']): Promise<Spot | null> {
  const first = await spotAt(db, list, 0)
  if (first === null) return null
  const since = first.listed - spanMs
  const bound = Math.min(since, (await spotAt(db, list, entries - 1))?.listed ?? Number.MIN_SAFE_INTEGER)
  const query = sql<Spot>`select listed, published, id from ${list} where listed >= ${bound}
    order by listed desc, published desc, id desc limit ${most}`
  return (await query.execute(db)).rows.filter(({ listed }, at) => at < entries || listed >= since).at(-1) ?? null
}

/** Files are written after what they show has changed: until then their readers follow links to what stood there before. */
async function writtenEdge(db: Kysely<Tables>, slug: string | null): Promise<number | null> {
  const row = await db
    .selectFrom('outputs')
    .select('edge')
    .where('slug', '=', slug ?? '')
    .executeTakeFirst()
  return row?.edge ?? null
}
