import { expect, test } from 'vitest'
import { Lanes } from '../../src/fetch/lanes.ts'
import { fetcherFor, gist, requestFor, serve } from './web.ts'

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

test('requests to one host start no closer than the delay, also after a pause', async () => {
  const lanes = lanesWith({ perHost: 3, delayMs: 200 })
  const starts: number[] = []
  const request = async () => {
    const end = await turnIn(lanes, 'a')
    starts.push(performance.now())
    end()
  }
  await Promise.all([request(), request(), request()])
  await turn()
  await request()
  const gaps = starts.slice(1).map((start, at) => start - (starts[at] ?? 0))
  // Only too short a gap can fail this; a slow machine makes gaps longer.
  expect(Math.min(...gaps)).toBeGreaterThan(195)
})

test('a host that wants a slower pace keeps it, whatever else was asked meanwhile', async () => {
  const lanes = lanesWith({ delayMs: 1 })
  lanes.slowDown('slow', 300)
  for (let host = 0; host < 3000; host += 1) (await turnIn(lanes, `host${host}`))()
  const startedAt = performance.now()
  for (let request = 0; request < 2; request += 1) (await turnIn(lanes, 'slow'))()
  expect(performance.now() - startedAt).toBeGreaterThan(295)
  lanes.slowDown('slow', 0)
  const again = performance.now()
  for (let request = 0; request < 3; request += 1) (await turnIn(lanes, 'slow'))()
  // The first still waits for the slow pace of the last one before; then it is over.
  expect(performance.now() - again).toBeLessThan(590)
})

test('another host has a lane of its own', async () => {
  const lanes = lanesWith({ delayMs: 3_600_000 })
  const end = await turnIn(lanes, 'a')
  end()
  await turnIn(lanes, 'b')
  expect(lanes.size).toBe(2)
})

test('lanes that rest no more are dropped when there are many', async () => {
  const lanes = lanesWith({ delayMs: 0 })
  const busy = await turnIn(lanes, 'busy')
  for (let host = 0; host < 5000; host += 1) (await turnIn(lanes, `host${host}`))()
  expect(lanes.size).toBeLessThanOrEqual(1001)
  const waiting = lanes.enter('busy', never)
  busy()
  expect((await waiting).kind).toBe('turn')
})

test('all hosts together start so many at once; a crowd for one host does not keep the others out', async () => {
  const lanes = lanesWith({ perHost: 64, atOnce: 3 })
  const [started, most] = [[] as string[], { running: 0, seen: 0 }]
  const request = async (host: string) => {
    const end = await turnIn(lanes, host)
    started.push(host)
    most.seen = Math.max(most.seen, ++most.running)
    await turn()
    most.running -= 1
    end()
  }
  const crowd = Array.from({ length: 300 }, () => request('crowd'))
  await Promise.all([...crowd, request('other')])
  expect(most.seen).toBe(3)
  expect(started.indexOf('other')).toBeLessThan(100)
})

test('a host that wants peace is left alone by all who wait for it and all who come', async () => {
  const lanes = lanesWith({})
  const end = await turnIn(lanes, 'a')
  const waiting = [lanes.enter('a', never), lanes.enter('a', never)]
  lanes.hold('a', 60_000)
  end()
  expect(await Promise.all(waiting)).toEqual(Array(2).fill({ kind: 'held', ms: 60_000 }))
  const late = await lanes.enter('a', never)
  expect(late.kind === 'held' && late.ms > 50_000).toBe(true)
  expect((await lanes.enter('b', never)).kind).toBe('turn')
})

test('peace ends when it was said to', async () => {
  const lanes = lanesWith({})
  lanes.hold('a', 30)
  await expect.poll(async () => (await lanes.enter('a', never)).kind, { timeout: 20_000 }).toBe('turn')
})

test('who is aborted leaves the lane and never starts', async () => {
  const lanes = lanesWith({})
  const stop = new AbortController()
  const end = await turnIn(lanes, 'a')
  const waiting = lanes.enter('a', stop.signal)
  stop.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(lanes.enter('a', stop.signal)).rejects.toThrow('gone')
  end()
  expect((await lanes.enter('a', never)).kind).toBe('turn')
})

function lanesWith(rules: { perHost?: number; delayMs?: number; atOnce?: number }): Lanes {
  return new Lanes({ perHost: 1, delayMs: 0, atOnce: 512, ...rules })
}

async function turnIn(lanes: Lanes, host: string): Promise<() => void> {
  const turn = await lanes.enter(host, never)
  if (turn.kind === 'held') throw new Error(`${host} is held`)
  return () => turn.end()
}
