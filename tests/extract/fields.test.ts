import { expect, test } from 'vitest'
import { parseJson } from '../../src/base/json.ts'
import { compileFields } from '../../src/extract/fields.ts'
import type { FieldMap, FieldName } from '../../src/model/source.ts'

const text = `{"infoCode":"NW2022","id":9007199254740993,"from":"国际商报","title":" 标题 ","hot":true,"none":null,"blank":" ",
  "tags":["a",1,null,"b",{"n":1}],"authors":[{"name":"甲"},{"name":"乙"}],"source":{"name":"内"},"path":"a/b"}`

function mapped(fields: FieldMap, json = text) {
  const answer = parseJson(json)
  return compileFields(fields)(answer.kind === 'json' ? answer.value : null)
}

const rows: readonly { name: string; fields: FieldMap; field: FieldName; want: readonly string[] }[] = [
  { name: 'a string as it is', fields: { title: [{ kind: 'path', path: '$.title', pattern: null }] }, field: 'title', want: [' 标题 '] },
  {
    name: 'a number with all its digits',
    fields: { key: [{ kind: 'path', path: '$.id', pattern: null }] },
    field: 'key',
    want: ['9007199254740993'],
  },
  { name: 'a boolean', fields: { summary: [{ kind: 'path', path: '$.hot', pattern: null }] }, field: 'summary', want: ['true'] },
  { name: 'null is none', fields: { title: [{ kind: 'path', path: '$.none', pattern: null }] }, field: 'title', want: [] },
  { name: 'an object is none', fields: { title: [{ kind: 'path', path: '$.source', pattern: null }] }, field: 'title', want: [] },
  { name: 'a nested value', fields: { title: [{ kind: 'path', path: '$.source.name', pattern: null }] }, field: 'title', want: ['内'] },
  {
    name: 'the first group of a pattern',
    fields: { key: [{ kind: 'path', path: '$.infoCode', pattern: '^NW(\\d+)' }] },
    field: 'key',
    want: ['2022'],
  },
  { name: 'a pattern that is not found', fields: { key: [{ kind: 'path', path: '$.infoCode', pattern: '^XX' }] }, field: 'key', want: [] },
  {
    name: 'the first rule that yields wins, blanks do not',
    fields: {
      publisher: [
        { kind: 'path', path: '$.medianame', pattern: null },
        { kind: 'path', path: '$.blank', pattern: null },
        { kind: 'path', path: '$.from', pattern: null },
        { kind: 'text', template: 'x' },
      ],
    },
    field: 'publisher',
    want: ['国际商报'],
  },
  { name: 'tags from a list', fields: { tags: [{ kind: 'path', path: '$.tags', pattern: null }] }, field: 'tags', want: ['a', '1', 'b'] },
  {
    name: 'authors from many places',
    fields: { author: [{ kind: 'path', path: '$.authors[*].name', pattern: null }] },
    field: 'author',
    want: ['甲', '乙'],
  },
  { name: 'one text for other fields', fields: { title: [{ kind: 'path', path: '$.tags', pattern: null }] }, field: 'title', want: ['a'] },
  {
    name: 'a template over fields mapped before',
    fields: { publisher: [{ kind: 'path', path: '$.from', pattern: null }], tags: [{ kind: 'text', template: '{publisher}新闻' }] },
    field: 'tags',
    want: ['国际商报新闻'],
  },
  {
    name: "a template over the item's own fields",
    fields: { summary: [{ kind: 'text', template: '{from}:{id}' }] },
    field: 'summary',
    want: ['国际商报:9007199254740993'],
  },
  {
    name: 'a template that lacks a value',
    fields: { summary: [{ kind: 'text', template: '{from}:{missing}' }] },
    field: 'summary',
    want: [],
  },
  { name: 'fixed text', fields: { publisher: [{ kind: 'text', template: '新华社' }] }, field: 'publisher', want: ['新华社'] },
  {
    name: 'a URI template encodes',
    fields: { link: [{ kind: 'uri', template: 'https://a.example/NewsShare.html?infoCode={infoCode}&p={path}&q={from}' }] },
    field: 'link',
    want: ['https://a.example/NewsShare.html?infoCode=NW2022&p=a%2Fb&q=%E5%9B%BD%E9%99%85%E5%95%86%E6%8A%A5'],
  },
  {
    name: 'a URI template keeps slashes on demand',
    fields: { link: [{ kind: 'uri', template: 'https://a.example/{+path}' }] },
    field: 'link',
    want: ['https://a.example/a/b'],
  },
  {
    name: 'a URI template that lacks a value',
    fields: { link: [{ kind: 'uri', template: 'https://a.example/{id}?of={missing}' }] },
    field: 'link',
    want: [],
  },
  {
    name: 'a URI template over the key mapped before',
    fields: {
      link: [{ kind: 'uri', template: 'https://a.example/{key}' }],
      key: [{ kind: 'path', path: '$.infoCode', pattern: '(\\d+)' }],
    },
    field: 'link',
    want: ['https://a.example/2022'],
  },
]

for (const { name, fields, field, want } of rows) test(name, () => expect(mapped(fields).text(field)).toEqual(want))

test("keeps the item's own scalars as text", () => {
  const own = mapped({}).own
  expect({ ...own }).toEqual({
    infoCode: 'NW2022',
    id: '9007199254740993',
    from: '国际商报',
    title: ' 标题 ',
    hot: 'true',
    blank: ' ',
    path: 'a/b',
  })
  expect(mapped({}, '["a"]').own).toEqual(Object.create(null))
})

test('own scalars are bounded, and prototype names are harmless', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, i]))
  expect(Object.keys(mapped({}, JSON.stringify(many)).own)).toHaveLength(64)
  expect({ ...mapped({}, JSON.stringify({ long: 'x'.repeat(4097), a: '1' })).own }).toEqual({ a: '1' })

  const own = mapped({ title: [{ kind: 'text', template: '{__proto__}' }] }, '{"__proto__":"x","constructor":"y"}').own
  expect(Object.entries(own)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  expect(mapped({ title: [{ kind: 'text', template: '{constructor}' }] }, '{}').text('title')).toEqual([])
})
