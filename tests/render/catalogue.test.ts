import { expect, test } from 'vitest'
import { busiest, byInitial, categoriesNamed, shelvesOfMany } from '../../src/render/catalogue.ts'
import { sampleCategory } from './samples.ts'

const categories = [
  sampleCategory({ slug: 'zhongguozhengquanbao', name: '中国证券报' }),
  sampleCategory({ slug: 'shanghaizhengquanbao', name: '上海证券报', title: '上证报' }),
  sampleCategory({ slug: 'zhengquan', name: '证券' }),
  sampleCategory({ slug: '21shiji', name: '21世纪' }),
  sampleCategory({ slug: 'ac-dc', name: 'AC/DC' }),
  sampleCategory({ slug: 'empty', name: '空的证券', entries: 0 }),
]

const named: readonly { readonly words: readonly string[]; readonly want: readonly string[] }[] = [
  { words: ['证券'], want: ['zhengquan', 'shanghaizhengquanbao', 'zhongguozhengquanbao'] },
  { words: ['证券', '上海'], want: ['shanghaizhengquanbao'] },
  { words: ['shanghai'], want: ['shanghaizhengquanbao'] },
  { words: ['ac/dc'], want: ['ac-dc'] },
  { words: ['nothing'], want: [] },
  { words: [], want: [] },
]

test.each(named)('$words: categories so named, the shortest names first', ({ words, want }) => {
  expect(categoriesNamed(words, categories).map(({ slug }) => slug)).toEqual(want)
})

test('by initial: digits first, under one sign', () => {
  expect(byInitial(categories).map(({ name, categories: members }) => [name, members.length])).toEqual([
    ['#', 1],
    ['A', 1],
    ['E', 1],
    ['S', 1],
    ['Z', 2],
  ])
})

test('the busiest: most entries first, then by slug; what had none is left out', () => {
  const counts = new Map([
    ['zhengquan', 3],
    ['ac-dc', 3],
    ['21shiji', 9],
    ['gone', 99],
  ])
  expect(busiest(categories, counts, 2).map(({ category, entries }) => [category.slug, entries])).toEqual([
    ['21shiji', 9],
    ['ac-dc', 3],
  ])
  expect(busiest(categories, counts, 9)).toHaveLength(3)
})

test('of many, groups too large to be overseen stand among the letters', () => {
  const large = Array.from({ length: 61 }, (_, n) => sampleCategory({ slug: `x${n}`, group: '大' }))
  const { groups, letters } = shelvesOfMany([...large, sampleCategory({ slug: 'b', group: '小' }), sampleCategory({ slug: 'c' })])
  expect(groups.map(({ name }) => name)).toEqual(['小'])
  expect(letters.map(({ name, categories: members }) => [name, members.length])).toEqual([
    ['C', 1],
    ['X', 61],
  ])
})
