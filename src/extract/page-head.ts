// What a page says of itself for machines: its address, its picture, and JSON-LD.
import { type JsonValue, parseJson } from '../base/json.ts'

/** An element of a page's tree, as much of it as is looked at. */
export interface Marked {
  readonly name: string
  readonly attribs: Readonly<Record<string, string>>
}

export interface PageHead {
  /** As written. */
  readonly canonical: string | null
  readonly image: string | null
}

/** A picture smaller than this is an icon or a counter. */
const smallestSide = 200

/** `head`: the page's `link` and `meta` elements, in order; `images`: its `img` elements; `data`: its JSON-LD. */
export function pageHead(head: readonly Marked[], images: readonly Marked[], data: readonly JsonValue[]): PageHead {
  const meta = (name: string) => head.find(({ attribs }) => [attribs.property, attribs.name].includes(name))?.attribs.content ?? null
  const link = head.find(({ name, attribs }) => name === 'link' && relationsOf(attribs.rel).includes('canonical'))
  return {
    canonical: given(link?.attribs.href) ?? given(meta('og:url')),
    image: given(meta('og:image')) ?? given(meta('twitter:image')) ?? imageIn(data) ?? given(images.find(isLarge)?.attribs.src),
  }
}

/** The values of a page's JSON-LD blocks, those of `@graph` one by one. What is no JSON is left out. */
export function jsonLdOf(blocks: readonly string[]): readonly JsonValue[] {
  return blocks.flatMap((block) => {
    const answer = parseJson(block.trim())
    if (answer.kind === 'unreadable') return []
    const graph = member(answer.value, '@graph')
    return Array.isArray(graph) ? graph : Array.isArray(answer.value) ? answer.value : [answer.value]
  })
}

/** The `articleBody` of JSON-LD, as HTML: by its definition it is text (schema.org). */
export function articleBodyIn(data: readonly JsonValue[]): string | null {
  const bodies = data.map((value) => member(value, 'articleBody')).filter((body) => typeof body === 'string' && body.trim() !== '')
  const [body] = bodies
  return typeof body === 'string' ? paragraphs(body) : null
}

/** Text → HTML, a paragraph for each line; what has tags already stays as it is. */
export function paragraphs(text: string): string {
  if (/<\/?[a-z][^>]*>/i.test(text)) return text
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const lines = escaped.split(/\n+/).map((line) => line.trim())
  return lines.flatMap((line) => (line === '' ? [] : [`<p>${line}</p>`])).join('')
}

function imageIn(data: readonly JsonValue[]): string | null {
  for (const value of data) {
    const found = addressIn(member(value, 'image'))
    if (member(value, 'articleBody') !== undefined || /Article|Posting|Report/.test(String(member(value, '@type') ?? ''))) {
      if (found !== null) return found
    }
  }
  return null
}

/** An address, an ImageObject, or a list of either. */
function addressIn(image: JsonValue | undefined): string | null {
  if (typeof image === 'string') return given(image)
  if (Array.isArray(image)) return addressIn(image[0])
  const url = member(image, 'url')
  return typeof url === 'string' ? given(url) : null
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function isLarge({ attribs: { width, height } }: Marked): boolean {
  return Number.parseInt(width ?? '', 10) >= smallestSide && Number.parseInt(height ?? '', 10) >= smallestSide
}

/** The words of a `rel`. */
export function relationsOf(rel: string | undefined): readonly string[] {
  return (rel ?? '').toLowerCase().split(/\s+/)
}

function given(text: string | undefined | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}
