import { expect, test } from 'vitest'
import { silentLogger } from '../../src/base/log.ts'
import { inlineQueue } from '../../src/queue/inline.ts'
import { queueContract } from '../contract/queue.ts'

queueContract('The queue in this process', async ({ perLane, ...opening }) => inlineQueue({ ...opening, perLane: () => perLane }))

test('lanes become wider for who stands in line, and narrower as places become free', async () => {
  let width = 1
  const queue = inlineQueue({ concurrency: 10, perLane: () => width, log: silentLogger })
  const running: (() => void)[] = []
  let begun = 0
  queue.work(
    () =>
      new Promise((end) => {
        begun++
        running.push(end)
      }),
  )
  await queue.push(Array.from({ length: 8 }, (_, entry) => ({ job: { kind: 'article', entry }, key: `${entry}`, lane: 'host' })))
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const endOne = async () => {
    running.shift()?.()
    await turn()
  }
  await turn()
  await endOne()
  expect([begun, running.length]).toEqual([2, 1])
  width = 3
  await endOne()
  expect([begun, running.length]).toEqual([5, 3])
  width = 2
  await endOne()
  expect([begun, running.length]).toEqual([5, 2])
  while (running.length > 0) await endOne()
  await queue.drain()
  expect(begun).toBe(8)
})
