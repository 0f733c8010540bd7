// The page of one entry → its text and what it says of itself, by the rules of an article step.
import { type Budget, compileSelector, type HtmlElement, type HtmlNode, TooCostly } from '../base/css.ts'
import type { JsonValue } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import type { ArticleStep } from '../model/source.ts'
import { scalarText } from './fields.ts'
import { jsonText } from './json.ts'
import { linksOnward, resolved } from './next-page.ts'
import { articleBodyIn, jsonLdOf, type PageHead, pageHead, paragraphs } from './page-head.ts'
import { innerHtml, innerText, PageExcess, parsePage } from './page-tree.ts'

/** Raw: HTML and addresses as they were found. */
export interface RawArticle {
  readonly kind: 'article'
  readonly html: string
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

/** `url`: where the page stands. */
export async function readArticle(text: string, step: ArticleStep, url: string): Promise<RawArticle | OtherPage> {
  if (isJson(text, step)) return readJson(text, step, url)
  try {
    return await readHtml(text, step, url)
  } catch (error) {
    if (!(error instanceof PageExcess || error instanceof TooCostly)) throw error
    return { kind: 'unreadable', code: 'limits', message: `the page is too much to be read: ${error.message}` }
  }
}

async function readHtml(text: string, step: ArticleStep, url: string): Promise<RawArticle | OtherPage> {
  const page = openPage(text, url)
  const html = await textOf(page, step)
  if (html === null) return step.kind === 'json' ? readJson(text, step, url) : { kind: 'unreadable', code: 'shape', message: absent(step) }
  return { kind: 'article', html, head: headOf(page), base: page.base, next: nextOf(page, step) }
}

function readJson(text: string, { content }: ArticleStep, url: string): RawArticle | OtherPage {
  const answer = jsonText(text, content)
  return answer.kind === 'unreadable' ? answer : { kind: 'article', html: answer.text, head: nothingSaid, base: url, next: [] }
}

const nothingSaid: PageHead = { canonical: null, image: null }

/** A page may turn out to be JSON, and what was taken for an API a page with JSON in it. */
function isJson(text: string, { kind, content }: ArticleStep): boolean {
  const [first = ''] = text.trimStart()
  return content.length > 0 && (kind === 'json' ? first !== '<' : '{['.includes(first))
}

interface Page {
  readonly text: string
  readonly root: HtmlNode
  readonly base: string
  readonly data: readonly JsonValue[]
  readonly budget: Budget
}

/** Selectors that take more are too costly: it is some hundred looks at every element of the largest page. */
const mostLooks = 5_000_000

function openPage(text: string, url: string): Page {
  const root = parsePage(text)
  const budget = { looks: mostLooks }
  const scripts = find(root, 'script[type="application/ld+json" i]', budget)
  return { text, root, base: baseOf(root, { url, budget }), data: jsonLdOf(scripts.map(innerText)), budget }
}

function baseOf(root: HtmlNode, { url, budget }: { readonly url: string; readonly budget: Budget }): string {
  const [first] = find(root, 'base[href]', budget)
  return resolved(first?.attribs.href, url) ?? url
}

/** By the first rule that finds any text; without rules the part of the page that looks most like it, or JSON-LD where that says much more. */
async function textOf(page: Page, { content }: ArticleStep): Promise<string | null> {
  for (const rule of content) {
    const found = rule.startsWith('$') ? textAt(rule, page.data) : joined(find(page.root, rule, page.budget))
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

async function mainTextOf({ text, data }: Page): Promise<string | null> {
  // 200 ms to load: nobody pays for it who does not need it.
  const { mainText } = await import('./readability.ts')
  const [shown, said] = [mainText(text), articleBodyIn(data)]
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

function headOf({ root, data, budget }: Page): PageHead {
  return pageHead(find(root, 'link[rel], meta[content]', budget), find(root, 'img[width][height]', budget), data)
}

function nextOf({ root, base, budget }: Page, { paging }: ArticleStep): readonly string[] {
  if (paging === null || paging.most === 1) return []
  if (paging.next !== null)
    return find(root, paging.next, budget)
      .flatMap(({ attribs }) => resolved(attribs.href, base) ?? [])
      .slice(0, 1)
  const links = find(root, 'a[href], link[rel][href]', budget)
  return linksOnward(
    links.map((link) => ({ name: link.name, attribs: link.attribs, text: innerText(link) })),
    base,
  )
}

/** Selectors are few, and compiled once. */
const compiled = new Map<string, ReturnType<typeof compileSelector>>()
const mostCompiled = 1000

function find(root: HtmlNode, source: string, budget: Budget): readonly HtmlElement[] {
  const selector = compiled.get(source) ?? compileSelector(source)
  if (compiled.size >= mostCompiled) compiled.clear()
  compiled.set(source, selector)
  return selector.find(root, budget)
}

function absent({ content }: ArticleStep): string {
  return content.length === 0 ? 'nothing on the page looks like the text of an article' : `no text at ${content.join(' or ')}`
}
