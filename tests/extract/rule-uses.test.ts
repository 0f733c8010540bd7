import { expect, test } from 'vitest'
import { parseJson } from '../../src/base/json.ts'
import { compileFields } from '../../src/extract/fields.ts'
import { usesOf } from '../../src/extract/rule-uses.ts'
import type { FieldMap } from '../../src/model/source.ts'

const fields: FieldMap = {
  link: [{ kind: 'uri', template: 'https://news.example/{id}' }],
  title: [
    { kind: 'path', path: '$.title', pattern: null },
    { kind: 'path', path: '$.head', pattern: '\\w+' },
    { kind: 'text', template: '{id}' },
  ],
  author: [{ kind: 'path', path: '$.by[*]', pattern: null }],
}

function uses(json: string) {
  const answer = parseJson(json)
  const items = answer.kind === 'json' && Array.isArray(answer.value) ? answer.value : []
  return usesOf(fields, items.map(compileFields(fields)))
}

test('counts the items that each rule filled, and not those that a rule before it did', () => {
  const list = '[{"id":1,"title":"a","head":"b"},{"id":2,"title":" ","head":"c"},{"head":"d"},{"id":3},{}]'
  expect(uses(list)).toEqual([
    { field: 'title', rule: '$.title', index: 0, filled: 1, of: 5 },
    { field: 'title', rule: '$.head pattern: \\w+', index: 1, filled: 2, of: 5 },
    { field: 'title', rule: 'text: {id}', index: 2, filled: 1, of: 5 },
    { field: 'link', rule: 'uri: https://news.example/{id}', index: 0, filled: 3, of: 5 },
    { field: 'author', rule: '$.by[*]', index: 0, filled: 0, of: 5 },
  ])
})

test('an empty list leaves every rule unused', () => {
  expect(uses('[]').map(({ filled, of }) => [filled, of])).toEqual(Array.from({ length: 5 }, () => [0, 0]))
})
