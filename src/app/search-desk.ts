// What /search asks of the inside.
import { setTimeout as wait } from 'node:timers/promises'
import { messageOf } from '../base/errors.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { keepSearch } from '../jobs/search/keep-search.ts'
import { searchFeed, searchSite } from '../jobs/search/search.ts'
import type { SearchDesk } from '../serve/search.ts'
import { fromCategories } from './known-categories.ts'

/** What waits to be taken in is, for so long, and then everything else has its turn. */
const takeIn = { forMs: 100, everyMs: 400 }

export function searchDesk(lent: Lending<Deps>, isDraining: () => boolean): SearchDesk {
  const takeInRest = once(() => takeInAll(lent, isDraining))
  return {
    settings: () => lent.current.settings,
    categories: fromCategories(lent, (categories) => categories),
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
