// The article step: each new entry's own text, fetched once; a failure delays it but never loses the entry.
import { hiding } from '../../base/secrets.ts'
import { isLost } from '../../identify/better-text.ts'
import { type Standing, standingOrder } from '../../identify/compose.ts'
import { planArticle } from '../../identify/dedupe.ts'
import { sketchOf } from '../../identify/similar.ts'
import type { ArticleText } from '../../model/article.ts'
import type { Sighting } from '../../model/merge.ts'
import type { Source } from '../../model/source.ts'
import { plainText } from '../../normalize/text.ts'
import type { ArticleRecord, ArticleTurn, DueArticle } from '../../store/port/articles.ts'
import { type Deps, sourceOf } from '../deps.ts'
import { type Keeper, keeperOf } from '../reread/keeping.ts'
import { nextRecheck, nextRetry } from './article-turns.ts'
import { lookAgain, lookOf } from './page-look.ts'
import { placing } from './poll-source.ts'
import { type ArticleFound, visitArticle } from './visit-article.ts'

/** Longer than the pages of a text may take; a node that dies holds its articles this long at most. */
const leaseMs = 10 * 60_000

interface Step {
  readonly sighting: Sighting
  readonly source: Source
}

/** Fetches the text of one entry, if it is due, and records it. `runAt`: the run that does so; a late text is news of that run. */
export async function fetchArticle(entry: number, runAt: number, deps: Deps): Promise<void> {
  const { store, clock, random, node, meter } = deps
  const lease = `${node}-${entry}-${random().toString(36).slice(2, 10)}`
  const due = await store.claimArticle(entry, { now: clock.now(), lease, leaseMs })
  if (due === null) return
  const decided = await decide(due, deps)
  const news = due.attempts > 0 || due.isRecheck ? runAt : due.touchedAt
  meter.add('articles_total', { outcome: decided.message === null ? 'read' : 'failed' })
  await store.recordArticle({ entry, lease, at: clock.now(), runAt: news, ...decided })
}

type Decided = Pick<ArticleRecord, 'plan' | 'message' | 'next' | 'answer' | 'look'>

async function decide(due: DueArticle, deps: Deps): Promise<Decided> {
  const step = stepOf(due, deps)
  if (step === null) return { plan: null, message: 'none of its sources has an article step any more', next: null }
  const { source, sighting } = step
  const early = due.isRecheck ? tooEarly(due, source, deps.clock.now()) : null
  if (early !== null) return { plan: null, message: null, next: early }
  const known = due.isRecheck ? sighting.article : null
  const keeper = deps.settings.store.answers.perSource === 0 ? null : keeperOf(deps, hiding(deps.settings.poll.secrets))
  const found = refusing(await visitArticle(sighting.draft, { ...deps, ...keeper, source, known }), sighting.article)
  logFailure(found, { due, step, deps })
  const decided = { ...recordOf(found, { due, step, deps }), ...lookOf(found, step, deps) }
  return found.kind === 'read' && keeper !== null ? { ...decided, answer: await keptAnswer(keeper, { step, deps }) } : decided
}

async function keptAnswer(keeper: Keeper, { step, deps }: Omit<Recording, 'due'>): Promise<NonNullable<ArticleRecord['answer']>> {
  return { settings: deps.settings.store.answers, kept: { sighting: step.sighting.id, documents: await keeper.documents() } }
}

/** The owner's sighting if its source has an article step, else the next one's in order of ownership. */
function stepOf({ sightings }: DueArticle, { settings }: Deps): Step | null {
  const inPublic = sightings.filter((sighting) => sighting.isPublic)
  const steps = (inPublic.length > 0 ? inPublic : sightings).flatMap((sighting) => {
    const source = sourceOf(settings, sighting.source)
    return source?.article === undefined || source.article === null ? [] : [{ sighting, source }]
  })
  const standing = (id: string): Standing => sourceOf(settings, id) ?? { priority: Number.NEGATIVE_INFINITY, position: 0 }
  return steps.sort((a, b) => standingOrder(a.sighting, b.sighting, standing))[0] ?? null
}

