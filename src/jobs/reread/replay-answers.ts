// What kept answers show by today's rules, written over what is known of it; in one transaction.
import { planPoll } from '../../identify/dedupe.ts'
import { planChanged } from '../../identify/reread.ts'
import type { KeyedDraft, Known, MergePlan, Sighting } from '../../model/merge.ts'
import type { Source } from '../../model/source.ts'
import type { Revision } from '../../store/port/answers.ts'
import type { KnownRows } from '../../store/port/polls.ts'
import type { Claimed } from '../../store/port/sources.ts'
import type { Deps } from '../deps.ts'
import { hiddenBy, keyDrafts, visitFacts } from '../poll/poll-source.ts'
import type { ReadAnswer } from './read-answers.ts'

interface Replaying extends Pick<Deps, 'settings'> {
  readonly source: Source
  readonly claimed: Claimed
  readonly revision: Revision
}

export interface Replayed {
  /** Of what the answers show. */
  readonly fingerprints: ReadonlySet<string>
  readonly new: number
  readonly changed: number
  readonly dropped: number
  readonly returned: number
}

export async function replayAnswers(answers: readonly ReadAnswer[], replaying: Replaying): Promise<Replayed> {
  const fingerprints = new Set<string>()
  const told = { new: 0, changed: 0, dropped: 0, returned: 0 }
  for (const answer of answers) {
    const { plan, shown, before } = await planAnswer(answer, replaying)
    await replaying.revision.write(plan)
    for (const fingerprint of shown) fingerprints.add(fingerprint)
    told.new += plan.sightings.filter(({ id }) => id < 0).length
    told.changed += plan.sightings.filter(({ id }) => id > 0).length
    told.returned += plan.sightings.filter(({ id }) => isDropped(before.get(id))).length
  }
  const dropped = answers.flatMap((answer) => keyDrafts(answer.dropped, replaying.source, replaying.settings))
  const plan = await planDropped(dropped, fingerprints, replaying)
  if (plan !== null) await replaying.revision.write(plan)
  return { ...told, fingerprints, dropped: plan?.sightings.length ?? 0 }
}

interface Planned {
  readonly plan: MergePlan
  readonly shown: readonly string[]
  /** The source's sightings around it, as they were. */
  readonly before: ReadonlyMap<number, Sighting>
}

/** As a poll would, but that it is no news: nothing is older for it, and no page is asked for again. */
async function planAnswer({ at, kept }: ReadAnswer, { source, settings, claimed, revision }: Replaying): Promise<Planned> {
  const hidden = await revision.rows.hidden()
  const drafts = hiddenBy(hidden, keyDrafts(kept, source, settings), { source, settings })
  const facts = { ...visitFacts(claimed, source, { runAt: at, settings, hidden }), isFirstPoll: true, lost: new Set<string>() }
  const planOf = async (some: readonly KeyedDraft[]): Promise<Planned> => {
    const { rows, told } = listening(revision.rows, source.id)
    return { plan: await planPoll(some, facts, rows), ...told }
  }
  const planned = await planOf(drafts)
  // Its last word came in an answer that is not kept.
  const outdated = new Set(
    planned.plan.sightings.flatMap(({ id, fingerprint }) => ((planned.before.get(id)?.lastSeen ?? at) > at ? [fingerprint] : [])),
  )
  const timely = outdated.size === 0 ? planned : await planOf(drafts.filter(({ fingerprint }) => !outdated.has(fingerprint)))
  return { ...timely, plan: { ...timely.plan, sightings: timely.plan.sightings.map((one) => unhurried(one, timely.before.get(one.id))) } }
}

function unhurried(sighting: Sighting, before: Sighting | undefined): Sighting {
  if (before === undefined) return sighting
  const { article, lastSeen } = sighting
  const isOutdated = before.article?.isOutdated ?? false
  return { ...sighting, lastSeen: Math.max(lastSeen, before.lastSeen), article: article === null ? null : { ...article, isOutdated } }
}

/** The rows, with an ear on what is asked and answered. */
function listening(rows: KnownRows, source: string) {
  const told = { shown: [] as string[], before: new Map<number, Sighting>() }
  const noting: KnownRows = {
    ...rows,
    unchanged: (id, fingerprints) => {
      told.shown.push(...fingerprints)
      return rows.unchanged(id, fingerprints)
    },
    around: async (keys) => {
      const known = await rows.around(keys)
      for (const sighting of known.sightings) if (sighting.source === source) told.before.set(sighting.id, sighting)
      return known
    },
  }
  return { rows: noting, told }
}

/** Null: nothing that is known is dropped. */
async function planDropped(
  drafts: readonly KeyedDraft[],
  shown: ReadonlySet<string>,
  { source, revision }: Replaying,
): Promise<MergePlan | null> {
  if (drafts.length === 0) return null
  const known = await revision.rows.around(drafts.flatMap(({ keys, hash }) => [...keys, hash].map(({ text }) => text)))
  const own = known.sightings.filter((sighting) => sighting.source === source.id && !shown.has(sighting.fingerprint))
  const met = new Set(drafts.flatMap((draft) => sightingsOf(draft, own)))
  const changed = [...met].filter((sighting) => !isDropped(sighting)).map(asDropped)
  return changed.length === 0 ? null : planChanged(known, changed)
}

/** By the strongest of its keys that leads to one. */
function sightingsOf({ keys, hash }: KeyedDraft, own: Known['sightings']): readonly Sighting[] {
  for (const { text } of [...keys, hash]) {
    const found = own.filter((sighting) => sighting.keys.some((key) => key.text === text))
    if (found.length > 0) return found
  }
  return []
}

/** It stands nowhere, and is hidden where nobody else shows the entry; what is read of it next is news to it. */
export function asDropped(sighting: Sighting): Sighting {
  return { ...sighting, categories: [], isPublic: false, fingerprint: '' }
}

export function isDropped(sighting: Sighting | undefined): boolean {
  return sighting !== undefined && !sighting.isPublic && sighting.categories.length === 0
}
