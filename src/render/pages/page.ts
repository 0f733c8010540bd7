// What every page's parts are given: whose site it is, what its chrome says and the way to the root.
import { legalText } from '../../base/text.ts'
import { categoryPath, type PageFormat, publicUrl, type QueryOf } from '../../model/paths.ts'
import type { SiteSettings } from '../../model/settings.ts'
import { rootFrom } from '../addresses.ts'
import { type Phrases, phrasesOf } from './phrases.ts'

export interface Page {
  readonly site: SiteSettings
  readonly phrases: Phrases
  /** Before every link within the site. */
  readonly root: string
  /** Left out: all that it leads to is public. */
  readonly queryOf?: QueryOf
}

/** The page at a path; see `rootFrom`. */
export function pageAt(path: string, site: SiteSettings, queryOf?: QueryOf): Page {
  return { site, phrases: phrasesOf(site), root: rootFrom(path), ...(queryOf && { queryOf }) }
}

export function pageHref({ root, queryOf }: Page, path: string): string {
  return root + encodeURI(path) + (queryOf?.(path) ?? '')
}

/** An address to copy. */
export function absoluteHref({ site, queryOf }: Page, path: string): string {
  return publicUrl(site.url, path) + (queryOf?.(path) ?? '')
}

/** Link to a category's page or feed; null is the index page and the feed of everything. */
export function categoryHref(page: Page, slug: string | null, format: PageFormat): string {
  return slug === null && format === 'html' ? page.root : pageHref(page, categoryPath(slug, format))
}

/** A finished document as text. Components are synchronous: the same input gives the same bytes. */
export function documentText(document: { toString(): string | Promise<string> }): string {
  return `<!doctype html>\n${legalText(String(document))}\n`
}
