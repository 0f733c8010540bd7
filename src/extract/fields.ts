// A mapping's rules over one item: paths, URI templates, text templates.

import type { JsonValue } from '../base/json.ts'
import { compileJsonPath, type JsonPath } from '../base/json-path.ts'
import { compilePattern } from '../base/pattern.ts'
import { expandUri, fillText, namesInUri } from '../base/uri-template.ts'
import type { FieldMap, FieldName, FieldRule } from '../model/source.ts'

/** What an item says about itself and what the mapping made of it. */
export interface Mapped {
  /** The item's own top-level scalars by name, as strings with all their digits. No prototype. */
  readonly own: Readonly<Record<string, string>>
  /** The texts of a field: several for author and tags, at most one for the others, none when no rule yields. */
  text(field: FieldName): readonly string[]
  /** Which of the field's rules gave them, from 0; null: none did. */
  ruleOf(field: FieldName): number | null
}

/** Fields are mapped in this order, so that templates can use those before. */
const order: readonly FieldName[] = ['publisher', 'title', 'published', 'updated', 'summary', 'content', 'author', 'tags', 'key', 'link']
const listFields: ReadonlySet<FieldName> = new Set(['author', 'tags'])

const maxFields = 64
const maxFieldLength = 4096
const maxTexts = 100

/** Names → values that templates are filled with; a mapped field hides the item's own of the same name. */
type Values = Readonly<Record<string, string>>
type Getter = (item: JsonValue, values: Values) => readonly string[]

/** Compiles a field map once. @throws Error for a path, pattern or template that is none (config refuses them). */
export function compileFields(map: FieldMap): (item: JsonValue) => Mapped {
  const getters = order.map((name) => ({ name, rules: (map[name] ?? []).map(compileRule) }))
  return (item) => {
    const own = scalarsOf(item)
    const values: Record<string, string> = Object.assign(Object.create(null), own)
    const yields = new Map<FieldName, Yield>()
    for (const { name, rules } of getters) {
      const found = firstYield(rules, item, values)
      const [first] = found?.texts ?? []
      if (found === null || first === undefined) continue
      yields.set(name, listFields.has(name) ? found : { ...found, texts: [first] })
      values[name] = first
    }
    return { own, text: (field) => yields.get(field)?.texts ?? [], ruleOf: (field) => yields.get(field)?.rule ?? null }
  }
}

/** A scalar as text: strings as they are, numbers with the digits that were written; null for null, arrays and objects. */
export function scalarText(value: JsonValue): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

interface Yield {
  readonly texts: readonly string[]
  readonly rule: number
}

function firstYield(rules: readonly Getter[], item: JsonValue, values: Values): Yield | null {
  for (const [index, rule] of rules.entries()) {
    const texts = rule(item, values).filter((text) => text.trim() !== '')
    if (texts.length > 0) return { texts, rule: index }
  }
  return null
}

function compileRule(rule: FieldRule): Getter {
  switch (rule.kind) {
    case 'path':
      return compilePathRule(rule.path, rule.pattern)
    case 'uri':
      return compileUriRule(rule.template)
    case 'text':
      return (_, values) => textsOf(fillText(rule.template, values))
  }
}

function compilePathRule(source: string, patternSource: string | null): Getter {
  const path = compileJsonPath(source)
  const pattern = patternSource === null ? null : compilePattern(patternSource)
  return (item) => {
    const texts: string[] = []
    for (const scalar of scalarsAt(path, item)) {
      const text = pattern === null ? scalar : pattern.find(scalar)
      if (text !== null) texts.push(text)
      if (texts.length === maxTexts) break
    }
    return texts
  }
}

/** The texts at a path; a list counts as its members. */
function* scalarsAt(path: JsonPath, item: JsonValue): Generator<string> {
  for (const value of path.values(item)) {
    for (const member of Array.isArray(value) ? value : [value]) {
      const text = scalarText(member)
      if (text !== null) yield text
    }
  }
}

/** An address with a hole in it would be the same for every item that lacks the value: better none. */
function compileUriRule(template: string): Getter {
  const names = namesInUri(template)
  return (_, values) => (names.every((name) => (values[name] ?? '').trim() !== '') ? [expandUri(template, values)] : [])
}

function scalarsOf(item: JsonValue): Readonly<Record<string, string>> {
  const own: Record<string, string> = Object.create(null)
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return own
  let count = 0
  for (const [name, value] of Object.entries(item)) {
    const text = scalarText(value)
    if (text === null || text.length > maxFieldLength || name.length > maxFieldLength) continue
    own[name] = text
    if (++count === maxFields) break
  }
  return own
}

function textsOf(text: string | null): readonly string[] {
  return text === null ? [] : [text]
}
