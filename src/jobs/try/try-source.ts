// `try`: one visit with all that a poll does but writing.
import { withoutSecrets } from '../../base/shown-url.ts'
import type { FetchOutcome, FetchStep } from '../../fetch/fetcher.ts'
import { betterText } from '../../identify/better-text.ts'
import { neverPolled, type PollState } from '../../model/poll.ts'
import { foundNothing } from '../../model/rule-use.ts'
import type { Settings } from '../../model/settings.ts'
import type { Source } from '../../model/source.ts'
import type { Reading, Unreadable } from '../../read/reader.ts'
import { reasonsOf } from '../../schedule/reasons.ts'
import type { StoredSource } from '../../store/port/sources.ts'
import type { StoreView } from '../../store/port/views.ts'
import type { Deps } from '../deps.ts'
import { addressOf } from '../poll/moves.ts'
import { visitOnce } from '../poll/poll-source.ts'
import { memoryFor, nextPollOf, type Occasion } from '../poll/poll-state.ts'
import type { Visited } from '../poll/visit.ts'
import { visitArticle } from '../poll/visit-article.ts'
import { declined, offerOf } from '../push/push-offer.ts'
import { announcedBy, type Heard, listening } from './listening.ts'
import { type LookDeps, type Looks, looksOf } from './looks.ts'
import { type Rehearsed, rehearse } from './rehearse.ts'
import type { Trial, TriedAnswer, TriedArticle, TriedChanges, TriedDocument, TriedNext, TriedPush, TriedRequest } from './trial.ts'
import { startOf, type TriedEntry, triedEntries } from './tried-entries.ts'
import { type TriedFeeds, triedFeeds } from './tried-feeds.ts'

export interface TrialDeps extends Pick<Deps, 'settings' | 'fetcher' | 'reader' | 'clock'>, LookDeps {
  /** Null: there is none yet. */
  readonly store: StoreView | null
}

/** Visits a source once, unconditionally, and stores nothing. Rejects only as `fetch` and `read` do. */
export async function trySource(source: Source, deps: TrialDeps): Promise<Trial> {
  const { store, settings, clock } = deps
  const now = clock.now()
  const state = stateOf(source, store === null ? [] : await store.sources(now))
  const heard = listening(deps)
  const telling = { ...source, recipe: { ...source.recipe, tells: true } }
  const record = await visitOnce({ id: source.id, lease: 'try', state, isForced: true }, telling, {
    ...deps,
    ...heard.ports,
    random: () => 0,
    runAt: now,
    isForced: true,
    isTrial: true,
  })
  const { visited, drafts, report } = record
  const rehearsed = await rehearse(record, store)
  const uses = visited.kind === 'changed' ? visited.reading.uses : []
  const entries = rehearsed.plan === null ? [] : triedEntries(drafts, rehearsed.plan, { ...rehearsed.told, ruled: heard.ruled, uses })
  return {
    source: { id: source.id, kind: source.kind, url: withoutSecrets(source.url), enabled: source.enabled },
    request: requestOf(source, state, { now, settings, steps: heard.steps }),
    steps: heard.steps,
    answer: answerOf(heard.outcome, {
      isKnown: visited.kind === 'changed' && visited.bodyHash !== null && visited.bodyHash === state.bodyHash,
    }),
    report,
    document: documentOf(visited.kind === 'changed' ? visited.reading : heard.reading),
    announced: announcedBy(heard),
    looks: await looks(visited.kind === 'changed' ? { ...heard, reading: visited.reading } : heard, source, deps),
    feeds: await feedsOf(visited, source, deps),
    push: pushOf(visited, source, settings),
    entries,
    article: await tryArticle(entries, source, deps),
    changes: changesOf(entries, rehearsed, { isCompared: store !== null }),
    next: nextOf(visited, rehearsed.state, { source, settings, now, jitter: 0, dueAt: state.nextPollAt }),
  }
}

/** Of another address than config's nothing is known but that the source is not new. */
function stateOf({ id, url }: Source, stored: readonly StoredSource[]): PollState {
  const known = stored.find((source) => source.id === id)
  if (known === undefined) return neverPolled
  return known.url === url ? known.state : { ...neverPolled, firstSuccessAt: known.state.firstSuccessAt }
}

interface Asking {
  readonly now: number
  readonly settings: Settings
  readonly steps: readonly FetchStep[]
}

function requestOf(source: Source, state: PollState, { now, settings, steps }: Asking): TriedRequest {
  const { etag, lastModified } = memoryFor(state, now, { isForced: false })
  return {
    url: withoutSecrets(addressOf(state, source.url)),
    isAdopted: state.adoptedUrl !== null,
    validators: { etag, lastModified },
    proxy: steps.some((step) => step.isProxied) ? (settings.poll.proxy?.origin ?? null) : null,
  }
}

