import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { silentLogger } from '../../src/base/log.ts'
import type { Fetcher } from '../../src/fetch/fetcher.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { lending } from '../../src/jobs/lending.ts'
import { pollWriter } from '../../src/jobs/poll/poll-writer.ts'
import { serviceOn } from '../../src/jobs/service.ts'
import { sourceRecords } from '../../src/jobs/sync.ts'
import { mostUnderWay } from '../../src/jobs/tickets.ts'
import { inlineQueue } from '../../src/queue/inline.ts'
import { claim } from '../contract/store-samples.ts'
import { signalled } from '../fetch/web.ts'
import { configOf, firstRunAt, openSite, settingsOf, type TestSource } from '../support/site.ts'

const hour = 3_600_000
const listOf = (id: string) => `https://${id}.example/list`

async function opened(...sources: TestSource[]) {
  const site = await openSite(settingsOf(configOf(sources)))
  onTestFinished(() => site.close())
  const clock = { at: firstRunAt, now: () => clock.at }
  const deps = { ...site.deps, clock }
  const service = serviceOn(lending(deps))
  const show = (id: string, ...titles: string[]) =>
    site.answers.set(listOf(id), JSON.stringify({ items: titles.map((title) => ({ guid: title, title })) }))
  const tick = async (passed: number) => {
    clock.at = firstRunAt + passed
    await service.tick()
    await deps.queue.drain()
  }
  const titles = async () => (await site.entries()).map(({ title }) => title).sort()
  return { ...site, show, tick, titles }
}

test('one tick visits what is due and publishes what it finds', async () => {
  const site = await opened({ id: 'a' }, { id: 'b' })
  site.show('a', 'One')
  site.show('b', 'Two')
  await site.tick(0)
  expect(await site.titles()).toEqual(['One', 'Two'])
  expect(site.files.get('feed.json')).toContain('Two')
})

test('ticks in between visit nothing', async () => {
  const site = await opened({ id: 'a' })
  site.show('a', 'One')
  await site.tick(0)
  await site.tick(5_000)
  await site.tick(10_000)
  expect(site.fetched).toEqual([listOf('a')])
  site.show('a', 'One', 'Two')
  await site.tick(hour)
  expect(await site.titles()).toEqual(['One', 'Two'])
})

test('a source that fails is visited again, and its day comes', async () => {
  const site = await opened({ id: 'a' })
  await site.tick(0)
  expect(await site.titles()).toEqual([])
  site.show('a', 'One')
  await site.tick(24 * hour)
  expect(await site.titles()).toEqual(['One'])
})

test('an embargo ends without any visit', async () => {
  const site = await opened({ id: 'a', delay: '30m' })
  site.show('a', 'One')
  await site.tick(0)
  expect(await site.titles()).toEqual([])
  await site.tick(hour / 2)
  expect(await site.titles()).toEqual(['One'])
})

test('texts are fetched in the tick that found their entries, and published by the next one at the latest', async () => {
  const site = await opened({ id: 'a', article: '{ url: "https://text.example/{guid}", content: $.text }' })
  site.show('a', 'One')
  site.answers.set('https://text.example/One', JSON.stringify({ text: '<p>Whole</p>' }))
  await site.tick(0)
  expect(site.fetched).toEqual([listOf('a'), 'https://text.example/One'])
  await site.tick(5_000)
  expect((await site.entries()).map(({ contentHtml }) => contentHtml)).toEqual(['<p>Whole</p>'])
})

/** A site of very many sources, each visited for a moment; who is under way is counted. */
async function crowded(count: number, hostOf: (n: number) => string) {
  const site = await opened({ id: 'a' })
  const { settings } = site
  const sources = Array.from({ length: count }, (_, n) =>
    settings.sources.map((source) => ({ ...source, id: `s${n}`, position: n, url: `https://${hostOf(n)}/${n}` })),
  ).flat()
  const crowd = { ...settings, sources }
  const clock = { at: firstRunAt, now: () => clock.at }
  const visits: string[] = []
  const underWay = new Map<string, number>()
  const most = { inAll: 0, ofHost: 0 }
  const fetcher: Fetcher = {
    ...site.deps.fetcher,
    fetch: async ({ url }) => {
      const { host } = new URL(url)
      visits.push(url)
      underWay.set(host, (underWay.get(host) ?? 0) + 1)
      most.ofHost = Math.max(most.ofHost, underWay.get(host) ?? 0)
      most.inAll = Math.max(
        most.inAll,
        [...underWay.values()].reduce((sum, number) => sum + number, 0),
      )
      await setImmediate()
      underWay.set(host, (underWay.get(host) ?? 0) - 1)
      return { kind: 'failed', code: 'timeout', message: 'no answer', bytes: 0 }
    },
  }
  const { store } = site.deps
  let drawn = 0
  const deps: Deps = {
    ...site.deps,
    settings: crowd,
    clock,
    fetcher,
    polls: pollWriter({ store, fetcher, clock }),
    queue: inlineQueue({ concurrency: mostUnderWay, perLane: () => 1, log: silentLogger }),
    random: () => {
      drawn = (drawn * 7 + 0.1234567) % 1
      return drawn
    },
  }
  await store.syncSources(sourceRecords(crowd))
  const service = serviceOn(lending(deps))
  const tick = async (passed: number) => {
    clock.at = firstRunAt + passed
    await service.tick()
    await deps.queue.drain()
  }
  return { store, visits, most, tick, sources: () => store.sources(clock.at) }
}

