// One visit to one source: visit, decide, record.
import { chooseCategories } from '../classify/category.ts'
import { planPoll } from '../identify/dedupe.ts'
import { keyDraft } from '../identify/keys.ts'
import type { Visit } from '../identify/sighting.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { KeyedDraft } from '../model/merge.ts'
import type { PollReport, PollState } from '../model/poll.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import { plainText } from '../normalize/text.ts'
import type { Claimed, KnownRows } from '../store/store.ts'
import type { Deps } from './deps.ts'
import { afterVisit, wordsOf } from './poll-state.ts'
import { publicity } from './publicity.ts'
import { type Visited, visit } from './visit.ts'

export interface PollRun {
  /** Start of the run or tick: what all its polls call now. */
  readonly runAt: number
  /** Ask unconditionally, and read the answer even if its bytes are known. */
  readonly isForced: boolean
}

export async function pollSource(claimed: Claimed, source: Source, run: PollRun & Deps): Promise<PollReport> {
  const startedAt = run.clock.now()
  const visited = await visit(source, run.isForced ? withoutValidators(claimed.state) : claimed.state, run)
  const now = run.clock.now()

  const state = afterVisit(claimed.state, visited, { source, settings: run.settings, now, jitter: run.random() })
  const drafts = visited.kind === 'changed' ? keyDrafts(visited.reading.drafts, source, run.settings) : []
  const record = {
    source: source.id,
    lease: claimed.lease,
    state,
    report: { id: source.id, ...wordsOf(visited), read: drafts.length, bytes: bytesOf(visited), ms: now - startedAt },
    at: run.runAt,
  }
  const plan = async (rows: KnownRows) => {
    const planned = await planPoll(drafts, visitFacts(claimed, source, run), rows)
    if (planned.isDrifting)
      run.log.warn({ sourceId: source.id }, 'a configured identity stands under too many titles: no key in this document')
    return planned
  }
  const counted = await run.store.recordPoll(record, visited.kind === 'changed' ? plan : null)
  const report = { ...record.report, ...(counted ?? { new: 0, updated: 0, merged: 0 }) }
  logPoll(report, visited, run)
  return report
}

/** Drafts with their categories and everything identity compares. */
export function keyDrafts(drafts: readonly EntryDraft[], source: Source, settings: Settings): readonly KeyedDraft[] {
  const rules = { source: source.id, identity: settings.identity, tracking: settings.tracking }
  const isPublic = publicity(settings)
  return drafts.map((draft) => {
    const categories = chooseCategories(draft, source.category)
    return keyDraft(draft, { text: plainText(draft.content ?? draft.summary ?? ''), categories, isPublic: isPublic(categories) }, rules)
  })
}

function visitFacts({ state }: Claimed, source: Source, { runAt, settings }: PollRun & Deps): Visit {
  const category = { name: source.title ?? source.id, rule: 'no rule of category yields a name' }
  const fallback = { category, isPublic: publicity(settings)([category]) }
  return { source: source.id, isFirstPoll: state.firstSuccessAt === null, at: runAt, fallback }
}

function withoutValidators(state: PollState): PollState {
  return { ...state, etag: null, lastModified: null, bodyHash: null }
}

function bytesOf(visited: Visited): number {
  if (visited.kind === 'changed' || visited.kind === 'same-bytes') return visited.fetched.bytes
  return visited.kind === 'failed' ? visited.bytes : 0
}

function logPoll(report: PollReport, visited: Visited, { log }: Deps): void {
  const { id, ...facts } = report
  const line = { sourceId: id, ...facts }
  if (report.outcome === 'failed' || report.outcome === 'gone') log.warn(line, 'poll failed')
  else log.info(line, 'polled')
  for (const warning of visited.kind === 'changed' ? visited.reading.warnings.slice(0, 5) : [])
    log.warn({ sourceId: id, warning }, 'a draft was not read well')
}
