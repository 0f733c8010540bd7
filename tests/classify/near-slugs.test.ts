import { expect, test } from 'vitest'
import { nearSlugs } from '../../src/classify/near-slugs.ts'

const slugs = [
  'guojishangbao',
  'shanghaizhengquanbao',
  'zhongguozhengquanbao',
  '21shijijingjibaodao',
  'itzhijia',
  'ac-dc',
  'ke-ji',
  'keji-2',
]

const asked: readonly { readonly name: string; readonly word: string; readonly want: readonly string[] }[] = [
  { name: 'a letter too many', word: 'guojishanngbao', want: ['guojishangbao'] },
  { name: 'a letter too few', word: 'guojishanbao', want: ['guojishangbao'] },
  { name: 'letters swapped', word: 'guojishnagbao', want: ['guojishangbao'] },
  { name: 'capitals', word: 'ITZhiJia', want: ['itzhijia'] },
  { name: 'hyphens that are not there, or not any more', word: 'guoji-shang-bao', want: ['guojishangbao'] },
  { name: 'several, the likest first', word: 'zhongguozhengquanbao-2', want: ['zhongguozhengquanbao', 'shanghaizhengquanbao'] },
  { name: 'the beginning of a word', word: 'shijijingji', want: ['21shijijingjibaodao'] },
  { name: 'as near to two', word: 'keji', want: ['ke-ji', 'keji-2'] },
  { name: 'nothing near', word: 'wp-login', want: [] },
  { name: 'nothing at all', word: '', want: [] },
  { name: 'what is no slug', word: '../../<script>', want: [] },
]

test.each(asked)('$name', ({ word, want }) => {
  expect(nearSlugs(slugs)(word, 5)).toEqual(want)
})

test('no more than are wanted', () => {
  expect(nearSlugs(slugs)('zhongguozhengquanbao', 1)).toEqual(['zhongguozhengquanbao'])
})

test('a word of any length costs little among thousands', () => {
  const near = nearSlugs(Array.from({ length: 5_000 }, (_, n) => `${'abcdefgh'.repeat(9)}${n}`))
  expect(near('abcdefgh'.repeat(10_000), 5)).toHaveLength(5)
})
