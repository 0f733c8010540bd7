// What machines are told of an article: Open Graph, and schema.org's NewsArticle as JSON-LD. Data that no browser runs.
import { rfc3339 } from '../../base/zone.ts'
import type { Entry } from '../../model/entry.ts'
import type { Category } from '../../model/publication.ts'
import { webAddress } from '../addresses.ts'
import type { Page } from './page.ts'

export interface ArticleDataProps {
  readonly page: Page
  readonly entry: Entry
  readonly title: string
  readonly canonical: string
  readonly original: string | null
  readonly source: string | null
  readonly home: Category | undefined
}

export function ArticleData(props: ArticleDataProps) {
  const { entry, home } = props
  const image = imageOf(entry)
  return (
    <>
      <meta property="article:published_time" content={rfc3339(entry.datePublished)} />
      {entry.dateModified === null ? null : <meta property="article:modified_time" content={rfc3339(entry.dateModified)} />}
      {home === undefined ? null : <meta property="article:section" content={home.title} />}
      {image === null ? null : <meta property="og:image" content={image} />}
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: harmless(newsArticle(props, image)) }} />
    </>
  )
}

/** https://schema.org/NewsArticle */
function newsArticle({ page, entry, title, canonical, original, source, home }: ArticleDataProps, image: string | null) {
  const { datePublished, dateModified, language, authors } = entry
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    datePublished: rfc3339(datePublished),
    ...(dateModified !== null && { dateModified: rfc3339(dateModified) }),
    inLanguage: language ?? page.site.language,
    mainEntityOfPage: canonical,
    ...(original !== null && original !== canonical && { isBasedOn: original }),
    ...(authors.length > 0 && { author: authors.map(({ name }) => ({ '@type': 'Person', name })) }),
    ...(source !== null && { publisher: { '@type': 'Organization', name: source } }),
    ...(home !== undefined && { articleSection: home.title }),
    ...(image !== null && { image }),
  }
}

/** JSON that ends no element it stands in and opens no comment there (HTML §4.12.1.3). */
function harmless(data: object): string {
  return JSON.stringify(data).replace(/[<>&]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`)
}

/** The first picture: attached, else in the text. */
function imageOf({ enclosures, contentHtml }: Entry): string | null {
  const attached = enclosures.find(({ type }) => type?.startsWith('image/'))
  if (attached !== undefined) return webAddress(attached.url)
  const written = /<img\b[^>]*?\ssrc="(https?:[^"]+)"/.exec(contentHtml ?? '')?.[1]
  return written === undefined ? null : webAddress(written.replaceAll('&amp;', '&'))
}
