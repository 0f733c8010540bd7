// One visit to one source: visit, decide, record.
import { takeTurn } from '../../base/breathe.ts'
import { hiding } from '../../base/secrets.ts'
import { rfc3339 } from '../../base/zone.ts'
import { chooseCategories } from '../../classify/category.ts'
import { planPoll } from '../../identify/dedupe.ts'
import { keyDraft } from '../../identify/keys.ts'
import type { Visit } from '../../identify/sighting.ts'
import type { EntryDraft } from '../../model/entry.ts'
import { driftWords, fallbackWords } from '../../model/expectations.ts'
import type { KeyedDraft, MergePlan } from '../../model/merge.ts'
import { type PollReport, type PollState, proposedUrl } from '../../model/poll.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import { plainText } from '../../normalize/text.ts'
import type { Decision, KnownRows, PollRecord } from '../../store/port/polls.ts'
import type { Claimed } from '../../store/port/sources.ts'
import type { Deps } from '../deps.ts'
import { hostOf } from '../lanes.ts'
import { addressToKeep, type Keeper, keeperOf } from '../reread/keeping.ts'
import { watchOf } from '../tell/recipients.ts'
import { countPoll } from './count-poll.ts'
import { expectedOf } from './drift.ts'
import { addressOf } from './moves.ts'
import { afterVisit, type Found, isUntold, memoryFor, saidOf } from './poll-state.ts'
import { publicity } from './publicity.ts'
import { seenDeletions } from './seen-deletions.ts'
import { type Visited, visit } from './visit.ts'

export interface PollRun {
  /** Start of the run or tick: what all its polls call now. */
  readonly runAt: number
  /** Ask unconditionally, and read the answer even if its bytes are known. */
  readonly isForced: boolean
}

interface VisitRecord extends PollRecord {
  readonly visited: Visited
  /** What was read; none where no document was. */
  readonly drafts: readonly KeyedDraft[]
}

/** What a visit needs before anything is stored. */
interface VisitRun extends PollRun, Pick<Deps, 'settings' | 'fetcher' | 'reader' | 'clock' | 'random'> {
  /** Nothing will be stored: what a poll would hold back is shown. */
  readonly isTrial?: boolean
}

export async function pollSource(claimed: Claimed, source: Source, run: PollRun & Deps): Promise<PollReport> {
  const { record, written } = await run.polls.record(() => visitOnce(claimed, source, run))
  const { counts, state } = written.kind === 'lost' ? { counts: nothingCounted, state: null } : written
  const report = { ...record.report, ...counts }
  countPoll(report, run.meter)
  logPoll({ report, before: claimed.state, state, visited: record.visited }, run)
  return report
}

const nothingCounted: MergePlan['counts'] = { new: 0, updated: 0, merged: 0 }

/** Visits and reads; what is to be recorded of it is decided where the record is written. */
export async function visitOnce(claimed: Claimed, source: Source, run: VisitRun): Promise<VisitRecord> {
  const startedAt = run.clock.now()
  const memory = memoryFor(claimed.state, startedAt, run)
  const keeper = keeperFor(run)
  const visited = await visit(source, memory, { ...run, ...keeper })
  // Answers come by the dozen, and each takes milliseconds.
  await takeTurn()
  const now = run.clock.now()

  const expectations = expectedOf(claimed.state.expectations, visited, { source, now })
  const drafts = visited.kind === 'changed' ? keyDrafts(visited.reading.drafts, source, run.settings) : []
  const context = { source, settings: run.settings, now, jitter: run.random(), asked: memory, expectations }
  const decide = (plan: MergePlan | null, found: Found | null): Decision => {
    const state = afterVisit(claimed.state, visited, { ...context, found })
    const decided = { plan, state, host: hostOf(addressOf(state, source.url)), isUntold: isUntold(claimed.state, { found, now }) }
    if (plan === null || visited.kind !== 'changed') return decided
    return { ...decided, ...namedBy(visited), ...seenDeletions(visited.reading, drafts, source) }
  }
  const isStored = visited.kind === 'changed' && (!expectations.isHeldBack || run.isTrial === true)
  const lost = new Set(expectations.breaks.map(({ name }) => name))
  return {
    source: source.id,
    lease: claimed.lease,
    at: run.runAt,
    watch: watchOf(run.settings),
    report: {
      id: source.id,
      ...saidOf(visited, expectations),
      read: namedBy(visited).feeds?.length ?? drafts.length,
      bytes: bytesOf(visited),
      ms: now - startedAt,
    },
    decision: isStored ? (rows) => decideOn(drafts, { claimed, source, run, rows, lost, decide }) : decide(null, null),
    ...(isStored && keeper !== null ? { answer: await keptAnswer(visited, { keeper, source, settings: run.settings }) } : {}),
    visited,
    drafts,
  }
}

