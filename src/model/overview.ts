// How the whole of it is: what the operator's page begins with.
import type { Health } from './health.ts'
import type { Incident } from './incident.ts'
import type { HostTraffic } from './poll.ts'
import type { ShownSource } from './source-shape.ts'

/** What waits, and who is at it. */
export interface Backlog {
  /** Visits under way. */
  readonly polls: number
  readonly articles: number
  /** Entry pages that are to be written. */
  readonly pages: number
  /** Feeds and their pages. */
  readonly feeds: number
  /** Messages to hooks and commands. */
  readonly messages: number
}

export interface Overview {
  readonly sources: readonly { readonly health: Health; readonly count: number }[]
  /** Sources whose poll is due, and since when the longest of them. */
  readonly due: number
  readonly dueSince: number | null
  readonly lastPollAt: number | null
  readonly lastPublishAt: number | null
  readonly backlog: Backlog
  /** Ever taken in. */
  readonly entries: number
  readonly storeBytes: number
  /** Where the store is; null: not known. */
  readonly freeBytes: number | null
  /** Names of categories that are not let in yet. */
  readonly waiting: readonly string[]
  /** Those that need to be looked at most, of `troubled`. */
  readonly attention: readonly ShownSource[]
  readonly troubled: number
  /** Newest first. */
  readonly incidents: readonly Incident[]
  /** New entries by day (`dayOf`), every day of a month, the oldest first. */
  readonly news: readonly DayCount[]
  /** Of the last week, the busiest first. */
  readonly hosts: readonly HostTraffic[]
}

export interface DayCount {
  readonly day: number
  readonly count: number
}
