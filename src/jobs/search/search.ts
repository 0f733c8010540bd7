// Answers what readers search for.
import { setImmediate } from 'node:timers/promises'
import { instantIn } from '../../base/zone.ts'
import { foldName } from '../../model/category.ts'
import type { PageFormat } from '../../model/paths.ts'
import { queryOf, type SearchTerms, searchFeedId, searchPath, searchQuestion } from '../../model/search.ts'
import type { Publication } from '../../render/publication.ts'
import { asPermitted } from '../../render/rights.ts'
import type { Found, FoundPlace, SearchQuery } from '../../store/port/search.ts'
import type { Deps } from '../deps.ts'
import { publicationWith } from '../publish/publish-feeds.ts'
import { shownTerms, termsIn } from '../publish/shown-terms.ts'
import { keepSearch } from './keep-search.ts'

/** Who searches waits so long, at most, for what came since. */
const takeInMs = 50
const dayMs = 86_400_000

export interface Searching {
  readonly terms: SearchTerms
  readonly order: SearchQuery['order']
  readonly limit: number
  readonly after: FoundPlace | null
}

/** Entries as readers may see them. */
export interface SearchResult extends Found {
  /** New entries are not searched yet. */
  readonly isBehind: boolean
}

export async function searchSite({ terms, ...wanted }: Searching, { store, settings, clock }: Deps): Promise<SearchResult> {
  // What came in from the network meanwhile has its turn: a search keeps everything else waiting.
  await setImmediate()
  const isAllIn = await keepSearch({ store, clock }, { forMs: takeInMs })
  const { timezone } = settings.site
  const found = await store.search({
    ...wanted,
    words: terms.words,
    publisher: terms.publisher === null ? null : foldName(terms.publisher),
    category: terms.category,
    from: terms.from === null ? null : startOf(terms.from, 0, timezone),
    to: terms.to === null ? null : startOf(terms.to, 1, timezone),
  })
  const termsOf = termsIn(shownTerms(await store.standings()))
  return {
    ...found,
    entries: found.entries.map((entry) => asPermitted(entry, termsOf(entry.source))),
    isBehind: !isAllIn && (await store.isSearchBehind()),
  }
}

/** What a search finds as a feed, the newest first. */
export async function searchFeed(terms: SearchTerms, limit: number, deps: Deps): Promise<Publication> {
  const { store, settings } = deps
  const { entries } = await searchSite({ terms, order: 'newest', limit, after: null }, deps)
  const termsOf = termsIn(shownTerms(await store.standings()))
  const id = searchFeedId(store.authority, terms)
  const publication = publicationWith({ id, category: null, entries }, { settings, termsOf })
  const { site } = settings
  const addressOf = (format: PageFormat) => `${site.url}${searchPath(format)}?${searchQuestion(terms)}`
  publication.options = {
    ...publication.options,
    title: `“${queryOf(terms.words)}” - ${site.title}`,
    link: addressOf('html'),
    feedLinks: { rss: addressOf('rss'), atom: addressOf('atom'), json: addressOf('json') },
  }
  return publication
}

/** When a day begins in a zone, or the one so many days later. */
function startOf(day: string, later: number, zone: string): number | null {
  return instantIn(zone, Date.parse(`${day}T00:00:00Z`) + later * dayMs)
}
