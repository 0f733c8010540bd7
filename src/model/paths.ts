// Every published path and id is made here. What readers have seen must never change.
import { sha256Hex } from '../base/digest.ts'
import type { Day } from '../base/zone.ts'
import { type DigestPeriod, digestPeriods } from './digest.ts'

export type FeedFormat = 'rss' | 'atom' | 'json'
export type PageFormat = FeedFormat | 'html'

/** File of a category's feed or page; `null` is the feed of everything. Relative to the output folder, `/` as separator. */
export function categoryPath(slug: string | null, format: PageFormat): string {
  if (slug === null) return format === 'html' ? 'index.html' : `feed.${format}`
  return `category/${slug}.${format}`
}

/** What pages, feeds and files of the operator's share: written once for the site. */
export const assetPath = {
  stylesheet: 'assets/site.css',
  /** Makes a feed readable where a browser shows it. */
  feedStylesheet: 'assets/feed.css',
  customStylesheet: 'assets/custom.css',
} as const

/** Of the operator's icon; one made from the site's title is an SVG. */
export const iconExtensions = ['svg', 'png', 'ico', 'jpg', 'webp'] as const

export function iconPath(extension: (typeof iconExtensions)[number]): string {
  return `assets/icon.${extension}`
}

/** A page of an archive: a month of `listed` in the site's zone, `yyyy-mm`, and its number in the month, from 1. */
export interface ArchivePlace {
  readonly month: string
  readonly page: number
}

/** File of an archive page of a category, or of everything. RSS has no archives. */
export function archivePath(slug: string | null, { month, page }: ArchivePlace, format: Exclude<PageFormat, 'rss'>): string {
  return `${folderOf(slug)}/${month}${page === 1 ? '' : `-${page}`}.${format}`
}

/** File of a digest: of a category, or of everything. It lies where the archive does, whose pages are called by their month. */
export function digestPath(slug: string | null, every: DigestPeriod, format: PageFormat): string {
  return `${digestStart(slug, every)}.${format}`
}

/** Page of one edition of a digest; `day` is `yyyy-mm-dd`. */
export function editionPath(slug: string | null, every: DigestPeriod, day: string): string {
  return `${digestStart(slug, every)}/${day}.html`
}

/** Whether a feed's path is that of a digest. */
export function isDigestPath(path: string): boolean {
  return new RegExp(`^(?:archive|category/[^/]+)/(?:${digestPeriods.join('|')})\\.`).test(path)
}

/** All its files begin so. */
export function digestStart(slug: string | null, every: DigestPeriod): string {
  return `${folderOf(slug)}/${every}`
}

function folderOf(slug: string | null): string {
  return slug === null ? 'archive' : `category/${slug}`
}

/** A path as it stands behind the site's address. Paths hold only characters that need no escaping but letters beyond ASCII. */
export function publicUrl(siteUrl: string, path: string): string {
  return path === 'index.html' ? siteUrl : siteUrl + encodeURI(path)
}

/** The feeds that a token opens; `token` is no slug. */
export const privateFeedsPath = 'token/feeds.opml'

/** What follows the address of a path that only some may know, such as `?token=…`; empty where it is public. */
export type QueryOf = (path: string) => string

/** An entry's id (RFC 4151): the authority is the site's host, the date the year its store was made, the rest a hash of its strongest key. */
export function entryId(host: string, year: number, key: string): string {
  return `tag:${host},${year}:${sha256Hex(key).slice(0, 32)}`
}

/** Who gives ids: the site's host, and the year when its store was made. */
export interface Authority {
  readonly host: string
  readonly year: number
}

/** A feed's own id: where it was first published, not where it is now. */
export function feedId({ host, year }: Authority, slug: string | null): string {
  return `tag:${host},${year}:${slug === null ? 'feed' : `category/${slug}`}`
}

/** A digest's own id; `feed` is no slug. */
export function digestId({ host, year }: Authority, slug: string | null, every: DigestPeriod): string {
  return `tag:${host},${year}:digest/${slug ?? 'feed'}/${every}`
}

/** An edition's id: made when it is issued, and kept. */
export function editionId(digest: string, day: string): string {
  return `${digest}/${day}`
}

/** The hash part of an id that `entryId` made. */
export function hashOfId(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1)
}

export function entryPath(homeSlug: string, day: Day, name: string): string {
  return `${homeSlug}/${day.yyyy}/${day.mm}/${day.dd}/${name}.html`
}

/** Jekyll's name for the same entry: `_posts/YYYY-MM-DD-<name>.md`. Null when the path is no entry path. */
export function jekyllPath(path: string): string | null {
  const match = /^[^/]+\/(\d{4})\/(\d\d)\/(\d\d)\/([^/]+)\.html$/.exec(path)
  return match === null ? null : `_posts/${match[1]}-${match[2]}-${match[3]}-${match[4]}.md`
}
