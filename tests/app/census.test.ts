// /metrics, /healthz and /readyz of a site that is served.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { censusDesk } from '../../src/app/census-desk.ts'
import { metricNames } from '../../src/serve/metric-names.ts'
import { subscriberBook } from '../../src/serve/subscribers.ts'
import { type ServedSite, serveTestSite } from '../support/served-site.ts'
import { configOf } from '../support/site.ts'

const minute = 60_000
const day = 86_400_000
const config = configOf([{ id: 'a' }, { id: 'b' }])
const news = [
  {
    source: 'a',
    items: [
      { guid: '1', title: 'One' },
      { guid: '2', title: 'Two' },
    ],
  },
]

let site: ServedSite
afterEach(() => site.close())

async function open(options: Parameters<typeof serveTestSite>[1] = {}): Promise<ServedSite & { readonly pass: (ms: number) => void }> {
  site = await serveTestSite(config, options)
  const { clock } = site.deps
  let passed = 0
  const now = clock.now.bind(clock)
  Object.assign(clock, { now: () => now() + passed })
  return Object.assign(site, { pass: (ms: number) => (passed += ms) })
}

/** Of `newsstand_…` alone, each with its labels. */
async function counted(served: ServedSite): Promise<ReadonlyMap<string, number>> {
  const text = await (await served.get('metrics')).text()
  const lines = text.split('\n').filter((line) => line.startsWith('newsstand_'))
  return new Map(
    lines.map((line) => {
      const [, name = '', value = ''] = /^newsstand_([a-z_]+(?:\{(?:[a-z]+="[^"\\\n]*",?)+\})?) (\S+)$/.exec(line) ?? []
      expect(name, line).not.toBe('')
      return [name, Number(value)]
    }),
  )
}

test('counts polls and publishing, and reads the rest from the store', async () => {
  const served = await open()
  await served.run([...news, { source: 'b', items: [], body: null }])
  const numbers = await counted(served)
  const wanted = {
    'polls_total{outcome="changed"}': 1,
    'polls_total{outcome="failed"}': 1,
    poll_duration_seconds_count: 2,
    entries_new_total: 2,
    entries_total: 2,
    publish_seconds_count: 1,
    'sources{health="ok"}': 1,
    'sources{health="failing"}': 1,
    'sources{health="paused"}': 0,
    sources_due: 0,
    queue_depth: 0,
    store_reachable: 1,
    'build_info{version="0.1.0"}': 1,
    last_poll_timestamp_seconds: served.deps.clock.now() / 1_000,
  }
  expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, numbers.get(name)]))).toEqual(wanted)
  expect(numbers.get('fetch_bytes_total')).toBeGreaterThan(50)
  expect(numbers.get('published_files_total')).toBeGreaterThan(5)
  expect(numbers.get('store_bytes')).toBeGreaterThan(10_000)
  expect((await counted(served)).get('http_requests_total{kind="other",status="200"}')).toBeGreaterThan(0)
})

test('speaks the text format of Prometheus, with a type and a help for every name, and the process beside ours', async () => {
  const served = await open()
  const answer = await served.get('metrics')
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await answer.text()
  for (const [name, { kind, help }] of Object.entries(metricNames)) {
    const type = kind === 'histogram' ? 'histogram' : kind === 'counter' || name.endsWith('_total') ? 'counter' : 'gauge'
    expect(text).toContain(`# HELP newsstand_${name} ${help}\n# TYPE newsstand_${name} ${type}\n`)
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds \S+$/m)
})

test('whatever the source tree counts is a name of the catalogue, with its labels', async () => {
  const root = new URL('../../src/', import.meta.url).pathname
  const files = (await readdir(root, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
  const used = new Set<string>()
  for (const file of files) {
    for (const [, way, name = ''] of (await readFile(root + file, 'utf8')).matchAll(/meter\.(add|time)\('(\w+)'/g)) {
      expect(metricNames[name]?.kind, `${file}: ${name}`).toBe(way === 'add' ? 'counter' : 'histogram')
      used.add(name)
    }
  }
  const ours = Object.entries(metricNames).flatMap(([name, { kind }]) => (kind === 'reading' ? [] : [name]))
  expect(ours.filter((name) => !used.has(name))).toEqual([])
})

const askers: readonly { name: string; headers: Readonly<Record<string, string>>; status: number }[] = [
  { name: 'a program on this machine', headers: {}, status: 200 },
  { name: 'a proxy for somebody else', headers: { 'x-forwarded-for': '203.0.113.9' }, status: 401 },
  { name: 'a proxy that tells it otherwise', headers: { forwarded: 'for=203.0.113.9' }, status: 401 },
  { name: 'a page in a browser', headers: { 'sec-fetch-site': 'same-origin' }, status: 401 },
  {
    name: 'the operator from elsewhere',
    headers: { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer open-sesame-2026' },
    status: 200,
  },
]
test('metrics are for programs on this machine and for the operator', async () => {
  const served = await open()
  for (const { name, headers, status } of askers) expect((await served.get('metrics', headers)).status, name).toBe(status)
})

test('the store is asked once in ten seconds, however often metrics are', async () => {
  const served = await open()
  const { store } = served.deps
  const census = store.census.bind(store)
  let asked = 0
  Object.assign(store, { census: (now: number) => census(now + 0 * asked++) })
  for (let times = 0; times < 5; times++) await counted(served)
  expect(asked).toBe(1)
  served.pass(10_000)
  await counted(served)
  expect(asked).toBe(2)
})

test('shows the subscribers that readers announce for feeds that are there, and forgets them after a week', async () => {
  const served = await open()
  const { dir } = served.settings.publish
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'feed.atom'), '<feed/>')
  for (const feed of ['feed.atom', 'gone.atom']) await (await served.get(feed, { 'user-agent': 'Feedly/1.0 (25 subscribers)' })).text()
  const name = 'feed_subscribers{feed="feed.atom",agent="Feedly"}'
  const shown = await counted(served)
  expect([...shown].filter(([one]) => one.startsWith('feed_subscribers'))).toEqual([[name, 25]])
  served.pass(7 * day)
  expect((await counted(served)).has(name)).toBe(false)
})

test('is ready while it polls, not while polls are due and none ends, and again when one has', async () => {
  const served = await open({ node: 'run-test' })
  const ready = async () => {
    served.pass(1_000)
    const answer = await served.get('readyz')
    return `${answer.status} ${(await answer.text()).split('\n', 1)}`
  }
  expect(await ready()).toBe('200 ready')
  served.pass(9 * minute)
  expect(await ready()).toBe('200 ready')
  served.pass(minute)
  expect(await ready()).toBe('503 polls-stalled: sources are due, and no poll has ended for 10 minutes')
  await served.run(news, served.deps.clock.now())
  expect(await ready()).toBe('200 ready')
})

test('a process that only serves does not answer for polls', async () => {
  const served = await open()
  served.pass(day)
  expect((await served.get('readyz')).status).toBe(200)
})

test('without its store it lives but is not ready, says no more than that, and counts on', async () => {
  const served = await open()
  await served.deps.store.close()
  const answer = await served.get('readyz')
  expect([answer.status, await answer.text()]).toEqual([503, 'internal: the store cannot be read\nThe log says why.\n'])
  expect(await (await served.get('healthz')).text()).toBe('ok\n')
  expect((await counted(served)).get('store_reachable')).toBe(0)
})

test('is not ready any more when it begins to end', async () => {
  const served = await open()
  const desk = censusDesk(served.lent, { subscribers: subscriberBook(served.deps.clock), isDraining: () => true })
  expect((await desk.trouble())?.code).toBe('draining')
})
