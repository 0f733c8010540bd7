// What is stored of a source, by today's rules: entries that no kept answer shows any more, and the texts of all whose page's answer is kept.
import { breathe } from '../../base/breathe.ts'
import { hiding } from '../../base/secrets.ts'
import { planChanged } from '../../identify/reread.ts'
import type { ArticleText } from '../../model/article.ts'
import type { Sighting } from '../../model/merge.ts'
import type { RereadSighting, Revision } from '../../store/port/answers.ts'
import { visitFacts } from '../poll/poll-source.ts'
import { visitArticle } from '../poll/visit-article.ts'
import { isDropped, type Replayed } from './replay-answers.ts'
import { replaying } from './replaying.ts'
import { held, inParts, type RereadDeps, type Rereading } from './rereading.ts'
import { revisedSighting } from './revised-sighting.ts'

interface Known {
  readonly replayed: Pick<Replayed, 'fingerprints'>
  readonly overused: ReadonlySet<string>
}

export interface RevisedStored {
  all: number
  kept: number
  changed: number
  dropped: number
  returned: number
  partly: number
  articles: number
}

export async function reviseStored(rereading: Rereading, known: Known, deps: RereadDeps): Promise<RevisedStored> {
  const { source, claimed, runAt } = rereading
  const told: RevisedStored = { all: 0, kept: 0, changed: 0, dropped: 0, returned: 0, partly: 0, articles: 0 }
  for (const ids of inParts(await deps.store.answers.sightingIds(source.id))) {
    const page = await deps.store.answers.sightings(ids)
    const articles = await articlesOf(page, rereading, deps)
    const before = new Map(page.map(({ sighting }) => [sighting.id, sighting]))
    const revising = { ...rereading, ...known, articles, before, told, settings: deps.settings }
    held(await deps.store.answers.revise(claimed, runAt, (revision) => revisePart(revision, revising)), source)
  }
  return told
}

/** Texts that their pages' kept answers show now, where they differ. */
async function articlesOf(
  page: readonly RereadSighting[],
  { source }: Rereading,
  { reader, settings }: RereadDeps,
): Promise<ReadonlyMap<number, ArticleText>> {
  const found = new Map<number, ArticleText>()
  if (source.article === null) return found
  for (const { sighting, article } of page) {
    if (article === null || sighting.article === null) continue
    const visited = await visitArticle(sighting.draft, {
      ...replaying(article, hiding(settings.poll.secrets)),
      reader,
      source,
      known: null,
    })
    if (visited.kind === 'read' && saysElse(visited.article, sighting.article))
      found.set(sighting.id, asRead(visited.article, sighting.article))
  }
  return found
}

/** When it was asked for, and what of it is remembered for the next time, stays. */
function asRead(now: ArticleText, { fetchedAt, etag, lastModified, isOutdated, missingSince, url }: ArticleText): ArticleText {
  return { ...now, fetchedAt, etag, lastModified, isOutdated, missingSince, url }
}

function saysElse(now: ArticleText, before: ArticleText): boolean {
  return JSON.stringify(asRead(now, before)) !== JSON.stringify(asRead(before, before))
}

interface RevisingPart extends Rereading, Known, Pick<RereadDeps, 'settings'> {
  readonly articles: ReadonlyMap<number, ArticleText>
  /** As they were when their pages were read. */
  readonly before: ReadonlyMap<number, Sighting>
  readonly told: RevisedStored
}

async function revisePart(revision: Revision, part: RevisingPart): Promise<void> {
  const { claimed, source, runAt, settings, articles, before, told, replayed, overused } = part
  const { place, fallback } = visitFacts(claimed, source, { runAt, settings, hidden: await revision.rows.hidden() })
  const changed: Sighting[] = []
  for (const sighting of await revision.sightings([...before.keys()])) {
    await breathe()
    const isReplayed = replayed.fingerprints.has(sighting.fingerprint)
    const isUntouched = JSON.stringify(before.get(sighting.id)?.article) === JSON.stringify(sighting.article)
    const article = isUntouched ? (articles.get(sighting.id) ?? null) : null
    const { sighting: revised, isPartial } = revisedSighting(sighting, { source, settings, place, fallback, isReplayed, article, overused })
    told.all++
    if (isReplayed) told.kept++
    if (isPartial) told.partly++
    if (revised === sighting) continue
    changed.push(revised)
    count(told, { sighting, revised, isArticle: article !== null })
  }
  if (changed.length === 0) return
  const known = await revision.rows.around(changed.flatMap(({ keys }) => keys.map(({ text }) => text)))
  await revision.write(planChanged(known, changed))
}

interface Changing {
  readonly sighting: Sighting
  readonly revised: Sighting
  readonly isArticle: boolean
}

function count(told: RevisedStored, { sighting, revised, isArticle }: Changing): void {
  const [was, is] = [isDropped(sighting), isDropped(revised)]
  if (is && !was) told.dropped++
  else told.changed++
  if (was && !is) told.returned++
  if (isArticle) told.articles++
}
