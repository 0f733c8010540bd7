// What is recorded of an entry → its life as `explain` tells it. Pure: by the same rules that polls and settling decide by.
import { type Composed, compose, contributing } from '../../identify/compose.ts'
import { foldName } from '../../model/category.ts'
import type { Dossier } from '../../model/dossier.ts'
import type {
  ExplainedArticle,
  ExplainedImport,
  ExplainedPruning,
  ExplainedRetraction,
  Explanation,
  Found,
} from '../../model/explanation.ts'
import { publicUrl } from '../../model/paths.ts'
import { keepWords } from '../../model/pruning.ts'
import { retractionShownMs } from '../../model/retraction.ts'
import { isDropped } from '../reread/replay-answers.ts'
import { embargoEnd } from '../settle/mint-entries.ts'
import { standingIn } from '../settle/standing.ts'
import type { Case, Explaining } from './explained-case.ts'
import { explainedDates, explainedRevisions, explainedText } from './explained-content.ts'
import { explainedCorrections } from './explained-corrections.ts'
import { deletedOf, explainedDeletions } from './explained-deletions.ts'
import { explainedCategories, explainedEditions, explainedFeeds, waitWords } from './explained-places.ts'
import { explainedSightings, joinsOf } from './explained-sightings.ts'

export function explained(dossier: Dossier, { found, ...explaining }: Explaining & { readonly found: Found }): Explanation {
  const standing = standingIn(dossier.sources)
  const deleted = deletedOf(dossier)
  const composed = compose(
    dossier.sightings.filter(({ id }) => !deleted.has(id)),
    standing,
  )
  const isHidden = dossier.state === 'pending' && dossier.id !== null
  const one: Case = { ...explaining, dossier, deleted, standing, composed, state: isHidden ? 'hidden' : dossier.state }
  const { id, path, revision } = dossier
  const owner = dossier.owner ?? composed?.owner.source ?? null
  return {
    found,
    entry: {
      id,
      path,
      title: dossier.title || (composed?.content.title ?? dossier.sightings[0]?.draft.title ?? ''),
      page: path === null ? null : publicUrl(one.settings.site.url, path),
      url: dossier.content?.url ?? composed?.content.url ?? null,
      state: one.state,
      because: reasonsOf(one),
      revision,
      owner,
    },
    dates: explainedDates(one),
    text: explainedText(one),
    article: articleOf(one),
    sightings: explainedSightings(one, owner),
    joins: joinsOf(one),
    corrections: explainedCorrections(one),
    merged: dossier.merged,
    related: dossier.related,
    coverage: null,
    answers: { lists: [], pages: [] },
    vetoes: dossier.vetoes,
    burnt: dossier.burnt,
    categories: explainedCategories(one),
    feeds: explainedFeeds(one),
    digests: explainedEditions(one),
    revisions: explainedRevisions(one),
    terms: dossier.sources.find((source) => source.id === owner) ?? null,
    imported: importOf(one),
    retraction: retractionOf(one),
    pruning: pruningOf(one),
    deletions: explainedDeletions(one),
  }
}

function importOf({ dossier: { sources, sightings, formerPath } }: Case): ExplainedImport | null {
  const posts = new Set(sources.filter(({ kind }) => kind === 'jekyll').map(({ id }) => id))
  const sighting = sightings.find(({ source }) => posts.has(source))
  return sighting === undefined ? null : { source: sighting.source, path: formerPath, at: sighting.firstSeen }
}

function retractionOf({ dossier: { retraction, id } }: Case): ExplainedRetraction | null {
  if (retraction === null) return null
  const remains = `its keys, titles and dates${id === null ? '' : ', and its id, path and place'}; no text, in no revision`
  return { ...retraction, shownUntil: retraction.at + retractionShownMs, remains }
}

