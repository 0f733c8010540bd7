import { expect, test } from 'vitest'
import { compilePattern } from '../../src/base/pattern.ts'

test('is found anywhere, or has to cover the whole', () => {
  const pattern = compilePattern('NW\\d{2,4}')
  expect(pattern.test('a NW123 b')).toBe(true)
  expect(pattern.matchesWhole('a NW123 b')).toBe(false)
  expect(pattern.matchesWhole('NW123')).toBe(true)
  expect(pattern.matchesWhole('NW123\n')).toBe(false)
  expect(compilePattern('a|ab').matchesWhole('ab')).toBe(true)
})

const finds: readonly { name: string; source: string; text: string; want: string | null }[] = [
  { name: 'gives the whole match when there is no group', source: '\\d+', text: 'a 12 b 34', want: '12' },
  { name: 'gives the first group', source: 'id=(\\d+)&(\\w)', text: 'id=12&b', want: '12' },
  { name: 'gives nothing when the group took no part', source: 'a(b)?', text: 'ac', want: null },
  { name: 'gives nothing when there is no match', source: 'x', text: 'abc', want: null },
]

for (const { name, source, text, want } of finds) {
  test(name, () => {
    expect(compilePattern(source).find(text)).toBe(want)
  })
}

test('replaces every match, with groups by number and by name', () => {
  expect(compilePattern('(^|>)　+').replaceAll('　　a<p>　b', '$1')).toBe('a<p>b')
  expect(compilePattern('(?P<word>\\w+)!').replaceAll('hey! ho!', '<$<word>>')).toBe('<hey> <ho>')
})

test('matches Chinese by character', () => {
  expect(compilePattern('^..报$').test('商务报')).toBe(true)
})

for (const source of ['(?=a)', '(?<!a)b', '(a)\\1', '(', 'a**']) {
  test(`refuses ${source} with the engine's reason`, () => {
    expect(() => compilePattern(source)).toThrow(/error parsing regexp|invalid/i)
  })
}

test('takes linear time where backtracking takes for ever', () => {
  const pattern = compilePattern('^(a+)+$')
  expect(pattern.test(`${'a'.repeat(50_000)}!`)).toBe(false)
  expect(pattern.matchesWhole('a'.repeat(50_000))).toBe(true)
})
