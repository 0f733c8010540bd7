// The article step: each new entry's own text, fetched once; a failure delays it but never loses the entry.
import { expandUri } from '../base/uri-template.ts'
import { type Standing, standingOrder } from '../identify/compose.ts'
import { planArticle } from '../identify/dedupe.ts'
import { sketchOf } from '../identify/similar.ts'
import { bareArticle } from '../model/article.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { Sighting } from '../model/merge.ts'
import type { Source } from '../model/source.ts'
import { plainText } from '../normalize/text.ts'
import type { ArticleRecord, DueArticle } from '../store/store.ts'
import { type Deps, sourceOf } from './deps.ts'

/** After these many failures the entry stays with what there is. */
const mostAttempts = 6
const firstRetryMs = 10 * 60_000

export type ArticleFound =
  | { readonly kind: 'read'; readonly content: string; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string }

interface Step {
  readonly sighting: Sighting
  readonly source: Source
}

/** Fetches the text of one due entry and records it. `runAt`: the run that does so; a late text is news of that run. */
export async function fetchArticle(due: DueArticle, runAt: number, deps: Deps): Promise<void> {
  const step = stepOf(due, deps)
  const found: ArticleFound =
    step === null
      ? { kind: 'failed', message: 'none of its sources has an article step any more' }
      : await visitArticle(step.sighting.draft, step.source, deps)
  const now = deps.clock.now()
  if (found.kind === 'failed') {
    deps.log.warn(
      {
        sourceId: step?.source.id ?? null,
        title: step?.sighting.draft.title.slice(0, 80),
        attempt: due.attempts + 1,
        message: found.message,
      },
      'article not fetched',
    )
  }
  await deps.store.recordArticle({
    entry: due.entry,
    at: now,
    runAt: due.attempts === 0 ? due.touchedAt : runAt,
    ...recordOf(found, { step, attempts: due.attempts, now }),
  })
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

/** The text of one draft of a source, by its article step. */
export async function visitArticle(
  draft: EntryDraft,
  source: Source,
  { fetcher, reader, clock }: Pick<Deps, 'fetcher' | 'reader' | 'clock'>,
): Promise<ArticleFound> {
  const { article } = source
  const url = article?.url === null || article === null ? draft.link : expandUri(article.url, { ...draft.fields })
  if (article === null || url === null) return { kind: 'failed', message: 'the entry has no address to fetch its text from' }
  const outcome = await fetcher.fetch({
    url,
    isOperators: article.url !== null,
    obeysRobots: false,
    accept: 'application/json, */*;q=0.1',
    headers: source.headers,
    etag: null,
    lastModified: null,
  })
  if (outcome.kind !== 'fetched')
    return { kind: 'failed', message: 'message' in outcome ? outcome.message : 'answered 304 to an unconditional request' }
  // What an API answers is shown on the entry's page: there its relative links start, wherever the API was reached.
  const base = article.url === null ? outcome.url : (draft.link ?? outcome.url)
  const body = { bytes: outcome.body, contentType: outcome.contentType, url: base, fetchedAt: clock.now() }
  const read = await reader.readArticle(body, article, source.recipe)
  return read.kind === 'read' ? { ...read, url: outcome.url } : { kind: 'failed', message: read.message }
}

function recordOf(
  found: ArticleFound,
  { step, attempts, now }: { step: Step | null; attempts: number; now: number },
): Pick<ArticleRecord, 'plan' | 'nextAt'> {
  if (found.kind === 'failed' || step === null) {
    const isLast = step === null || attempts + 1 >= mostAttempts
    return { plan: null, nextAt: isLast ? null : now + firstRetryMs * 4 ** attempts }
  }
  const article = { ...bareArticle, contentHtml: found.content, fetchedAt: now, url: found.url }
  const sketch = sketchOf(plainText(found.content))
  const keys = step.sighting.keys.map((key) => key.text)
  return { nextAt: null, plan: async (rows) => planArticle(await rows.around(keys), step.sighting.id, { article, sketch }) }
}
