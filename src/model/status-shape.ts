// What `status` answers, in JSON.
import { isFailing } from './health.ts'
import type { AnswerCounts } from './kept-answer.ts'
import type { HostTraffic } from './poll.ts'
import { type ShownSource, statusShape } from './source-shape.ts'

/** Of the ledger's 30: what is asked today says little, what was asked a month ago nothing of now. */
export const trafficDays = 7

export interface Standing {
  readonly sources: readonly ShownSource[]
  /** Of the last `trafficDays`, the busiest first. */
  readonly hosts: readonly HostTraffic[]
  /** Names of categories that are not let in yet. */
  readonly waiting: readonly string[]
  /** Who subscribed at our WebSub hub. */
  readonly hub: HubCounts
  /** Kept of what sources answered, and how many bytes may be; 0: none is to be. */
  readonly answers: AnswerCounts & { readonly most: number }
}

export interface HubCounts {
  readonly subscriptions: number
  /** Those that could not be sent a feed the last time. */
  readonly failing: number
}

/** Retired and disabled sources are not asked after. */
export function watchedOf<T extends Pick<ShownSource, 'isRetired' | 'enabled'>>(sources: readonly T[]): readonly T[] {
  return sources.filter((source) => !source.isRetired && source.enabled)
}

export function failingOf(sources: readonly ShownSource[]): number {
  return sources.filter(isFailing).length
}

/** `sources`: the watched ones. */
export function standingShape({ sources, hosts, waiting, hub, answers }: Standing) {
  return {
    sources: sources.map(statusShape),
    failing: failingOf(sources),
    hosts,
    hosts_days: trafficDays,
    categories_waiting: waiting,
    hub,
    answers: { lists: answers.answers, pages: answers.articles, bytes: answers.bytes, limit_bytes: answers.most },
  }
}
