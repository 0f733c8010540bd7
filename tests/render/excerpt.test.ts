import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptAt, wordsAt } from '../../src/render/excerpt.ts'

const rows: readonly { name: string; text: string; most: number; want: string }[] = [
  { name: 'a text that fits stays', text: '一句话', most: 3, want: '一句话' },
  { name: 'Chinese sentences end where they end', text: '第一句。第二句！第三句还没有说完', most: 12, want: '第一句。第二句！' },
  { name: 'the quotation mark belongs to its sentence', text: '他说：“好。”然后走了很远的路', most: 9, want: '他说：“好。”' },
  { name: 'a mark at the very end of what fits counts', text: '一二三。四五六', most: 4, want: '一二三。' },
  {
    name: 'Latin sentences end before a space',
    text: 'Oil rose 3.5 per cent. Shares did not move at all',
    most: 30,
    want: 'Oil rose 3.5 per cent.',
  },
  { name: 'a point within a number ends nothing', text: 'Costs 3.5 and more', most: 8, want: 'Costs…' },
  { name: 'initials and titles end nothing', text: 'The U.S. and Dr. Wu agree on this at last', most: 20, want: 'The U.S. and Dr. Wu…' },
  { name: 'words stay whole where no sentence ends', text: 'An exceptionally long headline', most: 12, want: 'An…' },
  { name: 'one long word is cut', text: 'Donaudampfschifffahrt', most: 8, want: 'Donauda…' },
  { name: 'Chinese without a mark is cut anywhere', text: '没有标点的一段很长的话', most: 5, want: '没有标点…' },
  { name: 'what belongs to a character stays with it', text: 'ab👩‍👩‍👧cd', most: 5, want: 'ab…' },
  { name: 'an accent of its own too', text: 'xye\u0301z', most: 4, want: 'xy…' },
]
for (const { name, text, most, want } of rows) test(name, () => expect(excerptAt(text, most)).toBe(want))

test('words fill what they may, whatever sentences end in them', () => {
  expect(wordsAt('Yes. The rest of it is longer', 20)).toBe('Yes. The rest of it…')
  expect(wordsAt('一句。另一句还没有说完', 6)).toBe('一句。另一…')
  expect(wordsAt('It fits.', 8)).toBe('It fits.')
})

test('is never longer than asked for, and otherwise the beginning of the text', () => {
  const texts = fc
    .array(fc.constantFrom('。', '.', ' ', 'a', '字', '👩‍👧', 'e\u0301', '”', '!'), { maxLength: 60 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, most) => {
      const excerpt = excerptAt(text, most)
      expect([...excerpt].length).toBeLessThanOrEqual(most)
      expect(text.startsWith(excerpt.replace(/…$/, ''))).toBe(true)
      expect(excerpt).not.toMatch(/\u200d…?$/)
    }),
  )
})
