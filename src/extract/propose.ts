// A document that is no feed → sources that config could have of it, best first.
import { parseJson } from '../base/json.ts'
import type { Proposal } from '../model/proposal.ts'
import { detectKind } from '../parse/detect.ts'
import { webUrl } from '../parse/links.ts'
import type { DateReading } from './list-fields.ts'
import { outlineOf, type Part, partsOf, rawTextOf, textOf } from './outline.ts'
import { jsonProposals, type ProposedJson } from './propose-json.ts'
import { pageProposals } from './propose-page.ts'

export interface Proposals {
  /** The page's own title. */
  readonly title: string | null
  readonly proposals: readonly Proposal[]
}

export interface ProposeContext extends DateReading {
  /** Where the document stands. */
  readonly url: string
  /** Feeds that the page names: where there are any, nothing else is proposed. */
  readonly announced: readonly string[]
}

const most = 3
/** What comes later repeats what came before. */
const longestPage = 2_000_000

export function proposalsFor(text: string, context: ProposeContext): Proposals {
  switch (detectKind(text)) {
    case 'page':
      return ofPage(text.slice(0, longestPage), context)
    case 'json':
      return { title: null, proposals: ofJson(text, context) }
    case 'xml':
      return ofXml(text, context)
    case 'empty':
      return { title: null, proposals: [] }
  }
}

function ofPage(html: string, context: ProposeContext): Proposals {
  const root = outlineOf(html)
  const parts = [...partsOf(root)]
  const { title, name } = titlesOf(parts)
  if (context.announced.length > 0) return { title, proposals: announcedIn(parts, context) }
  const lists = pageProposals(root, context).map(
    ({ next, ...page }): Proposal => ({
      ...{ kind: 'page', url: context.url, title: name, ...page },
      ...(next === null ? {} : { next }),
    }),
  )
  const [sure, others] = scriptsIn(parts, { ...context, title: name })
  return { title, proposals: [...sure, ...lists, ...others].slice(0, most) }
}

/** The page's title, and the name of the list: that of the site is left out where a dash or the like parts them. */
function titlesOf(parts: readonly Part[]): { readonly title: string | null; readonly name: string | null } {
  const part = parts.find(({ name, parent }) => name === 'title' && parent?.name !== 'svg')
  const title = part === undefined ? '' : textOf(part)
  if (title === '') return { title: null, name: null }
  const [name = title] = title.split(/ [-–—|·•»] |[_|｜—]+/)
  return { title, name: name.trim() === '' ? title : name.trim() }
}

/** Under the titles that the page gives them. */
function announcedIn(parts: readonly Part[], { announced, url }: ProposeContext): readonly Proposal[] {
  const base = webUrl(parts.find(({ name }) => name === 'base')?.attributes.href, url) ?? url
  const titles = new Map(
    parts.filter(({ name }) => name === 'link').map(({ attributes }) => [webUrl(attributes.href, base), attributes.title?.trim()]),
  )
  return announced.map((feed) => ({ kind: 'feed', url: feed, title: titles.get(feed) || null }))
}

/** Lists in the page's scripts. First those that it tells search engines of, with all that a list needs; then the others. */
function scriptsIn(
  parts: readonly Part[],
  context: ProposeContext & { readonly title: string | null },
): readonly [readonly Proposal[], readonly Proposal[]] {
  const sure: Proposal[] = []
  const others: Proposal[] = []
  for (const part of parts) {
    const script = part.name === 'script' ? scriptSelector(part) : null
    const answer = script === null ? null : parseJson(rawTextOf(part))
    if (script === null || answer?.kind !== 'json') continue
    for (const json of jsonProposals(answer.value, context)) {
      const { title, link, published } = json.fields
      const proposal: Proposal = { kind: 'page', url: context.url, title: context.title, script, ...settingsOf(json) }
      if (title === undefined || link === undefined) continue
      ;(published !== undefined && script.includes('ld+json') ? sure : others).push(proposal)
    }
  }
  return [sure.slice(0, 1), others]
}

/** Null: what stands in it is a program. */
function scriptSelector({ attributes: { type = '', id } }: Part): string | null {
  if (!/^application\/(?:ld\+)?json$/i.test(type)) return null
  return id === undefined || !/^[\p{L}_][\p{L}\d_-]*$/u.test(id) ? `script[type="${type}"]` : `script#${id}`
}

function ofJson(text: string, context: ProposeContext): readonly Proposal[] {
  const answer = parseJson(text)
  if (answer.kind === 'unreadable') return []
  return jsonProposals(answer.value, context).map((json) => ({ kind: 'json', url: context.url, title: null, ...settingsOf(json) }))
}

function settingsOf({ items, fields, next }: ProposedJson): Pick<Proposal, 'items' | 'fields' | 'next'> {
  return { items, fields, ...(next === null ? {} : { next }) }
}

/** Pieces of pages begin with any tag. */
function ofXml(text: string, context: ProposeContext): Proposals {
  const root = /<(?:[\w-]+:)?(urlset|sitemapindex|opml)[\s>]/i.exec(text.slice(0, 4096))?.[1]?.toLowerCase()
  if (root === undefined) return ofPage(text.slice(0, longestPage), context)
  return { title: null, proposals: [{ kind: root === 'opml' ? 'opml' : 'sitemap', url: context.url, title: null }] }
}
