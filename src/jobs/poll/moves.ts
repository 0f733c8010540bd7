// Permanent redirects (301, 308): an address is adopted after three in a row to the same place. Pure.
import { movesBeforeAdoption, type PollState } from '../../model/poll.ts'
import { registrableDomain } from './registrable-domain.ts'

type Moves = Pick<PollState, 'adoptedUrl' | 'movedTo' | 'movedTimes'>

/** An adopted address that fails so often in a row is given up: config's may be right again. */
const failuresBeforeReturn = 5
const longestUrl = 4_096

/** The address that a visit asks for. */
export function addressOf({ adoptedUrl }: Pick<PollState, 'adoptedUrl'>, configured: string): string {
  return adoptedUrl ?? configured
}

/** `movedTo`: where a visit was sent for good, null when it stayed; undefined when it says nothing about it, for it failed. */
export function afterMove(before: Moves, movedTo: string | null | undefined, { configured, failures }: MoveFacts): Moves {
  const { adoptedUrl } = before
  if (failures >= failuresBeforeReturn && adoptedUrl !== null) return { adoptedUrl: null, movedTo: null, movedTimes: 0 }
  if (movedTo === undefined) return { adoptedUrl, movedTo: before.movedTo, movedTimes: before.movedTimes }
  if (movedTo === null) return { adoptedUrl, movedTo: null, movedTimes: 0 }
  const movedTimes = movedTo === before.movedTo ? before.movedTimes + 1 : 1
  if (movedTimes < movesBeforeAdoption || !mayAdopt(addressOf(before, configured), movedTo)) return { adoptedUrl, movedTo, movedTimes }
  return { adoptedUrl: movedTo === configured ? null : movedTo, movedTo: null, movedTimes: 0 }
}

interface MoveFacts {
  /** The address that config names. */
  readonly configured: string
  /** Visits in a row that failed, this one included. */
  readonly failures: number
}

/** To another owner, or back to plain text, only the operator may move a source. */
function mayAdopt(from: string, to: string): boolean {
  const [old, next] = [new URL(from), new URL(to)]
  if (to.length > longestUrl || (old.protocol === 'https:' && next.protocol !== 'https:')) return false
  return registrableDomain(old.hostname) === registrableDomain(next.hostname)
}
