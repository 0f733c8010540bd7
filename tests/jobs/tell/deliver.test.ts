import { expect, onTestFinished, test } from 'vitest'
import type { Logger } from '../../../src/base/log.ts'
import { silentLogger } from '../../../src/base/log.ts'
import { httpFetcher } from '../../../src/fetch/http.ts'
import type { Deps } from '../../../src/jobs/deps.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { courier } from '../../../src/jobs/tell/deliver.ts'
import { type Hook, startHook } from '../../support/hook.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const minute = 60_000
const hour = 60 * minute
const story = (code: string, publisher: string): Item => ({ code, title: code, publisher, date: '2026-01-08T10:00:00Z' })

async function hook(): Promise<Hook> {
  const made = await startHook()
  onTestFinished(() => made.close())
  return made
}

/** A site that tells real hooks; its sources are polled an hour apart. */
async function opened(lines: (allow: string) => string, hooks: readonly Hook[], changes: Partial<Deps> = {}) {
  const allow = JSON.stringify(hooks.map(({ host }) => host))
  const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }], `poll: { delay: 0s, allow: ${allow} }\n${lines(allow)}\n`))
  const site = await openSite(settings)
  const clock = { at: firstRunAt, now: () => clock.at }
  const fetcher = httpFetcher(settings.poll, { clock })
  onTestFinished(async () => {
    await fetcher.close()
    await site.close()
  })
  const deps: Deps = { ...site.deps, clock, fetcher: { ...site.deps.fetcher, post: fetcher.post }, ...changes }
  const carrying = courier()
  const deliver = async (at: number) => {
    clock.at = at
    await carrying.deliver(deps)
  }
  return { ...site, deps, deliver }
}

const fails = { source: 'a', items: [], body: null }
const answers = { source: 'a', items: [story('C1', 'Paper')] }
const runs = (site: Awaited<ReturnType<typeof opened>>) => ({
  fail: async (times: number) => {
    for (let n = 0; n < times; n++) await site.run([fails])
  },
})

test('an alert is told once, in the shape that scripts rely on', async () => {
  const one = await hook()
  const site = await opened(() => `alerts: { url: "${one.url}?key=s3cret", headers: { Authorization: "Bearer t" } }`, [one])
  await runs(site).fail(3)
  await site.deliver(firstRunAt + 3 * hour)
  await site.deliver(firstRunAt + 4 * hour)
  expect(one.told).toEqual([
    {
      event: 'failing',
      source: 'a',
      since: '2026-01-10T12:00:00Z',
      code: 'http-status',
      message: 'HTTP 404',
      failures: 3,
      site: 'https://news.example/',
      at: '2026-01-10T14:00:00Z',
      text: 'Test: a is failing: HTTP 404',
    },
  ])
  expect(one.asked).toMatchObject([
    { path: '/hook?key=s3cret', headers: { authorization: 'Bearer t', 'content-type': 'application/json' } },
  ])
  await site.run([answers])
  await site.deliver(firstRunAt + 5 * hour)
  expect(one.told.slice(1)).toMatchObject([{ event: 'recovered', code: null, text: 'Test: a is failing no more' }])
})

test('a command is told the same on its standard input', async () => {
  const ran: { command: readonly string[]; input: string }[] = []
  const runCommand: Deps['runCommand'] = async (command, input) => {
    ran.push({ command, input })
    return { kind: 'done' }
  }
  const site = await opened(() => 'alerts: { command: [/bin/tell, --loud], after: 1 }', [], { runCommand })
  await runs(site).fail(1)
  await site.deliver(firstRunAt)
  expect(ran).toMatchObject([{ command: ['/bin/tell', '--loud'], input: expect.stringMatching(/^\{"event":"failing".*\}\n$/) }])
})

