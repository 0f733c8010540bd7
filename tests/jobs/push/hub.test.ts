// Our hub's part, clause by clause (W3C WebSub §5 to §8), with a subscriber on loopback.
import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { httpFetcher } from '../../../src/fetch/http.ts'
import type { Deps } from '../../../src/jobs/deps.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { hubWork } from '../../../src/jobs/push/hub.ts'
import { askHub } from '../../../src/jobs/push/hub-ask.ts'
import { answerRequests } from '../../../src/jobs/push/hub-verify.ts'
import { registryPlan } from '../../../src/jobs/sync.ts'
import type { HubWish } from '../../../src/model/hub.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'
import { type Subscriber, startSubscriber } from '../../support/subscriber.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const everything = 'https://news.example/feed.atom'
const story = (code: string): Item => ({ code, title: `Story ${code}`, publisher: 'Paper', date: '2026-01-08T10:00:00Z' })

async function subscriber(): Promise<Subscriber> {
  const made = await startSubscriber()
  onTestFinished(() => made.close())
  return made
}

/** Nobody is waited for any longer. */
const patient = (visitMs: number) => (settings: Settings) => {
  const { poll } = settings
  return { ...settings, poll: { ...poll, limits: { ...poll.limits, visitMs } } }
}

/** A site that has published a story, with its hub; `at` is the present. */
async function opened(subscribers: readonly Subscriber[], change: (settings: Settings) => Settings = (settings) => settings) {
  const allow = JSON.stringify(subscribers.map(({ host }) => host))
  const settings = change(settingsOf(configOf([{ id: 'a' }], `poll: { delay: 0s, allow: ${allow} }\n`)))
  const site = await openSite(settings)
  const clock = { at: firstRunAt, now: () => clock.at }
  const fetcher = httpFetcher(settings.poll, { clock })
  onTestFinished(async () => {
    await fetcher.close()
    await site.close()
  })
  const deps: Deps = { ...site.deps, clock, fetcher }
  const hub = hubWork()
  let stories = 0
  const publish = async () => {
    const items = Array.from({ length: ++stories }, (_, n) => story(`C${n + 1}`))
    await site.run([{ source: 'a', items }], clock.at)
  }
  const work = async (own: Deps = deps) => {
    for (const { job } of await hub.tickets(own)) await hub.work(job, own)
  }
  const ask = (one: Subscriber, wish: Partial<HubWish> = {}) =>
    askHub({ mode: 'subscribe', topic: everything, callback: `${one.url}/cb?id=1`, secret: null, leaseSeconds: null, ...wish }, deps)
  const subscribe = async (one: Subscriber, wish: Partial<HubWish> = {}) => {
    expect(await ask(one, wish)).toBe('taken')
    await answerRequests(one.host, deps)
  }
  await publish()
  return { ...site, deps, clock, ask, subscribe, publish, work, counts: () => deps.store.hub.counts() }
}

test('§5.3 the callback is asked with mode, topic, challenge and lease, behind its own query', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one, { callback: `${one.url}/cb?hub.mode=mine&b=%2F`, leaseSeconds: 7_200 })
  expect(one.asked).toHaveLength(1)
  const [asked] = one.asked
  expect(asked?.target).toMatch(
    /^\/cb\?hub\.mode=mine&b=%2F&hub\.mode=subscribe&hub\.topic=https%3A%2F%2Fnews\.example%2Ffeed\.atom&hub\.challenge=[\w-]{32}&hub\.lease_seconds=7200$/,
  )
  expect(await site.counts()).toEqual({ subscriptions: 1, failing: 0 })
})

test('§8.2 each challenge is another', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  await site.subscribe(one)
  expect(new Set(one.asked.map(({ challenge }) => challenge)).size).toBe(2)
})

const leases = [
  { name: 'ten days unless something else is asked for', asked: null, want: 864_000 },
  { name: 'no shorter than an hour', asked: 1, want: 3_600 },
  { name: 'no longer than thirty days', asked: 315_360_000, want: 2_592_000 },
]
for (const { name, asked, want } of leases)
  test(`§5.3.1 a lease is ${name}`, async () => {
    const one = await subscriber()
    const site = await opened([one])
    await site.subscribe(one, { leaseSeconds: asked })
    expect(one.asked).toMatchObject([{ leaseSeconds: String(want) }])
  })

