// Addresses that moved or went: merged, expired and withdrawn entries, renamed, merged and retired categories, and slugs in another case.
import type { Store } from '../store/store.ts'
import type { Redirect } from './answer.ts'

type Fates = Pick<Store, 'movedFrom' | 'isGone' | 'fateOf'>

/** Asks the store where a decoded path without leading slash leads now. Null: nowhere else, as far as it knows. `iconPath`: of the site. */
export function redirectsOf(store: Fates, iconPath: () => string | null = () => null): (path: string) => Promise<Redirect | null> {
  return async (path) => {
    const icon = path === 'favicon.ico' ? iconPath() : null
    if (icon !== null) return { status: 301, to: `/${icon}` }
    const moved = await store.movedFrom(path)
    if (moved !== null) return { status: 301, to: `/${moved}` }
    if (await store.isGone(path)) return { status: 410 }
    const lower = path.toLowerCase()
    const [, slug = null, rest = ''] = /^category\/([^/.]+)([/.].*)$/.exec(lower) ?? []
    if (slug === null) return null
    const fate = await store.fateOf(slug)
    if (fate?.kind === 'retired') return { status: 410 }
    // The feeds of a moved category go on at their addresses.
    if (fate !== null && !isFeed(rest)) return { status: 301, to: `/category/${fate.to}${rest}` }
    return lower === path ? null : { status: 301, to: `/${lower}` }
  }
}

function isFeed(rest: string): boolean {
  return /^(?:\/(?:daily|weekly))?\.(rss|atom|json)$/.test(rest)
}
