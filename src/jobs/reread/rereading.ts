// What the parts of rereading have in common.
import { AppError } from '../../base/errors.ts'
import type { Source } from '../../model/source.ts'
import type { Claimed } from '../../store/port/sources.ts'
import type { Deps } from '../deps.ts'

/** Sightings in one transaction: some ten milliseconds. */
const atOnce = 100

export type RereadDeps = Pick<Deps, 'store' | 'settings' | 'reader' | 'clock' | 'random' | 'node'>

export interface Rereading {
  readonly source: Source
  readonly claimed: Claimed
  /** Start of the run. */
  readonly runAt: number
}

/** Of the sightings that change in one transaction. */
export function* inParts(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += atOnce) yield ids.slice(at, at + atOnce)
}

/** @throws AppError `in-use` */
export function held<T>(revised: { readonly done: T } | null, { id }: Source): T {
  if (revised !== null) return revised.done
  throw new AppError('in-use', `${id} has been taken over by another newsstand`, 'Let it end its visit, and say the same again.', {
    source: id,
  })
}
