// index.html: the newest entries of all categories, the categories, the feeds.
import type { DigestSettings } from '../../model/digest.ts'
import type { Entry } from '../../model/entry.ts'
import { type ArchivePlace, categoryPath } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { type Activity, areMany } from '../catalogue.ts'
import { Busiest } from './busiest.tsx'
import { CategoryIndex } from './category-index.tsx'
import { announcedDigests, DigestLinks } from './digest-links.tsx'
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
  /** Shown where there are many categories. */
  readonly busiest?: readonly Activity[]
  /** Of the feed of everything. */
  readonly digests?: readonly DigestSettings[]
}

export function homePage({ site, categories, entries, archive = null, leadsTo = 'pages', busiest = [], digests = [] }: HomeInput): string {
  const page = pageAt(categoryPath(null, 'html'), site)
  const isLong = areMany(categories)
  const bySlug = new Map(categories.map((category) => [category.slug, category]))
  return documentText(
    <Layout
      page={page}
      title={site.title}
      description={site.description || null}
      canonical={site.url}
      kind="website"
      isIndexed
      feedsOf={announcedDigests({ slug: null, title: site.title, digests }, site)}
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
          <FeedAddresses page={page} pathOf={(format) => categoryPath(null, format)}>
            <DigestLinks page={page} slug={null} digests={digests} />
          </FeedAddresses>
          {isLong ? <Busiest page={page} activities={busiest} /> : <CategoryIndex page={page} categories={categories} />}
        </aside>
      </div>
      {isLong ? <CategoryIndex page={page} categories={categories} /> : null}
    </Layout>,
  )
}
