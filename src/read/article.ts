// One page of an article: bytes → clean text and what the page says of itself.
import { isGarbled } from '../base/garbled.ts'
import { type RawArticle, readArticle } from '../extract/article.ts'
import { noFacts, type PageFacts } from '../model/article.ts'
import type { ArticleStep, Recipe } from '../model/source.ts'
import { cleanArticle, cleanDraft } from '../normalize/clean.ts'
import { absoluteUrl } from '../normalize/links.ts'
import { decode } from '../parse/charset.ts'
import type { ArticlePage, Body, Unreadable } from './reader.ts'

/** Entries lead to PDF files and films, too. Some servers call a page plain bytes, or nothing. */
const readable = /^$|^text\/|html|xml|json|javascript|^application\/octet-stream$/i

export async function readArticlePage(body: Body, step: ArticleStep, recipe: Recipe): Promise<ArticlePage | Unreadable> {
  const type = body.contentType?.split(';')[0]?.trim() ?? ''
  if (!readable.test(type)) return { kind: 'unreadable', code: 'shape', message: `the page is no text but ${type}`, announced: [] }
  const { text, charset } = decode(body.bytes, { contentType: body.contentType, charset: recipe.charset })
  const { timezone, dateFormat } = recipe
  const page = await readArticle(text, step, { url: body.url, timezone, dateFormat, now: body.fetchedAt })
  if (page.kind === 'unreadable') return { ...page, announced: [] }
  const content = cleanArticle(page.html, { base: page.base, recipe })
  if (content === null) return { kind: 'unreadable', code: 'shape', message: 'the article shows no text', announced: [] }
  if (isGarbled(content)) return { kind: 'unreadable', code: 'charset', message: garbledAs(charset), announced: [] }
  return { kind: 'read', content, facts: factsOf(page, recipe), next: page.next }
}

function garbledAs(charset: string): string {
  return `the text of the article is garbled: it was read as ${charset}; if it is in another, write that as charset`
}

/** Cleaned as a draft is; of the source's rules those that replace act here, too. */
function factsOf({ facts, head, base }: RawArticle, recipe: Recipe): PageFacts {
  const rules = recipe.rules.filter((rule) => rule.kind === 'replace' && rule.field !== 'content')
  const clean = cleanDraft(facts, { base, recipe: { ...recipe, rules } })
  const addresses = { canonicalUrl: absoluteUrl(head.canonical, base), image: absoluteUrl(head.image, base) }
  if (clean === null) return { ...noFacts, ...addresses }
  const { title, published, updated, authors, publisher } = clean
  return { title: title === '' ? null : title, published, updated, authors, publisher, ...addresses }
}
