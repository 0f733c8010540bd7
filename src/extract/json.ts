// A JSON API's answer → drafts, by the mapping from config; an article's JSON → its text.

import { type JsonValue, type NoJson, parseJson } from '../base/json.ts'
import { compileJsonPath, type JsonPath } from '../base/json-path.ts'
import type { EntryDraft, RawDraft } from '../model/entry.ts'
import type { RuleUse } from '../model/rule-use.ts'
import type { JsonMapping, ListRequest } from '../model/source.ts'
import { type DraftContext, draftOf, type OtherShape, otherShape, warningsOn } from './drafts.ts'
import type { Mapped } from './field-rules.ts'
import { compileFields, scalarText } from './fields.ts'
import { withoutCall } from './jsonp.ts'
import { type Answered, type ListPage, nextListPage } from './next-list-page.ts'
import { usesOf } from './rule-uses.ts'

export interface JsonContext extends DraftContext {
  readonly mapping: JsonMapping
  /** How the list goes on, and where this page of it came from; absent: it does not. */
  readonly list?: ListRequest & Pick<Answered, 'url' | 'page'>
  readonly maxEntries: number
}

export interface JsonDrafts {
  readonly kind: 'drafts'
  /** Raw (see EntryDraft), in document order. */
  readonly drafts: readonly RawDraft[]
  readonly warnings: readonly string[]
  readonly uses: readonly RuleUse[]
}

export interface ListedDrafts extends JsonDrafts {
  /** Where the list goes on; null: nowhere. */
  readonly next: ListPage | null
}

/**
 * The drafts that the mapping finds. An empty list is an answer; no list at the items' path, or one in whose items the mapping finds
 * nothing at all, is another shape.
 */
export function jsonDrafts(text: string, context: JsonContext): ListedDrafts | NoJson | OtherShape {
  const { list } = context
  const answer = parseJson(list?.isJsonp === true ? withoutCall(text) : text)
  if (answer.kind === 'unreadable') return answer
  const found = draftsIn([answer.value], context)
  if (found.kind === 'unreadable') return found
  return { ...found, next: list === undefined ? null : nextListPage(list, { ...list, value: answer.value }) }
}

/** The same, of JSON that is parsed already: what stands in several places counts as one list. */
export function draftsIn(roots: readonly JsonValue[], context: JsonContext): JsonDrafts | OtherShape {
  const mapping = compileMapping(context.mapping)
  const found = itemsAt(mapping.items, roots, context.maxEntries)
  if (found === null) return otherShape(`no list at ${mapping.items.source}; ${describedAll(roots)}`)
  const items = found.slice(0, context.maxEntries)
  const mapped = items.map((item) => mapping.fieldsOf(item))
  const drafts = mapped.map((item) => draftOf(item, context.mapping.fields, context)).filter(isThere)
  const [first] = items
  if (first !== undefined && drafts.length === 0) return otherShape(`no title, link or text in any item; ${described('the first', first)}`)
  const warnings = warningsOn(drafts, { items: items.length, needed: 'title, link or text', isMore: found.length > items.length })
  return { kind: 'drafts', drafts, warnings, uses: usesOf(context.mapping.fields, mapped) }
}

/** The first text that is not blank at one of the paths, tried in order. */
export function jsonText(text: string, paths: readonly string[]): { readonly kind: 'text'; readonly text: string } | NoJson | OtherShape {
  const answer = parseJson(text)
  if (answer.kind === 'unreadable') return answer
  for (const path of paths) {
    for (const value of compileJsonPath(path).values(answer.value)) {
      const found = scalarText(value)
      if (found !== null && found.trim() !== '') return { kind: 'text', text: found }
    }
  }
  return otherShape(`no text at ${paths.join(' or ')}; ${described('the answer', answer.value)}`)
}

interface CompiledMapping {
  readonly items: JsonPath
  fieldsOf(item: JsonValue): Mapped
}

/** A mapping is one frozen object for its source's lifetime: paths are compiled once. */
const compiled = new WeakMap<JsonMapping, CompiledMapping>()

function compileMapping(mapping: JsonMapping): CompiledMapping {
  const known = compiled.get(mapping)
  if (known !== undefined) return known
  const made = { items: compileJsonPath(mapping.items), fieldsOf: compileFields(mapping.fields) }
  compiled.set(mapping, made)
  return made
}

/** A path may lead to the list (`$.records`) or to its members (`$.records[*]`). Null: to neither. One more than `max` shows a surplus. */
function itemsAt(path: JsonPath, roots: readonly JsonValue[], max: number): readonly JsonValue[] | null {
  const items: JsonValue[] = []
  let isFound = false
  for (const value of valuesAt(path, roots)) {
    if (typeof value !== 'object' || value === null) continue
    isFound = true
    const members = Array.isArray(value) ? value.slice(0, max + 1) : [value]
    for (const member of members) items.push(member)
    if (items.length > max) break
  }
  return isFound || roots.some((root) => path.mayBeNone(root)) ? items : null
}

function* valuesAt(path: JsonPath, roots: readonly JsonValue[]): Generator<JsonValue> {
  for (const root of roots) yield* path.values(root)
}

function isThere(draft: EntryDraft): boolean {
  return draft.title !== '' || draft.link !== null || draft.content !== null || draft.summary !== null
}

function describedAll(roots: readonly JsonValue[]): string {
  const [only = null] = roots
  return roots.length === 1
    ? described('the answer', only)
    : roots
        .map((root, index) => described(`block ${index + 1}`, root))
        .slice(0, 3)
        .join('; ')
}

/** What stood there instead, briefly: whole answers never enter a message. */
function described(what: string, value: JsonValue): string {
  if (Array.isArray(value)) return `${what} is a list of ${value.length}`
  if (typeof value !== 'object' || value === null) return `${what} is ${value === null ? 'null' : `a ${typeof value}`}`
  const names = Object.keys(value)
  const shown = names.slice(0, 10).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name))
  if (names.length === 0) return `${what} is an empty object`
  return `${what} has ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`
}
