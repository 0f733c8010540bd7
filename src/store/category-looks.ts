// What readers saw of a category when it was last published: what shows one that looks otherwise now is written again, and nothing else.
import type { Kysely } from 'kysely'
import { markArchivesStale } from './archive-changes.ts'
import { withFormer } from './category-addresses.ts'
import { markPagesIn } from './category-changes.ts'
import { namesBySlug } from './category-lists.ts'
import { markDigestsStale } from './digests.ts'
import { markStale } from './merge-plans.ts'
import type { CategoryLooks, LooksOf } from './port/categories.ts'
import type { Tables } from './schema.ts'

export interface OtherLooks {
  readonly slug: string
  readonly before: CategoryLooks | null
  readonly now: CategoryLooks
}

/** Public categories that look otherwise than when they were last published, or were never. */
export async function changedLooks(db: Kysely<Tables>, looksOf: LooksOf): Promise<readonly OtherLooks[]> {
  const names = await namesBySlug(db)
  const rows = await db
    .selectFrom('categories')
    .select(['slug', 'name', 'kind', 'shown'])
    .where('state', '=', 'active')
    .where('is_private', '=', 0)
    .execute()
  return rows.flatMap(({ slug, name, kind, shown }) => {
    const now = looksOf({ slug, name, kind, names: (names.get(slug) ?? []).map(({ folded }) => folded) })
    return shown === JSON.stringify(now) ? [] : [{ slug, before: shown === null ? null : JSON.parse(shown), now }]
  })
}

/** Must run in a transaction. What is shown for the first time is stale by itself. */
export async function keepLooks(db: Kysely<Tables>, changed: readonly OtherLooks[]): Promise<void> {
  for (const { slug, before, now } of changed) {
    await db
      .updateTable('categories')
      .set({ shown: JSON.stringify(now) })
      .where('slug', '=', slug)
      .execute()
    if (before === null) continue
    if (before.onPages !== now.onPages) await markPagesIn(db, slug)
    const isOwn = before.onPages !== now.onPages || before.own !== now.own
    if (isOwn) await markArchivesStale(db, [slug])
    if (isOwn) await markDigestsStale(db, [slug])
    await markStale(db, isOwn ? await withFormer(db, [slug]) : [])
  }
}
