// The page of one entry → its text and what it says of itself, by the rules of an article step.
import { compileSelector, type HtmlElement, type HtmlNode, nodesIn, type Selector, TooCostly } from '../base/css.ts'
import { type JsonValue, parseJson } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import type { RawDraft } from '../model/entry.ts'
import type { ArticleStep } from '../model/source.ts'
import { articleFacts, type RuledPage } from './article-facts.ts'
import type { DraftContext } from './drafts.ts'
import { scalarText } from './fields.ts'
import { jsonText } from './json.ts'
import { leanHtml } from './lean-page.ts'
import { rawTextOf } from './list-tree.ts'
import { linksOnward, resolved } from './next-page.ts'
import { articleBodyIn, jsonLdOf, type PageHead, pageHead, paragraphs } from './page-head.ts'
import { innerHtml, PageExcess, parsePage } from './page-tree.ts'

/** Raw: HTML and addresses as they were found. */
export interface RawArticle {
  readonly kind: 'article'
  readonly html: string
  /** What the step's rules found beside the text. */
  readonly facts: RawDraft
  readonly head: PageHead
  /** The address that its relative addresses start from. */
  readonly base: string
  /** Addresses where the text may go on. */
  readonly next: readonly string[]
}

interface OtherPage {
  readonly kind: 'unreadable'
  readonly code: 'shape' | 'json' | 'empty' | 'limits'
  readonly message: string
}

export interface ArticleContext extends DraftContext {
  /** Where the page stands. */
  readonly url: string
}

export async function readArticle(text: string, step: ArticleStep, context: ArticleContext): Promise<RawArticle | OtherPage> {
  if (isJson(text, step)) return readJson(text, step, context)
  try {
    return await readHtml(text, step, context)
  } catch (error) {
    if (!(error instanceof PageExcess || error instanceof TooCostly)) throw error
    return { kind: 'unreadable', code: 'limits', message: `the page is too much to be read: ${error.message}` }
  }
}

async function readHtml(text: string, step: ArticleStep, context: ArticleContext): Promise<RawArticle | OtherPage> {
  const page = openPage(text, context.url)
  const html = await textOf(page, step)
  if (html === null && step.kind === 'json') return readJson(text, step, context)
  if (html === null) return { kind: 'unreadable', code: 'shape', message: absent(step) }
  return { kind: 'article', html, facts: articleFacts(page, step, context), head: headOf(page), base: page.base, next: nextOf(page, step) }
}

function readJson(text: string, step: ArticleStep, context: ArticleContext): RawArticle | OtherPage {
  const answer = jsonText(
    text,
    step.content.filter((rule) => rule.startsWith('$')),
  )
  if (answer.kind === 'unreadable') return answer
  const parsed = parseJson(text)
  const data = parsed.kind === 'unreadable' ? [] : [parsed.value]
  const facts = articleFacts({ data, budget: { looks: mostLooks }, find: () => [] }, step, context)
  return { kind: 'article', html: answer.text, facts, head: nothingSaid, base: context.url, next: [] }
}

const nothingSaid: PageHead = { canonical: null, image: null }

/** A page may turn out to be JSON, and what was taken for an API a page with JSON in it. */
function isJson(text: string, { kind, content }: ArticleStep): boolean {
  const [first = ''] = text.trimStart()
  return content.length > 0 && (kind === 'json' ? first !== '<' : '{['.includes(first))
}

interface Page extends RuledPage {
  readonly root: HtmlNode
  readonly base: string
}

/** Selectors that take more are too costly: it is some hundred looks at every element of the largest page. */
const mostLooks = 5_000_000

function openPage(text: string, url: string): Page {
  const root = parsePage(text)
  const budget = { looks: mostLooks }
  const find = (selector: string) => selectorOf(selector).find(root, budget)
  const [base] = find('base[href]')
  const blocks = find('script[type="application/ld+json" i]').map(rawTextOf)
  return { root, base: resolved(base?.attribs.href, url) ?? url, data: jsonLdOf(blocks), budget, find }
}

/** By the first rule that finds any text; without rules the part of the page that looks most like it, or JSON-LD where that says much more. */
async function textOf(page: Page, { content }: ArticleStep): Promise<string | null> {
  for (const rule of content) {
    const found = rule.startsWith('$') ? textAt(rule, page.data) : joined(page.find(rule))
    if (found !== null) return found
  }
  return content.length > 0 ? null : mainTextOf(page)
}

function textAt(path: string, data: readonly JsonValue[]): string | null {
  const compiled = compileJsonPath(path)
  for (const value of data) {
    for (const found of compiled.values(value)) {
      const text = scalarText(found)
      if (text !== null && text.trim() !== '') return paragraphs(text)
    }
  }
  return null
}

/** Pages that are made by scripts show next to nothing without them, and say all in JSON-LD. */
const muchMore = 1.5

async function mainTextOf({ root, data }: Page): Promise<string | null> {
  // 200 ms to load: nobody pays for it who does not need it.
  const { mainText } = await import('./readability.ts')
  const [shown, said] = [mainText(leanHtml(root)), articleBodyIn(data)]
  if (shown === null || said === null) return shown ?? said
  return lettersIn(said) > lettersIn(shown) * muchMore ? said : shown
}

function lettersIn(html: string): number {
  return html.replace(/<[^>]*>|\s+/g, '').length
}

/** Elements that hold each other count once, by the outer one. */
function joined(elements: readonly HtmlElement[]): string | null {
  const chosen = new Set<HtmlNode>(elements)
  const outer = elements.filter((element) => !ancestorsOf(element).some((ancestor) => chosen.has(ancestor)))
  const html = outer.map((element) => (inlineTags.has(element.name) ? `<p>${innerHtml(element)}</p>` : innerHtml(element))).join('\n')
  return /<(?:img|audio|video)/.test(html) || lettersIn(html) > 0 ? html : null
}

/** Their texts follow each other without a break: each is a paragraph. */
const inlineTags: ReadonlySet<string> = new Set(['a', 'b', 'em', 'i', 'p', 'span', 'strong', 'h1', 'h2', 'h3', 'h4'])

function ancestorsOf({ parent }: HtmlNode): readonly HtmlNode[] {
  const found: HtmlNode[] = []
  for (let at = parent; at !== null; at = at.parent) found.push(at)
  return found
}

function headOf({ find, data }: Page): PageHead {
  return pageHead(find('link[rel], meta[content]'), find('img[width][height]'), data)
}

function nextOf({ find, base }: Page, { paging }: ArticleStep): readonly string[] {
  if (paging === null || paging.most === 1) return []
  if (paging.next !== null) return find(paging.next).flatMap(({ attribs }) => resolved(attribs.href, base) ?? [])
  const links = find('a[href], link[rel][href]')
  return linksOnward(
    links.map((link) => ({ name: link.name, attribs: link.attribs, text: startOfText(link) })),
    base,
  )
}

/** Links that lead on say so in a few words; what is nested in hostile ones has no end. */
const longestWords = 200

function startOfText(link: HtmlElement): string {
  let text = ''
  for (const { type, data = '' } of nodesIn(link)) {
    if (type === 'text') text += data
    if (text.length > longestWords) break
  }
  return text
}

/** Those that config has, and ours: few, compiled once. */
const selectors = new Map<string, Selector>()

function selectorOf(source: string): Selector {
  const known = selectors.get(source) ?? compileSelector(source)
  selectors.set(source, known)
  return known
}

function absent({ content }: ArticleStep): string {
  return content.length === 0 ? 'nothing on the page looks like the text of an article' : `no text at ${content.join(' or ')}`
}
