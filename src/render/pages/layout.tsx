// The frame of every page: head, masthead, foot.
import type { Child } from 'hono/jsx'
import type { DigestPeriod } from '../../model/digest.ts'
import { assetPath, categoryPath, digestPath, type FeedFormat } from '../../model/paths.ts'
import { mediaType } from '../../model/vocabulary.ts'
import { webAddress } from '../addresses.ts'
import { type Page, pageHref } from './page.ts'
import { SearchBox } from './search-box.tsx'

/** Pictures and sounds may come from where the articles have them; nothing else from anywhere, and no script at all. */
const readersPolicy =
  "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; form-action 'self'; base-uri 'none'"

/** Scripts of ours, as files, which ask us alone. Forms say where they are sent from: only we are told. */
const audiences = {
  readers: { policy: readersPolicy, referrer: 'no-referrer' },
  operator: { policy: `${readersPolicy}; script-src 'self'; connect-src 'self'`, referrer: 'same-origin' },
} as const

export const feedFormats: readonly { readonly format: FeedFormat; readonly label: string; readonly type: string }[] = [
  { format: 'rss', label: 'RSS', type: mediaType.rss },
  { format: 'atom', label: 'Atom', type: mediaType.atom },
  { format: 'json', label: 'JSON Feed', type: mediaType.jsonFeed },
]

/** With `every`: a digest of it. */
export interface AnnouncedFeed {
  readonly slug: string | null
  readonly title: string
  readonly every?: DigestPeriod
}

export interface LayoutProps {
  readonly page: Page
  readonly title: string
  readonly description: string | null
  /** Absolute; null for a page that has no address of its own. */
  readonly canonical: string | null
  readonly kind: 'website' | 'article'
  readonly isIndexed: boolean
  /** Categories whose feeds the page leads to, besides the feed of everything. */
  readonly feedsOf: readonly AnnouncedFeed[]
  /** Where the page's search box stands: in its content there is room for more. */
  readonly searchBox?: 'masthead' | 'content'
  /** Whose feeds the masthead leads to: the page's, where it shows their addresses itself. */
  readonly subscribeTo?: 'site' | 'page'
  /** Pages of the operator's have scripts and forms that change something. */
  readonly audience?: keyof typeof audiences
  /** Where a browser goes on to at once. */
  readonly movedTo?: string
  /** More about the page, for machines. */
  readonly head?: Child
  readonly children: Child
}

export function Layout({ page, children, searchBox = 'masthead', subscribeTo = 'site', ...head }: LayoutProps) {
  const { site, phrases, root } = page
  return (
    <html lang={site.language}>
      <Head page={page} {...head} />
      <body>
        <a class="skip" href="#content">
          {phrases.skip}
        </a>
        <header class="masthead">
          <a class="masthead-title" href={root}>
            {site.title}
          </a>
          {searchBox === 'masthead' ? <SearchBox page={page} /> : null}
          <nav>
            <a href={`${root}#categories`}>{phrases.categories}</a>
            <a href={`${subscribeTo === 'page' ? '' : root}#subscribe`}>{phrases.subscribe}</a>
          </nav>
        </header>
        <main id="content">{children}</main>
        <Foot page={page} />
      </body>
    </html>
  )
}

/** On what terms the texts are here, whom to ask about that, and the ways on. */
function Foot({ page }: Pick<LayoutProps, 'page'>) {
  const { site, phrases, root } = page
  const { licence, contact } = site
  return (
    <footer class="foot">
      <div>
        <p dir="auto">{licence?.url ? <a href={licence.url}>{licence.text}</a> : (licence?.text ?? phrases.rights)}</p>
        {contact === null ? null : (
          <p>
            {phrases.takedown}
            <a href={webAddress(contact) ?? `mailto:${contact}`}>{contact}</a>
          </p>
        )}
      </div>
      <p>
        <a href={root}>{phrases.home}</a>
        <a href={pageHref(page, 'feeds.opml')}>{phrases.allFeeds}</a>
      </p>
    </footer>
  )
}

function Head({
  page,
  title,
  description,
  canonical,
  kind,
  isIndexed,
  feedsOf,
  audience = 'readers',
  movedTo,
  head,
}: Omit<LayoutProps, 'children' | 'searchBox' | 'subscribeTo'>) {
  const { site } = page
  const locale = localeOf(site.language)
  const { policy, referrer } = audiences[audience]
  const announced: readonly AnnouncedFeed[] = [...feedsOf, { slug: null, title: site.title }]
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content={referrer} />
      {movedTo === undefined ? null : <meta http-equiv="refresh" content={`0; url=${movedTo}`} />}
      {isIndexed ? null : <meta name="robots" content="noindex" />}
      <title>{title === site.title ? title : `${title} - ${site.title}`}</title>
      {description === null ? null : <meta name="description" content={description} />}
      <meta property="og:title" content={title} />
      <meta property="og:type" content={kind} />
      <meta property="og:site_name" content={site.title} />
      {locale === null ? null : <meta property="og:locale" content={locale} />}
      {description === null ? null : <meta property="og:description" content={description} />}
      {canonical === null ? null : <meta property="og:url" content={canonical} />}
      {canonical === null ? null : <link rel="canonical" href={canonical} />}
      <link rel="icon" href={pageHref(page, site.icon)} />
      {site.icon.endsWith('.png') ? <link rel="apple-touch-icon" href={pageHref(page, site.icon)} /> : null}
      <link rel="stylesheet" href={pageHref(page, assetPath.stylesheet)} />
      {site.stylesheet === null ? null : <link rel="stylesheet" href={pageHref(page, site.stylesheet)} />}
      {announced.flatMap(({ slug, title: feed, every }) =>
        feedFormats.map(({ format, label, type }) => (
          <link
            rel="alternate"
            type={type}
            title={`${feed} - ${label}`}
            href={pageHref(page, every === undefined ? categoryPath(slug, format) : digestPath(slug, every, format))}
          />
        )),
      )}
      {head}
    </head>
  )
}

/** Open Graph knows `language_TERRITORY` only: `zh-Hant-TW` is its `zh_TW`, `en` has none. */
function localeOf(tag: string): string | null {
  const [, language, territory] = /^([a-z]{2,3})(?:-[a-z]{4})?-([a-z]{2})(?:-|$)/i.exec(tag) ?? []
  return language === undefined || territory === undefined ? null : `${language.toLowerCase()}_${territory.toUpperCase()}`
}
