// 404: shown at addresses of any depth, so its links start at the site's root.
import type { SiteSettings } from '../../model/settings.ts'
import { Layout } from './layout.tsx'
import { documentText } from './page.ts'
import { phrasesOf } from './phrases.ts'

export interface NotFoundInput {
  readonly site: SiteSettings
  /** Where the site's root is for the one who asks; the path of the site's address when left out. */
  readonly root?: string
}

export function notFoundPage({ site, root = new URL(site.url).pathname }: NotFoundInput): string {
  const phrases = phrasesOf(site)
  return documentText(
    <Layout
      page={{ site, phrases, root }}
      title={phrases.notFound}
      description={null}
      canonical={null}
      kind="website"
      isIndexed={false}
      feedsOf={[]}
    >
      <section class="notice">
        <header class="heading">
          <h1>{phrases.notFound}</h1>
        </header>
        <p>{phrases.notFoundText}</p>
        <p>
          <a class="button" href={root}>
            {phrases.home}
          </a>
        </p>
      </section>
    </Layout>,
  )
}
