// Statements of SQLite run in this thread, and what awaits one after another lets nothing else run. Readers are not to wait for that.
import type { KyselyPlugin } from 'kysely'
import { breathe } from '../base/breathe.ts'

/** Lets what waits for the event loop run between statements; inside of transactions, too. */
export function breathing(): KyselyPlugin {
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await breathe()
      return result
    },
  }
}
