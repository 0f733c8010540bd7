// Settings of lists over several pages.
import { expect, test } from 'vitest'
import type { ListRequest } from '../../src/model/source.ts'
import { load, problemsIn, site } from './folder.ts'

const base = 'id: a, kind: json, url: "https://api.example/list?p=3", items: $, fields: { title: $.t }'

function configWith(source: string): string {
  return `${site}sources:\n  - { ${source} }\n`
}

function listOf(settings: string): ListRequest | undefined {
  return load({ 'root.yaml': configWith(`${base}, ${settings}`) }).sources[0]?.recipe.list
}

const plain = { next: null, post: null, isJsonp: false }
const right: readonly { name: string; settings: string; want: ListRequest | undefined }[] = [
  { name: 'nothing', settings: 'enabled: true', want: undefined },
  { name: 'an address', settings: 'next: $.next, pages: 2', want: { ...plain, next: { kind: 'address', path: '$.next' } } },
  {
    name: 'a cursor',
    settings: 'next: { cursor: $.c, url: "https://api.example/?c={cursor}" }, pages: 2',
    want: { ...plain, next: { kind: 'cursor', path: '$.c', url: 'https://api.example/?c={cursor}' } },
  },
  { name: 'a number', settings: 'next: { number: n }, pages: 2', want: { ...plain, next: { kind: 'number', name: 'n', from: 1 } } },
  {
    name: 'a number from 0',
    settings: 'next: { number: p, from: 0 }, pages: 2',
    want: { ...plain, next: { kind: 'number', name: 'p', from: 0 } },
  },
  {
    name: 'the number in url',
    settings: 'next: { number: p }, pages: 2',
    want: { ...plain, next: { kind: 'number', name: 'p', from: 3 } },
  },
  { name: 'JSONP', settings: 'jsonp: true', want: { ...plain, isJsonp: true } },
  {
    name: 'a mapping that is posted',
    settings: 'method: POST, body: { a: [1, "x", true, 9007199254740993], b: { c: null } }',
    want: {
      ...plain,
      post: { kind: 'json', value: { a: [1, 'x', true, '9007199254740993'], b: { c: null } }, contentType: 'application/json' },
    },
  },
  {
    name: 'JSON text that is posted',
    settings: `method: POST, body: '{"a":1}'`,
    want: { ...plain, post: { kind: 'text', text: '{"a":1}', contentType: 'application/json', escape: 'json' } },
  },
  {
    name: 'a form that is posted',
    settings: 'method: POST, body: "a=1&b=2"',
    want: { ...plain, post: { kind: 'text', text: 'a=1&b=2', contentType: 'application/x-www-form-urlencoded', escape: 'form' } },
  },
  {
    name: 'other text that is posted',
    settings: 'method: POST, body: "<query/>"',
    want: { ...plain, post: { kind: 'text', text: '<query/>', contentType: 'text/plain;charset=utf-8', escape: 'none' } },
  },
  {
    name: 'text of a type of its own',
    settings: 'method: POST, body: "{ posts { id } }", headers: { content-type: application/graphql }',
    want: { ...plain, post: { kind: 'text', text: '{ posts { id } }', contentType: 'application/graphql', escape: 'none' } },
  },
]

for (const { name, settings, want } of right)
  test(`resolves ${name}`, () => {
    expect(listOf(settings)).toEqual(want)
  })

const wrong = [
  { name: 'next without pages', settings: 'next: $.next', want: 'next: one page is read, so next leads nowhere; write pages: 5 beside it' },
  {
    name: 'pages without next',
    settings: 'pages: 3',
    want: 'pages: nothing says where the list goes on; write next beside it, or take pages out',
  },
  { name: 'no JSONPath', settings: 'next: a.next, pages: 2', want: 'next: "a.next" is no JSONPath' },
  { name: 'an empty rule', settings: 'next: { from: 2 }, pages: 2', want: 'next: says nothing to do; write one of cursor, number' },
  {
    name: 'two rules',
    settings: 'next: { cursor: $.c, number: p }, pages: 2',
    want: 'next: says several things at once; write one of cursor, number',
  },
  {
    name: 'a cursor for nothing',
    settings: 'next: { cursor: $.c }, pages: 2',
    want: 'next.cursor: the cursor goes nowhere; write url with {cursor} in it beside it',
  },
  {
    name: 'an address without the cursor',
    settings: 'next: { cursor: $.c, url: "https://api.example/2" }, pages: 2',
    want: 'next.url: the cursor goes nowhere; write {cursor} in it',
  },
  {
    name: 'an unknown name in the address',
    settings: 'next: { cursor: $.c, url: "https://api.example/?c={curser}" }, pages: 2',
    want: 'next.url: {curser} is not known here; write {cursor}',
  },
  {
    name: 'url beside number',
    settings: 'next: { number: p, url: "https://api.example/{cursor}" }, pages: 2',
    want: 'next.url: url goes with cursor only; take it out',
  },
  {
    name: 'from beside cursor',
    settings: 'next: { cursor: $.c, from: 1, url: "https://api.example/{cursor}" }, pages: 2',
    want: 'next.from: from goes with number only; take it out',
  },
  { name: 'a body that is not posted', settings: 'body: a', want: 'body: a body is posted only; write method: POST beside it' },
  { name: 'nothing to post', settings: 'method: POST', want: 'method: nothing says what is posted; write body beside it' },
  {
    name: 'a misspelt name in a body',
    settings: 'method: POST, body: "c={curser}"',
    want: 'body: {curser} is not known here; write {cursor} or {page}',
  },
  {
    name: 'another name alone in a body',
    settings: 'method: POST, body: { a: ["{token}"] }',
    want: 'body: {token} is not known here; write {cursor} or {page}',
  },
  {
    name: 'a cursor that nothing gives',
    settings: 'method: POST, body: "c={cursor}"',
    want: 'body: nothing gives {cursor}; write next: { cursor: $.path.of.it }',
  },
]

for (const { name, settings, want } of wrong)
  test(`tells ${name}`, () => {
    expect(problemsIn({ 'root.yaml': configWith(`${base}, ${settings}`) })).toEqual([expect.stringContaining(`sources[0].${want}`)])
  })

const strays = [
  {
    source: 'id: a, url: "https://a.example/", method: POST',
    want: 'method: method goes with kind json only; take it out, or write kind: json',
  },
  {
    source: 'id: a, url: "https://a.example/", jsonp: true',
    want: 'jsonp: jsonp goes with kind json only; take it out, or write kind: json',
  },
  { source: 'id: a, url: "https://a.example/", next: $.next', want: 'next: kind feed says itself where it goes on; take it out' },
  {
    source: 'id: a, kind: page, items: li, url: "https://a.example/", next: { number: p }, pages: 2',
    want: 'next: a page says where it goes on by a link; write a CSS selector',
  },
]

for (const { source, want } of strays)
  test(`tells what its kind has no use for: ${want}`, () => {
    expect(problemsIn({ 'root.yaml': configWith(source) })).toContainEqual(expect.stringContaining(`sources[0].${want}`))
  })

test('a feed may have pages', () => {
  expect(load({ 'root.yaml': configWith('id: a, url: "https://a.example/", pages: 3') }).sources[0]).toMatchObject({ pages: 3 })
})
