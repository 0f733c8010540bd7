import { expect, test } from 'vitest'
import { checkJsonPath, compileJsonPath } from '../../src/base/json-path.ts'

test('selects every match in document order', () => {
  expect(compileJsonPath('$.records[*].title')({ records: [{ title: '甲' }, {}, { title: '乙' }] })).toEqual(['甲', '乙'])
})

test('selects nothing where there is nothing', () => {
  expect(compileJsonPath('$.a.b')({ a: null })).toEqual([])
  expect(compileJsonPath('$.a')(undefined)).toEqual([])
})

const paths = [
  { name: 'a right path', path: "$['a'][0]..b[?@.c == 1]", problem: null },
  { name: 'no root', path: 'records', problem: 'a JSONPath starts with "$"' },
  { name: 'nothing', path: '', problem: 'a JSONPath starts with "$"' },
  { name: 'an open bracket', path: '$.a[', problem: "unclosed bracketed selection ('$.a[':4)" },
]
for (const { name, path, problem } of paths) test(`checks ${name}`, () => expect(checkJsonPath(path)).toBe(problem))

test('throws what the check says', () => {
  expect(() => compileJsonPath('$.a[')).toThrow("unclosed bracketed selection ('$.a[':4)")
})
