// Addresses that moved or went: merged, expired and withdrawn entries, and slugs written in another case.
import type { Store } from '../store/store.ts'
import type { Redirect } from './answer.ts'

/** Asks the store where a decoded path without leading slash leads now. Null: nowhere else, as far as it knows. */
export function redirectsOf(store: Pick<Store, 'movedFrom' | 'isGone'>): (path: string) => Promise<Redirect | null> {
  return async (path) => {
    const moved = await store.movedFrom(path)
    if (moved !== null) return { status: 301, to: `/${moved}` }
    if (await store.isGone(path)) return { status: 410 }
    const lower = path.toLowerCase()
    return lower.startsWith('category/') && lower !== path ? { status: 301, to: `/${lower}` } : null
  }
}
