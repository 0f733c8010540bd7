import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textChanges } from '../../../src/jobs/explain/text-changes.ts'

const change = (ahead: string, removed: string, added: string, behind: string) => ({ ahead, removed, added, behind })
const long = 'one two three four five six seven eight nine ten eleven twelve'

test.each([
  ['a word', 'the quick fox', 'the red fox', [change('the ', 'quick', 'red', ' fox')]],
  ['Chinese words', '央行今日下调利率', '央行今日上调利率', [change('央行今日', '下', '上', '调利率')]],
  ['what is new', 'sold', 'sold twice', [change('sold', '', ' twice', '')]],
  ['what is gone', 'sold twice', 'sold', [change('sold', ' twice', '', '')]],
  ['two places', 'a b c d e', 'x b c d y', [change('', 'a', 'x', ' b c d '), change(' b c d ', 'e', 'y', '')]],
  [
    'a little around it',
    `${long} old ${long}`,
    `${long} new ${long}`,
    [change(`…${`${long} `.slice(-40)}`, 'old', 'new', `${` ${long}`.slice(0, 40)}…`)],
  ],
  ['nothing', 'the same', 'the same', []],
])('%s', (_, before, after, want) => {
  expect(textChanges(before, after)).toEqual(want)
})

test('texts that have little in common are not compared word by word', () => {
  const of = (letter: string) => Array.from({ length: 2_000 }, (_, n) => letter + n).join(' ')
  expect(textChanges(of('a'), of('b'))).toBeNull()
})

test('of equal texts nothing changed, of others something', () => {
  const words = fc
    .array(fc.constantFrom('央行', '利率', 'fox', ' ', '。', '\n', '👩‍👩‍👧', '1'), { maxLength: 60 })
    .map((some) => some.join(''))
  fc.assert(
    fc.property(words, words, (before, after) => {
      const changes = textChanges(before, after) ?? []
      expect(changes.length === 0).toBe(before === after)
      for (const { ahead, removed, added } of changes) {
        expect(before).toContain(ahead.replace('…', '') + removed)
        expect(after).toContain(added)
      }
    }),
  )
})