function answerOf(outcome: FetchOutcome | null, { isKnown }: Pick<TriedAnswer, 'isKnown'>): TriedAnswer | null {
  if (outcome?.kind !== 'fetched') return null
  const { url, body, contentType, etag, lastModified, maxAgeMs, bytes, movedTo } = outcome
  return {
    url: withoutSecrets(url),
    contentType,
    bytes,
    decodedBytes: body.length,
    etag,
    lastModified,
    maxAgeMs,
    movedTo: masked(movedTo),
    isKnown,
  }
}

function documentOf(reading: Reading | Unreadable | null): TriedDocument | null {
  if (reading?.kind !== 'read') return null
  const { about, title, warnings, isCut, ttlMs, skipHours, uses } = reading
  return {
    ...about,
    homeUrl: masked(about.homeUrl),
    selfUrl: masked(about.selfUrl),
    nextUrl: masked(about.nextUrl),
    hubs: about.hubs.map(withoutSecrets),
    title,
    warnings,
    isCut,
    ttlMs,
    skipHours,
    uses,
  }
}

/** Null: it was read as wanted, or nothing came. */
async function looks(heard: Heard, source: Source, deps: LookDeps): Promise<Looks | null> {
  const { outcome, reading } = heard
  if (outcome?.kind !== 'fetched' || reading === null) return null
  return isAsWanted(reading, source) ? null : looksOf(outcome, { source, announced: announcedBy(heard) }, deps)
}

async function feedsOf(visited: Visited, source: Source, { store, settings }: TrialDeps): Promise<TriedFeeds | null> {
  const feeds = visited.kind === 'changed' ? visited.reading.feeds : undefined
  return feeds === undefined ? null : triedFeeds(source, feeds, { settings, kept: (await store?.followed()) ?? [] })
}

function pushOf(visited: Visited, source: Source, settings: Settings): TriedPush | null {
  const offer = visited.kind === 'changed' ? offerOf(visited) : null
  if (offer === null) return null
  return { hubs: offer.hubs.map(withoutSecrets), topic: withoutSecrets(offer.topic), declined: declined(source, offer, settings) }
}

/** A feed may be empty; a mapping that finds nothing has lost its page. */
function isAsWanted(reading: Reading | Unreadable, { recipe: { json, page } }: Source): boolean {
  if (reading.kind === 'unreadable') return false
  if (json === null && page === null) return true
  return reading.drafts.length > 0 && !reading.uses.some((use) => foundNothing(use, reading.uses))
}

function masked(url: string | null): string | null {
  return url === null ? null : withoutSecrets(url)
}

async function tryArticle(entries: readonly TriedEntry[], source: Source, deps: TrialDeps): Promise<TriedArticle | null> {
  const fresh = entries.filter((entry) => entry.change === 'new')
  const entry = fresh[0] ?? entries[0]
  if (source.article === null || entry === undefined) return null
  const { ports, steps } = listening(deps)
  const found = await visitArticle(entry.draft, { ...deps, ...ports, source, known: null })
  const shown = { wanted: fresh.length, title: entry.draft.title, steps }
  if (found.kind !== 'read') return { ...shown, found, text: null, better: null }
  const { url, image, canonicalUrl } = found.article
  const addresses = { url: withoutSecrets(url), image: masked(image), canonicalUrl: masked(canonicalUrl) }
  const article = { ...found.article, ...addresses }
  const better = betterText(entry.draft.content, article.contentHtml)
  return { ...shown, found: { ...found, article }, text: startOf(article.contentHtml), better }
}

function changesOf(
  entries: readonly TriedEntry[],
  { plan, state, told }: Rehearsed,
  { isCompared }: Pick<TriedChanges, 'isCompared'>,
): TriedChanges | null {
  if (plan === null) return null
  const ids = new Map(told.known.entries.map(({ id, publicId }) => [id, publicId ?? '']))
  const idOf = (entry: number) => ids.get(entry) ?? ''
  return {
    isCompared,
    counts: { ...plan.counts, unchanged: entries.filter((entry) => entry.change === 'unchanged').length },
    merges: plan.merged.map(({ from, into }) => ({ from: idOf(from), into: idOf(into) })),
    vetoes: plan.vetoes,
    isGap: state.isGap,
    drift: state.expectations,
  }
}

/** The earliest: chance may put off what nobody has written down, by a tenth. */
function nextOf(visited: Visited, state: PollState, occasion: Omit<Occasion, 'retryAfterMs'>): TriedNext | null {
  if (visited.kind === 'gone' || !occasion.source.enabled) return null
  const poll = nextPollOf(state, { ...occasion, retryAfterMs: visited.kind === 'throttled' ? visited.retryAfterMs : null })
  return { at: state.nextPollAt, reasons: reasonsOf(poll), poll }
}
