import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { yamlLine } from '../../src/config/yaml-lines.ts'

const lines = [
  { value: 'ul.news > li', want: 'a: ul.news > li' },
  { value: '#news li', want: 'a: "#news li"' },
  { value: '.date', want: 'a: .date' },
  { value: '.nan', want: 'a: ".nan"' },
  { value: '$.records[*]', want: 'a: $.records[*]' },
  { value: "$['all groups'][*]", want: "a: $['all groups'][*]" },
  { value: 'script[type="application/ld+json"]', want: 'a: script[type="application/ld+json"]' },
  { value: 'no', want: 'a: "no"' },
  { value: '12', want: 'a: "12"' },
  { value: `$${'{HOME}'}`, want: `a: "$$${'{HOME}'}"` },
  { value: { select: 'a', attribute: 'href' }, want: 'a: { select: a, attribute: href }' },
  { value: { select: 'td, th', pattern: String.raw`it's (\d+)` }, want: String.raw`a: { select: "td, th", pattern: 'it''s (\d+)' }` },
  { value: [{ select: 'a', attribute: 'title' }, 'a'], want: 'a: [{ select: a, attribute: title }, a]' },
]
for (const { value, want } of lines) test(want, () => expect(yamlLine('a', value, '')).toBe(`${want}\n`))

test('nothing is written of what is not set', () => expect(yamlLine('a', undefined, '')).toBe(''))

test('whatever the text, YAML reads it back', () => {
  const kept = (text: string) => text.replaceAll(/\$(?=\{)/g, () => '$$')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (one, other) => {
      expect(parse(yamlLine('a', one, '  '))).toEqual({ a: kept(one) })
      expect(parse(yamlLine('a', [{ b: one }, other], '  '))).toEqual({ a: [{ b: kept(one) }, kept(other)] })
    }),
    {
      numRuns: 500,
      examples: [
        ['a: b', '- c'],
        ['{', '}'],
        ['#', ' '],
        ['a #b', '\n'],
        ["'\\", "''"],
        ['é\u0085', '\u2028\\'],
        ['a: ', ':'],
        ['.5', '$.'],
      ],
    },
  )
})
