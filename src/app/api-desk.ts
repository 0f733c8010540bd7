// What the API asks of the inside.
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../base/errors.ts'
import { hiddenIn, hiding } from '../base/secrets.ts'
import { byCodePoint } from '../base/text.ts'
import { type Deps, sourcesOf } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { type ShownTerms, shownTerms, termsIn } from '../jobs/publish/shown-terms.ts'
import { compareSpots, type Spot } from '../model/archive.ts'
import type { Entry } from '../model/entry.ts'
import { wordsOf } from '../model/search.ts'
import { asRetracted } from '../render/retraction.ts'
import { asPermitted } from '../render/rights.ts'
import type { ApiDesk, EntriesAsked, View } from '../serve/api.ts'
import type { StoredCategory } from '../store/port/categories.ts'
import type { StoredSource } from '../store/port/sources.ts'
import { explanationOf } from './explaining.ts'
import { remembering } from './remembering.ts'
import { standingOf } from './standing.ts'

/** What everybody may ask for is not read anew for each of them. */
const keptMs = 10_000
/** Sources are read in parts: feeds are served in between. */
const partSize = 200

export function apiDesk(lent: Pick<Lending<Deps>, 'current'>): ApiDesk {
  const { store, clock } = lent.current
  const hide = () => hiding(lent.current.settings.poll.secrets)
  const categories = remembering(clock, () => store.surveyedCategories())
  const standings = remembering(clock, () => store.standings())
  const known: Known = { categories: () => categories(keptMs), terms: async () => termsIn(shownTerms(await standings(keptMs))) }
  return {
    entries: async (asked, view) => {
      const page = await pageOf(asked, { ...lent.current, known, view })
      return { ...page, entries: await asSeen(page.entries, { ...lent.current, known, view }) }
    },
    categories: async (view) => {
      if (view === 'public') return (await known.categories()).filter(({ isPrivate }) => !isPrivate)
      const hidden = new Map((await store.hidden.categories(clock.now())).map((category) => [category.slug, category]))
      return (await store.surveyedCategories()).map((category) => hidden.get(category.slug) ?? category)
    },
    sources: async (asked) => hiddenIn(await store.sourcePage({ ...asked, now: clock.now() }), hide()),
    source: async (id) => hiddenIn(await store.source(id, clock.now()), hide()),
    standing: async () => ({
      sources: hiddenIn(await watched(lent.current), hide()),
      ...(await standingOf(lent.current)),
    }),
    explain: (words) => explanationOf(words, lent.current),
    poll: async (ids, { isForced }) => {
      const configured = sourcesOf(lent.current.settings)
      const unknown = ids.find((id) => !configured.has(id))
      if (unknown !== undefined) throw unknownSource(unknown)
      await store.askForPoll(ids, { isForced, now: clock.now() })
    },
  }
}

/** In the order of config. */
async function watched({ store, clock }: Deps): Promise<readonly StoredSource[]> {
  const found = new Map<string, StoredSource>()
  for (let offset = 0, isMore = true; isMore; offset += partSize) {
    const query = { now: clock.now(), healths: [], text: '', order: 'id', isDescending: false, offset, limit: partSize } as const
    const { sources } = await store.sourcePage(query)
    for (const source of sources) found.set(source.id, source)
    isMore = sources.length === partSize
    await setImmediate()
  }
  return [...found.values()].sort((a, b) => a.position - b.position || byCodePoint(a.id, b.id))
}

interface Known {
  readonly categories: () => Promise<readonly StoredCategory[]>
  readonly terms: () => Promise<(source: string) => ShownTerms>
}

interface Seeing extends Deps {
  readonly known: Known
  readonly view: View
}

interface EntryPage {
  readonly entries: readonly Entry[]
  readonly next: Spot | null
}

async function pageOf(asked: EntriesAsked, seeing: Seeing): Promise<EntryPage> {
  const { store, settings, view } = seeing
  const category = asked.category === null ? null : await categoryNamed(asked.category.toLowerCase(), seeing)
  if (asked.search !== null) return found({ ...asked, search: asked.search, category: category?.slug ?? null }, seeing)
  if (
    asked.source !== null &&
    view === 'operator' &&
    !sourcesOf(settings).has(asked.source) &&
    (await store.source(asked.source, 0)) === null
  )
    throw unknownSource(asked.source)
  if (category?.isPrivate === true) return privatePage(category.slug, asked, seeing)
  const { source, limit, after } = asked
  const query = { source, category: category?.slug ?? null, after, isPublicOnly: view === 'public' }
  return cut(await store.entryPage({ ...query, limit: limit + 1 }), limit)
}

/** Of the public view private ones are unknown, in the same words. */
async function categoryNamed(slug: string, { store, view, known }: Seeing): Promise<Pick<StoredCategory, 'slug' | 'isPrivate'>> {
  const hidden = await store.hidden.slugOf(slug)
  if (hidden !== null && view === 'operator') return { slug: hidden, isPrivate: true }
  const fate = await store.fateOf(slug)
  const wanted = fate?.kind === 'moved' ? fate.to : slug
  const category = (await known.categories()).find((one) => one.slug === wanted && !one.isPrivate)
  if (category !== undefined) return category
  throw new AppError('unknown-category', `there is no category "${slug}"`, 'GET /api/v1/categories names them all.')
}

async function found(
  { search, category, source, limit, after }: EntriesAsked & { readonly search: string },
  { store, view }: Seeing,
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
async function asSeen(entries: readonly Entry[], { settings, view, known }: Seeing): Promise<readonly Entry[]> {
  const shown = entries.map((entry) => asRetracted(entry, settings.site))
  if (view === 'operator') return shown
  const termsOf = await known.terms()
  return shown.map((entry) => asPermitted(entry, termsOf(entry.source)))
}

function unknownSource(id: string): AppError {
  return new AppError('unknown-source', `there is no source "${id}"`, 'GET /api/v1/sources names them all.')
}
