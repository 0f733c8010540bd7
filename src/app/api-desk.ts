// What the API asks of the inside.
import { AppError } from '../base/errors.ts'
import { hiddenIn, hiding } from '../base/secrets.ts'
import { type Deps, sourcesOf } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { shownTerms, termsIn } from '../jobs/shown-terms.ts'
import { compareSpots, type Spot } from '../model/archive.ts'
import type { Entry } from '../model/entry.ts'
import type { Explanation } from '../model/explanation.ts'
import { dayOf } from '../model/poll.ts'
import { wordsOf } from '../model/search.ts'
import type { Settings } from '../model/settings.ts'
import { trafficDays, watchedOf } from '../model/status-shape.ts'
import { busiestFirst } from '../model/traffic.ts'
import { asRetracted } from '../render/retraction.ts'
import { asPermitted } from '../render/rights.ts'
import type { ApiDesk, EntriesAsked, View } from '../serve/api.ts'
import { viewSqlite } from '../store/sqlite-view.ts'
import type { Store } from '../store/store.ts'

export function apiDesk(lent: Pick<Lending<Deps>, 'current'>): ApiDesk {
  const { store, clock } = lent.current
  const hide = () => hiding(lent.current.settings.poll.secrets)
  const sources = async () => hiddenIn(await store.sources(clock.now()), hide())
  return {
    entries: async (asked, view) => {
      const page = await pageOf(asked, view, lent.current)
      return { ...page, entries: await asSeen(page.entries, view, lent.current) }
    },
    categories: async (view) => {
      const known = await store.categories()
      if (view === 'public') return known.filter(({ isPrivate }) => !isPrivate)
      const hidden = new Map((await store.hidden.categories(clock.now())).map((category) => [category.slug, category]))
      return known.map((category) => hidden.get(category.slug) ?? category)
    },
    sources,
    standing: async () => ({
      sources: watchedOf(await sources()),
      hosts: busiestFirst(await store.traffic(dayOf(clock.now()) - trafficDays + 1)),
      waiting: await store.waitingNames(),
      hub: await store.hub.counts(),
    }),
    explain: async (words) => hiddenIn(await explanationOf(words, lent.current), hide()),
    poll: async (ids, { isForced }) => {
      const known = sourcesOf(lent.current.settings)
      const unknown = ids.find((id) => !known.has(id))
      if (unknown !== undefined) throw unknownSource(unknown)
      await store.askForPoll(ids, { isForced, now: clock.now() })
    },
  }
}

interface EntryPage {
  readonly entries: readonly Entry[]
  readonly next: Spot | null
}

async function pageOf(asked: EntriesAsked, view: View, deps: Deps): Promise<EntryPage> {
  const { store, settings } = deps
  const category = asked.category === null ? null : await categoryNamed(asked.category.toLowerCase(), view, store)
  if (asked.search !== null) return found({ ...asked, search: asked.search }, { view, category: category?.slug ?? null }, store)
  if (asked.source !== null && view === 'operator' && !isKnown(asked.source, settings) && !(await isStored(asked.source, deps)))
    throw unknownSource(asked.source)
  if (category?.isPrivate === true) return privatePage(category.slug, asked, deps)
  const { source, limit, after } = asked
  const query = { source, category: category?.slug ?? null, after, isPublicOnly: view === 'public' }
  return cut(await store.entryPage({ ...query, limit: limit + 1 }), limit)
}

/** Of the public view private ones are unknown, in the same words. */
async function categoryNamed(slug: string, view: View, store: Store): Promise<{ readonly slug: string; readonly isPrivate: boolean }> {
  const hidden = await store.hidden.slugOf(slug)
  if (hidden !== null && view === 'operator') return { slug: hidden, isPrivate: true }
  const fate = await store.fateOf(slug)
  const wanted = fate?.kind === 'moved' ? fate.to : slug
  const known = (await store.surveyedCategories()).find((category) => category.slug === wanted && !category.isPrivate)
  if (known !== undefined) return known
  throw new AppError('unknown-category', `there is no category "${slug}"`, 'GET /api/v1/categories names them all.')
}

async function found(
  { search, source, limit, after }: EntriesAsked & { readonly search: string },
  { view, category }: { readonly view: View; readonly category: string | null },
  store: Store,
): Promise<EntryPage> {
  const words = wordsOf(search)
  if (words.length === 0) throw new AppError('usage', 'search holds no word', 'Write at least one letter or digit.')
  if (source !== null) throw new AppError('usage', 'search goes with category, not with source', 'Leave one of the two out.')
  const within = { publisher: null, category, from: null, to: null, order: 'newest' as const, limit }
  const { entries, next } = await store.search({ words, ...within, after: after === null ? null : { ...after, isTitle: false } })
  return { entries: view === 'operator' ? entries : await store.publicEntries(entries), next }
}

/** Some that are listed at the same instant as the last one may have been shown. */
const spare = 200

async function privatePage(slug: string, { after, limit, source }: EntriesAsked, { store, clock }: Deps): Promise<EntryPage> {
  if (source !== null) throw new AppError('usage', 'source does not go with a private category', 'Leave one of the two out.')
  const until = after === null ? {} : { to: after.listed + 1 }
  const places = await store.hidden.places(slug, { now: clock.now(), order: 'newest first', limit: limit + 1 + spare, ...until })
  const behind = places.filter((place) => after === null || compareSpots(place, after) < 0)
  return cut(await store.hidden.entries(behind.slice(0, limit + 1)), limit)
}

function cut(entries: readonly Entry[], limit: number): EntryPage {
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  const hasMore = entries.length > page.length && last !== undefined
  return { entries: page, next: hasMore ? { listed: last.listed, published: last.datePublished, id: last.id } : null }
}

/** The operator reads what is kept; everybody else no more than sources allow. */
async function asSeen(entries: readonly Entry[], view: View, { store, settings }: Deps): Promise<readonly Entry[]> {
  const shown = entries.map((entry) => asRetracted(entry, settings.site))
  if (view === 'operator') return shown
  const termsOf = termsIn(shownTerms(await store.standings()))
  return shown.map((entry) => asPermitted(entry, termsOf(entry.source)))
}

async function explanationOf(words: string, { settings, clock }: Deps): Promise<Explanation> {
  const { explain } = await import('../jobs/explain.ts')
  const { site, identity, store } = settings
  const archive = await viewSqlite({ file: store.sqlite, siteId: site.id, identityNames: identity.map((rule) => rule.name) })
  if (archive === null) throw new AppError('unknown-entry', 'nothing is stored yet', 'Run "newsstand poll" first.')
  try {
    return await explain(words, { archive, settings, now: clock.now() })
  } finally {
    await archive.close()
  }
}

function isKnown(source: string, settings: Settings): boolean {
  return sourcesOf(settings).has(source)
}

/** A retired one is still the source of what it showed. */
async function isStored(source: string, { store }: Deps): Promise<boolean> {
  return (await store.standings()).some(({ id }) => id === source)
}

function unknownSource(id: string): AppError {
  return new AppError('unknown-source', `there is no source "${id}"`, 'GET /api/v1/sources names them all.')
}
