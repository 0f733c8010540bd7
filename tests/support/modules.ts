// What a source file imports and which names it uses, read from its syntax tree (oxc, by way of vite).
import { posix } from 'node:path'
import { parseSync } from 'vite'

export interface Import {
  /** As written; null when it is computed. */
  readonly specifier: string | null
  /** Path of ours (`src/base/errors.ts`), else the specifier (`node:fs`, `hono/jsx`). */
  readonly target: string | null
  readonly isOurs: boolean
  /** `import type` or `export type`; inline `type` leaves an import behind at run time and does not count. */
  readonly isType: boolean
  /** Names taken as values; `*` and `default` as such. */
  readonly values: readonly string[]
  readonly line: number
}

/** A name as it is used: `console`, `process.env`, `Date.now`, `fetch`, `new Date()`, `.env` of what has no name. Names of our own are among them. */
interface Use {
  readonly what: string
  readonly line: number
}

export interface Module {
  readonly path: string
  readonly imports: readonly Import[]
  readonly uses: readonly Use[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

export function readModule(path: string, source: string): Module {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const imports: Import[] = []
  const uses: Use[] = []
  walk(program, (node, place) => {
    const lineOf = (): number => source.slice(0, node.start).split('\n').length
    for (const found of importsOf(node, path)) imports.push({ ...found, line: lineOf() })
    for (const what of usesOf(node, place)) uses.push({ what, line: lineOf() })
  })
  return { path, imports, uses }
}

function importsOf(node: Node, path: string): readonly Omit<Import, 'line'>[] {
  if (node.type === 'ImportDeclaration') return [from(node, path, { isType: node.importKind === 'type', values: valuesOf(node) })]
  if (node.type === 'ExportAllDeclaration') return [from(node, path, { isType: node.exportKind === 'type', values: ['*'] })]
  if (node.type === 'ImportExpression') return [from(node, path, { isType: false, values: ['*'] })]
  if (node.type === 'TSImportType') return [from(node, path, { isType: true, values: [] })]
  const isReexport = node.type === 'ExportNamedDeclaration' && isNode(node.source)
  return isReexport ? [from(node, path, { isType: node.exportKind === 'type', values: valuesOf(node) })] : []
}

function from(node: Node, path: string, how: Pick<Import, 'isType' | 'values'>): Omit<Import, 'line'> {
  const specifier = literal(node.source)
  const isOurs = specifier?.startsWith('.') ?? false
  return { ...how, specifier, isOurs, target: specifier !== null && isOurs ? posix.join(posix.dirname(path), specifier) : specifier }
}

function valuesOf(declaration: Node): readonly string[] {
  return nodes(declaration.specifiers).flatMap((specifier) => {
    if (specifier.importKind === 'type' || specifier.exportKind === 'type') return []
    if (specifier.type === 'ImportNamespaceSpecifier') return ['*']
    if (specifier.type === 'ImportDefaultSpecifier') return ['default']
    return [nameOf(specifier.imported ?? specifier.local) ?? '*']
  })
}

function usesOf(node: Node, place: Place): readonly string[] {
  if (node.type === 'MemberExpression') return memberUse(node)
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && nodes(node.arguments).length === 0) return ['new Date()']
  const name = nameOf(node)
  return name === null || (declares.has(place.key) && !place.isComputed) ? [] : [name]
}

/** Where an identifier names something of its own instead of referring to a global. */
const declares = new Set([
  'key',
  'id',
  'params',
  'local',
  'imported',
  'exported',
  'label',
  'property',
  'qualifier',
  'typeName',
  'exprName',
  'name',
])

function memberUse(node: Node): readonly string[] {
  const object = nameOf(node.object)
  const property = node.computed === true ? literal(node.property) : nameOf(node.property)
  if (property === null) return []
  return object === 'globalThis' ? [property] : [`${object ?? ''}.${property}`]
}

interface Place {
  readonly key: string
  readonly isComputed: boolean
}

function walk(value: unknown, visit: (node: Node, place: Place) => void, place: Place = { key: '', isComputed: false }): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit, place)
  if (!isNode(value)) return
  visit(value, place)
  const isComputed = value.computed === true
  for (const [key, child] of Object.entries(value)) if (typeof child === 'object') walk(child, visit, { key, isComputed })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function nameOf(value: unknown): string | null {
  return isNode(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : null
}

function literal(value: unknown): string | null {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : null
}
