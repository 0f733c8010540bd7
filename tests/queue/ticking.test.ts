import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLogger } from '../../src/base/log.ts'
import { startTicking } from '../../src/queue/ticking.ts'

const day = 86_400_000
const noon = Date.UTC(2026, 0, 10, 12)

beforeEach(() => {
  vi.useFakeTimers({ now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})

for (const { name, by } of [
  { name: 'goes as it should', by: 0 },
  { name: 'is put back by a day', by: -day },
  { name: 'is put forward by a year', by: 365 * day },
])
  test(`ticks go on every second when the clock ${name}`, async () => {
    let ticks = 0
    const ticking = startTicking(async () => {
      ticks++
    }, silentLogger)
    // The clock jumps between two seconds.
    await vi.advanceTimersByTimeAsync(5_400)
    expect(ticks).toBeGreaterThanOrEqual(5)
    vi.setSystemTime(Date.now() + by)
    const before = ticks
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ticks - before).toBeGreaterThanOrEqual(8)
    await ticking.stop()
    const after = ticks
    await vi.advanceTimersByTimeAsync(5_000)
    expect(ticks).toBe(after)
  })

test('a tick that is still at work is not started twice; one that fails is followed by the next', async () => {
  let begun = 0
  let end = () => {}
  const ticking = startTicking(async () => {
    begun++
    if (begun === 1)
      await new Promise<void>((resolve) => {
        end = resolve
      })
    throw new Error('it failed')
  }, silentLogger)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toBe(1)
  end()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(begun).toBeGreaterThanOrEqual(3)
  await ticking.stop()
})