const unconfirmed: readonly { readonly name: string; readonly confirm: Parameters<Subscriber['confirm']>[0] }[] = [
  { name: 'another text than the challenge', confirm: (response) => response.end('yes') },
  { name: 'the challenge and more', confirm: (response, { challenge }) => response.end(`${challenge}\n`) },
  { name: 'nothing', confirm: (response) => response.end() },
  { name: '404', confirm: (response, { challenge }) => response.writeHead(404).end(challenge) },
  { name: '500', confirm: (response, { challenge }) => response.writeHead(500).end(challenge) },
  {
    name: 'a redirect',
    confirm: (response, { challenge, target }) => {
      if (target.startsWith('/moved')) response.end(challenge)
      else response.writeHead(302, { location: `/moved${target}` }).end()
    },
  },
  { name: 'an endless text', confirm: (response, { challenge }) => response.end(`${challenge}${' '.repeat(100_000)}`) },
  { name: 'nothing in time', confirm: () => {} },
]
for (const { name, confirm } of unconfirmed)
  test(`§5.3.1 a callback that answers ${name} has not confirmed, and is not asked again`, async () => {
    const one = await subscriber()
    const site = await opened([one], name === 'nothing in time' ? patient(200) : undefined)
    one.confirm(confirm)
    await site.subscribe(one)
    await site.subscribe(one, { mode: 'unsubscribe' })
    expect(one.asked).toHaveLength(2)
    await site.publish()
    await site.work()
    expect(await site.counts()).toEqual({ subscriptions: 0, failing: 0 })
    expect([one.asked.length, one.sent.length]).toEqual([2, 0])
  })

test('§5.1 subscribing again extends the lease and changes the secret, once it is confirmed', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one, { secret: 'old' })
  site.clock.at += 9 * day
  one.confirm((response) => response.writeHead(404).end())
  await site.subscribe(one, { secret: 'forged' })
  await site.publish()
  await site.work()
  expect(one.sent[0]?.headers['x-hub-signature']).toBe(signatureOf(one, 0, 'old'))

  one.confirm((response, { challenge }) => response.end(challenge))
  await site.subscribe(one, { secret: 'new' })
  site.clock.at += 9 * day
  await site.publish()
  await site.work()
  expect(one.sent[1]?.headers['x-hub-signature']).toBe(signatureOf(one, 1, 'new'))
  expect(await site.counts()).toEqual({ subscriptions: 1, failing: 0 })
})

function signatureOf(one: Subscriber, at: number, secret: string): string {
  return `sha256=${createHmac('sha256', secret)
    .update(one.sent[at]?.body ?? '')
    .digest('hex')}`
}

test('§5.3 unsubscribing takes a confirmation, too', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  one.confirm((response) => response.writeHead(404).end())
  await site.subscribe(one, { mode: 'unsubscribe' })
  expect((await site.counts()).subscriptions).toBe(1)
  one.confirm((response, { challenge }) => response.end(challenge))
  await site.subscribe(one, { mode: 'unsubscribe' })
  expect(one.asked.at(-1)).toMatchObject({ mode: 'unsubscribe', topic: everything, leaseSeconds: null })
  await site.publish()
  await site.work()
  expect(one.sent).toEqual([])
})

test('§5.3.1 a lease ends', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  site.clock.at += 10 * day
  await site.publish()
  await site.work()
  expect([one.sent.length, (await site.counts()).subscriptions]).toEqual([0, 0])
})

const topics = [
  { name: 'a category', topic: 'https://news.example/category/paper.rss', want: 'taken' },
  { name: 'a category with letters escaped', topic: 'https://NEWS.example:443/category/%70aper.json', want: 'taken' },
  { name: 'the same over http', topic: 'http://news.example/feed.atom', want: 'unknown-topic' },
  { name: 'a feed with a query', topic: 'https://news.example/feed.atom?x', want: 'unknown-topic' },
  { name: 'a category with a query', topic: 'https://news.example/category/paper?.atom', want: 'unknown-topic' },
  { name: 'a page', topic: 'https://news.example/category/paper.html', want: 'unknown-topic' },
  { name: 'a page of an archive', topic: 'https://news.example/category/paper/2026-01.atom', want: 'unknown-topic' },
  { name: 'a digest that is not there', topic: 'https://news.example/category/paper/daily.atom', want: 'unknown-topic' },
  { name: 'a category that is not there', topic: 'https://news.example/category/nobody.atom', want: 'unknown-topic' },
  { name: 'a feed of another site', topic: 'https://other.example/feed.atom', want: 'unknown-topic' },
  { name: 'a way out', topic: 'https://news.example/category/..%2f..%2fetc.atom', want: 'unknown-topic' },
  { name: 'no address', topic: 'feed.atom', want: 'unknown-topic' },
]
test('§5.1.1 only addresses of public feeds are topics', async () => {
  const one = await subscriber()
  const site = await opened([one])
  for (const { name, topic, want } of topics) expect(await site.ask(one, { topic }), name).toBe(want)
})

