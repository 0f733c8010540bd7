import { expect, test } from 'vitest'
import { parseJson } from '../../src/base/json.ts'
import { checkJsonPath, compileJsonPath } from '../../src/base/json-path.ts'

const answer = parseJson(
  '{"records":[{"id":9007199254740993,"t":"快讯"},{"id":2,"t":"公告"}],"none":[],"__proto__":{"p":1},"deep":{"a":{"id":3}}}',
)
const root = answer.kind === 'json' ? answer.value : null

const rows = [
  { path: '$.records[*].id', want: ['9007199254740993', 2], mayBeNone: false },
  { path: '$.records[?@.t == "公告"].id', want: [2], mayBeNone: false },
  { path: '$.records[?match(@.t, "快.")].t', want: ['快讯'], mayBeNone: false },
  { path: '$.records[?search(@.t, "告")].t', want: ['公告'], mayBeNone: false },
  { path: '$.records[?match(@.t, "告")]', want: [], mayBeNone: true },
  { path: '$.records[?search(@.t, "(?=x)")]', want: [], mayBeNone: true },
  { path: '$.records[?search(@.id, "^2$")]', want: [], mayBeNone: true },
  { path: '$.records[5:]', want: [], mayBeNone: true },
  { path: '$.none[*]', want: [], mayBeNone: true },
  { path: '$.missing', want: [], mayBeNone: false },
  { path: '$.missing[*]', want: [], mayBeNone: false },
  { path: '$..id', want: ['9007199254740993', 2, 3], mayBeNone: true },
  { path: '$.__proto__.p', want: [1], mayBeNone: false },
  { path: '$.constructor', want: [], mayBeNone: false },
  { path: '$["toString"]', want: [], mayBeNone: false },
]

for (const { path, want, mayBeNone } of rows) {
  test(`${path} finds ${JSON.stringify(want)}`, () => {
    expect([...compileJsonPath(path).values(root)]).toEqual(want)
    expect(compileJsonPath(path).mayBeNone(root)).toBe(mayBeNone)
  })
}

test('a pattern that is exponential elsewhere takes no time', () => {
  const path = compileJsonPath('$[?match(@, "(a+)+")]')
  expect([...path.values([`${'a'.repeat(20_000)}!`])]).toEqual([])
})

test('nesting up to the limit can be searched', () => {
  const deep = parseJson(`${'{"a":'.repeat(250)}{"id":7}${'}'.repeat(250)}`)
  expect([...compileJsonPath('$..id').values(deep.kind === 'json' ? deep.value : null)]).toEqual([7])
})

test('says what is wrong with a path, and where', () => {
  expect(checkJsonPath('$.records[*]')).toBeNull()
  expect(checkJsonPath('$.a[')).toMatch(/unclosed.*:4/)
  expect(checkJsonPath('records')).toMatch(/expected '\$'/)
  expect(checkJsonPath('$[?nosuch(@)]')).toMatch(/nosuch/)
  expect(checkJsonPath('')).not.toBeNull()
})
