// What became of a mapping's rules over a document: the place to look when a page has changed.
import type { RuleUse } from '../model/rule-use.ts'
import { type FieldMap, type FieldRule, fieldNames } from '../model/source.ts'
import type { Mapped } from './field-rules.ts'

/** Counts, for each rule of a map, the items that it filled. */
export function usesOf(map: FieldMap, items: readonly Mapped[]): readonly RuleUse[] {
  return fieldNames.flatMap((field) => {
    const filled = new Map<number | null, number>()
    const rules = map[field] ?? []
    if (rules.length > 0) for (const item of items) filled.set(item.ruleOf(field), (filled.get(item.ruleOf(field)) ?? 0) + 1)
    return rules.map((rule, index) => ({ field, rule: written(rule), index, filled: filled.get(index) ?? 0, of: items.length }))
  })
}

function written(rule: FieldRule): string {
  switch (rule.kind) {
    case 'path':
      return withPattern(rule.path, rule.pattern)
    case 'css':
      return withPattern(rule.attribute === null ? shown(rule.select) : `${shown(rule.select)} attribute: ${rule.attribute}`, rule.pattern)
    case 'uri':
      return `uri: ${rule.template}`
    case 'text':
      return `text: ${rule.template}`
  }
}

function withPattern(place: string, pattern: string | null): string {
  return pattern === null ? place : `${place} pattern: ${pattern}`
}

function shown(select: string): string {
  return select === '' ? 'the item' : select
}
