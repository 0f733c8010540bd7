// Whoever has a store open shares a lock, so that none is replaced by a backup while somebody works on it: what he wrote would be lost.
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../base/errors.ts'
import { type Lock, tryLock, tryShare } from './lock.ts'
import { serviceSeat } from './seats.ts'

/** As long as the writer of files is waited for. */
const restoreWaitMs = 30_000
const retryMs = 50

/** Waits while a backup takes a store's place. @throws AppError `in-use`, `cannot-write` */
export async function useStore(store: string): Promise<Lock> {
  for (let waited = 0; ; waited += retryMs) {
    const lock = tryShare(lockOf(store))
    if (lock !== null) return lock
    if (waited >= restoreWaitMs)
      throw new AppError(
        'in-use',
        `A backup is being put in the place of the store ${store} (waited ${restoreWaitMs / 1000} s)`,
        'Let "newsstand restore" end, and try again.',
        { file: store },
      )
    await wait(retryMs)
  }
}

/** As `useStore`, for who only looks: where nothing may be written, nothing is put in a store's place either. */
export async function lookAtStore(store: string): Promise<Lock> {
  try {
    return await useStore(store)
  } catch (error) {
    if (error instanceof AppError && error.code === 'cannot-write') return { release: () => {} }
    throw error
  }
}

/** Keeps everybody from a store. @throws AppError `in-use` at once when somebody has it open, `cannot-write` */
export function takeStore(store: string): Lock {
  const whole = tryLock(lockOf(store))
  // A service of before, which knows nothing of the other lock.
  const service = whole === null ? null : tryLock(serviceSeat.lock(store))
  if (whole === null || service === null) {
    whole?.release()
    throw new AppError(
      'in-use',
      `Another newsstand uses the store ${store}`,
      'End the service (run, serve) and whatever else works on it, and try again.',
      { file: store },
    )
  }
  return {
    release: () => {
      service.release()
      whole.release()
    },
  }
}

function lockOf(store: string): string {
  return `${store}.use.lock`
}
