// What the schema expects at a path, read from its JSON Schema: for hints, and to read `${…}` as what is wanted there.
import { z } from 'zod'

type Node = z.core.JSONSchema.BaseSchema
export type Path = readonly PropertyKey[]

export interface Outline {
  /** JSON types that may stand at a path; none when the path is unknown. */
  typesAt(path: Path): ReadonlySet<string>
  /** Keys that a mapping at a path may have by name. */
  keysAt(path: Path): readonly string[]
  /** True when a mapping at `path` may have the key, by name or because any will do. */
  allows(path: Path, key: string): boolean
  /** An example of what to write at a path; null when the schema gives none. */
  exampleAt(path: Path): string | null
  /** Keys that a mapping at a path must have. */
  requiredAt(path: Path): readonly string[]
  /** Words that alone are allowed at a path. */
  wordsAt(path: Path): readonly string[]
  rangeAt(path: Path): { readonly least: number | null; readonly most: number | null }
}

export function outlineOf(schema: z.ZodType): Outline {
  const root: Node = z.toJSONSchema(schema, { io: 'input' })
  const at = (path: Path): readonly Node[] =>
    path.reduce((nodes: readonly Node[], key) => nodes.flatMap((node) => below(node, key)), branches(root))
  return {
    typesAt: (path) => new Set(at(path).flatMap((node) => (typeof node.type === 'string' ? [node.type] : []))),
    keysAt: (path) => [...new Set(at(path).flatMap(namedKeys))],
    allows: (path, key) => at(path).some((node) => below(node, key).length > 0),
    exampleAt: (path) => firstText(at(path).flatMap((node) => node.examples ?? [])),
    requiredAt: (path) => at(path).flatMap((node) => node.required ?? []),
    wordsAt: (path) =>
      at(path)
        .flatMap((node) => node.enum ?? [])
        .filter((word) => typeof word === 'string'),
    rangeAt: (path) => ({
      least: firstNumber(at(path).map((node) => node.minimum)),
      most: firstNumber(at(path).map((node) => node.maximum)),
    }),
  }
}

/** A node and, where it is a choice, what may be chosen. */
function branches(node: unknown): readonly Node[] {
  if (!isNode(node)) return []
  return [node, ...(node.anyOf ?? []).flatMap(branches)]
}

function below(node: Node, key: PropertyKey): readonly Node[] {
  if (typeof key === 'number') return branches(node.items)
  const properties = node.properties ?? {}
  const name = String(key)
  if (Object.hasOwn(properties, name)) return branches(properties[name])
  const names = recordNames(node)
  return names.length === 0 || names.includes(name) ? branches(node.additionalProperties) : []
}

function namedKeys(node: Node): readonly string[] {
  return [...Object.keys(node.properties ?? {}), ...recordNames(node)]
}

/** The only keys of a record; none when any will do. */
function recordNames({ propertyNames }: Node): readonly string[] {
  return isNode(propertyNames) ? (propertyNames.enum ?? []).filter((name) => typeof name === 'string') : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function firstText(values: readonly unknown[]): string | null {
  return values.find((value) => typeof value === 'string') ?? null
}

function firstNumber(values: readonly unknown[]): number | null {
  return values.find((value) => typeof value === 'number') ?? null
}
