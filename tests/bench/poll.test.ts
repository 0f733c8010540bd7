import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { makeSeries } from './feeds.ts'
import { poll as limitPoll } from './limit-script.ts'
import { type FeedOrigin, openOrigin } from './origin.ts'
import { steps, walk } from './poll.ts'
import { figuresOf } from './poll-figures.ts'
import { type Side, sides, startOrigin } from './poll-sides.ts'
import { poll as typicalPoll } from './typical-script.ts'

const fast = { isLater: false, hasValidators: true, isSlow: false }
const toClose: (() => unknown)[] = []

afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-bench-test-'))
  toClose.push(() => rmSync(dir, { recursive: true }))
  return dir
}

async function origin(feeds: number, hosts = feeds): Promise<FeedOrigin> {
  const opened = await openOrigin({ feeds, hosts })
  toClose.push(opened.close)
  return opened
}

test('a series is some 70 KB of thirty entries, three of them new later', () => {
  const { first, later } = makeSeries(0)
  const links = [first, later].map(
    ({ bytes }) =>
      new Set(
        Buffer.from(bytes)
          .toString()
          .match(/(?<=<link>).*?html/g),
      ),
  )
  expect([first.entries, later.entries]).toEqual([30, 30])
  expect(first.bytes.length).toBeGreaterThan(60_000)
  expect(first.bytes.length).toBeLessThan(80_000)
  expect([...(links[1] ?? [])].filter((link) => links[0]?.has(link) === false)).toHaveLength(3)
})

test('each feed of the origin has a host of its own, if there are as many', async () => {
  const [own, shared] = [await origin(4), await origin(4, 2)]
  const hosts = ({ urls }: FeedOrigin) => new Set(urls.map((url) => new URL(url).host)).size
  expect([hosts(own), hosts(shared)]).toEqual([4, 2])
})

test('the origin packs what it sends to who can unpack it', async () => {
  const { urls } = await origin(1)
  const plain = await fetch(urls[0] ?? '', { headers: { 'accept-encoding': 'identity' } })
  const packed = await fetch(urls[0] ?? '', { headers: { 'accept-encoding': 'gzip' } })
  expect([plain, packed].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip'])
  const { bytes } = makeSeries(0).first
  for (const response of [plain, packed]) expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
})

test('the origin knows what it has sent, until it has news; without validators it knows nothing', async () => {
  const feeds = await origin(21)
  const [news = '', quiet = ''] = feeds.urls
  const etags = await Promise.all([news, quiet].map(async (url) => (await fetch(url)).headers.get('etag') ?? ''))
  const ask = async () =>
    Promise.all([news, quiet].map(async (url, at) => (await fetch(url, { headers: { 'if-none-match': etags[at] ?? '' } })).status))
  expect(await ask()).toEqual([304, 304])
  expect(feeds.set({ ...fast, isLater: true })).toMatchObject({ whole: 2, notModified: 2 })
  expect(await ask()).toEqual([200, 304])
  expect(feeds.set({ ...fast, hasValidators: false })).toMatchObject({ whole: 1, notModified: 1 })
  expect(await ask()).toEqual([200, 200])
  expect((await fetch(quiet)).headers.get('etag')).toBeNull()
})

test('both scripts keep the same entries, old and new, and ask for what changed', async () => {
  const feeds = await origin(21, 7)
  const dir = folder()
  const kept: unknown[] = []
  for (const [name, poll] of Object.entries({ limit: limitPoll, typical: typicalPoll })) {
    const file = join(dir, name)
    feeds.set(fast)
    await poll(feeds.urls, file)
    expect(feeds.set({ ...fast, isLater: true })).toMatchObject({ whole: 21, notModified: 0 })
    await poll(feeds.urls, file)
    expect(feeds.set({ ...fast, isLater: true })).toMatchObject({ whole: 2, notModified: 19 })
    const db = new Database(file, { readonly: true })
    kept.push(db.prepare('select title, link from entries order by link').all())
    db.close()
  }
  expect(kept[0]).toHaveLength(21 * 30 + 2 * 3)
  expect(kept[0]).toEqual(kept[1])
})

const walkers: readonly Side[] = [sides.ours, sides.limit]
for (const side of walkers) {
  test(`${side.name} visits all feeds in a process of its own, and leaves nothing behind`, async () => {
    const feeds = await startOrigin({ feeds: 3, hosts: 3 })
    toClose.push(feeds.close)
    const dir = folder()
    const samples = await walk(side, steps, { origin: feeds, dir })
    expect(samples.map(({ what }) => what)).toEqual(['cold', 'warm', 'changed', 'unchanged'])
    for (const { spent } of samples) expect([spent.cpuMs, spent.wallMs, spent.peakMb].every((value) => value > 0)).toBe(true)
    expect(readdirSync(dir)).toEqual([])
  })
}

test('figures are medians a feed, each with its target', () => {
  const sample = (what: string, side: Side, cpuMs: number) => ({
    what,
    side: side.name,
    feeds: 10,
    spent: { cpuMs, wallMs: 2_000, peakMb: 301 },
  })
  const figures = figuresOf([
    ...[10, 70, 20].map((cpuMs) => sample('cold', sides.ours, cpuMs)),
    sample('cold', sides.limit, 10),
    sample('cold', sides.typical, 10),
    sample('warm', sides.ours, 10),
    sample('unchanged', sides.ours, 16),
    sample('warm, slow', sides.typical, 1),
  ])
  const row = (what: string, side: string) => figures.find((figure) => figure.what === what && figure.side === side)
  expect(row('all new', 'newsstand')).toMatchObject({ value: 2, unit: 'ms/feed', ratio: null, target: null })
  expect(row('all new', 'limit')).toMatchObject({ ratio: 2, target: 'ours ≤ 6 ×', isMet: true })
  expect(row('all new', 'typical script')).toMatchObject({ ratio: 2, isMet: false })
  expect(row('unchanged, all 200', 'newsstand, its own 304')).toMatchObject({ ratio: 1.6, isMet: false })
  expect(row('peak memory, all new', 'newsstand')).toMatchObject({ value: 301, isMet: false })
  expect(row('all 304, 20–300 ms latency', 'typical script')).toMatchObject({ value: 2, unit: 's' })
})
