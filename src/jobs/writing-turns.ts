// Who writes files for long takes turns with others, who wait no longer than 30 s (design §4).
import { setTimeout as wait } from 'node:timers/promises'
import type { Deps } from './deps.ts'

/** Whoever waits looks every 100 ms (lock.ts). */
const pauseMs = 250

/** Works under the lock until `work` says that there is no more to do; between two turns others have theirs. */
export async function writeInTurns({ withWriterLock }: Pick<Deps, 'withWriterLock'>, work: () => Promise<boolean>): Promise<void> {
  while (await withWriterLock(work)) await wait(pauseMs)
}
