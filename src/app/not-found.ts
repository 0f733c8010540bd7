// The page for addresses where nothing is, with the categories that may have been meant.
import { nearSlugs } from '../classify/near-slugs.ts'
import { catalogueOf } from '../jobs/catalogue.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import type { Category } from '../model/publication.ts'
import type { Settings } from '../model/settings.ts'
import { notFoundPage } from '../render/pages/not-found.tsx'

type Near = (path: string) => readonly Category[]

interface Known {
  readonly settings: Settings
  readonly at: number
  readonly near: Promise<Near>
}

const freshMs = 60_000
const mostNear = 5

/** Addresses are made up by the thousand: the categories are read once a minute, not for each. */
export function notFoundIn(lent: Pick<Lending<Deps>, 'current'>): (path: string) => Promise<string> {
  let known: Known | null = null
  return async (path) => {
    const { settings, clock } = lent.current
    if (known === null || known.settings !== settings || clock.now() - known.at > freshMs)
      known = { settings, at: clock.now(), near: nearOf(lent.current) }
    const near = await known.near.catch(() => nothingNear)
    return notFoundPage({ site: settings.site, near: near(path) })
  }
}

const nothingNear: Near = () => []

async function nearOf({ store, settings }: Deps): Promise<Near> {
  const shown = catalogueOf(await store.surveyedCategories(), settings).filter(({ entries }) => entries > 0)
  const bySlug = new Map(shown.map((category) => [category.slug, category]))
  const near = nearSlugs([...bySlug.keys()])
  return (path) => near(wordIn(path), mostNear).flatMap((slug) => bySlug.get(slug) ?? [])
}

/** What may be meant for a slug: a category's, or that which an entry's path begins with. */
function wordIn(path: string): string {
  return /^(?:category\/)?([^/.]*)/i.exec(path)?.[1] ?? ''
}
