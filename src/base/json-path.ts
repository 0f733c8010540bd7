// RFC 9535: the one file around json-p3. No expression of a path is ever evaluated as code.
import { compile } from 'json-p3'

type JsonValue = Parameters<ReturnType<typeof compile>['query']>[0]

/** Every value a path selects, in document order; nothing selected is an empty list. */
export type JsonQuery = (value: unknown) => readonly unknown[]

/** @throws Error that names the position, when the path is not RFC 9535. */
export function compileJsonPath(path: string): JsonQuery {
  const query = compile(path)
  return (value) => (isJson(value) ? query.query(value).values() : [])
}

/** What is wrong with a path, with its position; null when it is right. */
export function checkJsonPath(path: string): string | null {
  if (!path.startsWith('$')) return 'a JSONPath starts with "$"'
  try {
    compile(path)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isJson(value: unknown): value is JsonValue {
  return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value)
}
