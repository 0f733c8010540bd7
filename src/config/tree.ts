// YAML document → plain value, with variables replaced and the place of every part kept.
import { type Alias, isAlias, isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Outline, Path } from './outline.ts'
import { type Environment, replaceVariables, type Trouble } from './variables.ts'
import { type Parsed, type Place, plainNumbers, rereadYaml } from './yaml.ts'

export interface Spot {
  /** Where the key (or the list item) starts, and where its value does. */
  readonly key: Place
  readonly value: Place
  /** The path as people write it, with list positions as in the file: `sources[3].every`. */
  readonly shown: string
}

export interface Report {
  readonly path: Path
  readonly part: 'key' | 'value'
  readonly trouble: Trouble
}

/** A text into which the environment put something. */
export interface Lent {
  readonly path: Path
  readonly text: string
  readonly values: readonly string[]
}

export interface Tree {
  readonly value: unknown
  /** By `pathKey`; list positions are those of `value`, where empty items are gone. */
  readonly spots: ReadonlyMap<string, Spot>
  readonly reports: readonly Report[]
  readonly lent: readonly Lent[]
}

export interface Reading {
  readonly env: Environment
  readonly outline: Outline
}

interface Growth extends Reading, Parsed {
  readonly spots: Map<string, Spot>
  readonly reports: Report[]
  readonly lent: Lent[]
}

/** A part that is being read: its path, how that is shown, and where its key stands. */
interface Here {
  readonly path: Path
  readonly shown: string
  readonly key: Place
}

/** No config is that deep or that big; an alias inside its own anchor is. */
const deepest = 12
const mostParts = 500_000

export function growTree(parsed: Parsed, reading: Reading): Tree {
  const growth: Growth = { ...parsed, ...reading, spots: new Map(), reports: [], lent: [] }
  const value = grow(parsed.document.contents, { path: [], shown: '', key: { line: 1, column: 1 } }, growth)
  return { value, spots: growth.spots, reports: growth.reports, lent: growth.lent }
}

export function pathKey(path: Path): string {
  return JSON.stringify(path)
}

export function showPath(above: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${above}[${key}]`
  const name = String(key)
  if (!/^[\p{L}\p{N}_-]+$/u.test(name)) return `${above}[${JSON.stringify(name)}]`
  return above === '' ? name : `${above}.${name}`
}

function grow(node: unknown, here: Here, growth: Growth): unknown {
  const spot = { key: here.key, value: placeIn(growth, node) ?? here.key, shown: here.shown }
  growth.spots.set(pathKey(here.path), spot)
  if (here.path.length > deepest || growth.spots.size > mostParts) return tooMuch(here, growth)
  const value = growNode(node, here, growth)
  growth.spots.set(pathKey(here.path), spot) // once more: an alias stands where it is used, not at its anchor
  return value
}

function growNode(node: unknown, here: Here, growth: Growth): unknown {
  if (isAlias(node)) return growAlias(node, here, growth)
  if (isMap(node)) return isBareTemplate(node) ? quoted(node, here, growth) : growMap(node, here, growth)
  if (isSeq(node)) return growList(node, here, growth)
  if (!isScalar(node)) return null
  return typeof node.value === 'string' ? growText(node.value, here, growth) : plainNumbers(node.value)
}

function growAlias(node: Alias, here: Here, growth: Growth): unknown {
  const anchored = node.resolve(growth.document)
  if (anchored !== undefined) return grow(anchored, here, growth)
  return report(growth, here, {
    message: `no anchor &${node.source} stands before *${node.source}`,
    advice: 'put a text that starts with "*" in quotes',
  })
}

function growMap(node: YAMLMap, here: Here, growth: Growth): unknown {
  const entries = new Map<string, unknown>()
  for (const pair of node.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
    const path = [...here.path, name]
    const first = growth.spots.get(pathKey(path))
    const key = placeIn(growth, pair.key) ?? here.key
    const value = grow(pair.value, { path, shown: showPath(here.shown, name), key }, growth)
    if (first !== undefined && entries.has(name)) report(growth, { path }, twice(name, first), 'key')
    entries.set(name, value)
  }
  return Object.fromEntries([...entries].filter(([name, value]) => value !== null || !growth.outline.allows(here.path, name)))
}

function twice(name: string, first: Spot): Trouble {
  return { message: `"${name}" is written twice, first at ${first.key.line}:${first.key.column}`, advice: 'keep one of them' }
}

function growList(node: YAMLSeq, here: Here, growth: Growth): unknown {
  const kept: unknown[] = []
  for (const [index, item] of node.items.entries()) {
    const path = [...here.path, kept.length]
    const value = grow(item, { path, shown: showPath(here.shown, index), key: placeIn(growth, item) ?? here.key }, growth)
    if (value !== null && value !== '') kept.push(value)
  }
  return kept
}

/** A variable alone is read as YAML again, unless that gives something that is not wanted here and a text is. */
function growText(written: string, here: Here, growth: Growth): unknown {
  const { text, isWhole, lent, troubles } = replaceVariables(written, growth.env)
  if (lent.length > 0) growth.lent.push({ path: here.path, text, values: lent })
  for (const trouble of troubles) report(growth, here, trouble)
  if (!isWhole || troubles.length > 0) return text
  const again = rereadYaml(text)
  if ('text' in again || again.value === null) return 'text' in again || text.trim() !== '' ? text : null
  const types = growth.outline.typesAt(here.path)
  return !types.has('string') || fits(again.value, types) ? unlessPlain(again.value, text) : text
}

/** An unquoted text stays whole, with what YAML would take for a comment. */
function unlessPlain(value: unknown, text: string): unknown {
  return typeof value === 'string' && !/^\s*['"]/.test(text) ? text.trim() : value
}

function fits(value: unknown, types: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return types.has('array')
  return types.has(typeof value) || (typeof value === 'number' && types.has('integer'))
}

/** `category: {publisher}` is a mapping without values to YAML, and a template to everybody else. */
function isBareTemplate(node: YAMLMap): boolean {
  return node.flow === true && node.items.length > 0 && node.items.every((pair) => pair.value === null)
}

function quoted(node: YAMLMap, here: Here, growth: Growth): string {
  const template = `{${node.items.map((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key)).join(', ')}}`
  report(growth, here, { message: `${template} without quotes is a mapping`, advice: `put it in quotes: "${template}"` })
  return template
}

function tooMuch(here: Here, growth: Growth): null {
  const isFirst = !growth.reports.some(({ trouble }) => trouble === tooMuchTrouble)
  if (isFirst) report(growth, here, tooMuchTrouble)
  return null
}

const tooMuchTrouble: Trouble = { message: 'the file has too many levels or parts here', advice: 'look for an alias inside its own anchor' }

function report(growth: Growth, { path }: Pick<Here, 'path'>, trouble: Trouble, part: Report['part'] = 'value'): null {
  growth.reports.push({ path, part, trouble })
  return null
}

function placeIn(growth: Growth, node: unknown): Place | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null
  const offset: unknown = node.range[0]
  return typeof offset === 'number' ? growth.placeOf(offset) : null
}
