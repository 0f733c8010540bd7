// The ways from a feed to its digests.
import type { DigestSettings } from '../../model/digest.ts'
import { digestPath } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { digestPhrasesOf } from './digest-phrases.ts'
import { type AnnouncedFeed, feedFormats } from './layout.tsx'
import { type Page, pageHref } from './page.ts'

export interface Digested {
  readonly slug: string | null
  readonly title: string
  readonly digests?: readonly Pick<DigestSettings, 'every'>[] | undefined
}

export function DigestLinks({ page, slug, digests = [] }: Omit<Digested, 'title'> & { readonly page: Page }) {
  const { names } = digestPhrasesOf(page.site)
  return (
    <>
      {digests.map(({ every }) => (
        <p>
          <a href={pageHref(page, digestPath(slug, every, 'html'))}>{names[every]}</a>
          {feedFormats.map(({ format, label, type }) => (
            <>
              {' · '}
              <a type={type} href={pageHref(page, digestPath(slug, every, format))}>
                {label}
              </a>
            </>
          ))}
        </p>
      ))}
    </>
  )
}

/** What a page says to readers that look for feeds. */
export function announcedDigests({ slug, title, digests = [] }: Digested, site: SiteSettings): readonly AnnouncedFeed[] {
  const phrases = digestPhrasesOf(site)
  return digests.map(({ every }) => ({ slug, every, title: phrases.title(title, phrases.names[every]) }))
}
