import { getEventListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Deadline, withDeadline } from '../../src/fetch/deadline.ts'

const never = new AbortController().signal
const late = () => new Error('late')

function ended({ signal }: Deadline): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

test('ends work that takes too long', async () => {
  const work = withDeadline({ ms: 20, late, outer: never }, (deadline) => {
    deadline.run()
    return ended(deadline)
  })
  await expect(work).rejects.toThrow('late')
})

test('stands still at first, and while it is paused', async () => {
  const isLate = await withDeadline({ ms: 40, late, outer: never }, async (deadline) => {
    await wait(60)
    deadline.run()
    deadline.pause()
    await wait(60)
    return deadline.signal.aborted
  })
  expect(isLate).toBe(false)
})

test('counts all the time in which it ran', async () => {
  const work = withDeadline({ ms: 100, late, outer: never }, async (deadline) => {
    for (let turn = 0; turn < 100; turn += 1) {
      deadline.run()
      await wait(10)
      deadline.pause()
      deadline.signal.throwIfAborted()
    }
  })
  await expect(work).rejects.toThrow('late')
})

test('ends with the outer signal, and leaves nothing on it', async () => {
  const outer = new AbortController()
  await withDeadline({ ms: 1000, late, outer: outer.signal }, async (deadline) => deadline.run())
  expect(getEventListeners(outer.signal, 'abort')).toEqual([])
  const work = withDeadline({ ms: 1000, late, outer: outer.signal }, ended)
  outer.abort(new Error('stopped'))
  await expect(work).rejects.toThrow('stopped')
  await expect(withDeadline({ ms: 1000, late, outer: outer.signal }, ended)).rejects.toThrow('stopped')
})
