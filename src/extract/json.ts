// A JSON API's answer → drafts, by the mapping from config; an article's JSON → its text.

import { type JsonValue, type NoJson, parseJson } from '../base/json.ts'
import { compileJsonPath, type JsonPath } from '../base/json-path.ts'
import { type EntryDraft, emptyDraft, type RawDraft } from '../model/entry.ts'
import type { RuleUse } from '../model/rule-use.ts'
import type { FieldName, JsonMapping } from '../model/source.ts'
import { readDate } from '../parse/date.ts'
import { compileFields, type Mapped, scalarText } from './fields.ts'
import { usesOf } from './rule-uses.ts'

export interface JsonContext {
  readonly mapping: JsonMapping
  /** IANA zone of dates that carry none. */
  readonly timezone: string
  /** luxon tokens; null: recognised by itself. */
  readonly dateFormat: string | null
  readonly maxEntries: number
  /** What relative dates are relative to. */
  readonly now: number
}

export interface JsonDrafts {
  readonly kind: 'drafts'
  /** Raw (see EntryDraft), in document order. */
  readonly drafts: readonly RawDraft[]
  readonly warnings: readonly string[]
  readonly uses: readonly RuleUse[]
}

/** JSON, but not the one that was expected. */
export interface OtherShape {
  readonly kind: 'unreadable'
  readonly code: 'shape'
  readonly message: string
}

/**
 * The drafts that the mapping finds. An empty list is an answer; no list at the items' path, or one in whose items the mapping finds
 * nothing at all, is another shape.
 */
export function jsonDrafts(text: string, context: JsonContext): JsonDrafts | NoJson | OtherShape {
  const answer = parseJson(text)
  if (answer.kind === 'unreadable') return answer
  const mapping = compileMapping(context.mapping)
  const found = itemsAt(mapping.items, answer.value, context.maxEntries)
  if (found === null) return otherShape(`no list at ${mapping.items.source}; ${described('the answer', answer.value)}`)
  const items = found.slice(0, context.maxEntries)
  const mapped = items.map((item) => mapping.fieldsOf(item))
  const drafts = mapped.map((item) => toDraft(item, context)).filter(isThere)
  const [first] = items
  if (first !== undefined && drafts.length === 0) return otherShape(`no title, link or text in any item; ${described('the first', first)}`)
  const warnings = warningsOn(drafts, items, found.length > items.length)
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
function itemsAt(path: JsonPath, root: JsonValue, max: number): readonly JsonValue[] | null {
  const items: JsonValue[] = []
  let isFound = false
  for (const value of path.values(root)) {
    if (typeof value !== 'object' || value === null) continue
    isFound = true
    const members = Array.isArray(value) ? value.slice(0, max + 1) : [value]
    for (const member of members) items.push(member)
    if (items.length > max) break
  }
  return isFound || path.mayBeNone(root) ? items : null
}

function toDraft(mapped: Mapped, context: JsonContext): RawDraft {
  const one = (field: FieldName) => mapped.text(field)[0] ?? null
  const [published, updated] = [one('published'), one('updated')]
  return {
    ...emptyDraft,
    guid: one('key'),
    link: one('link'),
    title: one('title') ?? '',
    published: dateOf(published, context),
    updated: dateOf(updated, context),
    dateGiven: published ?? updated,
    summary: one('summary'),
    content: one('content'),
    authors: mapped.text('author').map((name) => ({ name, url: null, email: null })),
    publisher: one('publisher'),
    tags: mapped.text('tags').map((name) => ({ name, scheme: null })),
    fields: mapped.own,
    originalLink: null,
    contentBase: null,
  }
}

function isThere(draft: EntryDraft): boolean {
  return draft.title !== '' || draft.link !== null || draft.content !== null || draft.summary !== null
}

/** One warning for all items with the same fault: they tend to be wrong together. */
function warningsOn(drafts: readonly EntryDraft[], items: readonly JsonValue[], isMore: boolean): readonly string[] {
  const undated = drafts.filter((draft) => draft.published === null && draft.updated === null && draft.dateGiven !== null)
  const example = undated[0]?.dateGiven?.slice(0, 60)
  return [
    ...(drafts.length < items.length ? [`${items.length - drafts.length} of ${items.length} items have no title, link or text`] : []),
    ...(example === undefined
      ? []
      : [`${undated.length} of ${items.length} items have dates that cannot be read, such as ${JSON.stringify(example)}`]),
    ...(isMore ? [`only the first ${items.length} items were read`] : []),
  ]
}

function dateOf(text: string | null, { timezone, dateFormat, now }: JsonContext): number | null {
  return text === null ? null : readDate(text, { timezone, format: dateFormat, now })
}

function otherShape(message: string): OtherShape {
  return { kind: 'unreadable', code: 'shape', message }
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
