// 404: shown at addresses of any depth, so its links start at the site's root. Nothing of what was asked for stands in it.
import type { Category } from '../../model/publication.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { CategoryLink } from './category-link.tsx'
import { Layout } from './layout.tsx'
import { documentText, type Page, pageHref } from './page.ts'
import { phrasesOf } from './phrases.ts'
import { SearchBox } from './search-box.tsx'

export interface NotFoundInput {
  readonly site: SiteSettings
  /** Where the site's root is for the one who asks; the path of the site's address when left out. */
  readonly root?: string
  /** Categories that may have been meant, the likeliest first. */
  readonly near?: readonly Category[]
}

export function notFoundPage({ site, root = new URL(site.url).pathname, near = [] }: NotFoundInput): string {
  const phrases = phrasesOf(site)
  const page = { site, phrases, root }
  return documentText(
    <Layout
      page={page}
      title={phrases.notFound}
      description={null}
      canonical={null}
      kind="website"
      isIndexed={false}
      feedsOf={[]}
      searchBox="content"
    >
      <section class="notice">
        <header class="heading">
          <h1>{phrases.notFound}</h1>
        </header>
        <p>{phrases.notFoundText}</p>
        <Near page={page} categories={near} />
        <SearchBox page={page} />
        <p class="ways">
          <a href={root}>{phrases.home}</a>
          <a href={`${root}#categories`}>{phrases.allCategories}</a>
          <a href={pageHref(page, 'feeds.opml')}>{phrases.allFeeds}</a>
        </p>
      </section>
    </Layout>,
  )
}

function Near({ page, categories }: { readonly page: Page; readonly categories: readonly Category[] }) {
  if (categories.length === 0) return null
  return (
    <div class="categories near">
      <h2>{page.phrases.near}</h2>
      <ul>
        {categories.map((category) => (
          <CategoryLink page={page} category={category} entries={category.entries} />
        ))}
      </ul>
    </div>
  )
}
