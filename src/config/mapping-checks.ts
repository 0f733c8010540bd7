// What a source's mapping needs, and what its places must be, by its kind: JSONPaths, or CSS selectors.
import type { Finding } from './finding.ts'
import type { Path } from './outline.ts'
import { isMapping, itemsAt, type Plain } from './plain.ts'
import { both, type Check, jsonPath, pathNotText, quote, selector } from './values.ts'

export function mappingFindings(source: Plain, path: Path): readonly Finding[] {
  const way = wayOf(source)
  if (way === null) return strayKeys(source, path)
  const missing = way.needed.filter((key) => !(key in source))
  return [
    ...missing.map((key) => ({ path: [...path, key], trouble: { message: `is missing for kind ${way.kind}`, advice: way.examples[key] } })),
    ...(way.isPage ? [] : strayKeys(source, path, ['script'])),
    ...checked(source, 'items', { path, check: way.items }),
    ...checked(source, 'script', { path, check: selector }),
    ...(way.isPage ? checked(source, 'next', { path, check: way.next }) : []),
    ...fieldRules(source.fields, [...path, 'fields'], way),
  ]
}

type Key = 'items' | 'fields' | 'script' | 'next'

/** How a mapping looks into what it reads. */
interface Way {
  readonly kind: string
  readonly isPage: boolean
  readonly needed: readonly ('items' | 'fields')[]
  readonly examples: Readonly<Record<'items' | 'fields', string>>
  readonly items: Check
  readonly next: Check
  /** Of a field that is a text alone. */
  readonly plain: Check
  /** The keys of a rule that looks, and those that say what is taken there. */
  readonly looks: 'path' | 'select'
  readonly other: { readonly key: string; readonly advice: string }
}

const pathExamples = {
  items: 'write for example items: $.records[*]',
  fields: 'write for example fields: { title: $.title, link: $.url }',
}

const ofJson: Way = {
  kind: 'json',
  isPage: false,
  needed: ['items', 'fields'],
  examples: pathExamples,
  items: jsonPath,
  next: jsonPath,
  plain: both(pathNotText, jsonPath),
  looks: 'path',
  other: { key: 'select', advice: 'write path, with a JSONPath' },
}

/** The JSON in a page's scripts. */
const ofScripts: Way = {
  ...ofJson,
  kind: 'page with script',
  isPage: true,
  next: (value) => (value.startsWith('$') ? jsonPath(value) : selector(value)),
}

const notPath: Check = (value) =>
  value.startsWith('$')
    ? {
        message: `${quote(value)} is a JSONPath, and a page is read by CSS selectors`,
        advice: 'write a selector; for the JSON in a page, write script: script[type="application/ld+json"] beside it',
      }
    : null

const ofElements: Way = {
  kind: 'page',
  isPage: true,
  needed: ['items'],
  examples: { items: 'write for example items: ul.news > li', fields: '' },
  items: both(notPath, selector),
  next: both(notPath, selector),
  plain: both(notPath, selector),
  looks: 'select',
  other: { key: 'path', advice: 'write select, with a CSS selector; for the JSON in a page, write script beside items' },
}

function wayOf(source: Plain): Way | null {
  if (source.kind === 'json') return ofJson
  if (source.kind !== 'page') return null
  return 'script' in source ? ofScripts : ofElements
}

/** Kinds that are read without a mapping. */
const names: ReadonlyMap<unknown, string> = new Map([
  ['feed', 'a feed'],
  ['json', 'a JSON answer'],
  ['sitemap', 'a sitemap'],
  ['opml', 'an OPML list'],
])

function strayKeys(source: Plain, path: Path, keys: readonly Key[] = ['items', 'fields', 'script', 'next']): readonly Finding[] {
  const what = names.get(source.kind ?? 'feed')
  if (what === undefined) return []
  const kinds = keys.length === 1 ? 'page' : source.script === undefined ? 'json or page' : 'page'
  const written = keys.filter((key) => key in source)
  return written.map((key) => ({
    path: [...path, key],
    trouble: { message: `${what} has no ${key}`, advice: `take it out, or write kind: ${kinds}` },
  }))
}

function checked(holder: Plain, key: string, { path, check }: { readonly path: Path; readonly check: Check }): readonly Finding[] {
  const value = holder[key]
  const trouble = typeof value === 'string' && value.trim() !== '' ? check(value) : null
  return trouble === null ? [] : [{ path: [...path, key], trouble }]
}

function fieldRules(fields: unknown, path: Path, way: Way): readonly Finding[] {
  if (!isMapping(fields)) return []
  return Object.entries(fields).flatMap(([name, value]) => {
    const inList = itemsAt(value, []).map((rule) => ({ item: rule.item, path: [...path, name, ...rule.path] }))
    const rules = Array.isArray(value) ? inList : [{ item: value, path: [...path, name] }]
    return rules.flatMap((rule) => ruleFindings(rule.item, rule.path, way))
  })
}

function ruleFindings(rule: unknown, path: Path, way: Way): readonly Finding[] {
  if (typeof rule === 'string') {
    const trouble = rule.trim() === '' ? null : way.plain(rule)
    return trouble === null ? [] : [{ path, trouble }]
  }
  if (!isMapping(rule)) return []
  const { looks, other } = way
  if (other.key in rule) {
    const message = `${way.kind === 'json' ? 'a JSON answer' : `a ${way.kind}`} is not read by ${other.key}`
    return [{ path: [...path, other.key], trouble: { message, advice: other.advice } }]
  }
  return [
    ...exactlyOne(rule, path, [looks, 'uri', 'text'], looks === 'select' ? ['attribute', 'html'] : []),
    ...companions(rule, path, looks),
    ...checked(rule, looks, { path, check: looks === 'path' ? jsonPath : both(notPath, selector) }),
  ]
}

/** What says how to take a value needs something that looks for it; without `select`, elements' rules look at the item itself. */
function companions(rule: Plain, path: Path, looks: Way['looks']): readonly Finding[] {
  const isElement = looks === 'select'
  const hasPlace = looks in rule || (isElement && !('uri' in rule) && !('text' in rule))
  const found = (key: string, partner: string) => ({
    path: [...path, key],
    trouble: { message: `${key} goes with ${partner} only`, advice: 'take it out' },
  })
  const idle = hasPlace ? [] : ['pattern', 'dateFormat'].filter((key) => key in rule).map((key) => found(key, looks))
  const ofElement = isElement && hasPlace ? [] : ['attribute', 'html'].filter((key) => key in rule).map((key) => found(key, 'select'))
  return [...idle, ...ofElement]
}

/** `implied`: keys that say it, too. */
export function exactlyOne(value: unknown, path: Path, keys: readonly string[], implied: readonly string[] = []): readonly Finding[] {
  if (!isMapping(value)) return []
  const count = keys.filter((key) => key in value).length
  if (count === 1 || (count === 0 && implied.some((key) => key in value))) return []
  return [
    {
      path,
      trouble: { message: count === 0 ? 'says nothing to do' : 'says several things at once', advice: `write one of ${keys.join(', ')}` },
    },
  ]
}
