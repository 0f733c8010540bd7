// An entry's own page: the article, whose it is, and the way to the original.
import type { Entry } from '../../model/entry.ts'
import { publicUrl, type QueryOf } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { RelatedLink } from '../../model/related.ts'
import type { SiteSettings } from '../../model/settings.ts'
import type { Rights } from '../../model/source.ts'
import { webAddress } from '../addresses.ts'
import type { Attribution } from '../attribution.ts'
import { ArticleData } from './article-data.tsx'
import { Attachments } from './attachments.tsx'
import { excerptOfEntry, type LeadsTo, titleOf } from './entry-list.tsx'
import { EntryTime } from './entry-time.tsx'
import { htmlForPage } from './html-for-page.ts'
import { Layout } from './layout.tsx'
import { categoryHref, documentText, type Page, pageAt } from './page.ts'
import { Related } from './related.tsx'

export interface EntryInput {
  readonly site: SiteSettings
  readonly entry: Entry
  /** The entry's public categories, its home first. */
  readonly categories: readonly Category[]
  /** Of its owner; only what we may show in full is ours to be found by search engines. */
  readonly rights: Rights
  /** Ends the text; null: nothing does. */
  readonly attribution: Attribution | null
  /** What others report of the same story; left out: nothing. */
  readonly related?: readonly RelatedLink[]
  /** Where links to others lead; left out: to our pages. */
  readonly leadsTo?: LeadsTo
  /** Given: the page is for those who may read what is private. */
  readonly queryOf?: QueryOf
}

export function entryPage({ site, entry, categories, rights, attribution, queryOf, related = [], leadsTo = 'pages' }: EntryInput): string {
  const page = pageAt(entry.path, site, queryOf)
  const original = webAddress(entry.url)
  const isOurs = rights === 'full' || original === null
  const own = queryOf === undefined ? publicUrl(site.url, entry.path) : null
  const canonical = isOurs ? own : original
  const title = titleOf(page, entry)
  const source = entry.publisher ?? entry.origin?.title ?? hostOf(original)
  return documentText(
    <Layout
      page={page}
      title={title}
      description={excerptOfEntry(entry) || null}
      canonical={canonical}
      kind="article"
      isIndexed={rights === 'full' && queryOf === undefined}
      feedsOf={categories.slice(0, 1)}
      head={
        canonical === null ? undefined : (
          <ArticleData
            page={page}
            entry={entry}
            title={title}
            canonical={canonical}
            original={original}
            source={source}
            home={categories[0]}
          />
        )
      }
    >
      <article class="entry">
        <header class="heading">
          <h1 dir="auto" lang={entry.language ?? undefined}>
            {title}
          </h1>
          <Byline page={page} entry={entry} original={original} source={source} />
        </header>
        <Text entry={entry} />
        {attribution === null ? null : <AttributionLine {...attribution} />}
        <Attachments page={page} enclosures={entry.enclosures} />
        <Related page={page} related={related} leadsTo={leadsTo} />
        <Foot page={page} entry={entry} original={original} categories={categories} />
      </article>
    </Layout>,
  )
}

interface PartProps {
  readonly page: Page
  readonly entry: Entry
  readonly original: string | null
}

function Byline({ page: { site, phrases }, entry, original, source }: PartProps & { readonly source: string | null }) {
  const { authors, datePublished, dateModified } = entry
  return (
    <p class="byline">
      <EntryTime at={datePublished} site={site} />
      {source === null ? null : (
        <span>
          {phrases.from} {original === null ? source : <a href={original}>{source}</a>}
        </span>
      )}
      {authors.length === 0 ? null : (
        <span>
          {phrases.by} {authors.map(({ name }) => name).join(phrases.separator)}
        </span>
      )}
      {dateModified === null || dateModified === datePublished ? null : (
        <span>
          {phrases.updated} <EntryTime at={dateModified} site={site} />
        </span>
      )}
    </p>
  )
}

/** The one place where HTML of others enters a page: it was sanitised before it was stored, and the pages' policy forbids scripts. */
function Text({ entry: { contentHtml, summary, language } }: Pick<PartProps, 'entry'>) {
  const lang = language ?? undefined
  if (contentHtml !== null)
    return <div class="content" dir="auto" lang={lang} dangerouslySetInnerHTML={{ __html: htmlForPage(contentHtml) }} />
  if (summary === null) return null
  return (
    <p class="content summary" dir="auto" lang={lang}>
      {summary}
    </p>
  )
}

function AttributionLine({ text, url }: Attribution) {
  return (
    <p class="content" dir="auto">
      {url === null ? text : <a href={url}>{text}</a>}
    </p>
  )
}

function Foot({ page, entry, original, categories }: PartProps & Pick<EntryInput, 'categories'>) {
  const { phrases } = page
  return (
    <footer class="entry-foot">
      {original === null ? null : (
        <p>
          <a class="button" href={original}>
            {phrases.original}
          </a>
          <span class="host">{hostOf(original)}</span>
        </p>
      )}
      {entry.tags.length === 0 ? null : (
        <p class="tags">
          {phrases.tags}
          {entry.tags.map(({ name }) => (
            <span dir="auto">{name}</span>
          ))}
        </p>
      )}
      <p class="ways">
        {categories.map(({ slug, name }) => (
          <a href={categoryHref(page, slug, 'html')}>{phrases.backTo(name)}</a>
        ))}
        <a href={page.root}>{phrases.home}</a>
      </p>
    </footer>
  )
}

function hostOf(url: string | null): string | null {
  return url === null ? null : new URL(url).host
}
