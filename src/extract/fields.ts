// The rules of a mapping over items of JSON: paths into them, and their own scalars.
import type { JsonValue } from '../base/json.ts'
import { compileJsonPath, type JsonPath } from '../base/json-path.ts'
import type { FieldMap } from '../model/source.ts'
import { compileRules, compileTaking, type Getter, type LookingRule, type Mapped, maxTexts, ownFields, type Values } from './field-rules.ts'

/** Compiles a field map once. @throws Error for a path, pattern or template that is none (config refuses them). */
export function compileFields(map: FieldMap): (item: JsonValue) => Mapped {
  return compileRules(map, { ownOf: scalarsOf, lookFor })
}

/** A scalar as text: strings as they are, numbers with the digits that were written; null for null, arrays and objects. */
export function scalarText(value: JsonValue): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function lookFor(rule: LookingRule): Getter<JsonValue> {
  if (rule.kind !== 'path') throw new Error(`there are no elements in JSON that ${rule.select} could select`)
  const path = compileJsonPath(rule.path)
  const taken = compileTaking(rule.pattern)
  return (item) => {
    const texts: string[] = []
    for (const scalar of scalarsAt(path, item)) {
      const text = taken(scalar)
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

function scalarsOf(item: JsonValue): Values {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return ownFields([])
  return ownFields(namedScalars(item))
}

function* namedScalars(item: { readonly [name: string]: JsonValue }): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(item)) {
    const text = scalarText(value)
    if (text !== null) yield [name, text]
  }
}
