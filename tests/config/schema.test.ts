import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { editorSchema } from '../../src/config/editor-schema.ts'

const file = new URL('../../config/newsstand.schema.json', import.meta.url)
const again = 'UPDATE_SCHEMA=1 npx vitest run --config tests/vitest.config.ts tests/config/schema.test.ts'

test('config/newsstand.schema.json is in step with src/config/schema.ts', () => {
  const made = editorSchema()
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(file, made)
  expect(readFileSync(file, 'utf8') === made, `make it again: ${again}`).toBe(true)
})

test('every setting has a sentence of help', () => {
  expect(withoutHelp(JSON.parse(editorSchema()), '')).toEqual([])
})

function withoutHelp(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const silent = Object.entries(('properties' in node && node.properties) || {}).filter(([, setting]) => !hasHelp(setting))
  return [
    ...silent.map(([key]) => `${path}.${key}`),
    ...Object.entries(node).flatMap(([key, inner]) => withoutHelp(inner, `${path}.${key}`)),
  ]
}

function hasHelp(setting: unknown): boolean {
  return typeof setting === 'object' && setting !== null && 'description' in setting && String(setting.description).endsWith('.')
}
