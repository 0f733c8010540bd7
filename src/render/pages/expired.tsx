// What stands at an entry's path when the time is over for which it may be shown.
import type { Entry } from '../../model/entry.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { webAddress } from '../addresses.ts'
import { Layout } from './layout.tsx'
import { documentText, pageAt } from './page.ts'

export interface ExpiredInput {
  readonly site: SiteSettings
  readonly entry: Pick<Entry, 'path' | 'title' | 'url' | 'language'>
}

/** Its title and the way to the original: these no terms withhold. */
export function expiredPage({ site, entry }: ExpiredInput): string {
  const page = pageAt(entry.path, site)
  const { phrases } = page
  const original = webAddress(entry.url)
  return documentText(
    <Layout page={page} title={phrases.expired} description={null} canonical={original} kind="website" isIndexed={false} feedsOf={[]}>
      <section class="notice">
        <header class="heading">
          <h1>{phrases.expired}</h1>
        </header>
        {entry.title === '' ? null : (
          <blockquote dir="auto" lang={entry.language ?? undefined}>
            {entry.title}
          </blockquote>
        )}
        <p>{phrases.expiredText}</p>
        {original === null ? null : (
          <p>
            <a class="button" href={original}>
              {phrases.original}
            </a>
          </p>
        )}
      </section>
    </Layout>,
  )
}
