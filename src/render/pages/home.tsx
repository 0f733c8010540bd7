// index.html: the newest entries of all categories, the categories, the feeds.
import type { Entry } from '../../model/entry.ts'
import { type ArchivePlace, categoryPath } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { CategoryIndex, isLong } from './category-index.tsx'
import { EntryList, type LeadsTo } from './entry-list.tsx'
import { FeedAddresses } from './feed-addresses.tsx'
import { Layout } from './layout.tsx'
import { documentText, pageAt } from './page.ts'
import { ToArchive } from './paging.tsx'

const newestShown = 30

export interface HomeInput {
  readonly site: SiteSettings
  readonly categories: readonly Category[]
  /** The window of the feed of everything, newest first; the page shows its beginning. */
  readonly entries: readonly Entry[]
  /** The newest page of the archive of everything, if there is one. */
  readonly archive?: ArchivePlace | null
  readonly leadsTo?: LeadsTo
}

export function homePage({ site, categories, entries, archive = null, leadsTo = 'pages' }: HomeInput): string {
  const page = pageAt(categoryPath(null, 'html'), site)
  const areMany = isLong(categories)
  const bySlug = new Map(categories.map((category) => [category.slug, category]))
  return documentText(
    <Layout
      page={page}
      title={site.title}
      description={site.description || null}
      canonical={site.url}
      kind="website"
      isIndexed
      feedsOf={[]}
    >
      <div class="beside">
        <section class="newest">
          <h1 class="unseen">{site.title}</h1>
          {site.description === '' ? null : <p class="lead">{site.description}</p>}
          <h2>{page.phrases.newest}</h2>
          <EntryList page={page} entries={entries.slice(0, newestShown)} leadsTo={leadsTo} categories={bySlug} />
          <ToArchive page={page} slug={null} archive={archive} />
        </section>
        <aside>
          <FeedAddresses page={page} slug={null} />
          {areMany ? null : <CategoryIndex page={page} categories={categories} />}
        </aside>
      </div>
      {areMany ? <CategoryIndex page={page} categories={categories} /> : null}
    </Layout>,
  )
}
