// The site's public categories, for pages that are made for anybody at any address.

import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { catalogueOf } from '../jobs/publish/catalogue.ts'
import type { Category } from '../model/publication.ts'
import type { Settings } from '../model/settings.ts'

const freshMs = 60_000

interface Known<T> {
  readonly settings: Settings
  readonly at: number
  readonly made: Promise<T>
}

/** What is made of the categories: read once a minute, and when config is another, not for each request. */
export function fromCategories<T>(lent: Pick<Lending<Deps>, 'current'>, make: (categories: readonly Category[]) => T): () => Promise<T> {
  let known: Known<T> | null = null
  return () => {
    const { settings, clock, store } = lent.current
    if (known === null || known.settings !== settings || clock.now() - known.at > freshMs) {
      const made = store.surveyedCategories().then((stored) => make(catalogueOf(stored, settings)))
      known = { settings, at: clock.now(), made }
      made.catch(() => {
        known = null
      })
    }
    return known.made
  }
}
