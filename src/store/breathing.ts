// Statements of SQLite run in this thread, and what awaits one after another lets nothing else run. Readers are not to wait for that.
import { setImmediate as turn } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'

/** A tenth of the time within which readers are to be answered. */
const longestMs = 25

/** Lets what waits for the event loop run in between, once statements have held it for so long; inside of transactions, too. */
export function breathing(): KyselyPlugin {
  let since = performance.now()
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (performance.now() - since < longestMs) return result
      await turn()
      since = performance.now()
      return result
    },
  }
}