/** An entry may be published later than its text was read (`delay`), or not yet: it is from then that rechecks count. */
function tooEarly({ publishedAt }: DueArticle, { recheckMs }: Source, now: number): ArticleTurn | null {
  const [first] = recheckMs
  if (first === undefined) return null
  if (publishedAt === null) return { kind: 'recheck', at: now + first }
  return now < publishedAt + first ? { kind: 'recheck', at: publishedAt + first } : null
}

/** What was read well is not written over by a login page, an error, the first of its pages alone. */
function refusing(found: ArticleFound, before: ArticleText | null): ArticleFound {
  if (found.kind !== 'read' || before === null) return found
  const { article, lacks } = found
  const refused = (message: string) => ({ kind: 'failed', message, gone: null, retryAfterMs: 0 }) as const
  if (lacks !== null && article.pages < before.pages) return refused(lacks)
  return isLost(before.contentHtml, article.contentHtml) ? refused('its page shows something else than its text, and shorter') : found
}

interface Recording {
  readonly due: DueArticle
  readonly step: Step
  readonly deps: Deps
}

function recordOf(found: ArticleFound, recording: Recording): Decided {
  const { due, step, deps } = recording
  const now = deps.clock.now()
  const recheck = nextRecheck(step.source.recheckMs, due.publishedAt ?? now, now)
  const article = articleAfter(found, step.sighting.article, now)
  const plan = article === null ? null : planOf(article, recording)
  const message = found.kind === 'read' ? found.lacks : found.kind === 'failed' ? found.message : null
  if (message === null) return { plan, message, next: recheck }
  if (isMissing(found, step.sighting.article)) return { plan, message, next: sooner(lookAgain(step, now), recheck) }
  const retry = nextRetry(due.attempts, found.kind === 'failed' ? found.retryAfterMs : 0, now)
  return { plan, message, next: due.isRecheck ? sooner(retry, recheck) : (retry ?? recheck) }
}

/** A recheck that failed is tried again before the next one is due; it stays a recheck, for there is a text. */
function sooner(retry: ArticleTurn | null, recheck: ArticleTurn | null): ArticleTurn | null {
  if (retry === null || (recheck !== null && recheck.at <= retry.at)) return recheck
  return { kind: 'recheck', at: retry.at }
}

/** What is known of the page from now on; null: what was. One that is gone stays as it was read; that it is gone is remembered. */
function articleAfter(found: ArticleFound, before: ArticleText | null, now: number): ArticleText | null {
  if (found.kind === 'read') return found.article
  if (before === null) return null
  if (found.kind === 'unchanged') return before.missingSince === null ? null : { ...before, missingSince: null }
  return found.gone !== null && before.missingSince === null ? { ...before, missingSince: now } : null
}

/** It was read before, and is not there. */
function isMissing(found: ArticleFound, before: ArticleText | null): boolean {
  return found.kind === 'failed' && found.gone !== null && before !== null
}

function planOf(article: ArticleText, { step: { sighting, source }, deps }: Recording): Decided['plan'] {
  const sketch = sketchOf(plainText(article.contentHtml))
  const keys = sighting.keys.map((key) => key.text)
  return async (rows) => {
    const place = placing(source, deps.settings, await rows.hidden())
    return planArticle(await rows.around(keys), sighting.id, { article, sketch, place })
  }
}

function logFailure(found: ArticleFound, { due, step: { source, sighting }, deps }: Recording): void {
  const message = found.kind === 'failed' ? found.message : found.kind === 'read' ? found.lacks : null
  if (message === null) return
  const title = sighting.draft.title.slice(0, 80)
  deps.log.warn({ sourceId: source.id, title, attempt: due.attempts + 1, message }, 'article not fetched')
}
