import { expect, test } from 'vitest'
import { nearest, nearMisses } from '../../src/config/nearest.ts'

const rows: readonly { word: string; known: readonly string[]; want: string | null }[] = [
  { word: 'titel', known: ['title', 'tags'], want: 'title' },
  { word: 'Every', known: ['every'], want: 'every' },
  { word: 'categry', known: ['category', 'categories'], want: 'category' },
  { word: 'ur', known: ['url', 'uri'], want: 'url' },
  { word: 'x', known: ['url'], want: null },
  { word: 'selector', known: ['slug', 'items'], want: null },
  { word: '', known: ['url'], want: null },
  { word: 'a'.repeat(5000), known: ['url'], want: null },
]
for (const { word, known, want } of rows)
  test(`"${word.slice(0, 20)}" among ${known.join(', ')}`, () => expect(nearest(word, known)).toBe(want))

test('names what a mistyped name may mean, slips before names that hold it', () => {
  const ids = ['36kr-tech', '36kr', 'sample', '36k2', 'the-36kr']
  expect(nearMisses('36kt', ids, 5)).toEqual(['36kr', '36k2'])
  expect(nearMisses('36KR', ids, 3)).toEqual(['36kr', '36k2', '36kr-tech'])
  expect(nearMisses('reuters', ids, 3)).toEqual([])
  expect(nearMisses('e', ids, 3)).toEqual([])
})
