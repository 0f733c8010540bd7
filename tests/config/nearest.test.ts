import { expect, test } from 'vitest'
import { nearest } from '../../src/config/nearest.ts'

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