test('after an absence everything is visited, never more than 512 at once, and what was due together parts', async () => {
  const { visits, most, tick, sources } = await crowded(1_300, (n) => `h${n}.example`)
  await tick(0)
  expect(new Set(visits).size).toBe(1_300)
  expect(visits).toHaveLength(1_300)
  expect(most.inAll).toBeLessThanOrEqual(mostUnderWay)
  const next = (await sources()).map(({ state }) => state.nextPollAt - firstRunAt)
  expect(Math.max(...next) - Math.min(...next)).toBeGreaterThan(2 * 60_000)
  expect(new Set(next).size).toBeGreaterThan(1_000)
})

test('sources of one host wait for each other, a second each, and none of them for ever', async () => {
  const { visits, most, tick } = await crowded(12, (n) => (n < 8 ? 'one.example' : `h${n}.example`))
  await tick(0)
  expect(visits).toHaveLength(5)
  for (let second = 1; second <= 7; second++) {
    await tick(1_000 * second)
    expect(visits).toHaveLength(5 + second)
  }
  expect(new Set(visits).size).toBe(12)
  expect(most.ofHost).toBe(1)
})

test('a clock that is put forward or back starts no more than an absence would', async () => {
  const { visits, most, tick } = await crowded(700, (n) => `h${n}.example`)
  for (const passed of [0, 30 * 24 * hour, -24 * hour]) {
    visits.length = 0
    await tick(passed)
    expect(new Set(visits).size).toBe(700)
    expect(visits).toHaveLength(700)
  }
  expect(most.inAll).toBeLessThanOrEqual(mostUnderWay)
})

test('a source that changes while its visit stands in line is visited once, under its new lease', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }, { id: 'b' }])))
  onTestFinished(() => site.close())
  const [asked, answered] = [signalled(), signalled()]
  const fetcher: Fetcher = {
    ...site.deps.fetcher,
    fetch: async (request) => {
      asked.resolve()
      await answered.promise
      return site.deps.fetcher.fetch(request)
    },
  }
  const { store, queue } = site.deps // one visit at a time
  let drawn = 0
  const random = () => ++drawn / 100 // names each lease otherwise
  const service = serviceOn(lending({ ...site.deps, fetcher, random }))
  await service.tick()
  await asked.promise
  await store.syncSources(sourceRecords(site.settings).map((record) => (record.id === 'b' ? { ...record, fingerprint: 'other' } : record)))
  await service.tick()
  answered.resolve()
  await queue.drain()
  expect(site.fetched).toEqual([listOf('a'), listOf('b')])
  expect((await store.sources(firstRunAt)).map(({ id, state }) => [id, state.outcome])).toEqual([
    ['a', 'failed'],
    ['b', 'failed'],
  ])
})

test('a claim whose source has left config is given back', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  onTestFinished(() => site.close())
  const { store, queue } = site.deps
  const lent = lending(site.deps)
  const service = serviceOn(lent)
  const ticking = service.tick()
  void lent.replace({ ...site.deps, settings: { ...site.settings, sources: [] } })
  await ticking
  await queue.drain()
  expect(site.fetched).toEqual([])
  expect(await store.claimDue(claim({ now: firstRunAt }))).toMatchObject([{ id: 'a' }])
})

test('while the store cannot be written nobody is visited again and again; then all goes on', async () => {
  const site = await opened({ id: 'a' }, { id: 'b' })
  site.show('a', 'One')
  site.show('b', 'Two')
  const { recordPolls, releaseLease } = site.deps.store
  const full = () => Promise.reject(new AppError('cannot-write', 'Cannot write the store', 'Free some space.'))
  Object.assign(site.deps.store, { recordPolls: full, releaseLease: full })
  const ticks = async (from: number, to: number) => {
    for (let second = from; second < to; second++) await site.tick(second * 1_000).catch(() => {})
    return site.fetched.length
  }
  expect(await ticks(0, 20)).toBe(2)
  // Leases can be given back first; then each visit is tried once in ever longer times.
  Object.assign(site.deps.store, { releaseLease })
  expect(await ticks(20, 200)).toBeLessThan(12)

  const before = site.fetched.length
  Object.assign(site.deps.store, { recordPolls })
  expect(await ticks(200, 400)).toBe(before + 2)
  expect(await site.titles()).toEqual(['One', 'Two'])
})
