// Who holds leases: each process that visits sources takes a numbered lock for as long, so that others see whose leases outlived it.
import { existsSync } from 'node:fs'
import { type Lock, tryLock } from './lock.ts'

export interface Seat {
  /** What the names of its leases begin with. */
  readonly prefix: string
  release(): void
}

type FreeLeases = (prefix: string) => Promise<void>

/** The service's lock and the leases taken under it. */
export const serviceSeat = { lock: (store: string) => `${store}.run.lock`, prefix: 'run-' }

/** Takes the first free seat of a store. @throws AppError `cannot-write` */
export function takeSeat(store: string): Seat {
  for (let number = 1; ; number++) {
    const lock = tryLock(seatLock(store, number))
    if (lock !== null) return { prefix: seatPrefix(number), release: () => lock.release() }
  }
}

/** Frees the leases of every process that is gone: its lock can be had. A visit that was not recorded never happened. */
export async function freeAbandoned(store: string, free: FreeLeases): Promise<void> {
  await freeUnless(serviceSeat.lock(store), serviceSeat.prefix, free)
  for (let number = 1; existsSync(seatLock(store, number)); number++) await freeUnless(seatLock(store, number), seatPrefix(number), free)
}

async function freeUnless(file: string, prefix: string, free: FreeLeases): Promise<void> {
  if (!existsSync(file)) return
  const lock: Lock | null = tryLock(file)
  if (lock === null) return
  try {
    await free(prefix)
  } finally {
    lock.release()
  }
}

function seatLock(store: string, number: number): string {
  return `${store}.poll-${number}.lock`
}

function seatPrefix(number: number): string {
  return `poll-${number}-`
}
