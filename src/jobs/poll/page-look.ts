// A look at a page that was read before: whether it is gone, and when it is looked at again.
import { nextLook, pageVerdict } from '../../identify/gone.ts'
import type { Neighbours, PageAnswer } from '../../model/deletion.ts'
import type { Sighting } from '../../model/merge.ts'
import type { Source } from '../../model/source.ts'
import type { ArticleRecord, ArticleTurn } from '../../store/port/articles.ts'
import type { Deps } from '../deps.ts'
import { watchOf } from '../tell/recipients.ts'
import type { ArticleFound } from './visit-article.ts'

interface Looked {
  readonly sighting: Sighting
  readonly source: Source
}

/** Nothing where the page was not read before, or what it answers says neither that it is there nor that it is gone. */
export function lookOf(
  found: ArticleFound,
  { sighting, source }: Looked,
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
): Pick<ArticleRecord, 'look'> {
  const answer: PageAnswer | null = found.kind === 'failed' ? found.gone : 'there'
  if (source.deletions === 'ignore' || sighting.article === null || answer === null) return {}
  const now = clock.now()
  const since = sighting.article.missingSince ?? now
  const goneSince = answer === 'there' ? null : since
  const about = { sighting: sighting.id, source: source.id, policy: source.deletions, title: sighting.draft.title }
  const judge = (neighbours: Neighbours) => pageVerdict(answer, { since, now, neighbours })
  return { look: { ...about, answer, goneSince, watch: watchOf(settings), judge } }
}

/** Of a page that is gone: it may have been a mistake, and may come back. */
export function lookAgain({ sighting, source }: Looked, now: number): ArticleTurn | null {
  if (source.deletions === 'ignore') return null
  const at = nextLook(sighting.article?.missingSince ?? now, now)
  return at === null ? null : { kind: 'recheck', at }
}
