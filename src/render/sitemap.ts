// The site's pages for search engines (sitemaps.org/protocol.html).
import { rfc3339 } from '../base/zone.ts'
import { categoryPath, publicUrl } from '../model/paths.ts'
import type { Category } from '../model/publication.ts'
import type { SiteSettings } from '../model/settings.ts'
import { ns } from '../model/vocabulary.ts'
import { branch, declaration, each, leaf } from './xml.ts'

/** The protocol's limit for one file. */
const maxAddresses = 50_000

export interface SitemapInput {
  readonly site: SiteSettings
  readonly categories: readonly Category[]
  /** Entry pages that may be indexed, with the instant of their last change. */
  readonly pages: readonly SitemapPage[]
}

export interface SitemapPage {
  readonly path: string
  readonly modified: number | null
}

export interface RenderedFile {
  readonly path: string
  readonly text: string
}

/** `sitemap.xml`: index page, categories, entries; above 50,000 addresses an index of `sitemap/<n>.xml`. */
export function sitemapFiles({ site, categories, pages }: SitemapInput): readonly RenderedFile[] {
  const listPages = categories.map(({ slug, updated }) => ({ path: categoryPath(slug, 'html'), modified: updated }))
  const all = [{ path: categoryPath(null, 'html'), modified: newestOf(categories) }, ...listPages, ...pages]
  if (all.length <= maxAddresses) return [{ path: 'sitemap.xml', text: addresses(all, site) }]

  const parts = Array.from({ length: Math.ceil(all.length / maxAddresses) }, (_, n) => ({
    path: `sitemap/${n + 1}.xml`,
    text: addresses(all.slice(n * maxAddresses, (n + 1) * maxAddresses), site),
  }))
  const index = each(parts, ({ path }) => branch('sitemap', undefined, leaf('loc', publicUrl(site.url, path))))
  return [...parts, { path: 'sitemap.xml', text: document('sitemapindex', index) }]
}

function addresses(pages: readonly SitemapPage[], site: SiteSettings): string {
  const entries = each(pages, ({ path, modified }) => {
    const changed = leaf('lastmod', modified === null ? null : rfc3339(modified))
    return branch('url', undefined, leaf('loc', publicUrl(site.url, path)) + changed)
  })
  return document('urlset', entries)
}

function document(root: string, children: string): string {
  return declaration + branch(root, { xmlns: ns.sitemap }, children)
}

function newestOf(categories: readonly Category[]): number | null {
  const dated = categories.flatMap(({ updated }) => (updated === null ? [] : [updated]))
  return dated.length === 0 ? null : dated.reduce((a, b) => Math.max(a, b))
}
