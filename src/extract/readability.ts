// The main text of a page nobody has described. The one file around Readability and linkedom; they take 200 ms to load, so it is loaded when it is needed.
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'

/** The part of a page that looks most like its text, as HTML: neither clean nor with absolute addresses. Null: none does. */
export function mainText(page: string): string | null {
  const { document } = parseHTML(page)
  // Without a root Readability throws: a page of nothing but text, or nothing at all.
  if (document.documentElement === null || document.body === null) return null
  const { title } = document
  const options = { disableJSONLD: true, serializer: (node: Box) => innerOf(withoutHead(node, title)) }
  const html = new Readability<string>(document, options).parse()?.content?.trim() ?? ''
  return html === '' ? null : html
}

/** As much of a DOM node as is looked at. */
interface Box {
  readonly nodeName: string
  readonly textContent: string | null
  readonly innerHTML?: string
  readonly childNodes: Iterable<Box>
  remove(): void
}

/** Readability wraps what it found, and pages wrap it again: boxes around everything say nothing. */
function innerOf(node: Box): string {
  const [only, ...others] = shownIn(node)
  if (only !== undefined && others.length === 0 && boxes.has(only.nodeName)) return innerOf(only)
  return node.innerHTML ?? ''
}

/** Where a page says little, its headline and its date line are taken for text: the entry has both already. */
function withoutHead(node: Box, title: string): Box {
  for (let lines = 0; lines < mostHeadLines; lines++) {
    const first = firstLine(node)
    const text = first?.textContent?.replace(/\s+/gu, ' ').trim() ?? ''
    if (first === null || !((text.length > 3 && title.trim().startsWith(text)) || isDateLine(text))) break
    first.remove()
  }
  return node
}

const mostHeadLines = 3
const longestDateLine = 60
const date =
  /\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\b(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?:\d{1,2},? )?\d{4}\b/i

function isDateLine(text: string): boolean {
  return text.length <= longestDateLine && !/[。！？!?]/.test(text) && date.test(text)
}

function firstLine(node: Box): Box | null {
  const [first] = shownIn(node)
  if (first === undefined || first.nodeName === '#text') return null
  return boxes.has(first.nodeName) && shownIn(first).every(({ nodeName }) => nodeName !== '#text') ? firstLine(first) : first
}

function shownIn(node: Box): readonly Box[] {
  return [...node.childNodes].filter(({ nodeName, textContent }) => nodeName !== '#text' || (textContent ?? '').trim() !== '')
}

const boxes: ReadonlySet<string> = new Set(['DIV', 'SECTION', 'ARTICLE', 'MAIN'])
