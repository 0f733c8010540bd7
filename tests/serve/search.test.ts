import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SearchDesk, searchRoutes, type Wanted } from '../../src/serve/search.ts'
import type { RunningServer } from '../../src/serve/server.ts'
import type { Found } from '../../src/store/port/search.ts'
import { sampleCategory, sampleEntry } from '../render/samples.ts'
import { servedSettings, startTestServer } from '../support/test-server.ts'

let asked: Wanted[] = []
/** Searches end when the test says so. */
let open: () => void = () => {}
let gate: Promise<void> = Promise.resolve()
let found: Found & { readonly isBehind: boolean }
let bytes: Uint8Array
let now: number
let server: RunningServer

const desk: SearchDesk = {
  settings: () => servedSettings(),
  categories: async () => [sampleCategory()],
  search: async (wanted) => {
    asked.push(wanted)
    await gate
    return found
  },
  feed: async () => ({ bytes: () => bytes }),
}

beforeEach(async () => {
  asked = []
  gate = Promise.resolve()
  now = Date.UTC(2026, 0, 1)
  bytes = Buffer.from('<feed/>')
  found = { entries: [sampleEntry()], next: null, count: 1, isCutOff: false, isBehind: false }
  server = await startTestServer({ routes: [searchRoutes(desk, { now: () => now })] })
})
afterEach(() => server.close())

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(server.url + path, { headers })

test('who searches more at once than there is room for is asked to come again', async () => {
  gate = new Promise((resolve) => {
    open = resolve
  })
  const first = [get('search?q=a'), get('search?q=b')]
  while (asked.length < 2) await new Promise(setImmediate)
  const [page, feed] = [await get('search?q=c'), await get('search.rss?q=c')]
  expect([page.status, page.headers.get('retry-after'), feed.status]).toEqual([503, '3', 503])
  expect(await page.text()).toContain('role="alert"')
  open()
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
  expect((await get('search?q=c')).status).toBe(200)
})

test('asks for what the address says, within limits', async () => {
  await get('search?q=Ａ+%22b++c%22&publisher=+x+&category=国际商报&from=2026-01-01&to=&limit=9999&after=n.1.2.tag:x,2026:y')
  expect(asked).toEqual([
    {
      terms: { words: ['a', 'b c'], publisher: 'x', category: 'guojishangbao', from: '2026-01-01', to: null },
      after: { isTitle: false, listed: 1, published: 2, id: 'tag:x,2026:y' },
      limit: 100,
    },
  ])
})

test('says what was not looked at, and leads on', async () => {
  found = { ...found, count: null, isCutOff: true, isBehind: true, next: { isTitle: false, listed: 5, published: 6, id: 'tag:x,2026:&' } }
  const text = await (await get('search?q=省')).text()
  expect(text).toContain('after=n.5.6.tag%3Ax%2C2026%3A%26')
  expect(text).toContain('这里只查找了一部分较新的文章')
  expect(text).toContain('刚收到的文章还没有编入搜索')
})

test('a feed has another ETag and date when it has other bytes, and only then', async () => {
  const validators = async () => {
    const { headers } = await get('search.atom?q=a', { 'accept-encoding': 'identity' })
    return [headers.get('etag'), headers.get('last-modified')]
  }
  const first = await validators()
  now += 60_000
  expect(await validators()).toEqual(first)
  bytes = Buffer.from('<feed></feed>')
  const second = await validators()
  expect(second[0]).not.toBe(first[0])
  expect(second[1]).toBe('Thu, 01 Jan 2026 00:01:00 GMT')
})

test('is sent compressed to whoever takes that, under an ETag of its own', async () => {
  bytes = Buffer.from('<feed/>'.repeat(1_000))
  const etags = new Set<string | null>()
  for (const coding of ['identity', 'gzip', 'br']) {
    const response = await get('search.atom?q=a', { 'accept-encoding': coding })
    expect(response.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding)
    expect(response.headers.get('vary')).toBe('Accept, Accept-Encoding')
    expect(await response.text()).toBe(bytes.toString())
    etags.add(response.headers.get('etag'))
  }
  expect(etags.size).toBe(3)
})

test('a browser gets a feed as XML, which it shows', async () => {
  const { headers } = await get('search.atom?q=a', { accept: 'text/html,*/*' })
  expect(headers.get('content-type')).toBe('application/xml; charset=utf-8')
})

test('answers HEAD as GET, without a body, and nothing else', async () => {
  const head = await fetch(`${server.url}search.atom?q=a`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(head.headers.get('etag')).not.toBeNull()
  const post = await fetch(`${server.url}search?q=a`, { method: 'POST' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  const options = await fetch(`${server.url}search.atom?q=a`, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
})
