import { compilePattern } from '../base/pattern.ts'
import { foldName } from '../model/category.ts'
import {
  type CategoryRule,
  type CssRule,
  type DraftRule,
  type FieldMap,
  type FieldName,
  type FieldRule,
  fieldNames,
  type JsonMapping,
  type PageMapping,
  type Source,
} from '../model/source.ts'
import { resolveAddress } from './addresses.ts'
import { articleStep, recheckTimes } from './resolve-article.ts'
import { listRequest } from './resolve-list.ts'
import type { WrittenCategory, WrittenRoot, WrittenSource } from './schema.ts'

/** What a source is resolved against. */
export interface Surroundings {
  readonly position: number
  /** Of the file that holds it. */
  readonly folder: string
  readonly timezone: string
  /** By folded name and alias. */
  readonly categories: ReadonlyMap<string, WrittenCategory>
  readonly maxEntries: number
  /** For those that neither it nor its category sets. */
  readonly terms: WrittenTerms
}

export type WrittenTerms = Pick<WrittenRoot['publish'], 'excerpt' | 'expires' | 'attribution'>

/** A source with nothing left open: its own setting, else its category's, else the default. */
export function resolveSource(written: WrittenSource, around: Surroundings): Source {
  const inherited = around.categories.get(foldName(onlyName(written) ?? ''))
  const timezone = written.timezone ?? inherited?.timezone ?? around.timezone
  const every = written.every ?? inherited?.every ?? null
  const request = listRequest(written)
  return {
    id: written.id,
    kind: written.kind,
    url: resolveAddress(written.url, around.folder),
    title: written.title ?? null,
    enabled: written.enabled,
    position: around.position,
    priority: written.priority,
    joins: written.joins,
    ignoresDrift: !written.drift,
    everyMs: written.schedule === undefined ? every : null,
    schedule: written.schedule ?? null,
    timezone,
    headers: written.headers,
    category: categoryRules(written),
    recipe: {
      kind: written.kind,
      timezone,
      dateFormat: written.dateFormat ?? null,
      charset: written.charset ?? null,
      keepClasses: written.keepClasses,
      rules: written.rules.flatMap(draftRule),
      json: jsonMapping(written),
      page: pageMapping(written),
      ...(request === null ? {} : { list: request }),
      maxEntries: around.maxEntries,
    },
    article: articleStep(written, around.folder),
    recheckMs: recheckTimes(written),
    // A sitemap index always goes on.
    pages: written.pages ?? (written.kind === 'sitemap' ? 5 : 1),
    delayMs: written.delay ?? inherited?.delay ?? 0,
    onUpdate: written.onUpdate ?? inherited?.onUpdate ?? 'touch',
    rights: written.rights ?? inherited?.rights ?? 'full',
    excerpt: written.excerpt ?? inherited?.excerpt ?? around.terms.excerpt,
    // null is a setting: never, none.
    attribution: firstSet(written.attribution, inherited?.attribution, around.terms.attribution),
    expiresMs: firstSet(written.expires, inherited?.expires, around.terms.expires),
    formerly: written.formerly,
  }
}

/** The category whose settings hold for a source: a single name, whatever its entries say. */
function onlyName({ category }: WrittenSource): string | null {
  const [only, ...others] = list(category ?? [])
  return typeof only === 'string' && others.length === 0 ? only : null
}

function categoryRules({ id, kind, title, category }: WrittenSource): readonly CategoryRule[] {
  // A title with braces would be taken for a template.
  const own = kind === 'opml' ? '{folder}' : title === undefined || /[{}]/.test(title) ? id : title
  return list(category ?? own).map((rule) => {
    if (typeof rule === 'string') return { names: [rule], when: null, written: rule }
    const when = rule.when === undefined ? null : { field: rule.when.field, pattern: compilePattern(rule.when.pattern) }
    return { names: list(rule.name), when, written: JSON.stringify(rule) }
  })
}

function draftRule({ keep, drop, replace, relabel }: WrittenSource['rules'][number]): readonly DraftRule[] {
  if (keep !== undefined) return [{ kind: 'keep', ...keep }]
  if (drop !== undefined) return [{ kind: 'drop', ...drop }]
  if (replace !== undefined) return [{ kind: 'replace', ...replace }]
  return relabel === undefined ? [] : [{ kind: 'relabel', ...relabel }]
}

function jsonMapping({ kind, items, fields }: WrittenSource): JsonMapping | null {
  return kind !== 'json' || items === undefined || fields === undefined ? null : { items, fields: fieldMap(fields, readingPath) }
}

function pageMapping({ kind, items, fields = {}, next, script }: WrittenSource): PageMapping | null {
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

function firstSet<T>(own: T | undefined, inherited: T | undefined, preset: T): T {
  if (own !== undefined) return own
  return inherited === undefined ? preset : inherited
}

function list<T extends string | object>(value: T | readonly T[]): readonly T[] {
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
