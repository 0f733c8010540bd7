import type { JsonObject, JsonValue } from '../base/json.ts'
import type { JsonNext, ListRequest, PostTemplate } from '../model/source.ts'
import type { WrittenSource } from './schema.ts'

/** Null: one page, asked for by GET. */
export function listRequest(written: WrittenSource): ListRequest | null {
  if (written.kind !== 'json') return null
  const [next, post] = [nextOf(written), postOf(written)]
  return next === null && post === null && !written.jsonp ? null : { next, post, isJsonp: written.jsonp }
}

function nextOf({ next, url }: WrittenSource): JsonNext | null {
  if (next === undefined) return null
  if (typeof next === 'string') return { kind: 'address', path: next }
  if (next.cursor !== undefined) return { kind: 'cursor', path: next.cursor, url: next.url ?? null }
  return next.number === undefined ? null : { kind: 'number', name: next.number, from: next.from ?? numberIn(url, next.number) ?? 1 }
}

function numberIn(url: string, name: string): number | null {
  const written = new URL(url).searchParams.get(name) ?? ''
  return /^\d{1,7}$/.test(written) ? Number(written) : null
}

function postOf({ method, body, headers }: WrittenSource): PostTemplate | null {
  if (method !== 'POST') return null
  const own = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (typeof body === 'object') return { kind: 'json', value: jsonOf(body), contentType: own ?? 'application/json' }
  const contentType = own ?? typeOf(body ?? '')
  return { kind: 'text', text: body ?? '', contentType, escape: escapeFor(contentType) }
}

function typeOf(body: string): string {
  if (/^\s*[{[]/.test(body)) return 'application/json'
  return /^[^\s=&{}<]+=/.test(body) ? 'application/x-www-form-urlencoded' : 'text/plain;charset=utf-8'
}

function escapeFor(contentType: string): Extract<PostTemplate, { kind: 'text' }>['escape'] {
  if (/\bjson\b/i.test(contentType)) return 'json'
  return /x-www-form-urlencoded/i.test(contentType) ? 'form' : 'none'
}

/** What YAML read, as JSON has it: integers that no number holds are texts of their digits. */
function jsonOf(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  const object: JsonObject = Object.create(null)
  for (const [name, member] of Object.entries(value ?? {})) object[name] = jsonOf(member)
  return object
}
