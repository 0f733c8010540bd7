// A page of a category's archive, or of everything: what no longer stands in its feed, by month.
import type { Entry } from '../../model/entry.ts'
import { type ArchivePlace, archivePath, publicUrl, type QueryOf } from '../../model/paths.ts'
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { EntryTitles, type LeadsTo } from './entry-list.tsx'
import { Layout } from './layout.tsx'
import { categoryHref, documentText, pageAt } from './page.ts'
import { Paging } from './paging.tsx'

export interface ArchiveInput extends ArchivePlace {
  readonly site: SiteSettings
  /** Null: the archive of everything. */
  readonly category: Category | null
  /** Newest first. */
  readonly entries: readonly Entry[]
  /** The next older page; null: this is the oldest. */
  readonly previous: ArchivePlace | null
  /** The next newer page; null: what follows stands on the page of newest entries. */
  readonly next: ArchivePlace | null
  readonly leadsTo?: LeadsTo
  /** Given: the page is for those who may read what is private. */
  readonly queryOf?: QueryOf
}

export function archivePage({ site, category, entries, previous, next, leadsTo = 'pages', queryOf, ...place }: ArchiveInput): string {
  const slug = category?.slug ?? null
  const path = archivePath(slug, place, 'html')
  const page = pageAt(path, site, queryOf)
  const name = category?.title ?? site.title
  const period = page.phrases.archive(place)
  return documentText(
    <Layout
      page={page}
      title={`${name} ${period}`}
      description={null}
      canonical={queryOf === undefined ? publicUrl(site.url, path) : null}
      kind="website"
      isIndexed={queryOf === undefined}
      feedsOf={category === null ? [] : [category]}
    >
      <div class="column">
        <header class="heading">
          <p class="kicker">
            <a href={categoryHref(page, slug, 'html')}>{name}</a>
          </p>
          <h1>{period}</h1>
        </header>
        <EntryTitles page={page} entries={entries} leadsTo={leadsTo} />
        <Paging page={page} slug={slug} previous={previous} next={next} />
      </div>
    </Layout>,
  )
}
