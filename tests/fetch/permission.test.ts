import { expect, test } from 'vitest'
import { fetcherFor, gist, nameServer, requestFor, serve, signalled } from './web.ts'

type Answer = readonly [status: number, text?: string, headers?: Readonly<Record<string, string>>]

/** A host with pages and the given robots.txt. */
function serveWith(robots: () => Answer) {
  return serve((request, response) => {
    if (request.url !== '/robots.txt') return void response.end('page')
    const [status, text = '', headers = {}] = robots()
    response.writeHead(status, headers).end(text)
  })
}

const page = { obeysRobots: true } as const
const closed = 'User-agent: *\nDisallow: /private'

test('a page that robots.txt closes is not asked for, and the outcome says by which rule and what to do', async () => {
  const site = await serveWith(() => [200, closed])
  const fetcher = fetcherFor([site.host])
  const outcome = await fetcher.fetch(requestFor(`${site.url}/private/1?token=s3cret`, page))
  expect(outcome).toEqual({
    kind: 'failed',
    code: 'blocked',
    message: `robots.txt closes ${site.url}/private/1?token=*** to newsstand-test ("Disallow: /private"); ask its owner, or set poll.robots to false if you may`,
    bytes: 0,
  })
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/public`, page)))).toBe('fetched')
  expect(site.hits).toEqual(['/robots.txt', '/public'])
})

test('feeds and APIs that the operator named are fetched without asking', async () => {
  const site = await serveWith(() => [200, 'User-agent: *\nDisallow: /'])
  expect(gist(await fetcherFor([site.host]).fetch(requestFor(site.url)))).toBe('fetched')
  expect(site.hits).toEqual(['/'])
})

test('poll.robots: false asks nobody', async () => {
  const site = await serveWith(() => [200, 'User-agent: *\nDisallow: /'])
  expect(gist(await fetcherFor([site.host], { poll: { robots: false } }).fetch(requestFor(site.url, page)))).toBe('fetched')
  expect(site.hits).toEqual(['/'])
})

test('many pages at once wait for one answer, which holds for a day', async () => {
  let now = 0
  const site = await serveWith(() => [200, closed])
  const fetcher = fetcherFor([site.host], { clock: { now: () => now } })
  const asked = () => site.hits.filter((path) => path === '/robots.txt').length
  await Promise.all(['/a', '/b', '/c'].map((path) => fetcher.fetch(requestFor(site.url + path, page))))
  now = 24 * 3_600_000 - 1
  await fetcher.fetch(requestFor(`${site.url}/d`, page))
  expect(asked()).toBe(1)
  now += 1
  await fetcher.fetch(requestFor(`${site.url}/e`, page))
  expect(asked()).toBe(2)
})

const without: readonly { name: string; answer: Answer; want: string }[] = [
  { name: '404', answer: [404, 'not found'], want: 'fetched' },
  { name: '403', answer: [403], want: 'fetched' },
  { name: '410', answer: [410], want: 'fetched' },
  { name: 'an empty 200', answer: [200], want: 'fetched' },
  { name: '204', answer: [204], want: 'fetched' },
  { name: 'a redirect to itself', answer: [302, '', { location: '/robots.txt' }], want: 'fetched' },
  { name: 'a redirect inside', answer: [302, '', { location: 'http://192.168.0.1/' }], want: 'redirect-blocked' },
  { name: '500', answer: [500], want: 'http-status' },
  { name: '503', answer: [503], want: 'http-status' },
  { name: '429', answer: [429], want: 'rate-limited' },
  { name: 'what cannot be decoded', answer: [200, 'plain text', { 'content-encoding': 'gzip' }], want: 'protocol' },
]

for (const { name, answer, want } of without)
  test(`where robots.txt is ${name}, pages are ${want}`, async () => {
    const site = await serveWith(() => answer)
    const outcome = await fetcherFor([site.host]).fetch(requestFor(`${site.url}/a`, page))
    expect(gist(outcome)).toBe(want)
    if (outcome.kind === 'failed') expect(outcome.message).toContain(`${site.host} are left alone for`)
  })

test('a host that cannot be reached for its robots.txt is tried again ten minutes later', async () => {
  let [now, status] = [0, 500]
  const site = await serveWith(() => [status, closed])
  const fetcher = fetcherFor([site.host], { clock: { now: () => now } })
  const visit = async () => gist(await fetcher.fetch(requestFor(`${site.url}/a`, page)))
  expect(await visit()).toBe('http-status')
  status = 200
  now = 599_999
  expect(await visit()).toBe('http-status')
  now = 600_000
  expect(await visit()).toBe('fetched')
})

test('a host that wants to be left alone when asked for robots.txt is left alone', async () => {
  const site = await serveWith(() => [429, '', { 'retry-after': '120' }])
  const fetcher = fetcherFor([site.host])
  await fetcher.fetch(requestFor(`${site.url}/a`, page))
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/feed`)))).toBe('throttled')
  expect(site.hits).toEqual(['/robots.txt'])
})

