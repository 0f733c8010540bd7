// One host is asked by one request at a time, wherever it comes from.
import { expect, test } from 'vitest'
import { fetcherFor, gist, requestFor, serve, signalled } from './web.ts'

test('a redirect to another host waits for the turn of that host', async () => {
  const [arrived, go] = [signalled(), signalled()]
  const other = await serve(async (request, response) => {
    if (request.url === '/slow') {
      arrived.resolve()
      await go.promise
    }
    response.end('ok')
  })
  const site = await serve((_, response) => response.writeHead(302, { location: `${other.url}/moved` }).end())
  const fetcher = fetcherFor([site.host, other.host], { poll: { perHost: 1 } })
  const slow = fetcher.fetch(requestFor(`${other.url}/slow`))
  await arrived.promise
  const moved = fetcher.fetch(requestFor(site.url))
  // A second visit to the site shows that the first is waiting elsewhere by now.
  const second = fetcher.fetch(requestFor(`${site.url}/second`))
  await expect.poll(() => site.hits, { timeout: 20_000 }).toEqual(['/', '/second'])
  expect(other.hits).toEqual(['/slow'])
  go.resolve()
  expect((await Promise.all([slow, moved, second])).map(gist)).toEqual(['fetched', 'fetched', 'fetched'])
})

test('hosts that redirect to each other do not wait for each other for ever', async () => {
  const one = await serve((request, response) => {
    if (request.url === '/there') response.writeHead(302, { location: `${two.url}/end` })
    response.end('ok')
  })
  const two = await serve((request, response) => {
    if (request.url === '/there') response.writeHead(302, { location: `${one.url}/end` })
    response.end('ok')
  })
  const fetcher = fetcherFor([one.host, two.host], { poll: { perHost: 1 } })
  const urls = Array.from({ length: 20 }, (_, visit) => `${visit % 2 === 0 ? one.url : two.url}/there`)
  const outcomes = await Promise.all(urls.map((url) => fetcher.fetch(requestFor(url))))
  expect(outcomes.map(gist)).toEqual(urls.map(() => 'fetched'))
})

test('redirects within a host keep the delay too', async () => {
  const starts: number[] = []
  const site = await serve((request, response) => {
    starts.push(performance.now())
    if (request.url !== '/bb') response.writeHead(302, { location: `${request.url}b` })
    response.end('ok')
  })
  const fetcher = fetcherFor([site.host], { poll: { delayMs: 150 } })
  expect(gist(await fetcher.fetch(requestFor(site.url)))).toBe('fetched')
  const gaps = starts.slice(1).map((start, at) => start - (starts[at] ?? 0))
  // The requests are a delay apart when they leave; on their way they may lose a little of it.
  expect(Math.min(...gaps)).toBeGreaterThan(75)
})

test('the wait for another host does not count against the deadline', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' })
    response.end('ok')
  })
  const fetcher = fetcherFor([site.host], { poll: { delayMs: 700 }, limits: { visitMs: 600 } })
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/a`)))).toBe('fetched')
})

for (const status of [429, 503])
  test(`after a ${status} with Retry-After nobody else asks the host`, async () => {
    const site = await serve((_, response) => response.writeHead(status, { 'retry-after': '120' }).end())
    const other = await serve((_, response) => response.end('ok'))
    const fetcher = fetcherFor([site.host, other.host], { poll: { perHost: 1 } })
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, visit) => fetcher.fetch(requestFor(`${site.url}/${visit}`))))
    expect(outcomes.map(gist)).toEqual(outcomes.map(() => 'throttled'))
    expect(site.hits).toEqual(['/0'])
    expect(outcomes.at(-1)).toMatchObject({ message: `${site.host} asked to be left alone for another 2m; it is asked again then` })
    const late = await fetcher.fetch(requestFor(`${site.url}/late`))
    expect(late.kind === 'throttled' && late.retryAfterMs > 60_000 && late.retryAfterMs <= 120_000).toBe(true)
    expect(gist(await fetcher.fetch(requestFor(other.url)))).toBe('fetched')
  })

test('a 503 that does not say for how long holds nobody up', async () => {
  const site = await serve((request, response) => response.writeHead(request.url === '/bad' ? 503 : 200).end('ok'))
  const fetcher = fetcherFor([site.host], { poll: { perHost: 1 } })
  const outcomes = await Promise.all(['/bad', '/good'].map((path) => fetcher.fetch(requestFor(site.url + path))))
  expect(outcomes.map(gist)).toEqual(['http-status', 'fetched'])
})

test('a host that wants a day of peace is asked about its other addresses within the hour', async () => {
  const site = await serve((_, response) => response.writeHead(429, { 'retry-after': '86400' }).end())
  const fetcher = fetcherFor([site.host])
  expect(await fetcher.fetch(requestFor(site.url))).toMatchObject({ kind: 'throttled', retryAfterMs: 86_400_000 })
  const other = await fetcher.fetch(requestFor(`${site.url}/other`))
  expect(other.kind === 'throttled' && other.retryAfterMs <= 3_600_000).toBe(true)
})
