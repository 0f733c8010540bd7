import { expect, test } from 'vitest'
import { jsonDrafts, jsonText } from '../../src/extract/json.ts'
import type { JsonMapping } from '../../src/model/source.ts'

const mapping: JsonMapping = {
  items: '$.records',
  fields: {
    key: [{ kind: 'path', path: '$.id', pattern: null }],
    title: [{ kind: 'path', path: '$.title', pattern: null }],
    published: [{ kind: 'path', path: '$.showtime', pattern: null }],
    summary: [{ kind: 'path', path: '$.digest', pattern: null }],
    publisher: [{ kind: 'path', path: '$.from', pattern: null }],
    tags: [{ kind: 'text', template: '{publisher}新闻' }],
    link: [{ kind: 'uri', template: 'https://news.example/NewsShare.html?infoCode={infoCode}' }],
  },
}

function drafts(text: string, items = mapping.items, maxEntries = 1000) {
  return jsonDrafts(text, { mapping: { ...mapping, items }, timezone: 'Asia/Shanghai', dateFormat: null, maxEntries, now: 0 })
}

function read(text: string, items?: string) {
  const found = drafts(text, items)
  if (found.kind !== 'drafts') throw new Error(found.message)
  return found
}

test("reads the original's lists", () => {
  const text = `{"records":[{"infoCode":"NW202201232257818698","id":9007199254740993,"from":"国际商报","title":"标题","digest":"摘要","showtime":"2022-01-23 20:41:04"}]}`
  expect(read(text)).toEqual({
    kind: 'drafts',
    warnings: [],
    uses: expect.arrayContaining([{ field: 'title', rule: '$.title', index: 0, filled: 1, of: 1 }]),
    next: null,
    drafts: [
      {
        guid: '9007199254740993',
        link: 'https://news.example/NewsShare.html?infoCode=NW202201232257818698',
        title: '标题',
        published: Date.UTC(2022, 0, 23, 12, 41, 4),
        updated: null,
        dateGiven: '2022-01-23 20:41:04',
        summary: '摘要',
        content: null,
        authors: [],
        publisher: '国际商报',
        tags: [{ name: '国际商报新闻', scheme: null }],
        enclosures: [],
        language: null,
        origin: null,
        contentBase: null,
        originalLink: null,
        rules: { key: 0, link: 0, published: 0, publisher: 0, summary: 0, tags: 0, title: 0 },
        fields: Object.assign(Object.create(null), {
          infoCode: 'NW202201232257818698',
          id: '9007199254740993',
          from: '国际商报',
          title: '标题',
          digest: '摘要',
          showtime: '2022-01-23 20:41:04',
        }),
      },
    ],
  })
})

test('neighbouring big ids stay different', () => {
  const ids = ['9007199254740992', '9007199254740993', '9223372036854775808', '1e999', '-0']
  const text = `{"records":[${ids.map((id) => `{"id":${id},"title":"t"}`).join(',')}]}`
  expect(read(text).drafts.map((draft) => draft.guid)).toEqual(ids)
})

const places = [
  { name: 'the list itself', text: '{"records":[{"title":"a"},{"title":"b"}]}', items: '$.records', want: ['a', 'b'] },
  { name: 'its members', text: '{"records":[{"title":"a"},{"title":"b"}]}', items: '$.records[*]', want: ['a', 'b'] },
  { name: 'the top level', text: '[{"title":"a"}]', items: '$', want: ['a'] },
  { name: 'several lists', text: '{"g":[{"r":[{"title":"a"}]},{"r":[{"title":"b"}]}]}', items: '$.g[*].r', want: ['a', 'b'] },
  { name: 'an object by id', text: '{"data":{"7":{"title":"a"},"9":{"title":"b"}}}', items: '$.data.*', want: ['a', 'b'] },
  { name: 'a filter', text: '{"records":[{"title":"a","n":1},{"title":"b"}]}', items: '$.records[?@.n]', want: ['a'] },
  { name: 'an empty list', text: '{"records":[]}', items: '$.records', want: [] },
  { name: 'members of an empty list', text: '{"records":[]}', items: '$.records[*]', want: [] },
  { name: 'a filter that nothing passes', text: '{"records":[{"title":"a"}]}', items: '$.records[?@.n]', want: [] },
]

