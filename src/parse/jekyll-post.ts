// A post of a Jekyll site → a draft, and where readers knew it. The original site's posts end with a link to the article and links back.
import { collapseSpace } from '../base/text.ts'
import { emptyDraft, type Person, type RawDraft } from '../model/entry.ts'
import { readDate } from './date.ts'
import { type Flaw, readFrontMatter } from './front-matter.ts'
import { type JekyllRules, jekyllAddress } from './jekyll-address.ts'
import { htmlOfMarkdown } from './markdown.ts'

export interface JekyllPost {
  /** `guid` is what Jekyll calls `id`: the address that the name of the file gives, without its ending. */
  readonly draft: RawDraft
  /** As they are written: names, or words of addresses. */
  readonly categories: readonly string[]
  /** What the first category may be called, where it is written as a word of addresses; the likeliest first. */
  readonly names: readonly string[]
  /** Of the file: without date and ending. */
  readonly name: string
  /** Addresses in the text, besides the draft's link. */
  readonly links: readonly string[]
  /** Where it was read, beginning with a slash; null: nobody can tell. */
  readonly address: string | null
  /** False: `published: false`. */
  readonly isPublished: boolean
}

export interface PostFile {
  /** Relative to the site's folder, `/` as separator. */
  readonly path: string
  readonly text: string
}

/** What files of posts are called. */
export const postName = /(?:^|\/)(\d{4})-(\d\d?)-(\d\d?)-([^/]+)\.(?:md|markdown|mkdn|mkd|html?)$/i

/** Broken are posts without front matter or title, or with a date that is none; what is odd beyond that is left out. */
export function readPost({ path, text }: PostFile, rules: JekyllRules): JekyllPost | Flaw {
  const named = postName.exec(path)
  if (named === null) return { line: 1, reason: 'the file is not named YYYY-MM-DD-name.md' }
  const read = readFrontMatter(text)
  if ('reason' in read) return read
  const { values } = read
  const title = textOf(values.title)
  if (title === '') return { line: 1, reason: 'there is no title' }
  const name = named[4] ?? ''
  const date = dateOf(values.date, named, rules)
  if (date === null) return { line: lineOf(text, 'date'), reason: `"${textOf(values.date)}" is no date` }
  const categories = [...foldersAbove(path), ...wordsOf(values.categories), ...listOf(values.category)].filter(isFirst)
  const tags = [...wordsOf(values.tags), ...listOf(values.tag)].filter(isFirst)
  const { html, link, back } = bodyOf(read.body, path)
  const facts = { categories, name, at: date.at, permalink: textOf(values.permalink) }
  return {
    draft: {
      ...emptyDraft,
      contentBase: null,
      originalLink: null,
      guid: jekyllAddress({ ...facts, permalink: '' }, { ...rules, permalink: 'date' })?.replace(/\.html$/, '') ?? path,
      link: link ?? firstText(values, ['link', 'external_url', 'original_url', 'source_url', 'canonical_url']),
      title,
      published: date.at,
      dateGiven: date.given,
      updated: updatedOf(values, rules),
      summary: firstText(values, ['excerpt', 'description', 'summary']),
      content: html,
      authors: authorsOf(values.author ?? values.authors),
      publisher: firstText(values, ['publisher', 'source']),
      tags: tags.map((tag) => ({ name: tag, scheme: null })),
      language: firstText(values, ['lang', 'language']),
    },
    categories,
    names: [...tags, ...tags.map(withoutNews), ...back, ...back.map(withoutNews), ...creditsIn(html)].filter(isFirst),
    name,
    links: linksIn(html),
    address: jekyllAddress(facts, rules),
    isPublished: values.published !== false && values.published !== 'false',
  }
}

/** The original called 国际商报's tag 国际商报新闻. */
function withoutNews(name: string): string {
  return name.replace(/新闻$/, '')
}

interface Dated {
  readonly at: number
  readonly given: string
}