const formats = [
  { path: 'feed.rss', type: 'application/rss+xml; charset=utf-8' },
  { path: 'feed.atom', type: 'application/atom+xml; charset=utf-8' },
  { path: 'category/paper.json', type: 'application/feed+json' },
]
for (const { path, type } of formats)
  test(`§7 ${path} is sent whole, as it is published, with its type and its links`, async () => {
    const one = await subscriber()
    const site = await opened([one])
    await site.subscribe(one, { topic: `https://news.example/${path}` })
    await site.publish()
    await site.work()
    expect(one.sent).toHaveLength(1)
    const [sent] = one.sent
    expect(sent?.target).toBe('/cb?id=1')
    expect(sent?.body.toString()).toBe(site.files.get(path))
    expect(sent?.headers).toMatchObject({
      'content-type': type,
      link: `<https://news.example/hub>; rel="hub", <https://news.example/${path}>; rel="self"`,
    })
    expect(sent?.headers).not.toHaveProperty('x-hub-signature')
  })

test('§7 where feeds are served as application/xml they are sent so', async () => {
  const one = await subscriber()
  const site = await opened([one], (settings) => ({ ...settings, serve: { ...settings.serve, feedType: 'xml' } }))
  await site.subscribe(one)
  await site.publish()
  await site.work()
  expect(one.sent[0]?.headers['content-type']).toBe('application/xml; charset=utf-8')
})

test('§7.1 what is sent is signed over its exact bytes', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one, { secret: '密钥' })
  await site.publish()
  await site.work()
  expect(one.sent[0]?.headers['x-hub-signature']).toBe(signatureOf(one, 0, '密钥'))
})

test('§7 nothing is sent while the document stays the same, however often it is published', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  await site.deps.store.markAllStale()
  await site.run([], site.clock.at)
  await site.work()
  expect(one.sent).toEqual([])
  await site.publish()
  await site.work()
  await site.work()
  expect(one.sent).toHaveLength(1)
})

test('§7 nothing is sent where the document is what it was again', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  const before = site.files.get('feed.atom') ?? ''
  await site.publish()
  const hub = hubWork()
  const tickets = await hub.tickets(site.deps)
  await site.deps.outlet.write('feed.atom', before)
  for (const { job } of tickets) await hub.work(job, site.deps)
  expect([tickets.length, one.sent.length]).toEqual([1, 0])
})

test('§7 what is published before the callback has confirmed is sent afterwards', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.ask(one)
  await site.publish()
  await site.work()
  expect(one.asked).toHaveLength(1)
  await site.work()
  expect(one.sent).toHaveLength(1)
})

for (const status of [302, 404, 500])
  test(`§7 ${status} is a failure: tried again later, ever more rarely, with what is newest by then`, async () => {
    const one = await subscriber()
    const site = await opened([one])
    await site.subscribe(one)
    one.answer(status, { location: `${one.url}/elsewhere` })
    await site.publish()
    await site.work()
    site.clock.at += minute - 1
    await site.work()
    expect(one.sent.map(({ target }) => target)).toEqual(['/cb?id=1'])
    site.clock.at += 1
    await site.work()
    expect(one.sent).toHaveLength(2)
    expect(await site.counts()).toEqual({ subscriptions: 1, failing: 1 })
    await site.publish()
    one.answer(204)
    site.clock.at += 2 * minute - 1
    await site.work()
    expect(one.sent).toHaveLength(2)
    site.clock.at += 1
    await site.work()
    expect(one.sent[2]?.body.toString()).toBe(site.files.get('feed.atom'))
    expect(await site.counts()).toEqual({ subscriptions: 1, failing: 0 })
  })