test('a redirect is obeyed by the robots.txt of the host it leads to', async () => {
  const other = await serveWith(() => [200, 'User-agent: newsstand-test\nDisallow: /'])
  const site = await serve((request, response) => {
    response.writeHead(request.url === '/a' ? 302 : 404, { location: `${other.url}/a` }).end()
  })
  const fetcher = fetcherFor([site.host, other.host])
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/a`, page)))).toBe('blocked')
  expect(other.hits).toEqual(['/robots.txt'])
})

test('robots.txt is asked for by the same guard, without the operator’s headers', async () => {
  let sent = {}
  const site = await serve((request, response) => {
    if (request.url === '/robots.txt') sent = request.headers
    response.end('')
  })
  const { lookup } = nameServer('127.0.0.1')
  const headers = { 'X-Api-Key': 'k' }
  const outcome = await fetcherFor([], { lookup }).fetch(requestFor(`http://rebound.example:${site.port}/`, { ...page, headers }))
  expect(gist(outcome)).toBe('blocked')
  expect(site.hits).toEqual([])
  await fetcherFor([site.host]).fetch(requestFor(`${site.url}/a`, { ...page, headers, etag: '"1"' }))
  expect(Object.keys(sent).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
})

test('what follows the first 500 KB is ignored', async () => {
  const filler = '# filler\n'.repeat(200_000)
  const site = await serveWith(() => [200, `User-agent: *\nDisallow: /a\n${filler}Disallow: /b\n`])
  const fetcher = fetcherFor([site.host])
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/a`, page)))).toBe('blocked')
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/b`, page)))).toBe('fetched')
  const [{ bytes } = { bytes: 0 }] = fetcher.takeTraffic()
  expect(bytes).toBeLessThan(1_000_000)
})

test('Crawl-delay paces all that is asked of the host', async () => {
  const site = await serveWith(() => [200, 'User-agent: *\nCrawl-delay: 0.3'])
  const fetcher = fetcherFor([site.host])
  const starts: number[] = []
  const visit = async (request: { readonly obeysRobots: boolean }) => {
    await fetcher.fetch(requestFor(`${site.url}/a`, request))
    starts.push(performance.now())
  }
  await visit(page)
  await visit({ obeysRobots: false })
  await visit({ obeysRobots: false })
  expect((starts[2] ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(400)
})

test('who is aborted does not wait for robots.txt, and those who wait with him get their answer', async () => {
  const [arrived, go] = [signalled(), signalled()]
  const site = await serve(async (request, response) => {
    if (request.url === '/robots.txt') {
      arrived.resolve()
      await go.promise
    }
    response.end('')
  })
  const fetcher = fetcherFor([site.host])
  const stop = new AbortController()
  const first = fetcher.fetch(requestFor(`${site.url}/a`, page), stop.signal)
  const second = fetcher.fetch(requestFor(`${site.url}/b`, page))
  await arrived.promise
  stop.abort(new Error('not needed'))
  await expect(first).rejects.toThrow('not needed')
  go.resolve()
  expect(gist(await second)).toBe('empty')
})

test('the deadline of a visit stands still while robots.txt is asked for', async () => {
  const site = await serve((request, response) => void setTimeout(() => response.end('ok'), request.url === '/robots.txt' ? 700 : 0))
  const fetcher = fetcherFor([site.host], { limits: { visitMs: 1000 } })
  expect(gist(await fetcher.fetch(requestFor(`${site.url}/a`, page)))).toBe('fetched')
})

test('closing the fetcher ends the asking for robots.txt', async () => {
  const arrived = signalled()
  const site = await serve(() => arrived.resolve())
  const fetcher = fetcherFor([site.host])
  const visit = expect(fetcher.fetch(requestFor(`${site.url}/a`, page))).rejects.toThrow('closed')
  await arrived.promise
  await fetcher.close()
  await visit
})