function pruningOf({ dossier: { pruning, id } }: Case): ExplainedPruning | null {
  if (pruning === null) return null
  return {
    ...pruning,
    remains: `its keys, title and dates${id === null ? '' : ', its id and path'}, and what tells its text from others; no text`,
  }
}

/** Why it is not published. */
function reasonsOf(one: Case): readonly string[] {
  if (one.state === 'published') return []
  if (one.state === 'pruned') return [`${prunedBy(one)}; its keys stay known, so that it never comes back as new`]
  if (one.state === 'retracted' && typeof one.dossier.retraction?.rule === 'string')
    return [`a rule of config withdraws it (takedown ${JSON.stringify(one.dossier.retraction.rule)}), for as long as it is there`]
  if (one.state === 'retracted') return ['it is retracted; its keys stay known, so that it never comes back as new']
  if (one.state === 'expired' && one.dossier.removedAt !== null)
    return ['its origin has deleted it, and no other public source shows it; it comes back when its origin shows it again']
  if (one.state === 'expired') return ['its time is over (expires); its keys stay known, so that it never comes back as new']
  if (one.dossier.sightings.length === 0) return ['no source shows it any more: its sightings belong to other entries now']
  if (one.composed === null && one.deleted.size > 0) return ['its origin has deleted it, and no other public source shows it']
  if (one.dossier.sightings.every(isDropped))
    return ['rules of its sources drop it; when they do not any more, it comes back: "newsstand reread"']
  if (one.composed === null)
    return [one.state === 'hidden' ? 'it was public once; now only private categories show it' : 'only private categories show it']
  const waits = waitsOf(one, one.composed)
  return waits.length > 0 ? waits : ['the next settling publishes it: that of "run" within seconds, or "newsstand publish"']
}

function prunedBy({ dossier: { pruning } }: Case): string {
  const rules = (pruning?.why ?? []).map((reason) => `${reason.slug} keeps ${keepWords(reason)}`)
  return rules.length === 0 ? 'it is one with an entry that was pruned' : `it was pruned: ${rules.join(', ')}`
}

function waitsOf({ dossier, settings, now, standing }: Case, composed: Composed): readonly string[] {
  const embargo = embargoEnd(composed, standing)
  return [
    ...(dossier.readyAt === null ? ['it waits for its own text (article step)'] : []),
    ...(dossier.isRunOpen ? [`the run that found it still polls; it is waited for, at most ${settings.poll.settleMs / 1000} s`] : []),
    ...(embargo > now ? [`embargo (delay of ${composed.owner.source}) until ${new Date(embargo).toISOString()}`] : []),
    ...categoryWaits({ dossier, settings, standing }, composed),
  ]
}

function categoryWaits(
  { dossier, settings, standing }: Pick<Case, 'dossier' | 'settings' | 'standing'>,
  composed: Composed,
): readonly string[] {
  const names = contributing(composed, (source) => standing(source).joins).flatMap(({ categories }) =>
    categories.map(({ name }) => foldName(name)),
  )
  const states = dossier.names.filter(({ folded }) => names.includes(folded)).map(({ state }) => state)
  if (dossier.due !== 'category' || states.length === 0) return []
  if (states.every((state) => state === 'retired')) return ['all its categories are retired']
  return states.every((state) => state === 'waiting' || state === 'retired')
    ? [`none of its categories is let in: ${waitWords(settings)}`]
    : []
}

function articleOf({ dossier }: Case): ExplainedArticle {
  const { state, attempts, nextAt, message } = dossier.article
  const pages = dossier.sightings.flatMap(({ source, article }) =>
    article === null
      ? []
      : [{ source, url: article.url, fetchedAt: article.fetchedAt, pages: article.pages, missingSince: article.missingSince }],
  )
  return {
    state: state === 'none' && attempts > 0 && pages.length === 0 ? 'given-up' : state,
    attempts,
    message,
    nextAt: state === 'none' || state === 'done' || nextAt === 0 ? null : nextAt,
    pages,
  }
}
