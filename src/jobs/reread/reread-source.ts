// One source by today's rules: its kept answers are read anew, and what no answer shows any more as far as its stored words allow.
import { mostTitles } from '../../identify/document.ts'
import { titleKeyOf } from '../../identify/keys.ts'
import { planChanged, staleKeys } from '../../identify/reread.ts'
import type { RereadReport } from '../../model/reread.ts'
import type { Source } from '../../model/source.ts'
import type { Revision } from '../../store/port/answers.ts'
import { sourcesOf } from '../deps.ts'
import { type ReadAnswers, readAnswers } from './read-answers.ts'
import { type Replayed, replayAnswers } from './replay-answers.ts'
import { held, inParts, type RereadDeps, type Rereading } from './rereading.ts'
import { reviseStored } from './revise-stored.ts'
import { derivedKeys } from './revised-sighting.ts'

/** As long as any is given; what is begun under it ends well before. */
const leaseMs = 10 * 60_000

/**
 * Resolves to null where somebody else is visiting the source. Interrupted, it has done a part of it, and is done again from the beginning.
 * `rules`: the fingerprint of today's, under which the source is known from then on.
 */
export async function rereadSource(
  source: Source,
  { runAt, rules }: { readonly runAt: number; readonly rules: string },
  deps: RereadDeps,
): Promise<RereadReport | null> {
  const { store, clock, node, random, settings } = deps
  const lease = `${node}-reread-${random().toString(36).slice(2, 10)}`
  const one = { only: [source.id], isForced: true, except: [], known: sourcesOf(settings), limit: 1, perHost: Number.MAX_SAFE_INTEGER }
  const [claimed] = await store.claimDue({ ...one, now: clock.now(), runAt, lease, leaseMs })
  if (claimed === undefined) return null
  try {
    const report = await reread({ source, claimed, runAt }, deps)
    await store.answers.reread(source.id, rules)
    return report
  } finally {
    await store.releaseLease(claimed)
  }
}

async function reread(rereading: Rereading, deps: RereadDeps): Promise<RereadReport> {
  const { source, claimed, runAt } = rereading
  const { store, settings } = deps
  const overused = await takeStaleKeys(rereading, deps)
  const kept = await store.answers.of(source.id)
  const found = await readAnswers(kept, source, deps)
  const replayed = held(
    await store.answers.revise(claimed, runAt, (revision) => replayAnswers(found.read, { source, settings, claimed, revision })),
    source,
  )
  const stored = await reviseStored(rereading, { replayed, overused }, deps)
  return reportOf(source.id, { found, replayed, stored })
}

/** What today's rules do not know the entries by is taken from them before anything is compared. Values that name no article. */
async function takeStaleKeys({ source, claimed, runAt }: Rereading, deps: RereadDeps): Promise<ReadonlySet<string>> {
  const { store, settings } = deps
  const titles = new Map<string, Set<string>>()
  for (const ids of inParts(await store.answers.sightingIds(source.id))) {
    const stale = new Map<number, readonly string[]>()
    for (const { sighting } of await store.answers.sightings(ids)) {
      const derived = derivedKeys(sighting.draft, { source, settings })
      for (const { kind, text } of derived)
        if (kind === 'configured') titles.set(text, (titles.get(text) ?? new Set()).add(titleKeyOf(sighting.draft.title)))
      const keys = staleKeys(sighting.keys, derived, settings.identity)
      if (keys.length > 0) stale.set(sighting.id, keys)
    }
    if (stale.size > 0) held(await store.answers.revise(claimed, runAt, (revision) => parted(revision, stale)), source)
  }
  return new Set([...titles].filter(([, under]) => under.size > mostTitles).map(([text]) => text))
}

/** What was one entry by these keys alone is not one any more. */
async function parted(revision: Revision, stale: ReadonlyMap<number, readonly string[]>): Promise<void> {
  for (const [sighting, keys] of stale) await revision.disown(sighting, keys)
  const changed = await revision.sightings([...stale.keys()])
  const known = await revision.rows.around(changed.flatMap(({ keys }) => keys.map(({ text }) => text)))
  await revision.write(planChanged(known, changed))
}

interface Told {
  readonly found: ReadAnswers
  readonly replayed: Replayed
  readonly stored: Awaited<ReturnType<typeof reviseStored>>
}

function reportOf(id: string, { found: { read, unreadable, elsewhere }, replayed, stored }: Told): RereadReport {
  return {
    id,
    answers: { read: read.length, elsewhere, oldest: read[0]?.at ?? null, newest: read.at(-1)?.at ?? null },
    unreadable,
    sightings: {
      all: stored.all,
      kept: stored.kept,
      new: replayed.new,
      changed: replayed.changed + stored.changed,
      dropped: replayed.dropped + stored.dropped,
      returned: replayed.returned + stored.returned,
      partly: stored.partly,
      articles: stored.articles,
    },
  }
}