test('new entries of a category are told once, together, as list prints them', async () => {
  const one = await hook()
  const site = await opened(() => `notify: [{ category: PAPER, url: "${one.url}" }]`, [one])
  await site.run([
    { source: 'a', items: [story('C1', 'Paper'), story('C2', 'Other')] },
    { source: 'b', items: [story('C3', 'Paper')] },
  ])
  await site.deliver(firstRunAt)
  expect(one.told).toMatchObject([
    { event: 'entries', category: 'paper', name: 'Paper', site: 'https://news.example/', at: '2026-01-10T12:00:00Z' },
  ])
  const [told] = one.told
  expect(told?.items?.map(({ title, path }) => [title, path]).sort()).toEqual([
    ['C1', 'paper/2026/01/08/C1.html'],
    ['C3', 'paper/2026/01/08/C3.html'],
  ])
  expect(told?.items?.[0]).toMatchObject({
    keys: expect.any(Array),
    date_published: '2026-01-08T10:00:00Z',
    revision: 1,
    categories: ['paper'],
  })
})

for (const word of ['paper', 'Paper', 'gazette', 'Gazette']) {
  test(`a category that moved is told as it is now, though config says ${word}`, async () => {
    const one = await hook()
    const site = await opened(() => `notify: [{ category: ${word}, url: "${one.url}" }]`, [one])
    await site.run([{ source: 'b', items: [story('C1', 'Paper')] }])
    await changeCategories({ kind: 'rename', slug: 'paper', name: 'Gazette', newSlug: 'gazette' }, site.deps)
    await site.run([{ source: 'a', items: [story('C2', 'Paper')] }])
    await site.deliver(firstRunAt + hour)
    expect(one.told.at(-1)).toMatchObject({ category: 'gazette', name: 'Gazette', items: [{ title: 'C2' }] })
  })
}

test('neither updates nor merges are new, nor is what returns', async () => {
  const one = await hook()
  const site = await opened(() => `notify: [{ category: paper, url: "${one.url}" }]`, [one])
  await site.run([{ source: 'a', items: [{ ...story('C1', 'Paper'), title: 'First' }] }])
  await site.run([{ source: 'a', items: [{ ...story('C1', 'Paper'), title: 'Something else' }] }])
  await site.run([{ source: 'b', items: [{ guid: 'b', doi: '10.1/x', title: 'Another', publisher: 'Paper' }] }])
  await site.run([{ source: 'a', items: [{ ...story('C1', 'Paper'), doi: '10.1/x' }] }])
  expect(await site.entries()).toHaveLength(1)
  await site.deps.store.settle({ now: firstRunAt, settleMs: 0 }, (settling) => settling.hide(1))
  await site.run([{ source: 'a', items: [{ ...story('C1', 'Paper'), title: 'It is back' }] }])
  await site.deliver(firstRunAt + 10 * hour)
  expect((await site.entries()).map(({ title }) => title)).toEqual(['It is back'])
  expect(one.told.flatMap(({ items }) => items?.map(({ title }) => title))).toEqual(['It is back'])
})

test('very many entries are told in several messages', async () => {
  const one = await hook()
  const site = await opened(() => `notify: [{ category: paper, url: "${one.url}" }]`, [one])
  await site.run([{ source: 'a', items: Array.from({ length: 120 }, (_, n) => story(`C${n}`, 'Paper')) }])
  await site.deliver(firstRunAt)
  expect(one.told.map(({ items }) => items?.length)).toEqual([50, 50, 20])
})

test('what is not public any more when its turn comes is not told', async () => {
  const one = await hook()
  const site = await opened(() => `notify: [{ category: paper, url: "${one.url}" }]`, [one])
  await site.run([{ source: 'a', items: [story('C1', 'Paper')] }])
  await site.deps.store.settle({ now: firstRunAt, settleMs: 0 }, (settling) => settling.hide(1))
  await site.deliver(firstRunAt)
  expect(one.asked).toEqual([])
  expect(await site.deps.store.dueRecipients(firstRunAt + 100 * hour)).toEqual([])
})