/** The head's date, else the day of the file's name. */
function dateOf(value: unknown, [, year = '', month = '', day = '']: RegExpExecArray, { timezone, now }: JekyllRules): Dated | null {
  const given = textOf(value) || `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = readDate(given, { timezone, format: null, now })
  return at === null ? null : { at, given }
}

function updatedOf(values: Readonly<Record<string, unknown>>, { timezone, now }: JekyllRules): number | null {
  const given = firstText(values, ['last_modified_at', 'updated', 'modified'])
  return given === null ? null : readDate(given, { timezone, format: null, now })
}

function lineOf(text: string, name: string): number {
  const at = text.search(new RegExp(`^${name}:`, 'm'))
  return at < 0 ? 1 : text.slice(0, at).split('\n').length
}

/** Folders above `_posts` are categories. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/')
  const at = parts.indexOf('_posts')
  return at <= 0 ? [] : parts.slice(0, at)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? collapseSpace(String(value)) : ''
}

function firstText(values: Readonly<Record<string, unknown>>, names: readonly string[]): string | null {
  return names.map((name) => textOf(values[name])).find((text) => text !== '') ?? null
}

/** Jekyll divides a text at white space, and takes a list as it is. */
function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? listOf(value) : textOf(value).split(' ').filter(Boolean)
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf).filter(Boolean)
}

function isFirst(item: string, at: number, all: readonly string[]): boolean {
  return item !== '' && all.indexOf(item) === at
}

function authorsOf(value: unknown): readonly Person[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one): readonly Person[] => {
    const { name, url, email } =
      typeof one === 'object' && one !== null ? { name: '', url: '', email: '', ...one } : { name: one, url: '', email: '' }
    return textOf(name) === '' ? [] : [{ name: textOf(name), url: textOf(url) || null, email: textOf(email) || null }]
  })
}

interface Body {
  readonly html: string
  /** The link to the article, where the text ends with one. */
  readonly link: string | null
  /** Names in the links back that stood under it. */
  readonly back: readonly string[]
}

const autolink = /^<(https?:\/\/[^\s<>]+)>$/
/** A row of links without anything else, as the original set them under each article. */
const backLinks = /^\[(?:返回|Back to )((?:[^\]\\]|\\.)*)\]\([^()\s]*\)(?:\s*[｜|·]\s*\[(?:返回|Back to )[^\]]*\]\([^()\s]*\))*$/

function bodyOf(body: string, path: string): Body {
  const lines = body.replace(/\r\n?/g, '\n').split('\n')
  let link: string | null = null
  const back: string[] = []
  for (; lines.length > 0; lines.pop()) {
    const line = (lines.at(-1) ?? '').trim()
    const [, label] = backLinks.exec(line) ?? []
    const [, address] = autolink.exec(line) ?? []
    if (line === '') continue
    if (label !== undefined && back.length === 0 && link === null)
      back.push(collapseSpace(label.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))))
    else if (address !== undefined && link === null) link = address
    else break
  }
  return { html: htmlOf(lines.join('\n'), path), link, back }
}

const unread = /\{::nomarkdown\}\n?([\s\S]*?)\n?\{:\/nomarkdown\}/g

/** A body of HTML, as the original wrote them, is taken as it is. */
function htmlOf(text: string, path: string): string {
  if (/\.html?$/i.test(path) || /^\s*<(?!https?:)/.test(text)) return text.trim()
  if (text.includes('{::nomarkdown}')) return text.replace(unread, '$1').trim()
  return htmlOfMarkdown(text)
}

/** 文章来源：国际商报 */
function creditsIn(html: string): readonly string[] {
  const [, name = ''] = /文章来源[:：]\s*([^）)<\s]{1,60})/.exec(html.slice(-1_000)) ?? []
  return name === '' ? [] : [name]
}

const mostLinks = 20

function linksIn(html: string): readonly string[] {
  return [...html.matchAll(/https?:\/\/[^\s"'<>()]+/g)].slice(0, mostLinks).map(([url]) => url.replaceAll('&amp;', '&'))
}
