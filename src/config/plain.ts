// Looking into values that nothing vouches for yet.
import type { Path } from './outline.ts'

export type Plain = Readonly<Record<PropertyKey, unknown>>

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner: unknown, key) => (isKeyed(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value)
}

/** The items of a list with their paths; none when no list is there. */
export function itemsAt(value: unknown, path: Path): readonly { readonly item: unknown; readonly path: Path }[] {
  const list = valueAt(value, path)
  return Array.isArray(list) ? list.map((item: unknown, index) => ({ item, path: [...path, index] })) : []
}

export function isMapping(value: unknown): value is Plain {
  return isKeyed(value) && !Array.isArray(value)
}

function isKeyed(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null
}
