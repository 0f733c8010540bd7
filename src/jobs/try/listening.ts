// Listening in on a visit: outcomes say how it ended, people want to see how it went.
import type { FetchOutcome, FetchStep } from '../../fetch/fetcher.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { RulePlaces } from '../../model/rule-use.ts'
import type { Reading, Unreadable } from '../../read/reader.ts'
import type { Deps } from '../deps.ts'

export interface Heard {
  /** What a visit is to be made with. */
  readonly ports: Pick<Deps, 'fetcher' | 'reader'>
  readonly steps: FetchStep[]
  /** Of the first page; null before. */
  outcome: FetchOutcome | null
  reading: Reading | Unreadable | null
  /** Which rules filled a draft, where its source's recipe tells. */
  readonly ruled: Map<EntryDraft, RulePlaces>
}

/** Ports that answer as those given do, and what they answer. */
export function listening({ fetcher, reader }: Pick<Deps, 'fetcher' | 'reader'>): Heard {
  const heard: Heard = {
    steps: [],
    outcome: null,
    reading: null,
    ruled: new Map(),
    ports: {
      fetcher: {
        ...fetcher,
        fetch: async (request, signal) => {
          const outcome = await fetcher.fetch({ ...request, onStep: (step) => heard.steps.push(step) }, signal)
          heard.outcome ??= outcome
          return outcome
        },
      },
      reader: {
        ...reader,
        read: async (body, recipe) => {
          const reading = await reader.read(body, recipe)
          heard.reading ??= reading
          if (reading.kind === 'read') note(reading, heard.ruled)
          return reading
        },
      },
    },
  }
  return heard
}

function note({ drafts, ruled = [] }: Reading, places: Map<EntryDraft, RulePlaces>): void {
  for (const [at, draft] of drafts.entries()) {
    const place = ruled[at] ?? null
    if (place !== null) places.set(draft, place)
  }
}

/** Feeds that a page names instead. */
export function announcedBy({ reading }: Heard): readonly string[] {
  return reading?.kind === 'unreadable' ? reading.announced : []
}
