import { expect, test } from 'vitest'
import { oneAtATime } from '../../src/jobs/one-at-a-time.ts'

/** Work that ends when the test says so. */
function controlled() {
  const begun: { end: () => void; fail: (error: unknown) => void }[] = []
  const ask = oneAtATime(() => new Promise<void>((end, fail) => begun.push({ end, fail })))
  return { begun, ask }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('work runs once for all who ask while it runs, after it has ended', async () => {
  const { begun, ask } = controlled()
  const first = ask()
  const [second, third] = [ask(), ask()]
  await turn()
  expect(begun).toHaveLength(1)
  begun[0]?.end()
  await first
  await turn()
  expect(begun).toHaveLength(2)
  begun[1]?.end()
  await Promise.all([second, third])
  expect(begun).toHaveLength(2)
})

test('a failure is that of who asked for it, and the next time comes all the same', async () => {
  const { begun, ask } = controlled()
  const [first, second] = [ask(), ask()]
  const fault = new Error('the disk is full')
  begun[0]?.fail(fault)
  await expect(first).rejects.toBe(fault)
  await turn()
  begun[1]?.end()
  await second
  const later = ask()
  begun[2]?.end()
  await later
})
