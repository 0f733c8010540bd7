// What others report of the same story.
import type { RelatedLink } from '../../model/related.ts'
import { webAddress } from '../addresses.ts'
import type { LeadsTo } from './entry-list.tsx'
import { EntryTime } from './entry-time.tsx'
import { type Page, pageHref } from './page.ts'

export interface RelatedProps {
  readonly page: Page
  readonly related: readonly RelatedLink[]
  readonly leadsTo: LeadsTo
}

export function Related({ page, related, leadsTo }: RelatedProps) {
  if (related.length === 0) return null
  return (
    <section class="related">
      <h2>{page.phrases.related}</h2>
      <ul>
        {related.map(({ title, outlet, datePublished, path, url }) => (
          <li>
            <a dir="auto" href={(leadsTo === 'originals' ? webAddress(url) : null) ?? pageHref(page, path)}>
              {title || page.phrases.untitled}
            </a>
            <p class="byline">
              {outlet === null ? null : <span>{outlet}</span>}
              <EntryTime at={datePublished} site={page.site} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
