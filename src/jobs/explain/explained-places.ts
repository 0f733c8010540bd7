// The categories of an entry, and the feeds in which it stands, or why not. Pure.
import { contributing } from '../../identify/compose.ts'
import { foldName } from '../../model/category.ts'
import { type Dossier, type ListPlace, mostCounted } from '../../model/dossier.ts'
import type { ExplainedCategory, ExplainedEdition, ExplainedFeed, ExplainedState } from '../../model/explanation.ts'
import type { Sighting } from '../../model/merge.ts'
import { archivePath, categoryPath, editionPath, publicUrl } from '../../model/paths.ts'
import type { PublishSettings, Settings } from '../../model/settings.ts'
import type { WindowSize } from '../../store/port/entries.ts'
import { windowSize } from '../publish/publish-window.ts'
import { outputFeeds } from '../settle/output-feeds.ts'
import type { Case } from './explained-case.ts'

const hourMs = 3_600_000

/** Every category that a source's rules chose, whether it counts or not. */
export function explainedCategories(one: Case): readonly ExplainedCategory[] {
  const { dossier, composed, standing } = one
  const counting = new Set(composed === null ? [] : contributing(composed, (source) => standing(source).joins))
  const chosen = new Map<string, Chosen>()
  for (const sighting of [...(composed?.current ?? []), ...dossier.sightings.filter(({ isPublic }) => !isPublic)]) {
    for (const { name, rule } of sighting.categories) {
      const folded = foldName(name)
      const before = chosen.get(folded) ?? { name, sightings: [], by: [] }
      chosen.set(folded, {
        ...before,
        sightings: [...before.sightings, sighting],
        by: [...before.by, { source: sighting.source, rule }],
      })
    }
  }
  return [...chosen].map(([folded, category]) => explainedCategory(folded, category, { ...one, counting }))
}

interface Chosen {
  readonly name: string
  readonly sightings: readonly Sighting[]
  readonly by: ExplainedCategory['by']
}

interface Counting extends Case {
  readonly counting: ReadonlySet<Sighting>
}

function explainedCategory(folded: string, { name, sightings, by }: Chosen, one: Counting): ExplainedCategory {
  const { dossier } = one
  const row = dossier.names.find((known) => known.folded === folded)
  const place = dossier.places.find(({ slug }) => slug !== null && slug === row?.slug)
  return {
    name,
    slug: row?.slug ?? null,
    isHome: row !== undefined && row.slug === dossier.home,
    listed: place?.listed ?? null,
    by,
    why: place === undefined ? whyNotIn(row, sightings, one) : null,
  }
}

function whyNotIn(
  row: Dossier['names'][number] | undefined,
  sightings: readonly Sighting[],
  { counting, state, settings }: Counting,
): string {
  if (row?.isPrivate) return 'the category is private'
  if (row?.state === 'waiting') return `the category waits: ${waitWords(settings)}`
  if (row?.state === 'retired') return 'the category is retired: nothing joins it'
  if (sightings.every(({ isPublic }) => !isPublic)) return 'only sightings that are private chose it'
  if (sightings.every((sighting) => !counting.has(sighting)))
    return 'its source shares no configured identity with the owner, and does not say joins: true'
  return state === 'published' ? 'it joins the next time that it is settled' : whyNotShown[state]
}

/** Why categories wait, by config. */
export function waitWords({ publish }: Settings): string {
  return waits[publish.newCategories]
}

const waits: Readonly<Record<PublishSettings['newCategories'], string>> = {
  auto: 'it is over the day’s limit of new ones',
  listed: 'config does not list it',
  review: 'nobody has approved it yet',
}

const whyNotShown: Readonly<Record<Exclude<ExplainedState, 'published'>, string>> = {
  pending: 'it is not published yet',
  hidden: 'it is hidden: only private categories show it',
  expired: 'its time is over',
  pruned: 'it was pruned',
  retracted: 'it is retracted, and nothing stands in its place',
}

