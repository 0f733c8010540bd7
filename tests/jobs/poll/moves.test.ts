import { expect, test } from 'vitest'
import { addressOf, afterMove } from '../../../src/jobs/poll/moves.ts'

const configured = 'https://www.example.com/feed'
const there = 'https://feeds.example.com/atom'
const settled = { adoptedUrl: null, movedTo: null, movedTimes: 0 }
type Visit = string | null | 'failed'
type Moves = ReturnType<typeof afterMove>

/** What is remembered after visits that were sent there, stayed (null) or failed. */
function after(
  visits: readonly Visit[],
  { from = settled, url = configured, streak = 0 }: { from?: Moves; url?: string; streak?: number } = {},
): Moves {
  let [moves, failures] = [from, streak]
  for (const visit of visits) {
    failures = visit === 'failed' ? failures + 1 : 0
    moves = afterMove(moves, visit === 'failed' ? undefined : visit, { configured: url, failures })
  }
  return moves
}

const adopted = { adoptedUrl: there, movedTo: null, movedTimes: 0 }
const waiting = (movedTo: string, movedTimes: number) => ({ adoptedUrl: null, movedTo, movedTimes })

const rows: readonly { name: string; visits: readonly Visit[]; url?: string; want: Moves }[] = [
  { name: 'is adopted after three visits', visits: [there, there, there], want: adopted },
  { name: 'is not adopted after two', visits: [there, there], want: waiting(there, 2) },
  { name: 'counts visits in a row only', visits: [there, there, null, there], want: waiting(there, 1) },
  { name: 'must be the same each time', visits: [there, there, `${there}/2`], want: waiting(`${there}/2`, 1) },
  { name: 'is not forgotten for a failure in between', visits: [there, 'failed', there, 'failed', there], want: adopted },
  { name: 'is forgotten when visits stay', visits: [there, null], want: settled },
  {
    name: 'of another owner is only proposed',
    visits: Array(5).fill('https://www.example.net/feed'),
    want: waiting('https://www.example.net/feed', 5),
  },
  {
    name: 'of a neighbour on the same hosting is only proposed',
    visits: Array(3).fill('https://b.github.io/feed'),
    url: 'https://a.github.io/feed',
    want: waiting('https://b.github.io/feed', 3),
  },
  {
    name: 'without encryption is only proposed',
    visits: Array(3).fill('http://www.example.com/feed'),
    want: waiting('http://www.example.com/feed', 3),
  },
  {
    name: 'with encryption is adopted',
    visits: Array(3).fill(configured),
    url: 'http://www.example.com/feed',
    want: { ...adopted, adoptedUrl: configured },
  },
  { name: 'that is too long is not', visits: Array(3).fill(there + 'x'.repeat(4_096)), want: waiting(there + 'x'.repeat(4_096), 3) },
]
for (const { name, visits, url = configured, want } of rows) {
  test(`an address to move to ${name}`, () => expect(after(visits, { url })).toEqual(want))
}

test('an adopted address is visited from then on, and may move on, also back', () => {
  expect(addressOf(adopted, configured)).toBe(there)
  expect(addressOf(settled, configured)).toBe(configured)
  expect(after([null, null, 'failed'], { from: adopted })).toEqual(adopted)
  expect(after(Array(3).fill(`${there}/2`), { from: adopted })).toEqual({ ...adopted, adoptedUrl: `${there}/2` })
  expect(after(Array(3).fill(configured), { from: adopted })).toEqual(settled)
})

test('after five failures in a row the address of config is asked again', () => {
  expect(after(Array(4).fill('failed'), { from: adopted })).toEqual(adopted)
  expect(after(Array(5).fill('failed'), { from: adopted })).toEqual(settled)
  expect(after(['failed'], { from: settled, streak: 20 })).toEqual(settled)
})
