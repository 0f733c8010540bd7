// What a poll would write, without writing it.
import type { BurntKey, Known, MergePlan } from '../../model/merge.ts'
import type { PollState } from '../../model/poll.ts'
import type { KnownRows, PollRecord } from '../../store/port/polls.ts'
import type { StoreView } from '../../store/port/views.ts'
import type { ToldRows } from './tried-entries.ts'

export interface Rehearsed {
  /** Null: no document was read. */
  readonly plan: MergePlan | null
  readonly state: PollState
  readonly told: ToldRows
}

const nothingKnown: Known = { sightings: [], entries: [], burnt: [], corrections: [] }

/** A store in which nothing stands. */
const emptyRows: KnownRows = {
  unchanged: async () => new Set(),
  burnt: async () => [],
  around: async () => nothingKnown,
  hidden: async () => new Set(),
}

/** Decides a record against what is stored now; `store` null: against nothing. */
export async function rehearse({ source, decision }: PollRecord, store: Pick<StoreView, 'rehearse'> | null): Promise<Rehearsed> {
  if (typeof decision !== 'function') return { ...decision, told: { source, unchanged: new Set(), known: nothingKnown } }
  const answers: Answers = { unchanged: new Set(), known: [], burnt: [] }
  const plan = (rows: KnownRows) => decision(noting(rows, answers))
  const decided = await (store === null ? plan(emptyRows) : store.rehearse(plan))
  return { ...decided, told: toldBy(source, answers) }
}

interface Answers {
  readonly unchanged: Set<string>
  readonly known: Known[]
  readonly burnt: BurntKey[]
}

/** The rows, with an ear on what they answer. */
function noting(rows: KnownRows, { unchanged, known, burnt }: Answers): KnownRows {
  return {
    unchanged: async (source, fingerprints) => {
      const answer = await rows.unchanged(source, fingerprints)
      for (const fingerprint of answer) unchanged.add(fingerprint)
      return answer
    },
    burnt: async (source, keys) => {
      const answer = await rows.burnt(source, keys)
      burnt.push(...answer)
      return answer
    },
    around: async (keys) => {
      const answer = await rows.around(keys)
      known.push(answer)
      return answer
    },
    hidden: () => rows.hidden(),
  }
}

function toldBy(source: string, { unchanged, known, burnt }: Answers): ToldRows {
  return {
    source,
    unchanged,
    known: {
      sightings: known.flatMap(({ sightings }) => sightings),
      entries: known.flatMap(({ entries }) => entries),
      burnt: [...burnt, ...known.flatMap((answer) => answer.burnt)],
      corrections: known.flatMap(({ corrections }) => corrections),
    },
  }
}
