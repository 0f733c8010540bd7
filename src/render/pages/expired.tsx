// What stands at an entry's path when the time is over for which it may be shown, or when its origin has deleted it.
import type { Entry } from '../../model/entry.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { webAddress } from '../addresses.ts'
import { Layout } from './layout.tsx'
import { documentText, pageAt } from './page.ts'

export interface ExpiredInput {
  readonly site: SiteSettings
  readonly entry: Pick<Entry, 'path' | 'title' | 'url' | 'language'>
  readonly why: 'term' | 'origin'
}

/** Its title and the way to the original, as long as there is one: these no terms withhold. */
export function expiredPage({ site, entry, why }: ExpiredInput): string {
  const page = pageAt(entry.path, site)
  const { phrases } = page
  const original = why === 'origin' ? null : webAddress(entry.url)
  const [title, text] = why === 'origin' ? [phrases.removed, phrases.removedText] : [phrases.expired, phrases.expiredText]
  return documentText(
    <Layout page={page} title={title} description={null} canonical={original} kind="website" isIndexed={false} feedsOf={[]}>
      <section class="notice">
        <header class="heading">
          <h1>{title}</h1>
        </header>
        {entry.title === '' ? null : (
          <blockquote dir="auto" lang={entry.language ?? undefined}>
            {entry.title}
          </blockquote>
        )}
        <p>{text}</p>
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