test('§7 a subscriber that is late is no reason to keep others waiting', async () => {
  const [late, one] = [await subscriber(), await subscriber()]
  const site = await opened([late, one], patient(1_000))
  for (const each of [late, one]) await site.subscribe(each)
  late.answer(null)
  await site.publish()
  const hub = hubWork()
  const tickets = await hub.tickets(site.deps)
  expect(new Set(tickets.flatMap(({ key, lane }) => [key, lane])).size).toBe(2)
  await Promise.all(tickets.map(({ job }) => hub.work(job, site.deps)))
  expect([one.sent.length, late.sent.length, await site.counts()]).toEqual([1, 1, { subscriptions: 2, failing: 1 }])
})

test('§7 410 ends the subscription', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  one.answer(410)
  await site.publish()
  await site.work()
  expect((await site.counts()).subscriptions).toBe(0)
})

test('§7 a dead subscriber is left in peace after three days, tried again with the next document, and gone with its lease', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  one.answer(500)
  await site.publish()
  for (let passed = 0; passed < 4 * day; passed += 3 * hour) {
    await site.work()
    site.clock.at += 3 * hour
  }
  const tries = one.sent.length
  expect(tries).toBeLessThan(25)
  site.clock.at += day
  await site.work()
  expect(one.sent).toHaveLength(tries)
  await site.publish()
  await site.work()
  expect(one.sent).toHaveLength(tries + 1)
  expect((await site.counts()).subscriptions).toBe(1)
  site.clock.at += 5 * day
  await site.work()
  expect((await site.counts()).subscriptions).toBe(0)
})

test('§8 a private callback is not asked, and nothing that is said of it tells its address', async () => {
  const one = await subscriber()
  const lines: string[] = []
  const site = await opened([])
  const note = (facts: object, message: string) => void lines.push(JSON.stringify(facts) + message)
  const deps = { ...site.deps, log: { debug: note, info: note, warn: note, error: note } }
  expect(await site.ask(one, { callback: `${one.url}/s3cret` })).toBe('taken')
  await answerRequests(one.host, deps)
  expect(one.asked).toEqual([])
  expect((await site.counts()).subscriptions).toBe(0)
  expect(lines.join()).toContain(one.host)
  expect(lines.join()).not.toContain('s3cret')
})

test('§5.2 who subscribed to a category that becomes private is told that this is over', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one, { topic: 'https://news.example/category/paper.atom' })
  const { poll, site: about } = site.settings
  const secret = { ...settingsOf(configOf([{ id: 'a' }], 'categories: [{ name: Paper, private: true }]\n')), poll, site: about }
  await site.deps.store.syncCategories((registry) => registryPlan(secret, registry, site.clock.at), [])
  await site.publish()
  await site.work()
  expect(one.sent).toEqual([])
  expect(one.asked.at(-1)).toMatchObject({ mode: 'denied', topic: 'https://news.example/category/paper.atom', challenge: null })
  await site.work()
  expect(one.asked).toHaveLength(2)
  expect((await site.counts()).subscriptions).toBe(0)
  expect(await site.ask(one, { topic: 'https://news.example/category/paper.atom' })).toBe('unknown-topic')
})

test('§5.2 a renamed category goes on being sent from its old address; a retired one is over', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one, { topic: 'https://news.example/category/paper.atom' })
  await changeCategories({ kind: 'rename', slug: 'paper', name: 'Journal', newSlug: 'journal' }, site.deps)
  await site.publish()
  await site.work()
  expect(one.sent.at(-1)?.body.toString()).toBe(site.files.get('category/paper.atom'))
  expect(one.sent.at(-1)?.body.toString()).toContain('Story C2')
  await changeCategories({ kind: 'retire', slug: 'paper' }, site.deps)
  await site.work()
  expect(one.asked.at(-1)).toMatchObject({ mode: 'denied', topic: 'https://news.example/category/paper.atom' })
})

test('§5.2 where the hub is given up, all who subscribed are told', async () => {
  const one = await subscriber()
  const site = await opened([one])
  await site.subscribe(one)
  const { settings } = site.deps
  await site.work({ ...site.deps, settings: { ...settings, serve: { ...settings.serve, hub: false } } })
  expect(one.asked.at(-1)).toMatchObject({ mode: 'denied', topic: everything })
})
