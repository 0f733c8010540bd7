// A row of a table: one behaviour and what must come of it.
import type { ShownEntry } from '../shown.ts'
import type { Asked, Behaviour } from './behaviour.ts'

export interface Row {
  /** Name of the behaviour and its source. */
  readonly id: string
  readonly origin: Behaviour
  /** More of the source's config, in YAML's flow style: `kind: json, items: "$.items"`. */
  readonly config?: string
  /** Default: one that all rows share, but its id where `isStill` holds. */
  readonly category?: string
  /** For each poll how it must end, such as `changed` or `failed xml`; ` | ` stands between endings that are right too. */
  readonly polls: readonly string[]
  /** Entries of the source after the last poll; two numbers: at least and at most. */
  readonly rows: number | readonly [least: number, most: number]
  /** Stands in no published file. */
  readonly absent?: readonly RegExp[]
  /** Stands in the entries. */
  readonly text?: string
  /** The origin is asked at most so often. Default: once a poll. */
  readonly requests?: number
  /** All that was published of it stays the same, bytes and times, from the first poll to the last. */
  readonly isStill?: true
  /** Whatever else must hold. */
  readonly check?: (seen: Seen) => void
  /** A known fault of the program: the row fails until it is mended. */
  readonly fault?: string
}

/** A row that is visited alone. */
export interface HeavyRow extends Row {
  /** What its process may take more than one that reads a small good feed. */
  readonly extraMb: number
  /** As config has it: `{ entries: 100 }`. */
  readonly limits?: string
}

/** What is known of one row after its polls. */
export interface Seen {
  readonly requests: readonly Asked[]
  /** Requests to the neighbour on its behalf. */
  readonly neighbourRequests: readonly Asked[]
  readonly reports: readonly Report[]
  readonly entries: readonly ShownEntry[]
  readonly source: ShownSource
  /** Everything that the program said on its two streams. */
  readonly said: string
}

/** Of `poll --json`. */
export interface Report {
  readonly id: string
  readonly outcome: string
  readonly code: string | null
  readonly message: string | null
  readonly bytes: number
  readonly ms: number
}

/** Of `list sources --json`. */
export interface ShownSource {
  readonly id: string
  readonly url: string
  readonly last_poll: string | null
  readonly next_poll: string | null
}
