// PORT: haste, not truth. What is lost here is found again by the next tick: leases and counters in the store decide.

/** Identifiers only, never contents: a job passes through JSON in both modes. `runAt` is the start of its run or tick. */
export type Job =
  | { readonly kind: 'poll'; readonly source: string; readonly lease: string; readonly runAt: number }
  | { readonly kind: 'article'; readonly entry: number }
  | { readonly kind: 'publish' }
  | { readonly kind: 'deliver' }
  | { readonly kind: 'push'; readonly source: string }
  | { readonly kind: 'backup' }
  | { readonly kind: 'prune' }
  | { readonly kind: 'ask-hubs' }
  /** Which subscribers, and which hubs, are to be told something. */
  | { readonly kind: 'hub-look' }
  /** Subscribers whose callbacks are on one host. */
  | { readonly kind: 'hub'; readonly host: string }
  /** A hub elsewhere. */
  | { readonly kind: 'hub-ping'; readonly hub: string }

export interface Ticket {
  readonly job: Job
  /** One running job per key; a job whose key already waits is dropped. */
  readonly key: string
  /** A few at once per lane: a host, or a piece of work such as publishing. */
  readonly lane: string
}

export interface Queue {
  /** Jobs are delivered at least once. A handler that throws is logged; its work is found again by the next tick. */
  work(handler: (job: Job) => Promise<void>): void
  push(tickets: readonly Ticket[]): Promise<void>
  /** Jobs of this process that wait or run. */
  depth(): number
  /** Resolves when nothing waits and nothing runs. */
  drain(): Promise<void>
  /** Drops what waits and resolves when what runs has ended. */
  close(): Promise<void>
}