test('a hook that is out of order is asked less and less often, and told everything in the end', async () => {
  const one = await hook()
  const site = await opened(() => `alerts: { url: "${one.url}", after: 1 }`, [one])
  one.answer(500)
  await runs(site).fail(1)
  const start = firstRunAt
  await site.run([answers])
  for (let second = 0; second <= 300; second += 5) await site.deliver(start + hour + second * 1000)
  expect(one.asked).toHaveLength(5) // after 0, 15, 45, 105 and 225 s
  one.answer(204)
  await site.deliver(start + 2 * hour)
  expect(one.told.map(({ event }) => event)).toEqual(['failing', 'recovered'])
})

test('one hook that is out of order does not keep the others waiting', async () => {
  const [one, two] = [await hook(), await hook()]
  const site = await opened(() => `notify: [{ category: paper, url: "${one.url}" }, { category: Paper, url: "${two.url}" }]`, [one, two])
  one.answer(404)
  await site.run([answers])
  await site.deliver(firstRunAt)
  expect([one.told.length, two.told.length]).toEqual([0, 1])
})

test('a hook that asks for peace is left alone for as long', async () => {
  const one = await hook()
  const site = await opened(() => `alerts: { url: "${one.url}", after: 1 }`, [one])
  one.answer(429, { 'retry-after': '3600' })
  await runs(site).fail(1)
  await site.deliver(firstRunAt)
  await site.deliver(firstRunAt + 59 * minute)
  expect(one.asked).toHaveLength(1)
})

test('what could not be told for a day is given up, and said so', async () => {
  const one = await hook()
  const said: unknown[] = []
  const log: Logger = { ...silentLogger, error: (facts, message) => void said.push([facts, message]) }
  const site = await opened(() => `alerts: { url: "${one.url}", after: 1 }`, [one], { log })
  one.answer(500)
  await runs(site).fail(1)
  await site.deliver(firstRunAt)
  await site.deliver(firstRunAt + 25 * hour)
  expect(said).toEqual([[{ recipient: 'alerts url', messages: 1 }, 'could not be told within a day: given up']])
  expect(await site.deps.store.dueRecipients(firstRunAt + 100 * hour)).toEqual([])
})

test('a service that was away for days tells what it finds all the same', async () => {
  const one = await hook()
  const site = await opened(() => `alerts: { url: "${one.url}", after: 1 }`, [one])
  await runs(site).fail(1)
  await site.deliver(firstRunAt + 72 * hour)
  expect(one.told).toHaveLength(1)
})

test('a courier that is new tells what another could not, at a new address', async () => {
  const [old, fresh] = [await hook(), await hook()]
  const site = await opened(() => `alerts: { url: "${old.url}", after: 1 }`, [old, fresh])
  old.answer(404)
  await runs(site).fail(1)
  await site.deliver(firstRunAt)
  const alerts = { url: fresh.url, headers: {}, command: null, on: ['failing'] as const, after: 1 }
  const clock = { now: () => firstRunAt + hour }
  await courier().deliver({ ...site.deps, clock, settings: { ...site.settings, alerts } })
  expect(fresh.told).toMatchObject([{ event: 'failing' }])
})

test('one that has little time begins nothing more', async () => {
  const one = await hook()
  const site = await opened(() => `notify: [{ category: paper, url: "${one.url}" }]`, [one])
  await site.run([{ source: 'a', items: Array.from({ length: 120 }, (_, n) => story(`C${n}`, 'Paper')) }])
  let at = firstRunAt
  const clock = { now: () => at }
  const post: Deps['fetcher']['post'] = async (request) => {
    at += 15_000
    return site.deps.fetcher.post(request)
  }
  await courier({ forMs: 20_000 }).deliver({ ...site.deps, clock, fetcher: { ...site.deps.fetcher, post } })
  expect(one.told).toHaveLength(2)
})

test('sources that left config have their alerts ended', async () => {
  const one = await hook()
  const site = await opened(() => `alerts: { url: "${one.url}", after: 1 }`, [one])
  await runs(site).fail(1)
  await site.deps.store.syncSources([])
  await site.deliver(firstRunAt + hour)
  expect(one.told).toMatchObject([{ event: 'failing' }, { event: 'recovered', message: 'it is not visited any more' }])
})
