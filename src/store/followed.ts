// Feeds that lists elsewhere name: what each list said last, and what it named before that.
import type { Kysely } from 'kysely'
import type { FollowedFeed, Following, ListedFeed } from '../model/followed.ts'
import { chunks } from './rows.ts'
import type { Tables } from './schema.ts'

interface Naming {
  /** Id of the list's source. */
  readonly list: string
  readonly feeds: readonly ListedFeed[]
  readonly at: number
}

/** Takes over what a list names now. What left it is remembered until the list changes again. */
export async function follow(db: Kysely<Tables>, { list, feeds, at }: Naming): Promise<void> {
  const rows = await db.selectFrom('followed').selectAll().where('list', '=', list).execute()
  const known = new Map(rows.map((row) => [row.url, row]))
  const named = new Set(feeds.map((feed) => feed.url))
  const left = rows.filter((row) => row.gone_at === null && !named.has(row.url)).map((row) => row.url)
  const came = feeds.filter((feed) => known.get(feed.url)?.gone_at !== null)
  if (left.length + came.length > 0) await db.deleteFrom('followed').where('list', '=', list).where('gone_at', 'is not', null).execute()
  for (const some of chunks(left))
    await db.updateTable('followed').set({ gone_at: at }).where('list', '=', list).where('url', 'in', some).execute()
  const isNew = new Set(came)
  for (const some of chunks(feeds)) {
    await db
      .insertInto('followed')
      .values(some.map((feed) => ({ list, ...feed, since: isNew.has(feed) ? at : (known.get(feed.url)?.since ?? at), gone_at: null })))
      .onConflict((conflict) =>
        conflict.columns(['list', 'url']).doUpdateSet((eb) => ({ title: eb.ref('excluded.title'), folder: eb.ref('excluded.folder') })),
      )
      .execute()
  }
}

/** All lists, those that left config too, in no order. */
export async function listFollowed(db: Kysely<Tables>): Promise<readonly FollowedFeed[]> {
  const rows = await db.selectFrom('followed').selectAll().execute()
  return rows.map(({ gone_at, ...row }) => ({ ...row, goneAt: gone_at }))
}

/** How much each list names, and what its last change brought. */
export async function followingByList(db: Kysely<Tables>): Promise<ReadonlyMap<string, Following>> {
  const lists = new Map<string, FollowedFeed[]>()
  for (const feed of await listFollowed(db)) {
    const feeds = lists.get(feed.list)
    if (feeds === undefined) lists.set(feed.list, [feed])
    else feeds.push(feed)
  }
  return new Map([...lists].map(([list, feeds]) => [list, summed(feeds)]))
}

function summed(feeds: readonly FollowedFeed[]): Following {
  const changedAt = Math.max(...feeds.map(({ since, goneAt }) => goneAt ?? since))
  return {
    feeds: feeds.filter(({ goneAt }) => goneAt === null).length,
    came: feeds.filter(({ since, goneAt }) => goneAt === null && since === changedAt).length,
    left: feeds.filter(({ goneAt }) => goneAt === changedAt).length,
    changedAt,
  }
}
