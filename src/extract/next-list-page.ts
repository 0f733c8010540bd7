// Where a JSON list goes on, and what is asked there: addresses, cursors and page numbers from an answer, filled into what config wrote.

import type { JsonObject, JsonValue } from '../base/json.ts'
import { compileJsonPath } from '../base/json-path.ts'
import { parseUrl } from '../base/parse-url.ts'
import { expandUri } from '../base/uri-template.ts'
import type { ListRequest, PostTemplate } from '../model/source.ts'
import { scalarText } from './fields.ts'

/** A request for a page; `body`: what is posted, null: nothing. */
export interface ListPage {
  readonly url: string
  readonly body: string | null
}

/** What templates are filled with. */
interface Place {
  /** Null: on the first page. */
  readonly cursor: string | number | null
  readonly page: number
}

export interface Answered {
  readonly value: JsonValue
  /** Where the answer came from. */
  readonly url: string
  /** 1: the first. */
  readonly page: number
}

/** The request for the first page of the list at `url`. */
export function firstListPage(url: string, { next, post }: ListRequest): ListPage {
  const place = { cursor: null, page: next?.kind === 'number' ? next.from : 1 }
  const isInQuery = next?.kind === 'number' && !namesPage(post)
  return { url: isInQuery ? withNumber(url, next.name, next.from) : url, body: bodyOf(post, place) }
}

/** The request for the page after the one that was answered; null: there is none, or its address is none. */
export function nextListPage({ next, post }: ListRequest, { value, url, page }: Answered): ListPage | null {
  if (next === null) return null
  if (next.kind === 'number') {
    const number = next.from + page
    return { url: namesPage(post) ? url : withNumber(url, next.name, number), body: bodyOf(post, { cursor: null, page: number }) }
  }
  const found = firstScalar(value, next.path)
  if (found === null) return null
  const cursor = next.kind === 'cursor' ? found : null
  const address = next.kind === 'address' ? String(found) : next.url === null ? url : expandUri(next.url, { cursor: String(found) })
  const resolved = webAddress(address, url)
  return resolved === null ? null : { url: resolved, body: bodyOf(post, { cursor, page: page + 1 }) }
}

/** `false` and `null` stand where a list ends. */
function firstScalar(root: JsonValue, path: string): string | number | null {
  for (const value of compileJsonPath(path).values(root)) {
    const text = typeof value === 'boolean' ? null : scalarText(value)
    if (text !== null && text.trim() !== '') return typeof value === 'number' ? value : text
  }
  return null
}

function webAddress(address: string, base: string): string | null {
  const url = parseUrl(address, base)
  if (url === null) return null
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}

/** The query stays as it is written: servers sign it, or read it in their own way. */
function withNumber(address: string, name: string, number: number): string {
  const url = new URL(address)
  const written = `${encodeURIComponent(name)}=${number}`
  const pairs = url.search.slice(1).split('&')
  const isOne = (pair: string) => new URLSearchParams(pair).has(name)
  const others = pairs.filter((pair) => pair !== '')
  url.search = (others.some(isOne) ? others.map((pair) => (isOne(pair) ? written : pair)) : [...others, written]).join('&')
  return url.href
}

function namesPage(post: PostTemplate | null): boolean {
  return post !== null && JSON.stringify(post.kind === 'text' ? post.text : post.value).includes('{page}')
}

function bodyOf(post: PostTemplate | null, place: Place): string | null {
  if (post === null) return null
  if (post.kind === 'json') return JSON.stringify(filledValue(post.value, place) ?? null)
  return filledText(post.text, place, escapes[post.escape])
}

const escapes: Readonly<Record<Extract<PostTemplate, { kind: 'text' }>['escape'], (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  form: encodeURIComponent,
  none: (text) => text,
}

function filledText(text: string, { cursor, page }: Place, written: (text: string) => string): string {
  return text.replace(/\{(cursor|page)\}/g, (_, name) => (name === 'page' ? String(page) : written(String(cursor ?? ''))))
}

/** A text that is a template and nothing else becomes its value; a member without one is left out. */
function filledValue(value: JsonValue, place: Place): JsonValue | undefined {
  if (value === '{page}') return place.page
  if (value === '{cursor}') return place.cursor ?? undefined
  if (typeof value === 'string') return filledText(value, place, escapes.none)
  if (Array.isArray(value)) return value.map((member) => filledValue(member, place)).filter((member) => member !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const filled: JsonObject = Object.create(null)
  for (const [name, member] of Object.entries(value)) {
    const one = filledValue(member, place)
    if (one !== undefined) filled[name] = one
  }
  return filled
}
