// CSS selectors over trees of HTML. The one file around css-select.
import { compile, type Options } from 'css-select'
import { messageOf } from './errors.ts'

/** As much of a node of htmlparser2's tree as selectors need. */
export interface HtmlNode {
  /** `root`, `tag`, `script`, `style`, `text`, `comment`, … */
  readonly type: string
  readonly parent: HtmlNode | null
  readonly prev: HtmlNode | null
  readonly next: HtmlNode | null
  readonly children?: HtmlNode[]
  /** Of a text. */
  readonly data?: string
}

export interface HtmlElement extends HtmlNode {
  readonly name: string
  readonly attribs: Readonly<Record<string, string>>
  readonly children: HtmlNode[]
}

export interface Selector {
  readonly source: string
  /**
   * What it selects inside `root`, in document order, at most `most`. `:scope` is `root` itself; a selector that starts with `>` means its
   * children, one with `+` or `~` what follows it. Each look at a node is taken from `budget`. @throws TooCostly when that is used up
   */
  find(root: HtmlNode, budget: Budget, most?: number): readonly HtmlElement[]
}

/** How many more looks may be taken: with `:has`, `:nth-child` and `~` they grow with the square of the page. */
export interface Budget {
  looks: number
}

export class TooCostly extends Error {
  readonly selector: string
  constructor(selector: string) {
    super(`finding ${selector} takes too long`)
    this.selector = selector
  }
}

/** @throws Error that says what is wrong with it. */
export function compileSelector(source: string): Selector {
  const slip = slipIn(source)
  if (slip !== null) throw new Error(slip)
  const search: Search = { source, budget: { looks: Number.POSITIVE_INFINITY } }
  const scope = [nowhere]
  const isScoped = scoped.test(source)
  // What is remembered of one scope would be said of the next.
  const matches = compile<HtmlNode, HtmlElement>(source, { adapter: adapterFor(search), cacheResults: !isScoped }, scope)
  const select = (root: HtmlNode, most: number) => {
    const found: HtmlElement[] = []
    for (let start: HtmlNode | null = root; start !== null; start = isScoped ? start.next : null) {
      for (let node = isScoped ? start : firstIn(start); node !== null; node = firstIn(node) ?? after(node, start)) {
        look(search)
        if (isElement(node) && matches(node) && found.push(node) >= most) return found
      }
    }
    return found
  }
  return {
    source,
    find: (root, budget, most = Number.POSITIVE_INFINITY) => {
      search.budget = budget
      scope[0] = root
      try {
        return select(root, most)
      } finally {
        // A selector outlives the pages it has seen.
        scope[0] = nowhere
      }
    },
  }
}

const nowhere: HtmlNode = { type: 'root', parent: null, prev: null, next: null }

/** What is wrong with a selector; null when nothing is. */
export function checkSelector(source: string): string | null {
  try {
    compileSelector(source)
    return null
  } catch (error) {
    return messageOf(error).replace(/found $/, 'found its end')
  }
}

/** What css-select lets pass, and finds nothing by, or too much. */
function slipIn(source: string): string | null {
  const bare = source.replace(/"[^"]*"|'[^']*'/g, '').replace(/\[[^\]]*\]|\([^()]*\)/g, '')
  if (bare.trim() === '' && source === bare) return 'it is empty'
  const nameless = /([.#])(?![\p{L}\d_\\-])/u.exec(bare)
  if (nameless !== null) return `a name is missing after "${nameless[1]}"`
  return /[>+~]\s*(?:,|$)/.test(bare) ? 'it ends in the middle' : null
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style'
}

/** The nodes inside `root`, in document order, however deep. */
export function* nodesIn(root: HtmlNode): Generator<HtmlNode> {
  for (let node = firstIn(root); node !== null; node = firstIn(node) ?? after(node, root)) yield node
}

function firstIn({ children }: HtmlNode): HtmlNode | null {
  return children?.[0] ?? null
}

/** What follows a node and all that is in it, inside `root`. */
function after(node: HtmlNode, root: HtmlNode): HtmlNode | null {
  for (let at: HtmlNode | null = node; at !== null && at !== root; at = at.parent) if (at.next !== null) return at.next
  return null
}

/** Names the scope, or starts from it. */
const scoped = /:scope|(?:^|[,(])\s*[>+~]/

interface Search {
  readonly source: string
  budget: Budget
}

/** Takes the price of what is done with `selector`. @throws TooCostly */
export function spend(budget: Budget, looks: number, selector: string): void {
  budget.looks -= looks
  if (budget.looks < 0) throw new TooCostly(selector)
}

function look({ source, budget }: Search): void {
  spend(budget, 1, source)
}

type Adapter = NonNullable<Options<HtmlNode, HtmlElement>['adapter']>

/** Without recursion: pages may nest as deep as they like. */
function adapterFor(search: Search): Adapter {
  const all = (nodes: readonly HtmlNode[], test: (element: HtmlElement) => boolean, most: number) => {
    const found: HtmlElement[] = []
    for (const start of nodes) {
      for (let node: HtmlNode | null = start; node !== null; node = firstIn(node) ?? after(node, start)) {
        look(search)
        if (isElement(node) && test(node) && found.push(node) >= most) return found
      }
    }
    return found
  }
  return {
    isTag: (node): node is HtmlElement => {
      look(search)
      return isElement(node)
    },
    equals: (a, b) => {
      look(search)
      return a === b
    },
    existsOne: (test, nodes) => all(nodes, test, 1).length > 0,
    findOne: (test, nodes) => all(nodes, test, 1)[0] ?? null,
    findAll: (test, nodes) => all(nodes, test, Number.POSITIVE_INFINITY),
    getAttributeValue: (element, name) => element.attribs[name],
    hasAttrib: (element, name) => Object.hasOwn(element.attribs, name),
    getName: ({ name }) => name,
    getParent: ({ parent }) => parent,
    getChildren: ({ children }) => children ?? [],
    getSiblings: (node) => node.parent?.children ?? [node],
    prevElementSibling: (node) => {
      let before = node.prev
      while (before !== null && !isElement(before)) before = before.prev
      return before
    },
    getText: (node) => textIn(node, search),
    removeSubsets: (nodes) => nodes,
  }
}

function textIn(root: HtmlNode, search: Search): string {
  let text = root.data ?? ''
  for (const { data = '', type } of nodesIn(root)) {
    look(search)
    if (type === 'text') text += data
  }
  return text
}
