import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byCodePoint, collapseSpace, legalText, truncate } from '../../src/base/text.ts'

const illegal: readonly { name: string; text: string; want: string }[] = [
  { name: 'NUL', text: 'a\u0000b', want: 'ab' },
  { name: 'control characters but tab, line feed and carriage return', text: '\u0001\u0008\t\n\u000b\r\u001f!', want: '\t\n\r!' },
  { name: 'DEL and C1 controls but NEL', text: 'a\u007f\u0084\u0085\u0086\u009fb', want: 'a\u0085b' },
  { name: 'noncharacters', text: 'a\ufffe\uffffb', want: 'ab' },
  { name: 'a high surrogate alone', text: 'a\ud83db', want: 'ab' },
  { name: 'a low surrogate alone', text: 'a\udcf0b', want: 'ab' },
  { name: 'surrogates in the wrong order', text: 'a\udcf0\ud83db', want: 'ab' },
]

for (const { name, text, want } of illegal) {
  test(`removes ${name}`, () => {
    expect(legalText(text)).toBe(want)
  })
}

test('keeps surrogate pairs and Chinese as they are', () => {
  expect(legalText('国际📰商报')).toBe('国际📰商报')
})

test('what it lets through is well-formed', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Buffer.from(legalText(text)).toString() === legalText(text)))
})

test('every kind of white space is one space', () => {
  expect(collapseSpace('\u3000 a\u00a0\n\tb\u2003')).toBe('a b')
})

test('cuts between code points, never inside one', () => {
  expect(truncate('a📰b', 2)).toBe('a📰')
  expect(truncate('📰📰', 2)).toBe('📰📰')
  expect(truncate('abc', 0)).toBe('')
})

test('orders by code point where UTF-16 units would not', () => {
  expect(['📰', '\uffee', '国', 'b', 'B', ''].sort(byCodePoint)).toEqual(['', 'B', 'b', '国', '\uffee', '📰'])
})

test('is an order that sees every difference', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(fc.property(text, text, (a, b) => Math.sign(byCodePoint(a, b)) === -Math.sign(byCodePoint(b, a))))
  fc.assert(fc.property(text, text, (a, b) => (byCodePoint(a, b) === 0) === (a === b)))
  fc.assert(fc.property(text, text, (a, b) => Math.sign(byCodePoint(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))))
})
