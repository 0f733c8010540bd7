// What stands at the old path of an entry or a category, in files, where a server would answer 301.
import { publicUrl } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { Layout } from './layout.tsx'
import { documentText, pageAt, pageHref } from './page.ts'

export interface MovedInput {
  readonly site: SiteSettings
  /** Paths of pages. */
  readonly from: string
  readonly to: string
  readonly what?: 'article' | 'category'
}

export function movedPage({ site, from, to, what = 'article' }: MovedInput): string {
  const page = pageAt(from, site)
  const { phrases } = page
  const title = what === 'article' ? phrases.moved : phrases.categoryMoved
  const address = publicUrl(site.url, to)
  const target = pageHref(page, to)
  return documentText(
    <Layout page={page} title={title} description={null} canonical={address} kind="website" isIndexed={false} feedsOf={[]} movedTo={target}>
      <section class="notice">
        <header class="heading">
          <h1>{title}</h1>
        </header>
        <p>
          {phrases.movedText} <a href={target}>{address}</a>
        </p>
      </section>
    </Layout>,
  )
}
