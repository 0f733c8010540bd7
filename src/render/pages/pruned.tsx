// What is answered at the path of an entry that was pruned: there is no file any more.
import type { Tombstone } from '../../model/pruning.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { webAddress } from '../addresses.ts'
import { Layout } from './layout.tsx'
import { categoryHref, documentText, pageAt } from './page.ts'

export interface PrunedInput {
  readonly site: SiteSettings
  readonly tombstone: Tombstone
}

/** Its title, the way to the original, and to what is new in its category: these no terms withhold. */
export function prunedPage({ site, tombstone: { path, title, url, home } }: PrunedInput): string {
  const page = pageAt(path, site)
  const { phrases } = page
  const original = webAddress(url)
  const feedsOf = home === null ? [] : [{ slug: home.slug, title: home.name }]
  return documentText(
    <Layout page={page} title={phrases.pruned} description={null} canonical={original} kind="website" isIndexed={false} feedsOf={feedsOf}>
      <section class="notice">
        <header class="heading">
          <h1>{phrases.pruned}</h1>
        </header>
        {title === '' ? null : <blockquote dir="auto">{title}</blockquote>}
        <p>{phrases.prunedText}</p>
        {original === null ? null : (
          <p>
            <a class="button" href={original}>
              {phrases.original}
            </a>
          </p>
        )}
        {home === null ? null : (
          <p>
            <a href={categoryHref(page, home.slug, 'html')}>{phrases.backTo(home.name)}</a>
          </p>
        )}
      </section>
    </Layout>,
  )
}
