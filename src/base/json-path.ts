// JSONPath (RFC 9535). The one file around json-p3.
import { FunctionExpressionType, JSONPathEnvironment, JSONPathQuery, type JSONValue } from 'json-p3'
import { messageOf } from './errors.ts'
import type { JsonValue } from './json.ts'
import { compilePattern, type Pattern } from './pattern.ts'

export interface JsonPath {
  readonly source: string
  /** The values at the path, lazily, in document order. */
  values(root: JsonValue): Iterable<JsonValue>
  /**
   * True when the path asks for any number of members (`[*]`, a filter, a slice) of something that is there:
   * finding none then is an answer, not another shape.
   */
  mayBeNone(root: JsonValue): boolean
}

/** @throws Error with position when it is no JSONPath. */
export function compileJsonPath(source: string): JsonPath {
  const query = environment.compile(source)
  const parent = new JSONPathQuery(environment, query.segments.slice(0, -1))
  const isSingular = new JSONPathQuery(environment, query.segments.slice(-1)).singularQuery()
  return {
    source,
    values: (root) => valuesOf(query, root),
    mayBeNone: (root) => !isSingular && [...valuesOf(parent, root)].some((value) => typeof value === 'object' && value !== null),
  }
}

/** What is wrong with a path, with the place; null when nothing is. */
export function checkJsonPath(source: string): string | null {
  try {
    compileJsonPath(source)
    return null
  } catch (error) {
    return messageOf(error)
  }
}

const environment = withLinearPatterns(new JSONPathEnvironment({ maxRecursionDepth: 512 }))

function* valuesOf(query: JSONPathQuery, root: JsonValue): Generator<JsonValue> {
  for (const node of query.lazyQuery(root)) if (isThere(node.value)) yield node.value
}

/** json-p3 counts `undefined` among the values; JSON text has none. */
function isThere(value: JSONValue): value is JsonValue {
  return value !== undefined
}

/** `match()` and `search()` take patterns from config: as everywhere, they run in linear time (RFC 9485 patterns are RE2). */
function withLinearPatterns(env: JSONPathEnvironment): JSONPathEnvironment {
  const known = new Map<string, Pattern | null>()
  const argTypes = [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType]
  const filter = (isFound: (pattern: Pattern, text: string) => boolean) => ({
    argTypes,
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, source: unknown) => {
      if (typeof text !== 'string' || typeof source !== 'string') return false
      const pattern = patternOf(source, known)
      return pattern !== null && isFound(pattern, text)
    },
  })
  env.functionRegister.set(
    'match',
    filter((pattern, text) => pattern.matchesWhole(text)),
  )
  env.functionRegister.set(
    'search',
    filter((pattern, text) => pattern.test(text)),
  )
  return env
}

/** RFC 9535 §2.4.6: a pattern that is none matches nothing. A pattern may stand in the data, so what is remembered is bounded. */
function patternOf(source: string, known: Map<string, Pattern | null>): Pattern | null {
  const found = known.get(source)
  if (found !== undefined) return found
  const pattern = compiled(source)
  if (known.size >= 100) known.clear()
  known.set(source, pattern)
  return pattern
}

function compiled(source: string): Pattern | null {
  try {
    return compilePattern(source)
  } catch {
    return null
  }
}
