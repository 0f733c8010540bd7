// What stands at the path of a withdrawn entry.
import type { Entry } from '../../model/entry.ts'
import { publicUrl } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { retractionWords } from '../retraction.ts'
import { Layout } from './layout.tsx'
import { documentText, pageAt } from './page.ts'

export interface RetractedInput {
  readonly site: SiteSettings
  readonly entry: Pick<Entry, 'path' | 'title' | 'language' | 'retraction'>
  /** Its title still stands in feeds: so it may here. */
  readonly isShown: boolean
}

/** That it is withdrawn, and why; of a silent retraction only that there is nothing. */
export function retractedPage({ site, entry, isShown }: RetractedInput): string {
  const page = pageAt(entry.path, site)
  const { heading, text } = retractionWords(site)
  const { title, language, retraction } = entry
  const why = retraction === null || retraction.isSilent ? null : retraction.why
  return documentText(
    <Layout
      page={page}
      title={heading}
      description={null}
      canonical={publicUrl(site.url, entry.path)}
      kind="website"
      isIndexed={false}
      feedsOf={[]}
    >
      <section class="notice">
        <header class="heading">
          <h1>{heading}</h1>
        </header>
        {isShown && title !== '' ? (
          <blockquote dir="auto" lang={language ?? undefined}>
            {title}
          </blockquote>
        ) : null}
        {why === null ? null : <p dir="auto">{why}</p>}
        <p>{text}</p>
      </section>
    </Layout>,
  )
}
