// What a page looks like that does not hold what its source looks for.
import { type Budget, compileSelector, type HtmlElement, type HtmlNode, isElement } from '../base/css.ts'
import { truncate } from '../base/text.ts'
import { textOf } from './list-tree.ts'

const titles = compileSelector('title')
const links = compileSelector('a[href]')

/** Elements that hold one entry of a list each, on most pages. */
const holders: ReadonlySet<string> = new Set(['li', 'article', 'tr', 'dd', 'dt', 'div', 'section', 'p'])
const mostShown = 3
const fewest = 3

/** Its title, how many links it has, and in which elements the most of them stand. */
export function shapeOf(root: HtmlNode): string {
  const budget = { looks: Number.POSITIVE_INFINITY }
  const title = titleOf(root, budget)
  const found = links.find(root, budget)
  const blocks = blocksOf(found).map(([selector, count]) => `${selector} (${count})`)
  const named = title === null ? 'the page has no title' : `the page is titled ${JSON.stringify(truncate(title, 80))}`
  const shown = blocks.length === 0 ? '' : `, most of them in ${blocks.join(', ')}`
  return `${named} and has ${found.length} links${shown}`
}

export function titleOf(root: HtmlNode, budget: Budget): string | null {
  const [title] = titles.find(root, budget, 1)
  const text = title === undefined ? '' : textOf(title, budget)
  return text === '' ? null : text
}

/** The commonest first. */
function blocksOf(found: readonly HtmlElement[]): readonly (readonly [selector: string, count: number])[] {
  const blocks = new Set(found.flatMap((link) => holderOf(link) ?? []))
  const counts = new Map<string, number>()
  for (const block of blocks) counts.set(selectorOf(block), (counts.get(selectorOf(block)) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= fewest)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostShown)
}

function holderOf(link: HtmlElement): HtmlElement | null {
  for (let at = link.parent; at !== null; at = at.parent) if (isElement(at) && holders.has(at.name)) return at
  return null
}

function selectorOf(block: HtmlElement): string {
  const { parent } = block
  return parent !== null && isElement(parent) ? `${simple(parent)} > ${simple(block)}` : simple(block)
}

/** The tag with its first class. */
function simple({ name, attribs }: HtmlElement): string {
  const [word = ''] = (attribs.class ?? '').trim().split(/\s+/)
  return /^[\p{L}_][\p{L}\d_-]{0,39}$/u.test(word) ? `${name}.${word}` : name
}
