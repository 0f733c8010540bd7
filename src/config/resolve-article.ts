// The article step of a source, resolved.
import { type ArticleStep, type FieldRule, pageFields } from '../model/source.ts'
import { resolveAddress } from './addresses.ts'
import { list } from './one-or-several.ts'
import type { WrittenSource } from './schema.ts'

/** `fullText` is an article step of which nothing is written. */
export function articleStep({ article, fullText }: WrittenSource, folder: string): ArticleStep | null {
  if (article === undefined) return fullText ? pageStep : null
  const content = list(article.content ?? [])
  const url = article.url === undefined ? null : resolveAddress(article.url, folder)
  const isNamed = url !== null && !url.startsWith('{')
  const isApi = isNamed && content.length > 0 && content.every((path) => path.startsWith('$'))
  const paging = { next: article.next ?? null, most: article.pages }
  return { url, kind: isApi ? 'json' : 'page', content, fields: fieldsOf(article), paging: isApi ? null : paging }
}

const pageStep: ArticleStep = { url: null, kind: 'page', content: [], fields: {}, paging: { next: null, most: 10 } }

type Written = NonNullable<WrittenSource['article']>

function fieldsOf(article: Written): ArticleStep['fields'] {
  return Object.fromEntries(
    pageFields.flatMap((name) => {
      const ways = article[name]
      return ways === undefined ? [] : [[name, list(ways).flatMap(ruleOf)]]
    }),
  )
}

type Way = Exclude<NonNullable<Written['title']>, readonly unknown[]>

function ruleOf(way: Way): readonly FieldRule[] {
  if (typeof way === 'string') return ruleOf(way.startsWith('$') ? { path: way } : { select: way })
  const { pattern = null, dateFormat } = way
  const taken = { pattern, ...(dateFormat === undefined ? {} : { dateFormat }) }
  if (way.select !== undefined) return [{ kind: 'css', select: way.select, attribute: way.attribute ?? null, html: false, ...taken }]
  if (way.path !== undefined) return [{ kind: 'path', path: way.path, ...taken }]
  return way.text === undefined ? [] : [{ kind: 'text', template: way.text }]
}

/** In ascending order, each once. */
export function recheckTimes({ article, recheck }: WrittenSource): readonly number[] {
  return [...new Set(article?.recheck ?? recheck ?? [])].sort((a, b) => a - b)
}
