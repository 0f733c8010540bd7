// A mapping's rules over one item, whatever items are: tried in order, field after field.
import { compilePattern } from '../base/pattern.ts'
import { expandUri, fillText, namesInUri } from '../base/uri-template.ts'
import type { FieldMap, FieldName, FieldRule } from '../model/source.ts'

/** What an item says about itself and what the mapping made of it. */
export interface Mapped {
  /** The item's own scalars by name, as strings with all their digits. No prototype. */
  readonly own: Readonly<Record<string, string>>
  /** The texts of a field: several for author and tags, at most one for the others, none when no rule yields. */
  text(field: FieldName): readonly string[]
  /** Which of the field's rules gave them, from 0; null: none did. */
  ruleOf(field: FieldName): number | null
}

/** Names → values that templates are filled with; a mapped field hides the item's own of the same name. */
export type Values = Readonly<Record<string, string>>
export type Getter<Item> = (item: Item, values: Values) => readonly string[]

/** What a kind of item has of its own: its scalars, and the rules that look into it. */
export interface ItemKind<Item> {
  ownOf(item: Item): Values
  lookFor(rule: LookingRule, field: FieldName): Getter<Item>
}

export type LookingRule = Extract<FieldRule, { readonly pattern: string | null }>

/** Fields are mapped in this order, so that templates can use those before. */
const order: readonly FieldName[] = ['publisher', 'title', 'published', 'updated', 'summary', 'content', 'author', 'tags', 'key', 'link']
/** Those that may have several texts. */
export const listFields: ReadonlySet<FieldName> = new Set(['author', 'tags'])

export const maxTexts = 100

/** Compiles a field map once. @throws Error for a path, selector, pattern or template that is none (config refuses them). */
export function compileRules<Item>(map: FieldMap, kind: ItemKind<Item>): (item: Item) => Mapped {
  const getters = order.map((name) => ({ name, rules: (map[name] ?? []).map((rule) => compileRule(rule, name, kind)) }))
  return (item) => {
    const own = kind.ownOf(item)
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

const maxFields = 64
const maxFieldLength = 4096

/** What an item has of its own, as much of it as may be kept. */
export function ownFields(entries: Iterable<readonly [name: string, text: string]>): Values {
  const own: Record<string, string> = Object.create(null)
  let count = 0
  for (const [name, text] of entries) {
    if (text.length > maxFieldLength || name.length > maxFieldLength) continue
    own[name] = text
    if (++count === maxFields) break
  }
  return own
}

/** What the pattern finds in a text, all of it without one; null: nothing. */
export function compileTaking(pattern: string | null): (text: string) => string | null {
  if (pattern === null) return (text) => text
  const compiled = compilePattern(pattern)
  return (text) => compiled.find(text)
}

interface Yield {
  readonly texts: readonly string[]
  readonly rule: number
}

function firstYield<Item>(rules: readonly Getter<Item>[], item: Item, values: Values): Yield | null {
  for (const [index, rule] of rules.entries()) {
    const texts = rule(item, values).filter((text) => text.trim() !== '')
    if (texts.length > 0) return { texts, rule: index }
  }
  return null
}

function compileRule<Item>(rule: FieldRule, field: FieldName, kind: ItemKind<Item>): Getter<Item> {
  switch (rule.kind) {
    case 'path':
    case 'css':
      return kind.lookFor(rule, field)
    case 'uri':
      return compileUriRule(rule.template)
    case 'text':
      return (_, values) => textsOf(fillText(rule.template, values))
  }
}

/** An address with a hole in it would be the same for every item that lacks the value: better none. */
function compileUriRule(template: string): Getter<unknown> {
  const names = namesInUri(template)
  return (_, values) => (names.every((name) => (values[name] ?? '').trim() !== '') ? [expandUri(template, values)] : [])
}

function textsOf(text: string | null): readonly string[] {
  return text === null ? [] : [text]
}
