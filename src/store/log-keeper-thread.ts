// The thread of log-keeper.ts.
import { statSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { systemCodeOf } from '../base/errors.ts'

/** How often it is looked whether something was written. */
const lookMs = 1_000
/** Pages. While others write all the time a part is left each time, and the log would grow: then they wait for a moment. */
const longestLog = 16_384
const restartWaitMs = 5_000

const file = String(workerData)
const database = new Database(file, { timeout: restartWaitMs })
const passive = database.prepare<[], { readonly log: number; readonly checkpointed: number }>('pragma wal_checkpoint(passive)')
let carriedAt = 0

setInterval(() => {
  const writtenAt = writtenLast()
  if (writtenAt === carriedAt) return
  try {
    carriedAt = carry() ? writtenAt : 0
  } catch (error) {
    // Somebody else is at it, or the disk is full: so it stands in the log for a while longer.
    if (!/^SQLITE_(BUSY|FULL|IOERR|LOCKED)/.test(systemCodeOf(error) ?? '')) throw error
  }
}, lookMs)

/** False: some of it is left. */
function carry(): boolean {
  const { log = 0, checkpointed = 0 } = passive.get() ?? {}
  if (log > longestLog && checkpointed < log) database.pragma('wal_checkpoint(RESTART)')
  return checkpointed === log
}

function writtenLast(): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
