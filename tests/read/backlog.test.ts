import { expect, test } from 'vitest'
import { openBacklog } from '../../src/read/backlog.ts'

/** Work that lasts until it is told to end. */
function work(): { readonly done: Promise<void>; readonly end: () => void } {
  let end = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { done, end }
}

/** Numbers of those that were let in so far, in order. */
function asking({ room }: ReturnType<typeof openBacklog>, visits: number): readonly number[] {
  const begun: number[] = []
  for (let visit = 0; visit < visits; visit++) void room().then(() => begun.push(visit))
  return begun
}

const soon = () => new Promise((resolve) => setImmediate(resolve))

test('visits begin at once while few bytes wait, also those that are just enough', async () => {
  const backlog = openBacklog(100)
  const { done, end } = work()
  void backlog.during(100, () => done)
  const begun = asking(backlog, 50)
  await soon()
  expect(begun).toHaveLength(50)
  end()
})

test('past that they wait, and begin a few at a time in their order as documents are done with', async () => {
  const backlog = openBacklog(100)
  const works = Array.from({ length: 4 }, work)
  const reads = works.map(({ done }) => backlog.during(60, () => done))
  const begun = asking(backlog, 20)
  await soon()
  expect(begun).toEqual([])
  const after: number[] = []
  for (const [at, { end }] of works.entries()) {
    end()
    await reads[at]
    await soon()
    after.push(begun.length)
  }
  // 180 and 120 bytes wait still; at 60 eight begin, at none all.
  expect(after).toEqual([0, 0, 8, 20])
  expect(begun).toEqual([...begun].sort((a, b) => a - b))
})

test('who comes later does not go before those that wait', async () => {
  const backlog = openBacklog(100)
  const { done, end } = work()
  const other = work()
  const read = backlog.during(60, () => done)
  void backlog.during(60, () => other.done)
  const begun = asking(backlog, 10)
  end()
  await read
  await soon()
  expect(begun).toHaveLength(8)
  const late = asking(backlog, 1)
  await soon()
  expect(late).toEqual([])
  other.end()
})

test('what fails is done with, too', async () => {
  const backlog = openBacklog(100)
  await expect(
    backlog.during(200, async () => {
      throw new RangeError('broken')
    }),
  ).rejects.toThrow('broken')
  expect(await Promise.race([backlog.room().then(() => 'room'), soon().then(() => 'none')])).toBe('room')
})