/** That of everything, those of all its categories, and all output feeds. */
export function explainedFeeds(one: Case): readonly ExplainedFeed[] {
  const { dossier, settings, state } = one
  const size = windowSize(settings)
  const made = new Map(madeFeeds(one).map((feed) => [feed.slug, feed.why]))
  const stands = dossier.places.map((place) => {
    const standing = inFeed(place, size)
    const from = made.get(place.slug ?? '')
    return from === undefined ? standing : { ...standing, why: `${from}; ${standing.why}` }
  })
  const away = explainedCategories(one).flatMap(({ slug, why }) => (slug === null || why === null ? [] : [notIn(slug, why)]))
  const everything = state === 'published' || stands.length > 0 ? [] : [notIn(null, whyNotShown[state])]
  const standing = new Set(dossier.places.map(({ slug }) => slug))
  const unmade = [...made].flatMap(([slug, why]) => (standing.has(slug) ? [] : [notIn(slug, why)]))
  return [...stands, ...everything, ...away, ...unmade].map(({ slug, archived, ...feed }) => ({
    slug,
    url: publicUrl(settings.site.url, categoryPath(slug, 'atom')),
    archive: archived === null ? null : publicUrl(settings.site.url, archivePath(slug, archived, 'atom')),
    ...feed,
  }))
}

/** Editions of digests, as readers find them. */
export function explainedEditions({ dossier, settings }: Case): readonly ExplainedEdition[] {
  return dossier.editions.map(({ slug, every, day }) => {
    const of = slug === '' ? null : slug
    return { slug: of, every, day, url: publicUrl(settings.site.url, editionPath(of, every, day)) }
  })
}

/** What puts it into each output feed, or keeps it out. */
function madeFeeds({ dossier, composed, settings, registry, state }: Case): readonly { readonly slug: string; readonly why: string }[] {
  const standing = new Set(dossier.places.map(({ slug }) => slug))
  const categories = registry.filter(({ kind, slug }) => kind === 'category' && standing.has(slug)).map(({ slug }) => slug)
  const content = dossier.content ?? composed?.content ?? null
  return outputFeeds(settings, registry).map(({ slug, judge }) => {
    if (state !== 'published') return { slug, why: whyNotShown[state] }
    if (content === null || dossier.retraction !== null) return { slug, why: 'it is retracted' }
    const verdict = judge({ content, categories, sightings: dossier.sightings })
    if (!verdict.isIn) return { slug, why: verdict.because }
    return { slug, why: standing.has(slug) ? verdict.because.join(', ') : 'it joins the next time that the feed is filled' }
  })
}

type Standing = Omit<ExplainedFeed, 'url' | 'archive'> & Pick<ListPlace, 'archived'>

function notIn(slug: string | null, why: string): Standing {
  return { slug, isIn: false, place: null, of: null, why, archived: null }
}

/** By the rule of design §6: the newest ones, and all listed in a span before the newest, at most so many. */
function inFeed(
  { slug, listed, newer, entries, newestListed, archived, under, folded }: ListPlace,
  { entries: held, spanMs, most }: WindowSize,
): Standing {
  const place = newer >= mostCounted ? null : newer + 1
  const known = { slug, place, of: entries, archived }
  const span = `${spanMs / hourMs} h`
  if (under !== null) return notIn(slug, `folded under "${under.title}" (${under.id ?? under.path}), which tells the same story`)
  const also = folded === 0 ? '' : `; ${folded} folded under it`
  if (newer < held && newer < most) return { ...known, isIn: true, why: `one of the newest ${held}${also}` }
  if (newer >= most) return { ...known, isIn: false, why: `not one of the newest ${most}, and a feed holds no more` }
  return listed >= newestListed - spanMs
    ? { ...known, isIn: true, why: `listed within ${span} before the newest entry${also}` }
    : { ...known, isIn: false, why: `not one of the newest ${held}, and listed more than ${span} before the newest entry` }
}
