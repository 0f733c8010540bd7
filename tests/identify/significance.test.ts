import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignificant } from '../../src/identify/significance.ts'

/** `count` different characters: no five of them stand twice. */
const chinese = (count: number, from = 0x4e00) => Array.from({ length: count }, (_, at) => String.fromCodePoint(from + at)).join('')
const thousand = chinese(1_000)
const foreign = (count: number) => chinese(count, 0x8000)
const titled = (text: string) => ({ title: 'Title', text })

const texts: readonly { name: string; before: string; after: string; want: boolean }[] = [
  { name: 'the same text', before: thousand, after: thousand, want: false },
  { name: 'other white space', before: 'one two three', after: 'one\n two  three', want: false },
  { name: 'other digits, other counts of digits', before: '阅读 99 次，10:59', after: '阅读 1024 次，11:00', want: false },
  { name: 'full-width digits', before: '２０２６年', after: '2026年', want: false },
  {
    name: '3 % replaced in one place',
    before: thousand,
    after: `${thousand.slice(0, 500)}${foreign(30)}${thousand.slice(530)}`,
    want: false,
  },
  {
    name: '4 % replaced in one place',
    before: thousand,
    after: `${thousand.slice(0, 500)}${foreign(40)}${thousand.slice(540)}`,
    want: true,
  },
  {
    name: '10 % replaced in one place',
    before: thousand,
    after: `${thousand.slice(0, 500)}${foreign(100)}${thousand.slice(600)}`,
    want: true,
  },
  { name: '10 % added at the end', before: thousand, after: `${thousand}${foreign(112)}`, want: true },
  { name: '10 % added at the start', before: thousand, after: `${foreign(112)}${thousand}`, want: true },
  { name: 'a passage said again', before: thousand, after: `${thousand}${thousand.slice(0, 112)}`, want: true },
  { name: '10 % taken away', before: thousand, after: thousand.slice(0, 900), want: true },
  { name: '2 % added at the end', before: thousand, after: `${thousand}${foreign(20)}`, want: false },
  {
    name: 'both ends changed by a character, the middle by 10 %',
    before: thousand,
    after: `!${thousand.slice(1, 500)}${foreign(100)}${thousand.slice(600, 999)}!`,
    want: true,
  },
  { name: 'both ends changed by a character', before: thousand, after: `!${thousand.slice(1, 999)}!`, want: false },
  { name: '2 % in twenty places', before: thousand, after: everyNth(thousand, 50), want: false },
  { name: '10 % in a hundred places', before: thousand, after: everyNth(thousand, 10), want: true },
  { name: 'a short text with one word changed', before: 'Shares rise', after: 'Shares fall', want: true },
  { name: 'a text where there was none', before: '', after: 'A', want: true },
  { name: 'no text where there was one', before: 'A', after: '', want: true },
  { name: 'something quite different', before: thousand, after: foreign(1_000), want: true },
]

function everyNth(text: string, n: number): string {
  return [...text].map((character, at) => (at % n === n - 1 ? '!' : character)).join('')
}

for (const { name, before, after, want } of texts) {
  test(`${name} ${want ? 'is' : 'is not'} worth telling`, () => {
    expect(isSignificant(titled(before), titled(after))).toBe(want)
  })
}

test('another title is, its white space and width are not', () => {
  expect(isSignificant({ title: 'One', text: '' }, { title: 'Two', text: '' })).toBe(true)
  expect(isSignificant({ title: 'Quarter 1', text: '' }, { title: 'Quarter 2', text: '' })).toBe(true)
  expect(isSignificant({ title: 'One Two', text: '' }, { title: ' Ｏne  Two', text: '' })).toBe(false)
})

test('one replaced stretch counts by its length, wherever it stands', () => {
  const stretch = fc.record({ at: fc.nat(900), length: fc.integer({ min: 1, max: 100 }) })
  fc.assert(
    fc.property(stretch, ({ at, length }) => {
      const after = `${thousand.slice(0, at)}${foreign(length)}${thousand.slice(at + length)}`
      expect(isSignificant(titled(thousand), titled(after))).toBe(length > 30)
    }),
  )
})

test('is the same both ways', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '1', '国'), maxLength: 60 })
  fc.assert(fc.property(text, text, (a, b) => isSignificant(titled(a), titled(b)) === isSignificant(titled(b), titled(a))))
})

test('two long texts take linear time', () => {
  const long = 'The board met on Friday and approved the plan. '.repeat(20_000)
  expect(isSignificant(titled(`a${long}b`), titled(`c${long}d`))).toBe(false)
})
