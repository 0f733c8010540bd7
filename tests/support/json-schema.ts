// As much of JSON Schema 2020-12 as our OpenAPI document uses; what it does not know of it refuses to pass over.
type Schema = Readonly<Record<string, unknown>>

const silent = ['description', 'example', 'format', 'default', 'additionalProperties']

/** Where a value is otherwise than the schema says; what no schema names counts, too. */
export function breaches(value: unknown, schema: unknown, document: unknown, path = '$'): readonly string[] {
  const { $ref, type, properties, required = [], items, enum: words, anyOf, allOf, minimum, maximum, ...rest } = asSchema(schema)
  const unknown = Object.keys(rest).filter((name) => !silent.includes(name))
  if (unknown.length > 0) return [`${path}: the schema says ${unknown.join(', ')}`]
  if (typeof $ref === 'string') return breaches(value, resolve(document, $ref), document, path)
  if (Array.isArray(anyOf))
    return anyOf.some((one) => breaches(value, one, document, path).length === 0) ? [] : [`${path}: none of its kinds`]
  if (Array.isArray(allOf)) return allOf.flatMap((one) => breaches(value, one, document, path))
  if (type !== undefined && !typesOf(value).some((one) => [type].flat().includes(one)))
    return [`${path}: ${typesOf(value)[0]}, not ${String(type)}`]
  if (Array.isArray(words) && !words.includes(value)) return [`${path}: ${String(value)} is none of ${words.join(', ')}`]
  if (typeof value === 'number' && ((typeof minimum === 'number' && value < minimum) || (typeof maximum === 'number' && value > maximum)))
    return [`${path}: ${value} is out of bounds`]
  if (Array.isArray(value)) return value.flatMap((one, at) => breaches(one, items, document, `${path}[${at}]`))
  if (typeof value !== 'object' || value === null) return []
  const known = asSchema(properties)
  return [
    ...[required]
      .flat()
      .filter((name) => !Object.hasOwn(value, String(name)))
      .map((name) => `${path}: lacks ${String(name)}`),
    ...Object.entries(value).flatMap(([name, one]) =>
      known[name] === undefined ? [`${path}: ${name} is not in the document`] : breaches(one, known[name], document, `${path}.${name}`),
    ),
  ]
}

/** What a `#/…` reference names. */
export function resolve(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((one, name) => asSchema(one)[name], document)
}

function typesOf(value: unknown): readonly string[] {
  if (value === null) return ['null']
  if (Array.isArray(value)) return ['array']
  return Number.isInteger(value) ? ['integer', 'number'] : [typeof value]
}

function asSchema(value: unknown): Schema {
  if (typeof value !== 'object' || value === null) throw new TypeError(`no schema: ${String(value)}`)
  return Object.fromEntries(Object.entries(value))
}
