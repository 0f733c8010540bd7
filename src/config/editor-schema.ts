// The JSON Schema that editors use for root and included files: config/newsstand.schema.json.
import { z } from 'zod'
import { rootSchema } from './schema.ts'

const variable = { type: 'string', pattern: '^\\$\\{' }

/** Text of the file. Nothing is demanded at the top, so that included files may use it too; a number or a yes/no may be `${NAME}`. */
export function editorSchema(): string {
  const { required: _, ...schema } = z.toJSONSchema(rootSchema, { io: 'input' })
  return `${JSON.stringify(withVariables(schema), null, 2)}\n`
}

function withVariables(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withVariables)
  if (typeof node !== 'object' || node === null) return node
  if (!('type' in node) || !['integer', 'number', 'boolean'].includes(String(node.type))) return mapValues(node)
  const { type, minimum, maximum, ...rest } = { minimum: undefined, maximum: undefined, ...node }
  return { ...rest, anyOf: [{ type, minimum, maximum }, variable] }
}

function mapValues(node: object): object {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withVariables(value)]))
}
