import { expect, test } from 'vitest'
import { jsonIn } from '../../src/extract/script-json.ts'

const rows: readonly { name: string; script: string; want: readonly unknown[] }[] = [
  { name: 'a block of JSON', script: ' {"a":1} ', want: [{ a: 1 }] },
  { name: 'a list', script: '[1,2]', want: [[1, 2]] },
  { name: 'a text with line breaks in it', script: '{"a":"one\ntwo"}', want: [{ a: 'one two' }] },
  { name: 'hidden in a comment', script: '<!-- {"a":1} -->', want: [{ a: 1 }] },
  { name: 'hidden in CDATA', script: '//<![CDATA[\n{"a":1}\n//]]>', want: [{ a: 1 }] },
  { name: 'hidden in CDATA, the other way', script: '/*<![CDATA[*/ {"a":1} /*]]>*/', want: [{ a: 1 }] },
  { name: 'an assignment', script: 'window.__DATA__ = {"a":[1,{"b":"}"}]};more()', want: [{ a: [1, { b: '}' }] }] },
  { name: 'several assignments', script: 'var a={"n":1},b = [2]; c={x:1}; d={"n":3}', want: [{ n: 1 }, [2], { n: 3 }] },
  { name: 'quotes and backslashes in texts', script: String.raw`x={"a":"\"}\\","b":"\\"};`, want: [{ a: '"}\\', b: '\\' }] },
  { name: 'JSON in a text', script: String.raw`x = JSON.parse("{\"a\":[1]}")`, want: [{ a: [1] }] },
  { name: 'no JSON', script: 'function f(){ return a == b }', want: [] },
  { name: 'JSON that ends in the middle', script: 'x={"a":[1,2', want: [] },
  { name: 'nothing', script: '', want: [] },
]
for (const { name, script, want } of rows) test(name, () => expect(JSON.parse(JSON.stringify(jsonIn(script)))).toEqual(want))

test('numbers keep their digits', () =>
  expect(String(jsonIn('{"a":9007199254740993}').map((value) => Object.values(value ?? {})))).toBe('9007199254740993'))

test('a megabyte of beginnings takes no longer than a few looks at it', () => {
  expect(jsonIn('x={"'.repeat(250_000))).toEqual([])
  expect(jsonIn(`x=[${'['.repeat(1_000_000)}`)).toEqual([])
})
