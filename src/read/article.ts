// One page of an article: bytes → clean text and what the page says of itself.
import { readArticle } from '../extract/article.ts'
import { noFacts, type PageFacts } from '../model/article.ts'
import type { ArticleStep, Recipe } from '../model/source.ts'
import { cleanArticle } from '../normalize/clean.ts'
import { absoluteUrl } from '../normalize/links.ts'
import { decode } from '../parse/charset.ts'
import type { ArticlePage, Body, Unreadable } from './reader.ts'

export async function readArticlePage(body: Body, step: ArticleStep, recipe: Recipe): Promise<ArticlePage | Unreadable> {
  const { text } = decode(body.bytes, { contentType: body.contentType, charset: recipe.charset })
  const page = await readArticle(text, step, body.url)
  if (page.kind === 'unreadable') return { ...page, announced: [] }
  const content = cleanArticle(page.html, { base: page.base, recipe })
  if (content === null) return { kind: 'unreadable', code: 'shape', message: 'the article shows no text', announced: [] }
  const { canonical, image } = page.head
  const facts: PageFacts = { ...noFacts, canonicalUrl: absoluteUrl(canonical, page.base), image: absoluteUrl(image, page.base) }
  return { kind: 'read', content, facts, next: page.next }
}
