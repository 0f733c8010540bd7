// A JSON answer nobody has written a source for → sources that would read its lists, best first.
import type { JsonObject, JsonValue } from '../base/json.ts'
import type { FieldName } from '../model/source.ts'
import { fieldsIn, memberPath } from './json-columns.ts'
import type { DateReading } from './list-fields.ts'

export interface ProposedJson {
  /** JSONPath of the items. */
  readonly items: string
  /** JSONPath in the item. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>
  /** JSONPath of the address of the next page. */
  readonly next: string | null
}

const most = 3
const mostMembers = 200
const mostNesting = 8
/** Of schema.org: where a page stands, not what is new on it. */
const noNews = new Set(['BreadcrumbList', 'SiteNavigationElement', 'WPHeader', 'WPFooter'])

export function jsonProposals(root: JsonValue, reading: DateReading): readonly ProposedJson[] {
  const lists = new Map<string, JsonObject[]>()
  gather(root, { path: '$', lists, depth: 0 })
  const rated = [...lists].flatMap(([items, members]) => {
    const fields = fieldsIn(members, reading)
    return fields.title === undefined ? [] : [{ items, fields, rate: rateOf(members.length, fields) }]
  })
  const next = nextIn(root)
  return rated
    .filter(({ rate }) => rate > 0)
    .toSorted((a, b) => b.rate - a.rate)
    .slice(0, most)
    .map(({ items, fields }) => ({ items, fields, next }))
}

interface Walk {
  readonly path: string
  readonly lists: Map<string, JsonObject[]>
  readonly depth: number
}

/** Members of lists by their path; lists in lists together. */
function gather(value: JsonValue, { path, lists, depth }: Walk): void {
  if (typeof value !== 'object' || value === null || depth > mostNesting) return
  if (!Array.isArray(value)) {
    if (noNews.has(String(value['@type']))) return
    for (const [name, inner] of Object.entries(value).slice(0, mostMembers))
      gather(inner, { path: path + memberPath(name), lists, depth: depth + 1 })
    return
  }
  const members = lists.get(`${path}[*]`) ?? []
  for (const member of value.slice(0, mostMembers)) {
    if (typeof member === 'object' && member !== null && !Array.isArray(member) && members.length < mostMembers) members.push(member)
    gather(member, { path: `${path}[*]`, lists, depth: depth + 1 })
  }
  if (members.length > 0) lists.set(`${path}[*]`, members)
}

function rateOf(count: number, fields: ProposedJson['fields']): number {
  const has = (name: FieldName) => fields[name] !== undefined
  if (!has('link') && !has('published') && !has('key') && !has('content')) return 0
  const counted = count < 2 ? 0.5 : Math.min(Math.log2(count), 6)
  return counted + (has('link') ? 3 : 0) + (has('published') ? 2 : 0) + (has('summary') || has('content') ? 1 : 0)
}

const nextNames = /^(?:next|next_?(?:page)?_?(?:url|link|href)?|next_?page)$/i

function nextIn(root: JsonValue): string | null {
  const walk = (value: JsonValue, path: string, depth: number): string | null => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 2) return null
    for (const [name, inner] of Object.entries(value)) {
      if (nextNames.test(name) && typeof inner === 'string' && /^https?:\/\//.test(inner)) return path + memberPath(name)
      const found = walk(inner, path + memberPath(name), depth + 1)
      if (found !== null) return found
    }
    return null
  }
  return walk(root, '$', 0)
}
