// The thread of log-keeper.ts.
import { statSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { systemCodeOf } from '../base/errors.ts'
import { type Carried, isToBeginAnew } from './log-restart.ts'

/** How often it is looked whether something was written. */
const lookMs = 1_000
/** For readers, while nobody may write. */
const restartWaitMs = 100

const file = String(workerData)
const database = new Database(file, { timeout: restartWaitMs })
const passive = database.prepare<[], Carried>('pragma wal_checkpoint(passive)')
let carriedAt = 0
let triedAt = Number.NEGATIVE_INFINITY

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
  const carried = passive.get()
  if (carried === undefined) return false
  const now = performance.now()
  if (isToBeginAnew(carried, now - triedAt)) {
    triedAt = now
    database.pragma('wal_checkpoint(RESTART)')
  }
  return carried.checkpointed === carried.log
}

function writtenLast(): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
