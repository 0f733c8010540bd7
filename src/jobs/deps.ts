// What the jobs are given: ports and settings, never adapters.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Meter } from '../base/meter.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import type { CommandOutcome } from '../model/delivery.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { Outlet, RegistryFile } from '../publish/outlet.ts'
import type { Queue } from '../queue/queue.ts'
import type { Reader } from '../read/reader.ts'
import type { Store } from '../store/store.ts'
import type { PollWriter } from './poll/poll-writer.ts'

export interface Deps {
  /** Names this process in its leases. */
  readonly node: string
  readonly settings: Settings
  readonly store: Store
  /** The way of every poll into the store. */
  readonly polls: PollWriter
  /** The feeds that lists name. */
  readonly following: FollowingPort
  readonly queue: Queue
  readonly fetcher: Fetcher
  readonly reader: Reader
  /** Runs one of the operator's programs, `input` on its standard input. */
  readonly runCommand: (command: readonly string[], input: string) => Promise<CommandOutcome>
  readonly outlet: Outlet
  /** Where the Jekyll export goes; null when there is none. */
  readonly jekyll: Outlet | null
  /** What readers know of the site, beside the published files; null: it is not kept. */
  readonly registryFile: RegistryFile | null
  /** One process at a time writes the published files; waits for the other one up to 30 s, then AppError `in-use`. */
  readonly withWriterLock: <T>(work: () => Promise<T>) => Promise<T>
  readonly clock: Clock
  /** 0 ≤ x < 1: spreads polls, so that sources added together do not stay together. */
  readonly random: () => number
  /** What nobody can guess, 256 bits in letters, digits, `-` and `_`; another one each time. */
  readonly secret: () => string
  readonly log: Logger
  /** Counts nothing but in a process that serves what it counts. */
  readonly meter: Meter
}

export interface FollowingPort {
  /** Takes over what a list names now: what jobs are given from then on. */
  renew(list: string): Promise<void>
  /** Config with what its lists name now. */
  settings(): Settings
}

export function sourceOf(settings: Settings, id: string): Source | null {
  return sourcesOf(settings).get(id) ?? null
}

const byId = new WeakMap<Settings, ReadonlyMap<string, Source>>()

/** The configured sources by id. Settings are frozen: the index is made once. */
export function sourcesOf(settings: Settings): ReadonlyMap<string, Source> {
  const known = byId.get(settings)
  if (known !== undefined) return known
  const made = new Map(settings.sources.map((source) => [source.id, source]))
  byId.set(settings, made)
  return made
}
