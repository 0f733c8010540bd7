import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonValue, parseJson } from '../../src/base/json.ts'
import { firstListPage, nextListPage } from '../../src/extract/next-list-page.ts'
import type { JsonNext, ListRequest, PostTemplate } from '../../src/model/source.ts'

const url = 'https://api.example/v1/list?size=2'
const get = { post: null, isJsonp: false }
const byLink: ListRequest = { ...get, next: { kind: 'address', path: '$.links.next' } }
const byCursor: ListRequest = { ...get, next: { kind: 'cursor', path: '$.next', url: 'https://api.example/list?c={cursor}' } }
const byNumber: ListRequest = { ...get, next: { kind: 'number', name: 'page', from: 1 } }

function value(json: string): JsonValue {
  const read = parseJson(json)
  if (read.kind !== 'json') throw new Error(read.message)
  return read.value
}

const rows = [
  { name: 'an address', list: byLink, json: '{"links":{"next":"https://api.example/p2"}}', want: 'https://api.example/p2' },
  { name: 'a relative address', list: byLink, json: '{"links":{"next":"more?page=2#x"}}', want: 'https://api.example/v1/more?page=2' },
  { name: 'a query alone', list: byLink, json: '{"links":{"next":"?page=2"}}', want: 'https://api.example/v1/list?page=2' },
  { name: 'none where it is null', list: byLink, json: '{"links":{"next":null}}', want: null },
  { name: 'none where it is false', list: byLink, json: '{"links":{"next":false}}', want: null },
  { name: 'none where it is empty', list: byLink, json: '{"links":{"next":" "}}', want: null },
  { name: 'none where it is missing', list: byLink, json: '[]', want: null },
  { name: 'no address but of the web', list: byLink, json: '{"links":{"next":"javascript:alert(1)"}}', want: null },
  { name: 'no address that is none', list: byLink, json: '{"links":{"next":"http://["}}', want: null },
  { name: 'a cursor, escaped', list: byCursor, json: '{"next":"a b/c&d=é"}', want: 'https://api.example/list?c=a%20b%2Fc%26d%3D%C3%A9' },
  { name: 'a cursor of digits', list: byCursor, json: '{"next":9007199254740993}', want: 'https://api.example/list?c=9007199254740993' },
  { name: 'a cursor of 0', list: byCursor, json: '{"next":0}', want: 'https://api.example/list?c=0' },
  { name: 'a number', list: byNumber, json: '{}', want: 'https://api.example/v1/list?size=2&page=2' },
]

for (const { name, list, json, want } of rows)
  test(`the next page by ${name}`, () => {
    const next = nextListPage(list, { value: value(json), url, page: 1 })
    expect(next).toEqual(want === null ? null : { url: want, body: null })
  })

test('a number replaces the one before and leaves the rest of the query as it is written', () => {
  const at = 'https://api.example/list?q=a+b%20c&page=4&page=x&&sig=%2f'
  expect(nextListPage(byNumber, { value: [], url: at, page: 4 })?.url).toBe('https://api.example/list?q=a+b%20c&page=5&page=5&sig=%2f')
})

test('the first page is asked for by its number, too', () => {
  const next: JsonNext = { kind: 'number', name: 'p', from: 0 }
  expect(firstListPage('https://api.example/', { ...get, next })).toEqual({ url: 'https://api.example/?p=0', body: null })
  expect(firstListPage(url, byCursor)).toEqual({ url, body: null })
})

const bodies: readonly { name: string; post: PostTemplate; next: JsonNext; first: string; second: string }[] = [
  {
    name: 'JSON text',
    post: { kind: 'text', text: '{"c":"{cursor}","n":{page},"q":"{ a }"}', contentType: 'application/json', escape: 'json' },
    next: { kind: 'cursor', path: '$.next', url: null },
    first: '{"c":"","n":1,"q":"{ a }"}',
    second: '{"c":"x\\"y{page}","n":2,"q":"{ a }"}',
  },
  {
    name: 'a form',
    post: { kind: 'text', text: 'c={cursor}&n=1', contentType: 'application/x-www-form-urlencoded', escape: 'form' },
    next: { kind: 'cursor', path: '$.next', url: null },
    first: 'c=&n=1',
    second: 'c=x%22y%7Bpage%7D&n=1',
  },
  {
    name: 'a mapping',
    post: {
      kind: 'json',
      value: { c: '{cursor}', n: '{page}', all: ['{cursor}', 'c:{cursor}', null, true, { c: '{cursor}' }] },
      contentType: 'application/json',
    },
    next: { kind: 'cursor', path: '$.next', url: null },
    first: '{"n":1,"all":["c:",null,true,{}]}',
    second: '{"c":"x\\"y{page}","n":2,"all":["x\\"y{page}","c:x\\"y{page}",null,true,{"c":"x\\"y{page}"}]}',
  },
  {
    name: 'a mapping with a number',
    post: { kind: 'json', value: { n: '{page}' }, contentType: 'application/json' },
    next: { kind: 'number', name: 'page', from: 5 },
    first: '{"n":5}',
    second: '{"n":6}',
  },
]

for (const { name, post, next, first, second } of bodies)
  test(`what is posted is filled in: ${name}`, () => {
    const list = { next, post, isJsonp: false }
    expect(firstListPage(url, list)).toEqual({ url, body: first })
    expect(nextListPage(list, { value: value('{"next":"x\\"y{page}"}'), url, page: 1 })).toEqual({ url, body: second })
  })

test('a mapping stays JSON whatever the cursor', () => {
  const list: ListRequest = {
    next: { kind: 'cursor', path: '$.next', url: null },
    post: { kind: 'json', value: { a: { c: 'is {cursor}' } }, contentType: 'application/json' },
    isJsonp: false,
  }
  const cursors = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(cursors, (cursor) => {
      const body = nextListPage(list, { value: { next: cursor }, url, page: 1 })?.body ?? ''
      expect(JSON.parse(body)).toEqual({ a: { c: `is ${cursor}` } })
    }),
  )
})
