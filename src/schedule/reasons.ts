// Why a source is visited next at the instant that next-poll.ts says; for people.
import { type NextPoll, nextPollAt } from './next-poll.ts'

/** `pace`: as often as it changes; `push`: its hub tells what is new. */
export type NextPollReason = 'schedule' | 'every' | 'pace' | 'ttl' | 'max-age' | 'push' | 'failures' | 'skip-hours' | 'retry-after'

/** What decided: the rule, then what moved its instant. Each is asked what would be without it, so no rule is written twice. */
export function reasonsOf(poll: NextPoll): readonly NextPollReason[] {
  const at = nextPollAt(poll)
  const isElsewhere = (changes: Partial<NextPoll>) => nextPollAt({ ...poll, ...changes }) !== at
  if (isElsewhere({ retryAfterMs: null })) return ['retry-after']
  const reasons: NextPollReason[] = isElsewhere({ pushedMs: null }) ? ['push'] : [ruleOf(poll)]
  if (isElsewhere({ failures: 0 })) reasons.push('failures')
  if (isElsewhere({ hints: { ...poll.hints, skipHours: [] } })) reasons.push('skip-hours')
  return reasons
}

function ruleOf({ schedule, everyMs, intervalMs, hints: { ttlMs, maxAgeMs } }: NextPoll): NextPollReason {
  if (schedule !== null) return 'schedule'
  if (everyMs !== null) return 'every'
  const hinted = Math.max(ttlMs ?? 0, maxAgeMs ?? 0)
  if (intervalMs >= hinted) return 'pace'
  return hinted === ttlMs ? 'ttl' : 'max-age'
}
