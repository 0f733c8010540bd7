// The article step of a source, resolved.
import type { ArticleStep } from '../model/source.ts'
import { resolveAddress } from './addresses.ts'
import type { WrittenSource } from './schema.ts'

/** `fullText` is an article step of which nothing is written. */
export function articleStep({ article, fullText }: WrittenSource, folder: string): ArticleStep | null {
  if (article === undefined) return fullText ? pageStep : null
  const content = typeof article.content === 'string' ? [article.content] : (article.content ?? [])
  const url = article.url === undefined ? null : resolveAddress(article.url, folder)
  const isApi = url !== null && content.length > 0 && content.every((path) => path.startsWith('$'))
  const paging = { next: article.next ?? null, most: article.pages }
  return { url, kind: isApi ? 'json' : 'page', content, fields: {}, paging: isApi ? null : paging }
}

const pageStep: ArticleStep = { url: null, kind: 'page', content: [], fields: {}, paging: { next: null, most: 10 } }

/** In ascending order, each once. */
export function recheckTimes({ article, recheck }: WrittenSource): readonly number[] {
  return [...new Set(article?.recheck ?? recheck ?? [])].sort((a, b) => a - b)
}
