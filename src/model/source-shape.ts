// Sources in JSON (design §4): scripts outside the project rely on it.
import { withoutSecrets } from '../base/shown-url.ts'
import { rfc3339 } from '../base/zone.ts'
import type { DeletionPolicy } from './deletion.ts'
import type { Expectations } from './expectations.ts'
import type { Following } from './followed.ts'
import { healthOf } from './health.ts'
import { type PollState, proposedUrl } from './poll.ts'
import type { PushStanding } from './push.ts'

/** As much of a stored source as is shown. */
export interface ShownSource {
  readonly id: string
  readonly kind: string
  readonly url: string
  readonly enabled: boolean
  readonly isRetired: boolean
  readonly pausedAt: number | null
  readonly state: PollState
  readonly entries: number
  /** Its entries that its origin has deleted, and what becomes of those. */
  readonly deleted: number
  readonly deletions: DeletionPolicy
  readonly failingSince: number | null
  readonly news: { readonly week: number }
  readonly follows: Following | null
  readonly push: PushStanding | null
}

export function sourceShape(source: ShownSource) {
  const { id, kind, url, state, entries } = source
  return {
    id,
    kind,
    url: withoutSecrets(url),
    outcome: state.outcome,
    code: state.code,
    message: state.message,
    failures: state.failures,
    last_poll: state.lastPollAt === null ? null : rfc3339(state.lastPollAt),
    next_poll: isVisited(source) && state.nextPollAt !== 0 ? rfc3339(state.nextPollAt) : null,
    entries,
    health: healthOf(source),
  }
}

/** By the clock; the operator may ask for any. */
export function isVisited({
  isRetired,
  enabled,
  pausedAt,
  state,
}: Pick<ShownSource, 'isRetired' | 'enabled' | 'pausedAt' | 'state'>): boolean {
  return !isRetired && enabled && pausedAt === null && state.outcome !== 'gone'
}

/** A source as `status` shows it: `list sources` and how it is. */
export function statusShape(source: ShownSource) {
  const { state, failingSince, follows, push } = source
  const proposed = proposedUrl(state)
  return {
    ...sourceShape(source),
    failing_since: failingSince === null ? null : rfc3339(failingSince),
    items_per_day: itemsPerDay(source),
    last_change: state.lastChangeAt === null ? null : rfc3339(state.lastChangeAt),
    follows: follows === null ? null : followsShape(follows),
    push: push === null ? null : pushShape(push),
    deleted: source.deleted,
    gap: state.isGap,
    drifting: state.isDrifting,
    ...driftShape(state.expectations),
    adopted_url: state.adoptedUrl === null ? null : withoutSecrets(state.adoptedUrl),
    proposed_url: proposed === null ? null : withoutSecrets(proposed),
  }
}

function followsShape({ feeds, came, left, changedAt }: NonNullable<ShownSource['follows']>) {
  return { feeds, new: came, gone: left, changed: rfc3339(changedAt) }
}

/** Of the hub its host: the rest may be as secret as the address of a feed. */
function pushShape({ hub, state, isTrusted, leaseUntil, lastPushAt }: PushStanding) {
  const times = {
    lease_until: leaseUntil === null ? null : rfc3339(leaseUntil),
    last_push: lastPushAt === null ? null : rfc3339(lastPushAt),
  }
  return { hub: new URL(hub).host, state, trusted: isTrusted, ...times }
}

/** What is not as usual, by stable names. */
export function driftShape({ breaks, isHeldBack, fallbacks }: Pick<Expectations, 'breaks' | 'isHeldBack' | 'fallbacks'>) {
  return { drift: breaks, held_back: isHeldBack, fallbacks }
}

/** New entries a day over the last week. */
export function itemsPerDay({ news }: Pick<ShownSource, 'news'>): number {
  return Math.round((news.week / 7) * 10) / 10
}
