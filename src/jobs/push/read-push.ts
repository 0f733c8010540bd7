// One document that a hub sent: read, decided and recorded as a visit's would be, but nobody was visited.
import { sha256Hex } from '../../base/digest.ts'
import { pack } from '../../base/packing.ts'
import { hiding } from '../../base/secrets.ts'
import type { PollReport } from '../../model/poll.ts'
import type { Source } from '../../model/source.ts'
import type { Ticket } from '../../queue/queue.ts'
import type { Reading } from '../../read/reader.ts'
import type { PollRecord } from '../../store/port/polls.ts'
import type { WaitingPush } from '../../store/port/push.ts'
import type { Claimed } from '../../store/port/sources.ts'
import { type Deps, sourceOf, sourcesOf } from '../deps.ts'
import { hostOf } from '../lanes.ts'
import { addressOf } from '../poll/moves.ts'
import { decideOn, keyDrafts } from '../poll/poll-source.ts'
import { afterPush } from '../poll/poll-state.ts'
import { seenDeletions } from '../poll/seen-deletions.ts'
import { addressToKeep } from '../reread/keeping.ts'

/** Reading and writing take seconds at most. */
const leaseMs = 2 * 60_000
/** A source that cannot be had for so long is visited instead. */
const patienceMs = 10 * 60_000

/** A whole document of each is in memory. */
const lanes = 4

/** Reads what a hub has sent of a source. */
export function pushTicket(source: string): Ticket {
  const lane = [...source].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % lanes
  return { job: { kind: 'push', source }, key: `push ${source}`, lane: `push ${lane}` }
}

/**
 * Reads what waits longest of a source; null: there is nothing, or the source is being visited and it waits on. What is no feed of that
 * source, and what breaks, is dropped, and the source visited soon.
 */
export async function readPush(id: string, deps: Deps): Promise<PollReport | null> {
  const { store, settings } = deps
  const push = await store.pushes.next(id)
  if (push === null) return null
  const source = sourceOf(settings, id)
  if (source === null || !source.enabled) return giveUp(push, deps)
  const runAt = deps.clock.now()
  const claimed = await claimFor(id, runAt, deps)
  if (claimed === null) return runAt - push.receivedAt > patienceMs ? giveUp(push, deps) : null
  if (isOutdated(push, claimed)) {
    await store.releaseLease(claimed)
    return giveUp(push, deps)
  }
  try {
    return await recordPush(push, { claimed, source, runAt }, deps)
  } catch (error) {
    await store.releaseLease(claimed)
    await giveUp(push, deps)
    throw error
  }
}

/** A visit that is under way comes first. No host is asked for anything, so none has to wait for its turn. */
async function claimFor(id: string, runAt: number, { store, settings, clock, node, random }: Deps): Promise<Claimed | null> {
  const lease = `${node}-push-${random().toString(36).slice(2, 10)}`
  const one = { only: [id], isForced: true, except: [], known: sourcesOf(settings), limit: 1 }
  const claim = { ...one, now: clock.now(), runAt, lease, leaseMs, perHost: Number.MAX_SAFE_INTEGER }
  return (await store.claimDue(claim))[0] ?? null
}

async function giveUp({ id, source }: WaitingPush, { store, clock }: Deps): Promise<null> {
  await store.pushes.drop(id)
  await store.pushes.hasten(source, clock.now())
  return null
}

/** A visit that ended well after it came has seen as much, or more. */
function isOutdated({ receivedAt }: WaitingPush, { state: { outcome, lastPollAt } }: Claimed): boolean {
  return (outcome === 'changed' || outcome === 'unchanged') && lastPollAt !== null && lastPollAt > receivedAt
}

interface Taking {
  readonly claimed: Claimed
  readonly source: Source
  readonly runAt: number
}

async function recordPush(push: WaitingPush, taking: Taking, deps: Deps): Promise<PollReport | null> {
  const { claimed, source } = taking
  const { reader, store, polls, clock, log, meter } = deps
  const startedAt = clock.now()
  await reader.room()
  const url = claimed.state.offer?.base ?? addressOf(claimed.state, source.url)
  const reading = await reader.read({ bytes: push.body, contentType: push.contentType, url, fetchedAt: push.receivedAt }, source.recipe)
  if (reading.kind === 'unreadable') {
    await store.releaseLease(claimed)
    log.warn({ sourceId: source.id, message: reading.message }, 'what the hub sent cannot be read: the source is visited instead')
    return giveUp(push, deps)
  }
  const answer = await keptPush(push, { source, url }, deps)
  const { record, written } = await polls.record(async () => ({
    ...recordOf(reading, { ...taking, push, ms: clock.now() - startedAt }, deps),
    ...answer,
  }))
  // Its lease was another's by then: the push is there for the next tick.
  if (written.kind === 'lost') return null
  const report = { ...record.report, ...written.counts }
  meter.add('pushes_total', { outcome: 'read' })
  log.info({ sourceId: source.id, read: report.read, ...written.counts, bytes: report.bytes, ms: report.ms }, 'pushed')
  return report
}

async function keptPush(
  { body, contentType, receivedAt }: WaitingPush,
  { source, url }: { readonly source: Source; readonly url: string },
  { settings }: Deps,
): Promise<Pick<PollRecord, 'answer'>> {
  const { answers } = settings.store
  if (answers.perSource === 0) return {}
  const hide = hiding(settings.poll.secrets)
  const at = addressToKeep(url, hide)
  const document = { asked: at, url: at, posted: null, contentType, fetchedAt: receivedAt, body: await pack(body) }
  const address = addressToKeep(source.url, hide)
  return { answer: { settings: answers, kept: { hash: sha256Hex(body), address, isPush: true, documents: [document] } } }
}

/** Pace, expectations and the time of the next visit stay as they are: the document may hold only what is new. */
function recordOf(
  reading: Reading,
  { push, claimed, source, runAt, ms }: Taking & { push: WaitingPush; ms: number },
  deps: Deps,
): PollRecord {
  const { settings } = deps
  const drafts = keyDrafts(reading.drafts, source, settings)
  const said = { outcome: 'changed', code: null, message: null, read: drafts.length, bytes: push.body.length, ms } as const
  const lost = new Set(claimed.state.expectations.breaks.map(({ name }) => name))
  return {
    source: source.id,
    lease: claimed.lease,
    at: runAt,
    isPush: true,
    watch: null,
    report: { id: source.id, ...said },
    decision: (rows) =>
      decideOn(drafts, {
        claimed,
        source,
        run: { runAt, settings },
        rows,
        lost,
        decide: (plan, { isFresh }) => {
          const isChange = plan.counts.updated > 0
          const state = afterPush(claimed.state, { isFresh, isChange }, runAt)
          const { id, callback, receivedAt } = push
          const isTelling = isFresh || isChange
          const decided = { plan, state, host: hostOf(addressOf(state, source.url)), push: { id, callback, receivedAt, isTelling } }
          return { ...decided, ...seenDeletions(reading, drafts, source) }
        },
      }),
  }
}
