import { expect, test } from 'vitest'
import { openLanes } from '../../src/fetch/lanes.ts'
import { fetcherFor, gist, requestFor, serve, signalled } from './web.ts'

const never = new AbortController().signal
const turn = () => new Promise((resolve) => setImmediate(resolve))

for (const perHost of [1, 2, 3])
  test(`a host sees at most ${perHost} visits at once, and that many if there are`, async () => {
    let [open, most] = [0, 0]
    let waiting: (() => void)[] = []
    const site = await serve((_, response) => {
      open += 1
      most = Math.max(most, open)
      waiting.push(() => {
        open -= 1
        response.end('ok')
      })
      // Answers only when the lane is full: fewer at once than allowed would hang.
      if (open < perHost) return
      const full = waiting
      waiting = []
      setImmediate(() => full.forEach((end) => void end()))
    })
    const fetcher = fetcherFor([site.host], { poll: { perHost } })
    const outcomes = await Promise.all(Array.from({ length: perHost * 4 }, () => fetcher.fetch(requestFor(site.url))))
    expect(outcomes.map(gist)).toEqual(outcomes.map(() => 'fetched'))
    expect(most).toBe(perHost)
  })

test('a slow host holds nobody else up', async () => {
  const slow = await serve(() => {})
  const quick = await serve((_, response) => response.end('ok'))
  const fetcher = fetcherFor([slow.host, quick.host], { poll: { perHost: 1 } })
  const stuck = Array.from({ length: 20 }, () => expect(fetcher.fetch(requestFor(slow.url))).rejects.toThrow('closed'))
  expect(gist(await fetcher.fetch(requestFor(quick.url)))).toBe('fetched')
  await fetcher.close()
  await Promise.all(stuck)
})

test('the deadline starts when the lane lets a visit start', async () => {
  const site = await serve((request, response) => void (request.url === '/slow' || response.end('ok')))
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1 }, limits: { visitMs: 1500 } })
  const outcomes = await Promise.all(['/slow', '/quick'].map((path) => fetcher.fetch(requestFor(site.url + path))))
  expect(outcomes.map(gist)).toEqual(['timeout', 'fetched'])
})

test('visits to one host start no closer than the delay, also after a pause', async () => {
  const lanes = openLanes({ perHost: 3, delayMs: 200 })
  const starts: number[] = []
  const visit = async () => void starts.push(Date.now())
  await Promise.all([1, 2, 3].map(() => lanes.run('a:80', visit, never)))
  await turn()
  await lanes.run('a:80', visit, never)
  const gaps = starts.slice(1).map((start, at) => start - (starts[at] ?? 0))
  // Only too short a gap can fail this; a slow machine makes gaps longer.
  expect(Math.min(...gaps)).toBeGreaterThan(150)
})

test('another host has a lane of its own', async () => {
  const lanes = openLanes({ perHost: 1, delayMs: 3_600_000 })
  await lanes.run('a:80', async () => {}, never)
  expect(await lanes.run('b:80', async () => 'at once', never)).toBe('at once')
  expect(lanes.size).toBe(2)
})

test('an idle lane is dropped once its delay is over', async () => {
  const lanes = openLanes({ perHost: 1, delayMs: 20 })
  await lanes.run('a:80', async () => {}, never)
  expect(lanes.size).toBe(1)
  await expect.poll(() => lanes.size, { timeout: 20_000 }).toBe(0)
})

test('an aborted visit leaves the lane and never starts', async () => {
  const lanes = openLanes({ perHost: 1, delayMs: 0 })
  const first = signalled()
  const stop = new AbortController()
  const started: string[] = []
  const running = lanes.run('a:80', () => first.promise, never)
  const waiting = lanes.run('a:80', async () => void started.push('waiting'), stop.signal)
  stop.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  first.resolve()
  await running
  await lanes.run('a:80', async () => {}, never)
  expect(started).toEqual([])
})
