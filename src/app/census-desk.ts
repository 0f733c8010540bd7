// What /readyz and /metrics ask of the inside.
import { AppError, messageOf } from '../base/errors.ts'
import { version } from '../base/version.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { healths } from '../model/health.ts'
import type { HubCounts } from '../model/status-shape.ts'
import type { HealthDesk } from '../serve/health.ts'
import type { Reading } from '../serve/metrics.ts'
import type { MetricsDesk } from '../serve/metrics-page.ts'
import type { Subscribers } from '../serve/subscribers.ts'
import type { Census } from '../store/port/census.ts'
import { serviceSeat } from '../store/seats.ts'
import { remembering } from './remembering.ts'

/** However often it is asked, the store is not asked more often for this. */
const keptMs = { forMetrics: 10_000, forReadiness: 1_000 }
/** Polls that have been due for as long, and none of them ended: nobody polls. */
const stalledMs = 10 * 60_000
/** Feeds with the most subscribers. */
const mostFeeds = 200

interface ServiceState {
  readonly subscribers: Subscribers
  /** It ends: what asks should ask another one. */
  readonly isDraining: () => boolean
}

export function censusDesk(lent: Lending<Deps>, { subscribers, isDraining }: ServiceState): HealthDesk & MetricsDesk {
  const { clock, queue, store, log } = lent.current
  const startedAt = clock.now()
  const census = remembering(clock, () => store.census(clock.now()))
  const hub = remembering(clock, () => store.hub.counts())
  const stalled = async () => {
    const found = await census(keptMs.forReadiness)
    const polls = lent.current.node.startsWith(serviceSeat.prefix)
    return polls && isStalled(found, { startedAt, now: clock.now() }) ? pollsStalled : null
  }
  return {
    trouble: async () => {
      if (isDraining()) return draining
      return stalled().catch((error) => {
        log.warn({ error: messageOf(error) }, 'not ready: the store cannot be read')
        return unreachable(error)
      })
    },
    readings: async () => [
      { name: 'build_info', labels: { version }, value: 1 },
      { name: 'queue_depth', value: queue.depth() },
      ...(await census(keptMs.forMetrics).then(
        (found) => storeReadings(found, clock.now()),
        () => [{ name: 'store_reachable', value: 0 }],
      )),
      ...(await hub(keptMs.forMetrics).then(hubReadings, () => [])),
      ...subscribers
        .latest()
        .slice(0, mostFeeds)
        .map(({ feed, agent, subscribers: value }) => ({ name: 'feed_subscribers', labels: { feed, agent }, value })),
    ],
  }
}

const draining = new AppError('draining', 'this process is about to end', 'Ask again in a moment: its successor may be there.')
const pollsStalled = new AppError(
  'polls-stalled',
  'sources are due, and no poll has ended for 10 minutes',
  'The log of "newsstand run" says what polls wait for; if it says nothing, start it again.',
)

function unreachable(error: unknown): AppError {
  const code = error instanceof AppError ? error.code : 'internal'
  return new AppError(code, 'the store cannot be read', 'The log says why.')
}

interface Moment {
  readonly startedAt: number
  readonly now: number
}

function isStalled({ due, dueSince, lastPollAt }: Census, { startedAt, now }: Moment): boolean {
  return due > 0 && now - Math.max(dueSince ?? 0, lastPollAt ?? 0, startedAt) > stalledMs
}

function storeReadings(
  { sources, due, dueSince, lastPollAt, entries, tombstones, answerBytes, bytes }: Census,
  now: number,
): readonly Reading[] {
  const counts = new Map(sources.map(({ health, count }) => [health, count]))
  return [
    ...healths.map((health) => ({ name: 'sources', labels: { health }, value: counts.get(health) ?? 0 })),
    { name: 'store_reachable', value: 1 },
    { name: 'sources_due', value: due },
    { name: 'sources_overdue_seconds', value: dueSince === null ? 0 : (now - dueSince) / 1_000 },
    ...(lastPollAt === null ? [] : [{ name: 'last_poll_timestamp_seconds', value: lastPollAt / 1_000 }]),
    { name: 'entries_total', value: entries },
    { name: 'tombstones', value: tombstones },
    { name: 'store_bytes', value: bytes },
    { name: 'store_answer_bytes', value: answerBytes },
  ]
}

function hubReadings({ subscriptions, failing }: HubCounts): readonly Reading[] {
  return [
    { name: 'hub_subscriptions', value: subscriptions },
    { name: 'hub_subscriptions_failing', value: failing },
  ]
}
