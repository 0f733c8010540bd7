// The site's pages for search engines (sitemaps.org/protocol.html).
import { rfc3339 } from '../base/zone.ts'
import { categoryPath, publicUrl } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { ns } from '../model/vocabulary.ts'
import { branch, declaration, each, leaf } from './xml.ts'

/** The protocol's limit for one file. */
export const maxAddresses = 50_000

export interface SitemapPage {
  readonly path: string
  /** The instant of its last change; null: not known. */
  readonly modified: number | null
}

/** Home and the pages of categories. */
export function listPages(categories: readonly Category[]): readonly SitemapPage[] {
  const lists = categories.map(({ slug, updated }) => ({ path: categoryPath(slug, 'html'), modified: updated }))
  return [{ path: categoryPath(null, 'html'), modified: newestOf(lists) }, ...lists]
}

/** The last change of any of them. */
export function newestOf(pages: readonly Pick<SitemapPage, 'modified'>[]): number | null {
  return pages.reduce<number | null>((newest, { modified }) => (modified === null ? newest : Math.max(newest ?? modified, modified)), null)
}

/** What a sitemap says of these pages; several of these make one sitemap. */
export function sitemapLines(pages: readonly SitemapPage[], site: SiteSettings): string {
  return each(pages, (page) => branch('url', undefined, place(page, site)))
}

export function sitemap(lines: string): string {
  return document('urlset', lines)
}

/** What leads to the parts of a sitemap that is too long for one file. */
export function sitemapIndex(parts: readonly SitemapPage[], site: SiteSettings): string {
  return document(
    'sitemapindex',
    each(parts, (part) => branch('sitemap', undefined, place(part, site))),
  )
}

function place({ path, modified }: SitemapPage, site: SiteSettings): string {
  return leaf('loc', publicUrl(site.url, path)) + leaf('lastmod', modified === null ? null : rfc3339(modified))
}

function document(root: string, children: string): string {
  return declaration + branch(root, { xmlns: ns.sitemap }, children)
}
