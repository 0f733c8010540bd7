// An entry as a Jekyll post, byte for byte as the original site wrote them. Everything that YAML, kramdown or Liquid would take for
// its own is escaped, and nothing else: one bad post stops the build of a whole site.
import { AppError } from '../base/errors.ts'
import { legalText } from '../base/text.ts'
import { formatIn } from '../base/zone.ts'
import type { Entry } from '../model/entry.ts'
import { categoryPath, jekyllPath, publicUrl } from '../model/paths.ts'
import type { SiteSettings } from '../model/settings.ts'
import { percentEncoded, webAddress } from './addresses.ts'
import { textToHtml } from './html-text.ts'
import { escapeLabel, kramdownSafe } from './kramdown.ts'
import { languageOf } from './languages.ts'
import { oneLine, yamlScalar, yamlString } from './yaml-scalar.ts'

export interface JekyllContext {
  readonly site: SiteSettings
  /** The entry's home category as it is called today. */
  readonly home: { readonly slug: string; readonly name: string }
}

export interface JekyllPost {
  readonly path: string
  readonly text: string
}

/** @throws AppError `internal` when the entry's path is none that `paths.ts` made. */
export function jekyllPost(entry: Entry, context: JekyllContext): JekyllPost {
  const path = jekyllPath(entry.path)
  if (path === null) throw new AppError('internal', `"${entry.path}" is no entry path`, 'Please report this.', { id: entry.id })
  const parts = [bodyOf(entry), linkOf(entry), backLinks(entry, context)].filter((part) => part !== '')
  return { path, text: `${frontMatter(entry, context.site)}\n${parts.join('\n\n')}` }
}

function frontMatter(entry: Entry, site: SiteSettings): string {
  const [homeSlug = ''] = entry.path.split('/')
  const tags = entry.tags.map(({ name }) => oneLine(name)).filter((name) => name !== '')
  const date = formatIn(site.timezone, entry.datePublished, 'yyyy-MM-dd HH:mm:ss ZZZ')
  return [
    '---',
    'layout: post',
    `title: ${yamlString(entry.title)}`,
    `date: ${date}`,
    `categories: ${yamlList([homeSlug])}`,
    ...(tags.length === 0 ? [] : [`tags: ${yamlList(tags)}`]),
    ...(isFoundByJekyll(entry.path, date) ? [] : [`permalink: /${entry.path}`]),
    '---',
  ].join('\n')
}

/** Jekyll makes an address of the date's day and the file's name, of which it joins and trims the hyphens. */
function isFoundByJekyll(path: string, date: string): boolean {
  const [, day = '', name = ''] = /^[^/]+\/(\d{4}\/\d\d\/\d\d)\/(.*)\.html$/.exec(path) ?? []
  return date.startsWith(day.replaceAll('/', '-')) && !/^-|--|-$/.test(name)
}

/** Jekyll divides a plain scalar at white space; several values, or one that YAML would not read back, are JSON strings in brackets. */
function yamlList(values: readonly string[]): string {
  const [only = ''] = values
  const plain = values.length === 1 ? yamlScalar(only) : null
  return plain ?? `[${values.map((value) => JSON.stringify(value)).join(', ')}]`
}

function bodyOf({ contentHtml, summary }: Entry): string {
  const html = contentHtml ?? (summary === null ? '' : `<p>${textToHtml(summary)}</p>`)
  return html === '' ? '' : kramdownSafe(legalText(html))
}

function linkOf({ url }: Entry): string {
  const address = webAddress(url)
  return address === null ? '' : `<${destination(address)}>`
}

function backLinks(entry: Entry, { site, home }: JekyllContext): string {
  const words = chrome[languageOf(site.language)]
  const label = oneLine(entry.tags[0]?.name ?? '') || oneLine(home.name)
  // Without a scheme, as the original wrote them: the posts are served over whatever the reader came by.
  const root = site.url.replace(/^https?:/i, '')
  const category = `[${escapeLabel(words.backTo(label))}](${destination(publicUrl(root, categoryPath(home.slug, 'html')))})`
  return `${category}${words.separator}[${words.home}](${destination(root)})`
}

const chrome = {
  zh: { backTo: (name: string) => `返回${name}`, home: '返回首页', separator: '｜' },
  en: { backTo: (name: string) => `Back to ${name}`, home: 'Back to the front page', separator: ' · ' },
} as const

/** Addresses keep their bytes but for those at which kramdown ends a link or begins a table, and Liquid begins. */
function destination(url: string): string {
  return url.replace(/[\s{}|^<>"\\`]/g, percentEncoded)
}
