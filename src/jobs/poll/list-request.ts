// How a page of a list is asked for.
import { parseUrl } from '../../base/parse-url.ts'
import { firstListPage } from '../../extract/next-list-page.ts'
import type { FetchRequest } from '../../fetch/fetcher.ts'
import type { Source } from '../../model/source.ts'
import type { NextPage } from '../../read/reader.ts'

/** Accept header per kind: some servers choose by it. */
const accepts = {
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1',
  json: 'application/json, */*;q=0.1',
  page: 'text/html, application/xhtml+xml, */*;q=0.1',
  sitemap: 'application/xml, text/xml, */*;q=0.1',
  opml: 'text/x-opml, application/xml, text/xml, */*;q=0.1',
} as const

type PageRequest = Pick<FetchRequest, 'url' | 'obeysRobots' | 'accept' | 'headers' | 'post'>

/** Why a request is not made. */
export const staysHome = 'what is posted goes to no other origin than that of config'

export function firstPageOf({ recipe }: Source, url: string): NextPage {
  return recipe.list === undefined ? { url, body: null } : firstListPage(url, recipe.list)
}

/**
 * The operator's headers, and what is posted, may be secrets: they are for the origin that config names, as they are where a redirect leads
 * elsewhere. Null: something is to be posted to another origin.
 */
export function requestFor({ kind, url, headers, recipe }: Source, page: NextPage): PageRequest | null {
  const isAtHome = parseUrl(page.url)?.origin === new URL(url).origin
  if (!isAtHome && page.body !== null) return null
  const contentType = recipe.list?.post?.contentType
  const post = page.body === null || contentType === undefined ? {} : { post: { contentType, body: page.body } }
  return { url: page.url, obeysRobots: kind === 'page', accept: accepts[kind], headers: isAtHome ? headers : {}, ...post }
}