for (const { name, text, items, want } of places) {
  test(`items: ${name}`, () => expect(read(text, items).drafts.map((draft) => draft.title)).toEqual(want))
}

const others = [
  { name: 'an error answer', text: '{"error":"quota","code":7}', message: 'no list at $.records; the answer has error, code' },
  { name: 'null for a list', text: '{"records":null}', message: 'no list at $.records; the answer has records' },
  { name: 'a text for a list', text: '{"records":"none"}', message: 'no list at $.records; the answer has records' },
  { name: 'a list for an object', text: '[1,2]', message: 'no list at $.records; the answer is a list of 2' },
  { name: 'a word', text: '"busy"', message: 'no list at $.records; the answer is a string' },
  { name: 'null', text: 'null', message: 'no list at $.records; the answer is null' },
  { name: 'nothing in it', text: '{}', message: 'no list at $.records; the answer is an empty object' },
  { name: 'other items', text: '{"records":[{"headline":"a"}]}', message: 'no title, link or text in any item; the first has headline' },
]

for (const { name, text, message } of others) {
  test(`another shape: ${name}`, () => expect(drafts(text)).toEqual({ kind: 'unreadable', code: 'shape', message }))
}

test('long and many names are shortened', () => {
  const text = JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${'n'.repeat(100)}${i}`, i])))
  const found = drafts(text)
  expect(found.kind === 'unreadable' ? found.message.length : 0).toBeLessThan(500)
})

test('a web page is not JSON', () => {
  expect(drafts('<!DOCTYPE html><title>login</title>')).toMatchObject({ kind: 'unreadable', code: 'json' })
  expect(drafts(' ')).toMatchObject({ kind: 'unreadable', code: 'empty' })
})

test('items without anything and dates that are none are warnings', () => {
  const text = '{"records":[{"title":"a","showtime":"soon"},null,{},{"title":"b","showtime":"2022-01-23"}]}'
  const found = read(text)
  expect(found.drafts.map((draft) => draft.title)).toEqual(['a', 'b'])
  expect(found.warnings).toEqual([
    '2 of 4 items have no title, link or text',
    '1 of 4 items have dates that cannot be read, such as "soon"',
  ])
})

test('reads no more items than it may', () => {
  const text = JSON.stringify({ records: Array.from({ length: 30 }, (_, i) => ({ title: `t${i}` })) })
  const found = drafts(text, '$.records[*]', 20)
  expect(found).toMatchObject({ warnings: ['only the first 20 items were read'] })
  expect(found.kind === 'drafts' ? found.drafts.length : 0).toBe(20)
})

test('hostile names change nothing else', () => {
  read('{"records":[{"title":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]}')
  expect('polluted' in {}).toBe(false)
})

const texts = [
  { name: 'the first path', text: '{"text":"<p>a</p>"}', want: { kind: 'text', text: '<p>a</p>' } },
  { name: 'the next path when the first is missing', text: '{"content":"b"}', want: { kind: 'text', text: 'b' } },
  { name: 'the next path when the first is blank', text: '{"text":" \\n","content":"b"}', want: { kind: 'text', text: 'b' } },
  {
    name: 'none',
    text: '{"state":"x"}',
    want: { kind: 'unreadable', code: 'shape', message: 'no text at $.text or $.content; the answer has state' },
  },
  {
    name: 'an object',
    text: '{"text":{}}',
    want: { kind: 'unreadable', code: 'shape', message: 'no text at $.text or $.content; the answer has text' },
  },
  { name: 'an empty answer', text: '', want: { kind: 'unreadable', code: 'empty', message: 'the answer is empty' } },
]

for (const { name, text, want } of texts) test(`article text: ${name}`, () => expect(jsonText(text, ['$.text', '$.content'])).toEqual(want))
