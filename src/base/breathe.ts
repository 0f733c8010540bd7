import { setImmediate as turn } from 'node:timers/promises'

/** A tenth of the time within which readers are to be answered. */
const longestMs = 25

let since = performance.now()

/** Lets what waits for the event loop run, once work has held it for so long. Long loops await this: nobody else can end their turn. */
export async function breathe(): Promise<void> {
  if (performance.now() - since < longestMs) return
  await turn()
  since = performance.now()
}
