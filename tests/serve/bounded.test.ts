import { expect, test } from 'vitest'
import { bounded } from '../../src/serve/bounded.ts'

test('what was used the longest ago makes room', () => {
  const kept = bounded<string>(3)
  for (const key of ['a', 'b', 'c']) kept.set(key, key, 1)
  kept.get('a')
  kept.set('d', 'd', 1)
  expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key))).toEqual(['a', undefined, 'c', 'd'])
  expect(kept.bytes).toBe(3)
})

test('one may cost many their places, and what has grown counts for more', () => {
  const kept = bounded<object>(10)
  const [first, second] = [{}, {}]
  kept.set('first', first, 1)
  kept.set('second', second, 1)
  kept.grow('second', second, 8)
  expect([kept.get('first'), kept.bytes]).toEqual([first, 10])
  kept.grow('second', second, 1)
  expect([kept.get('first'), kept.get('second'), kept.bytes]).toEqual([undefined, second, 10])
})

test('what is too large is not kept, nor what it would replace', () => {
  const kept = bounded<string>(10)
  kept.set('a', 'old', 5)
  kept.set('b', 'b', 5)
  kept.set('a', 'new', 11)
  expect([kept.get('a'), kept.get('b'), kept.bytes]).toEqual([undefined, 'b', 5])
})

test('another value under the same key does not grow', () => {
  const kept = bounded<object>(10)
  kept.set('a', {}, 1)
  kept.grow('a', {}, 5)
  expect(kept.bytes).toBe(1)
  kept.delete('a')
  kept.delete('a')
  expect(kept.bytes).toBe(0)
})

test('what is used again and again stays, whatever passes through', () => {
  const kept = bounded<number>(20)
  kept.set('hot', -1, 1)
  for (let n = 0; n < 1_000; n += 1) {
    kept.set(`cold ${n}`, n, 1)
    expect(kept.get('hot')).toBe(-1)
  }
})