/** Null: nothing is kept. */
function keeperFor({ settings, isTrial = false, ...ports }: VisitRun): Keeper | null {
  return isTrial || settings.store.answers.perSource === 0 ? null : keeperOf(ports, hiding(settings.poll.secrets))
}

async function keptAnswer(
  { bodyHash }: Extract<Visited, { kind: 'changed' }>,
  { keeper, source, settings }: { readonly keeper: Keeper; readonly source: Source; readonly settings: Settings },
): Promise<NonNullable<PollRecord['answer']>> {
  const address = addressToKeep(source.url, hiding(settings.poll.secrets))
  const documents = await keeper.documents()
  return { settings: settings.store.answers, kept: { hash: bodyHash ?? '', address, isPush: false, documents } }
}

/** A list that names nothing at all is one that broke: what it named before goes on. */
function namedBy(visited: Visited): Pick<Decision, 'feeds'> {
  const feeds = visited.kind === 'changed' ? visited.reading.feeds : undefined
  return feeds === undefined || feeds.length === 0 ? {} : { feeds }
}

/** What a plan is made with besides the drafts. */
export interface Deciding {
  readonly claimed: Claimed
  readonly source: Source
  readonly run: Pick<VisitRun, 'runAt' | 'settings'>
  readonly rows: KnownRows
  readonly lost: ReadonlySet<string>
  readonly decide: (plan: MergePlan, found: Found) => Decision
}

/** Runs within the writing transaction. */
export async function decideOn(read: readonly KeyedDraft[], { claimed, source, run, rows, lost, decide }: Deciding): Promise<Decision> {
  const hidden = await rows.hidden()
  const drafts = hiddenBy(hidden, read, { source, settings: run.settings })
  let isKnown = false
  let shown: readonly string[] = []
  const noting: KnownRows = {
    ...rows,
    unchanged: async (id, fingerprints) => {
      shown = fingerprints
      const unchanged = await rows.unchanged(id, fingerprints)
      isKnown = unchanged.size > 0
      return unchanged
    },
  }
  const plan = await planPoll(drafts, { ...visitFacts(claimed, source, { ...run, hidden }), lost }, noting)
  const isFresh = plan.sightings.some((sighting) => sighting.id < 0)
  isKnown ||= plan.sightings.some((sighting) => sighting.id > 0)
  // One entry may well replace another; several at once mean that others came and went in between.
  const isGap = claimed.state.lastChangeAt !== null && drafts.length >= 2 && isFresh && !isKnown
  return { ...decide(plan, { isFresh, isGap, isDrifting: plan.isDrifting }), fingerprints: shown }
}

/** Drafts with their categories and everything identity compares. */
export function keyDrafts(drafts: readonly EntryDraft[], source: Source, settings: Settings): readonly KeyedDraft[] {
  return keyedIn(drafts, { source, settings, hidden: nothingHidden })
}

interface Keying {
  readonly source: Source
  readonly settings: Settings
  /** Folded names of categories that the registry hides. */
  readonly hidden: ReadonlySet<string>
}

const nothingHidden: ReadonlySet<string> = new Set()

function keyedIn(drafts: readonly EntryDraft[], { source, settings, hidden }: Keying): readonly KeyedDraft[] {
  const rules = { source: source.id, identity: settings.identity, tracking: settings.tracking }
  const place = placing(source, settings, hidden)
  return drafts.map((draft) => keyDraft(draft, { text: plainText(draft.content ?? draft.summary ?? ''), ...place(draft) }, rules))
}

