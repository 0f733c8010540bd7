// A category's page: its feeds and the entries of their window.
import type { Entry } from '../../model/entry.ts'
import { type ArchivePlace, categoryPath, publicUrl, type QueryOf } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { CategoryIcon } from './category-icon.tsx'
import { announcedDigests, DigestLinks } from './digest-links.tsx'
import { EntryList, type LeadsTo } from './entry-list.tsx'
import { FeedAddresses } from './feed-addresses.tsx'
import { Layout } from './layout.tsx'
import { documentText, pageAt } from './page.ts'
import { ToArchive } from './paging.tsx'
import { SearchBox } from './search-box.tsx'

export interface CategoryInput {
  readonly site: SiteSettings
  readonly category: Category
  /** The category's window, newest first. */
  readonly entries: readonly Entry[]
  /** The newest page of its archive, if it has one. */
  readonly archive?: ArchivePlace | null
  readonly leadsTo?: LeadsTo
  /** Given: the page is for those who may read what is private. */
  readonly queryOf?: QueryOf
}

export function categoryPage({ site, category, entries, archive = null, leadsTo = 'pages', queryOf }: CategoryInput): string {
  const path = categoryPath(category.slug, 'html')
  const page = pageAt(path, site, queryOf)
  const { title, description } = category
  return documentText(
    <Layout
      page={page}
      title={title}
      description={description}
      canonical={queryOf === undefined ? publicUrl(site.url, path) : null}
      kind="website"
      isIndexed={queryOf === undefined}
      feedsOf={[category, ...announcedDigests(category, site)]}
      subscribeTo="page"
    >
      <header class="heading">
        {category.group === null ? null : <p class="kicker">{category.group}</p>}
        <h1 dir="auto">
          <CategoryIcon icon={category.icon} />
          {title}
        </h1>
        <p class="byline">
          <span>{page.phrases.entries(category.entries)}</span>
          {title === category.name ? null : <span>{category.name}</span>}
        </p>
        {description === null ? null : <p class="lead">{description}</p>}
        {queryOf === undefined ? <SearchBox page={page} category={category} /> : null}
      </header>
      <div class="beside">
        <FeedAddresses page={page} pathOf={(format) => categoryPath(category.slug, format)}>
          <DigestLinks page={page} slug={category.slug} digests={category.digests} />
        </FeedAddresses>
        <section class="newest">
          <h2>{page.phrases.newest}</h2>
          <EntryList page={page} entries={entries} leadsTo={leadsTo} categories={new Map()} />
          <ToArchive page={page} slug={category.slug} archive={archive} />
        </section>
      </div>
    </Layout>,
  )
}
