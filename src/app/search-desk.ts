// What /search asks of the inside.
import { setTimeout as wait } from 'node:timers/promises'
import { messageOf } from '../base/errors.ts'
import { catalogueOf } from '../jobs/catalogue.ts'
import type { Deps } from '../jobs/deps.ts'
import { keepSearch } from '../jobs/keep-search.ts'
import type { Lending } from '../jobs/lending.ts'
import { searchFeed, searchSite } from '../jobs/search.ts'
import type { Category } from '../model/publication.ts'
import type { Settings } from '../model/settings.ts'
import type { SearchDesk } from '../serve/search.ts'

/** Categories are read once a minute, not for each search. */
const freshMs = 60_000
/** What waits to be taken in is, for so long, and then everything else has its turn. */
const takeIn = { forMs: 100, everyMs: 400 }

interface Known {
  readonly settings: Settings
  readonly at: number
  readonly categories: Promise<readonly Category[]>
}

export function searchDesk(lent: Lending<Deps>, isDraining: () => boolean): SearchDesk {
  let known: Known | null = null
  const takeInRest = once(() => takeInAll(lent, isDraining))
  return {
    settings: () => lent.current.settings,
    categories: () => {
      const { settings, clock, store } = lent.current
      if (known === null || known.settings !== settings || clock.now() - known.at > freshMs)
        known = { settings, at: clock.now(), categories: store.surveyedCategories().then((all) => catalogueOf(all, settings)) }
      return known.categories
    },
    search: async (wanted) => {
      const found = await lent.use((deps) => searchSite({ ...wanted, order: 'best' }, deps))
      if (found.isBehind) takeInRest()
      return found
    },
    feed: (terms, limit) => lent.use((deps) => searchFeed(terms, limit, deps)),
  }
}

/** Where nobody publishes in this process, nobody else does it. */
async function takeInAll(lent: Lending<Deps>, isDraining: () => boolean): Promise<void> {
  try {
    while (!isDraining() && !(await lent.use((deps) => keepSearch(deps, takeIn)))) await wait(takeIn.everyMs, undefined, { ref: false })
  } catch (error) {
    // Also when the store is closed meanwhile: the next process goes on.
    lent.current.log.debug({ error: messageOf(error) }, 'what is searched was not brought up to date')
  }
}

/** Begins nothing while it is under way. */
function once(work: () => Promise<void>): () => void {
  let isUnderWay = false
  return () => {
    if (isUnderWay) return
    isUnderWay = true
    void work().finally(() => {
      isUnderWay = false
    })
  }
}
