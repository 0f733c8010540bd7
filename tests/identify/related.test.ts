import { expect, test } from 'vitest'
import { likeness, type Story } from '../../src/identify/related.ts'
import { groupOf } from '../../src/identify/related-groups.ts'
import { marksOf } from '../../src/identify/related-marks.ts'
import { labelledPairs } from './related-pairs.ts'

const judged = labelledPairs.map((pair) => ({ ...pair, found: likeness(pair.one, pair.other) }))

test('joins not one notice with another, nor any two stories that are not one', () => {
  const wrong = judged.filter(({ isSame, found }) => !isSame && found.isSame).map(({ name }) => name)
  expect(judged.filter(({ isSame }) => !isSame).length).toBeGreaterThan(250)
  expect(wrong).toEqual([])
})

test('finds nine in ten pairs that two outlets make of one report', () => {
  const same = judged.filter(({ isSame }) => isSame)
  const missed = same.filter(({ found }) => !found.isSame).map(({ name, found }) => `${name} ${JSON.stringify(found)}`)
  expect(same.length).toBeGreaterThan(300)
  expect(missed.length / same.length, missed.join('\n')).toBeLessThan(0.1)
})

test('brings nearly every copy into the group of its report', async () => {
  const rows = new Map<string, number>()
  const rowOf = (one: Story) => {
    const words = [...one.title.all, ...one.text.all].join(' ')
    return rows.get(words) ?? rows.set(words, rows.size).size - 1
  }
  const copies = judged.filter(({ isSame }) => isSame).map(({ one, other, found }) => ({ one: rowOf(one), other: rowOf(other), found }))
  const pairs = copies.flatMap(({ one, other, found }) => (found.isSame ? [{ one, other, share: found.share }] : []))
  const pairsOf = async (entries: readonly number[]) => pairs.filter(({ one, other }) => entries.includes(one) || entries.includes(other))
  const sizes = await Promise.all([...rows.values()].map(async (row) => (await groupOf(row, pairsOf)).length))
  expect(sizes.filter((size) => size === 1).length / sizes.length).toBeLessThan(0.02)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(8)
})

test('finds the other by marks that both have', () => {
  const shared = judged
    .filter(({ isSame, found }) => isSame && found.isSame)
    .map(({ name, one, other }) => ({ name, marks: marksOf(one).filter((mark) => marksOf(other).includes(mark)).length }))
  const lost = shared.filter(({ marks }) => marks < 2)
  expect(lost.length / shared.length, lost.map(({ name }) => name).join('\n')).toBeLessThan(0.02)
})

test('judges alike whichever comes first', () => {
  for (const { one, other, found, name } of judged) expect(likeness(other, one), name).toEqual(found)
})
