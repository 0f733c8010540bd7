// A post's bytes → what may be stored of it.

import { parseUrl } from '../../base/parse-url.ts'
import type { EntryDraft } from '../../model/entry.ts'
import type { PostFiles } from '../../model/post-files.ts'
import type { IdentityRule, Settings } from '../../model/settings.ts'
import type { Recipe } from '../../model/source.ts'
import { cleanDraft } from '../../normalize/clean.ts'
import { decode } from '../../parse/charset.ts'
import type { Flaw } from '../../parse/front-matter.ts'
import type { JekyllRules } from '../../parse/jekyll-address.ts'
import { type JekyllPost, readPost } from '../../parse/jekyll-post.ts'

export interface ReadPost extends Omit<JekyllPost, 'draft' | 'links' | 'name'> {
  readonly file: string
  /** Hash of the file. */
  readonly mark: string
  readonly draft: EntryDraft
  /** What is odd about it. */
  readonly notes: readonly string[]
}

export interface PostReader {
  bytes(file: string): Promise<Uint8Array>
  read(post: { readonly file: string; readonly mark: string; readonly bytes: Uint8Array }): ReadPost | Flaw
}

export function isBroken(post: ReadPost | Flaw): post is Flaw {
  return 'reason' in post
}

const recipe: Omit<Recipe, 'timezone'> = {
  ...{ kind: 'feed', dateFormat: null, charset: null, keepClasses: [], rules: [] },
  ...{ json: null, page: null, maxEntries: 1 },
}

export function postReader(
  { permalink, timezone, read }: PostFiles,
  { settings, now }: { readonly settings: Settings; readonly now: number },
): PostReader {
  const rules: JekyllRules = { permalink: permalink ?? 'date', timezone: timezone ?? settings.site.timezone, now }
  const clean = { base: settings.site.url, recipe: { ...recipe, timezone: rules.timezone } }
  return {
    bytes: read,
    read: ({ file, mark, bytes }) => {
      const text = textOf(bytes)
      if (typeof text !== 'string') return text
      const post = readPost({ path: file, text }, rules)
      if ('reason' in post) return post
      const { link, notes } = linkOf(post, settings.identity)
      const draft = cleanDraft({ ...post.draft, link, fields: witness(post, settings.identity) }, clean)
      if (draft === null || draft.title === '') return { line: 1, reason: 'nothing of its title can be shown' }
      const { categories, names, address, isPublished } = post
      return { file, mark, draft, categories, names, address, isPublished, notes }
    },
  }
}

/** UTF-8, GBK and whatever else the bytes say they are; what is no text at all is broken. */
function textOf(bytes: Uint8Array): string | Flaw {
  if (bytes.length === 0) return { line: 1, reason: 'the file is empty' }
  const { text, charset } = decode(bytes, { contentType: null, charset: null })
  const isWide = charset.startsWith('utf-16') || charset.startsWith('utf-32')
  if (!isWide && bytes.includes(0)) return { line: lineAt(bytes, bytes.indexOf(0)), reason: 'the file is no text: it holds zero bytes' }
  const bad = text.indexOf('\ufffd')
  if (bad >= 0 && charset !== 'utf-8')
    return { line: text.slice(0, bad).split('\n').length, reason: `the file is neither UTF-8 nor GBK (read as ${charset})` }
  return text
}

function lineAt(bytes: Uint8Array, end: number): number {
  return bytes.subarray(0, end).reduce((lines, byte) => lines + Number(byte === 10), 1)
}

interface Linked {
  readonly link: string | null
  readonly notes: readonly string[]
}

/** The share link under the text; else the first address in it that carries a configured identity. */
function linkOf({ draft, links, name }: JekyllPost, identity: readonly IdentityRule[]): Linked {
  const valuesOf = (url: string) => identity.flatMap((rule) => valueIn(url, rule) ?? [])
  const carrying = [...(draft.link === null ? [] : [draft.link]), ...links].find((url) => valuesOf(url).length > 0)
  const link = draft.link !== null && valuesOf(draft.link).length > 0 ? draft.link : (draft.link ?? carrying ?? null)
  const said = link === null ? [] : valuesOf(link)
  const isNamedOtherwise = said.length > 0 && identity.some(({ pattern }) => pattern.matchesWhole(name)) && !said.includes(name)
  return { link, notes: isNamedOtherwise ? [`the file is named ${name}, but its link says ${said.join(', ')}: the link counts`] : [] }
}

function valueIn(url: string, { query, pattern }: IdentityRule): string | null {
  const value = query === null ? null : (parseUrl(url)?.searchParams.get(query) ?? null)
  return value !== null && pattern.matchesWhole(value) ? value : null
}

/** The name of the file, where it can be a configured identity: it counts where no link says another. */
function witness({ name }: JekyllPost, identity: readonly IdentityRule[]): EntryDraft['fields'] {
  return Object.fromEntries(
    identity.flatMap(({ fields: [field], pattern }) => (field !== undefined && pattern.matchesWhole(name) ? [[field, name]] : [])),
  )
}
