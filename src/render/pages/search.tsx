// The search page: what was asked, what was found with its words marked, and ways to narrow it down.
import { collapseSpace } from '../../base/text.ts'
import type { Entry } from '../../model/entry.ts'
import type { Category } from '../../model/publication.ts'
import { queryOf, type SearchTerms, searchDescriptionPath, searchPath, searchQuestion } from '../../model/search.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { mediaType } from '../../model/vocabulary.ts'
import { webAddress } from '../addresses.ts'
import { categoriesNamed } from '../catalogue.ts'
import { htmlToText } from '../html-text.ts'
import { marked, type Stretch, snippetOf } from '../snippet.ts'
import { CategoryLink } from './category-link.tsx'
import type { LeadsTo } from './entry-list.tsx'
import { EntryTime } from './entry-time.tsx'
import { feedFormats, Layout } from './layout.tsx'
import { categoryHref, documentText, type Page, pageAt, pageHref } from './page.ts'
import { SearchForm } from './search-form.tsx'
import { type SearchPhrases, type SearchProblem, searchPhrasesOf } from './search-phrases.ts'

export interface SearchPageInput {
  readonly site: SiteSettings
  /** All public ones. */
  readonly categories: readonly Category[]
  readonly leadsTo: LeadsTo
  readonly asked: AskedInput
}

/** `query`: as it was typed. */
export type AskedInput =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: SearchProblem; readonly query: string }
  | { readonly kind: 'found'; readonly query: string; readonly terms: SearchTerms; readonly found: FoundInput }

export interface FoundInput {
  readonly entries: readonly Entry[]
  /** Null: too many to count. */
  readonly count: number | null
  readonly isBehind: boolean
  readonly isCutOff: boolean
  /** The place behind these as an address says it; null: there are no more. */
  readonly next: string | null
}

const mostNamed = 24

const noTerms: SearchTerms = { words: [], publisher: null, category: null, from: null, to: null }

export function searchPage({ site, categories, leadsTo, asked }: SearchPageInput): string {
  const page = pageAt(searchPath('html'), site)
  const phrases = searchPhrasesOf(site)
  const terms = asked.kind === 'found' ? asked.terms : noTerms
  const query = asked.kind === 'nothing' ? '' : asked.query
  return documentText(
    <Layout
      page={page}
      title={asked.kind === 'found' ? phrases.resultsFor(asked.query.trim()) : phrases.search}
      description={null}
      canonical={null}
      kind="website"
      isIndexed={false}
      feedsOf={[]}
      searchBox="content"
      head={<Discovery page={page} terms={terms} />}
    >
      <div class="column">
        <header class="heading">
          <h1>{phrases.search}</h1>
        </header>
        <SearchForm page={page} phrases={phrases} query={query} terms={terms} categories={categories} />
        <div class="found">
          {asked.kind === 'problem' ? (
            <p role="alert" class="lead">
              {phrases.problems[asked.problem]}
            </p>
          ) : null}
          {asked.kind === 'found' ? (
            <Results page={page} phrases={phrases} terms={terms} found={asked.found} leadsTo={leadsTo} categories={categories} />
          ) : null}
        </div>
      </div>
    </Layout>,
  )
}

interface Asking {
  readonly page: Page
  readonly phrases: SearchPhrases
  readonly terms: SearchTerms
}

/** Where this search is found in another format, or with other terms. */
function searchHref({ root }: Page, format: 'html' | 'rss' | 'atom' | 'json', terms: SearchTerms): string {
  return `${root}${searchPath(format)}?${searchQuestion(terms)}`
}

/** The site's search for browsers, and what was asked as a feed. */
function Discovery({ page, terms }: Pick<Asking, 'page' | 'terms'>) {
  const formats = terms.words.length === 0 ? [] : feedFormats
  return (
    <>
      <link rel="search" type={mediaType.openSearch} title={page.site.title} href={pageHref(page, searchDescriptionPath)} />
      {formats.map(({ format, label, type }) => (
        <link rel="alternate" type={type} title={`${queryOf(terms.words)} - ${label}`} href={searchHref(page, format, terms)} />
      ))}
    </>
  )
}

