import { expect, test } from 'vitest'
import { expandUri, fillText, namesInUri } from '../../src/base/uri-template.ts'

const uris: readonly { name: string; template: string; values: Record<string, string>; want: string }[] = [
  {
    name: 'escapes values',
    template: 'https://x.example/{id}',
    values: { id: '新闻/1 2' },
    want: 'https://x.example/%E6%96%B0%E9%97%BB%2F1%202',
  },
  {
    name: 'keeps reserved characters on demand',
    template: 'https://x.example/{+id}',
    values: { id: 'a/b?c' },
    want: 'https://x.example/a/b?c',
  },
  { name: 'writes query parameters', template: 'https://x.example/{?a,b}', values: { a: '1', b: '2' }, want: 'https://x.example/?a=1&b=2' },
  { name: 'leaves out what is missing', template: 'https://x.example/{?a,b}', values: { b: '2' }, want: 'https://x.example/?b=2' },
]

for (const { name, template, values, want } of uris) {
  test(name, () => {
    expect(expandUri(template, values)).toBe(want)
  })
}

test('names what a template asks for', () => {
  expect(namesInUri('https://x.example/{id}/{+path}{?a,b:3,c*}')).toEqual(['id', 'path', 'a', 'b', 'c'])
})

const texts: readonly { name: string; template: string; values: Record<string, string>; want: string | null }[] = [
  { name: 'fills plain text', template: '{publisher}新闻', values: { publisher: '国际商报' }, want: '国际商报新闻' },
  { name: 'fills nothing when one value is missing', template: '{a}{b}', values: { a: '1' }, want: null },
  { name: 'fills nothing when one value is blank', template: '{a}', values: { a: ' ' }, want: null },
  { name: 'has no values but its own', template: '{constructor}', values: {}, want: null },
  { name: 'does not fill what a value brings along', template: '{a}', values: { a: '{b}', b: 'x' }, want: '{b}' },
  { name: 'leaves other braces alone', template: 'a {} {b c}', values: {}, want: 'a {} {b c}' },
]

for (const { name, template, values, want } of texts) {
  test(name, () => {
    expect(fillText(template, values)).toBe(want)
  })
}
