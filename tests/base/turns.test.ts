import { expect, test } from 'vitest'
import { inTurns } from '../../src/base/turns.ts'

/** Work that ends when it is told to. */
function held() {
  const begun: number[] = []
  const ends = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  const work = (item: number) =>
    new Promise<void>((resolve, reject) => {
      begun.push(item)
      ends.set(item, { resolve, reject })
    })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    begun,
    work,
    end: (item: number) => ends.get(item)?.resolve(),
    fail: (item: number) => ends.get(item)?.reject(new Error(`${item}`)),
    settled,
  }
}

test('begins in order, and the next when one has ended', async () => {
  const { begun, work, end, settled } = held()
  const all = inTurns([1, 2, 3, 4], 2, work)
  await settled()
  expect(begun).toEqual([1, 2])
  end(2)
  await settled()
  expect(begun).toEqual([1, 2, 3])
  for (const item of [1, 3]) end(item)
  await settled()
  end(4)
  await all
})

test('after a failure begins nothing more, and waits for what is under way', async () => {
  const { begun, work, end, fail, settled } = held()
  let isOver = false
  const all = inTurns([1, 2, 3], 2, work).finally(() => {
    isOver = true
  })
  const failure = expect(all).rejects.toThrow('1')
  await settled()
  fail(1)
  await settled()
  expect({ begun, isOver }).toEqual({ begun: [1, 2], isOver: false })
  end(2)
  await failure
})

test('nothing to do is done at once', async () => {
  await inTurns([], 4, async () => {
    throw new Error('never')
  })
})
