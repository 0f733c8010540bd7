// Which private document a path asks for. Pure.
import { type ArchivePlace, archivePath, categoryPath, type PageFormat, privateFeedsPath, type QueryOf } from '../../model/paths.ts'

type ArchiveFormat = Exclude<PageFormat, 'rss'>

export type Asked =
  | { readonly kind: 'window'; readonly slug: string; readonly format: PageFormat }
  | { readonly kind: 'archive'; readonly slug: string; readonly place: ArchivePlace; readonly format: ArchiveFormat }
  | { readonly kind: 'entry'; readonly path: string }
  | { readonly kind: 'feeds' }

/** `path` is decoded, without a leading slash. Null: nothing private has such a path. */
export function askedBy(path: string): Asked | null {
  if (path === privateFeedsPath) return { kind: 'feeds' }
  if (/^[^/]+\/\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(path)) return { kind: 'entry', path }
  const [, slug = '', month, page = '1', extension = ''] =
    /^category\/([^/.]+)(?:\/(\d{4}-\d\d)(?:-([1-9]\d{0,5}))?)?\.([a-z]+)$/.exec(path.toLowerCase()) ?? []
  const format = formats.find((one) => one === extension)
  if (format === undefined) return null
  if (month === undefined) return { kind: 'window', slug, format }
  return format === 'rss' ? null : { kind: 'archive', slug, place: { month, page: Number(page) }, format }
}

const formats = ['html', 'rss', 'atom', 'json'] as const

/** Where the same stands under another slug. */
export function pathUnder(slug: string, asked: Extract<Asked, { slug: string }>): string {
  return asked.kind === 'window' ? categoryPath(slug, asked.format) : archivePath(slug, asked.place, asked.format)
}

export interface Private {
  /** Slugs of private categories. */
  readonly slugs: ReadonlySet<string>
  /** Paths of entries that are not published. */
  readonly paths: ReadonlySet<string>
}

/** Only what is private is opened by anything. */
export function queryFor(query: string, { slugs, paths }: Private): QueryOf {
  return (path) => {
    const [, slug] = /^category\/([^/.]+)[./]/.exec(path) ?? []
    return paths.has(path) || (slug !== undefined && slugs.has(slug)) ? query : ''
  }
}