interface ResultsProps extends Asking {
  readonly found: FoundInput
  readonly leadsTo: LeadsTo
  readonly categories: readonly Category[]
}

function Results({ page, phrases, terms, found, leadsTo, categories }: ResultsProps) {
  const { entries, count, next } = found
  const isNothing = entries.length === 0 && next === null
  const bySlug = new Map(categories.map((category) => [category.slug, category]))
  return (
    <section>
      <div role="status">
        <h2>{isNothing ? phrases.nothing : phrases.found(count)}</h2>
      </div>
      {isNothing ? <Nothing page={page} phrases={phrases} terms={terms} /> : null}
      {found.isBehind ? <p class="hint">{phrases.behind}</p> : null}
      {found.isCutOff ? <p class="hint">{phrases.cutOff}</p> : null}
      <Named page={page} phrases={phrases} terms={terms} categories={categories} />
      <ol class="entries">
        {entries.map((entry) => (
          <Hit page={page} terms={terms} entry={entry} leadsTo={leadsTo} home={bySlug.get(entry.categories[0] ?? '')} />
        ))}
      </ol>
      {next === null ? null : (
        <nav class="paging" aria-label={phrases.more}>
          <a class="older" rel="next" href={`${searchHref(page, 'html', terms)}&${new URLSearchParams({ after: next })}`}>
            {found.isCutOff ? phrases.older : phrases.more} →
          </a>
        </nav>
      )}
      <p class="ways">
        <span>{phrases.follow}</span>
        {feedFormats.map(({ format, label, type }) => (
          <a type={type} href={searchHref(page, format, terms)}>
            {label}
          </a>
        ))}
      </p>
    </section>
  )
}

/** Of thousands of categories one remembers the name. */
function Named({ page, phrases, terms, categories }: Omit<ResultsProps, 'found' | 'leadsTo'>) {
  const named = terms.category === null ? categoriesNamed(terms.words, categories).slice(0, mostNamed) : []
  if (named.length === 0) return null
  return (
    <div class="categories near">
      <h3>{phrases.categoriesNamed}</h3>
      <ul>
        {named.map((category) => (
          <CategoryLink page={page} category={category} entries={category.entries} />
        ))}
      </ul>
    </div>
  )
}

function Nothing({ page, phrases, terms }: Asking) {
  const { words } = terms
  const isNarrowed = searchQuestion(terms) !== searchQuestion({ ...noTerms, words })
  return (
    <p class="hint">
      {phrases.nothingHint} {isNarrowed ? <a href={searchHref(page, 'html', { ...noTerms, words })}>{phrases.withoutFilters}</a> : null}
    </p>
  )
}

interface HitProps extends Pick<Asking, 'page' | 'terms'> {
  readonly entry: Entry
  readonly leadsTo: LeadsTo
  readonly home: Category | undefined
}

function Hit({ page, terms, entry, leadsTo, home }: HitProps) {
  const text = collapseSpace(htmlToText(entry.contentHtml ?? '') || (entry.summary ?? ''))
  const snippet = snippetOf(text, terms.words)
  const title = marked(entry.title, terms.words)
  const href = (leadsTo === 'originals' ? webAddress(entry.url) : null) ?? pageHref(page, entry.path)
  return (
    <li>
      <h3 dir="auto" lang={entry.language ?? undefined}>
        <a href={href}>{entry.title === '' ? page.phrases.untitled : <Marked stretches={title} />}</a>
      </h3>
      {text === '' ? null : (
        <p class="excerpt" dir="auto" lang={entry.language ?? undefined}>
          <Marked stretches={snippet} />
        </p>
      )}
      <p class="byline">
        <EntryTime at={entry.datePublished} site={page.site} />
        {home === undefined ? null : <a href={categoryHref(page, home.slug, 'html')}>{home.name}</a>}
        {entry.publisher === null || entry.publisher === home?.name ? null : (
          <a href={searchHref(page, 'html', { ...terms, publisher: entry.publisher })}>{entry.publisher}</a>
        )}
      </p>
    </li>
  )
}

function Marked({ stretches }: { readonly stretches: readonly Stretch[] }) {
  return <>{stretches.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
}
