// An HTML page as a tree that is small enough to be searched for what repeats in it.
import { Parser } from 'htmlparser2'
import { collapseSpace } from '../base/text.ts'

export interface Part {
  /** In lower case; of the root nothing. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly parent: Part | null
  readonly children: readonly (Part | string)[]
}

interface Growing extends Part {
  readonly children: (Part | string)[]
}

const mostParts = 40_000
/** What is nested deeper counts as a child of this level. */
const mostNesting = 120
const longestText = 400
const unseen = new Set(['script', 'style', 'template', 'noscript'])

/** The root of the tree; of a huge page only the beginning stands in it. */
export function outlineOf(html: string): Part {
  const root: Growing = { name: '', attributes: {}, parent: null, children: [] }
  const open = [root]
  const inner = () => open[Math.min(open.length, mostNesting) - 1] ?? root
  let parts = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      const parent = inner()
      const part: Growing = { name, attributes, parent, children: [] }
      parent.children.push(part)
      open.push(part)
      if (++parts >= mostParts) parser.pause()
    },
    ontext: (text) => void inner().children.push(text),
    onclosetag: () => void open.pop(),
  })
  parser.end(html)
  return root
}

/** All parts below one, in document order. */
export function* partsOf(part: Part): Generator<Part> {
  for (const child of part.children) {
    if (typeof child === 'string') continue
    yield child
    yield* partsOf(child)
  }
}

export function childrenOf({ children }: Part): readonly Part[] {
  return children.filter((child) => typeof child !== 'string')
}

/** What people see of it, on one line; of much text the beginning. */
export function textOf(part: Part): string {
  const pieces: string[] = []
  gather(part, pieces, 0)
  return collapseSpace(pieces.join(' ')).slice(0, longestText)
}

/** Without that of the parts in it. */
export function ownTextOf({ children }: Part): string {
  return collapseSpace(children.filter((child) => typeof child === 'string').join(' ')).slice(0, longestText)
}

/** As it stands there, for scripts. */
export function rawTextOf({ children }: Part): string {
  return children.filter((child) => typeof child === 'string').join('')
}

/** Answers the length gathered. */
function gather({ name, children }: Part, pieces: string[], before: number): number {
  let length = before
  if (unseen.has(name)) return length
  for (const child of children) {
    if (length > longestText) break
    if (typeof child !== 'string') length = gather(child, pieces, length)
    else if (child.trim() !== '') {
      pieces.push(child)
      length += child.length
    }
  }
  return length
}