/** Commands may have given private categories names that config does not know. */
export function hiddenBy(
  hidden: ReadonlySet<string>,
  drafts: readonly KeyedDraft[],
  { source, settings }: Omit<Keying, 'hidden'>,
): readonly KeyedDraft[] {
  const isPublic = publicity(settings, hidden)
  if (drafts.every((draft) => draft.isPublic === isPublic(draft.categories))) return drafts
  return keyedIn(
    drafts.map(({ draft }) => draft),
    { source, settings, hidden },
  )
}

/** Where a source's rules put its entries. */
export function placing(source: Source, settings: Settings, hidden: ReadonlySet<string>): Visit['place'] {
  const isPublic = publicity(settings, hidden)
  return (draft) => {
    const categories = chooseCategories(draft, source.category)
    return { categories, isPublic: isPublic(categories) }
  }
}

/** What a planner must know of a visit. */
export function visitFacts(
  { state }: Pick<Claimed, 'state'>,
  source: Source,
  { runAt, settings, hidden }: Deciding['run'] & Pick<Keying, 'hidden'>,
): Omit<Visit, 'lost'> {
  const category = { name: source.title ?? source.id, rule: 'no rule of category yields a name' }
  const fallback = { category, isPublic: publicity(settings, hidden)([category]) }
  return { source: source.id, isFirstPoll: state.firstSuccessAt === null, at: runAt, fallback, place: placing(source, settings, hidden) }
}

function bytesOf(visited: Visited): number {
  if (visited.kind === 'changed' || visited.kind === 'same-bytes') return visited.fetched.bytes
  return visited.kind === 'failed' ? visited.bytes : 0
}

interface Polled {
  readonly report: PollReport
  readonly before: PollState
  /** Null: another visit held the lease by then, and nothing was written. */
  readonly state: PollState | null
  readonly visited: Visited
}

function logPoll({ report, before, state, visited }: Polled, { log }: Deps): void {
  const { id, ...facts } = report
  const next = state === null || state.outcome === 'gone' ? null : rfc3339(state.nextPollAt)
  const line = { sourceId: id, ...facts, next }
  if (report.outcome === 'gone') log.warn(line, 'gone for good: not visited any more, unless it is named or its url changes')
  else if (report.outcome === 'failed') log.warn(line, 'poll failed')
  else log.info(line, 'polled')
  if (state === null) log.warn({ sourceId: id }, 'the poll came too late: its lease was lost, nothing was written')
  else logTurns(id, { before, state }, log)
  for (const warning of visited.kind === 'changed' ? visited.reading.warnings.slice(0, 5) : [])
    log.warn({ sourceId: id, warning }, 'a draft was not read well')
}

function logTurns(sourceId: string, { before, state }: { before: PollState; state: PollState }, log: Deps['log']): void {
  if (state.isGap) log.warn({ sourceId }, 'nothing in this document was known: entries were missed, it is visited sooner')
  logDrift(sourceId, { before, state }, log)
  if (state.adoptedUrl !== before.adoptedUrl) log.warn({ sourceId, url: state.adoptedUrl }, adoptionWords(state))
  const proposed = proposedUrl(state)
  if (proposed !== null && proposed !== proposedUrl(before))
    log.warn({ sourceId, url: proposed }, 'the source has moved to another site for good: if that is right, write this url into config')
}

function logDrift(sourceId: string, { before, state }: { before: PollState; state: PollState }, log: Deps['log']): void {
  const names = ({ expectations }: PollState) => expectations.breaks.map(({ name }) => name)
  if (state.isDrifting && names(state).join() !== names(before).join())
    log.warn({ sourceId, drift: names(state) }, `not as usual: ${driftWords(state.expectations)}`)
  if (before.isDrifting && !state.isDrifting) log.info({ sourceId }, 'as usual again')
  const known = new Set(before.expectations.fallbacks.map(fallbackWords))
  for (const words of state.expectations.fallbacks.map(fallbackWords)) if (!known.has(words)) log.warn({ sourceId }, words)
}

function adoptionWords({ adoptedUrl }: PollState): string {
  return adoptedUrl === null ? 'the url of config is visited again' : 'the source has moved for good: it is visited at its new address'
}
