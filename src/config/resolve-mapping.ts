// The mapping of a source, resolved: what a text alone means, by its kind.
import {
  type CssRule,
  type FieldMap,
  type FieldName,
  type FieldRule,
  fieldNames,
  type JsonMapping,
  type PageMapping,
} from '../model/source.ts'
import { list } from './one-or-several.ts'
import type { WrittenSource } from './schema.ts'

export function jsonMapping({ kind, items, fields }: WrittenSource): JsonMapping | null {
  return kind !== 'json' || items === undefined || fields === undefined ? null : { items, fields: fieldMap(fields, readingPath) }
}

export function pageMapping({ kind, items, fields = {}, next, script }: WrittenSource): PageMapping | null {
  if (kind !== 'page' || items === undefined) return null
  return {
    items,
    fields: fieldMap(fields, script === undefined ? readingElement : readingPath),
    next: typeof next === 'string' ? next : null,
    script: script ?? null,
  }
}

type WrittenFields = NonNullable<WrittenSource['fields']>
type WrittenRule = Exclude<NonNullable<WrittenFields['title']>, readonly unknown[] | string>
/** How a rule that looks into an item is understood. */
type Reading = (rule: WrittenRule, field: FieldName) => FieldRule

function fieldMap(fields: WrittenFields, reading: Reading): FieldMap {
  const map: { -readonly [name in keyof FieldMap]: FieldMap[name] } = {}
  for (const name of fieldNames) {
    const rules = fields[name]
    if (rules !== undefined) map[name] = list(rules).map((rule) => fieldRule(rule, name, reading))
  }
  return map
}

function fieldRule(rule: WrittenRule | string, field: FieldName, reading: Reading): FieldRule {
  if (typeof rule === 'string') return reading({ path: rule, select: rule }, field)
  if (rule.uri !== undefined) return { kind: 'uri', template: rule.uri }
  return rule.text === undefined ? reading(rule, field) : { kind: 'text', template: rule.text }
}

const readingPath: Reading = ({ path = '$', ...rule }) => ({ kind: 'path', path, ...taking(rule) })

const readingElement: Reading = ({ select = '', attribute, html, ...rule }, field) => {
  const isMarkup = html ?? (field === 'content' && attribute === undefined)
  return { kind: 'css', select, attribute: attribute ?? null, html: isMarkup, ...taking(rule) }
}

function taking({ pattern, dateFormat }: WrittenRule): Pick<CssRule, 'pattern' | 'dateFormat'> {
  return { pattern: pattern ?? null, ...(dateFormat === undefined ? {} : { dateFormat }) }
}
