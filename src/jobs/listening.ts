// Listening in on a visit: outcomes say how it ended, people want to see how it went.
import type { FetchOutcome, FetchStep } from '../fetch/fetcher.ts'
import type { Reading, Unreadable } from '../read/reader.ts'
import type { Deps } from './deps.ts'

export interface Heard {
  /** What a visit is to be made with. */
  readonly ports: Pick<Deps, 'fetcher' | 'reader'>
  readonly steps: FetchStep[]
  /** The last ones; null before. */
  outcome: FetchOutcome | null
  reading: Reading | Unreadable | null
}

/** Ports that answer as those given do, and what they answer. */
export function listening({ fetcher, reader }: Pick<Deps, 'fetcher' | 'reader'>): Heard {
  const heard: Heard = {
    steps: [],
    outcome: null,
    reading: null,
    ports: {
      fetcher: {
        ...fetcher,
        fetch: async (request, signal) => {
          heard.outcome = await fetcher.fetch({ ...request, onStep: (step) => heard.steps.push(step) }, signal)
          return heard.outcome
        },
      },
      reader: {
        ...reader,
        read: async (body, recipe) => {
          heard.reading = await reader.read(body, recipe)
          return heard.reading
        },
      },
    },
  }
  return heard
}

/** Feeds that a page names instead. */
export function announcedBy({ reading }: Heard): readonly string[] {
  return reading?.kind === 'unreadable' ? reading.announced : []
}
