// Hubs elsewhere are told of each feed that changed (W3C WebSub §6), by POST as public hubs want it.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { httpFetcher } from '../../../src/fetch/http.ts'
import type { Deps } from '../../../src/jobs/deps.ts'
import { hubWork } from '../../../src/jobs/push/hub.ts'
import { listen } from '../../fetch/web.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const minute = 60_000
const story = (code: string): Item => ({ code, title: `Story ${code}`, publisher: 'Paper', date: '2026-01-08T10:00:00Z' })

/** A site of three topics in one category, and a hub elsewhere that notes what it is told. */
async function opened(more = '') {
  const told: URLSearchParams[] = []
  let status = 204
  const server = createServer(async (request, response) => {
    told.push(new URLSearchParams(await text(request)))
    response.writeHead(status).end()
  })
  const elsewhere = await listen(server, [], () => server.closeAllConnections())
  const hubs = `${elsewhere.url}/`
  const yaml = configOf([{ id: 'a' }], `poll: { delay: 0s, allow: ["${elsewhere.host}"] }\n`)
  const settings = settingsOf(yaml.replace('publish: { dir: public }', `publish: { dir: public, hubs: ["${hubs}"]${more} }`))
  const site = await openSite(settings)
  const clock = { at: firstRunAt, now: () => clock.at }
  const fetcher = httpFetcher(settings.poll, { clock })
  onTestFinished(async () => {
    await fetcher.close()
    await site.close()
  })
  const deps: Deps = { ...site.deps, clock, fetcher }
  const hub = hubWork()
  const work = async () => {
    for (const { job } of await hub.tickets(deps)) await hub.work(job, deps)
  }
  const publish = (...items: readonly Item[]) => site.run([{ source: 'a', items }], clock.at)
  const answer = (next: number) => {
    status = next
  }
  const topics = () => told.splice(0).map((one) => one.get('hub.url')?.replace('https://news.example/', ''))
  return { ...site, hubs, clock, told, topics, work, publish, answer }
}

const everything = ['feed.atom', 'feed.json', 'feed.rss']
const category = (slug: string) => ['atom', 'json', 'rss'].map((format) => `category/${slug}.${format}`)

test('each format of each feed that changed is told once, in words that every hub understands', async () => {
  const { publish, work, told, topics } = await opened()
  await publish(story('C1'))
  await work()
  expect([...(told[0] ?? [])]).toEqual([
    ['hub.mode', 'publish'],
    ['hub.url', 'https://news.example/category/paper.atom'],
    ['hub.topic', 'https://news.example/category/paper.atom'],
  ])
  expect(topics()).toEqual([...category('paper'), ...everything])
  await work()
  expect(topics()).toEqual([])
})

test('a digest is told when it has a new edition, and only then', async () => {
  const { publish, work, topics, clock } = await opened(', digest: daily')
  await publish(story('C1'))
  await work()
  const digest = ['atom', 'json', 'rss'].map((format) => `archive/daily.${format}`)
  expect(topics()).toEqual([...digest, ...category('paper'), ...everything])
  clock.at += minute
  await publish(story('C1'), { ...story('C2'), publisher: 'Other' })
  await work()
  expect(topics()).toEqual([...category('other'), ...everything])
  clock.at += 24 * 60 * minute
  await publish(story('C1'), { ...story('C2'), publisher: 'Other' })
  await work()
  expect(topics()).toEqual(digest)
})

test('feeds that stayed the same are not told; what changed twice is told once', async () => {
  const { publish, work, topics } = await opened()
  await publish(story('C1'))
  await work()
  topics()
  await publish(story('C1'), { ...story('C2'), publisher: 'Other' })
  await publish(story('C1'), { ...story('C2'), publisher: 'Other' }, { ...story('C3'), publisher: 'Other' })
  await work()
  expect(topics()).toEqual([...category('other'), ...everything])
})

test('feeds name the hubs elsewhere behind our own', async () => {
  const { publish, files, hubs } = await opened()
  await publish(story('C1'))
  for (const path of ['feed.atom', 'feed.rss', 'category/paper.atom']) {
    const links = (files.get(path) ?? '').match(/<(?:atom:)?link\b[^>]*rel="hub"[^>]*>/g) ?? []
    expect(links.map((link) => /href="([^"]*)"/.exec(link)?.[1])).toEqual(['https://news.example/hub', hubs])
  }
  expect(JSON.parse(files.get('feed.json') ?? '').hubs).toEqual([
    { type: 'WebSub', url: 'https://news.example/hub' },
    { type: 'WebSub', url: hubs },
  ])
})

test('a hub that is down is left in peace after three failures, and told the rest when it is back', async () => {
  const { publish, work, topics, answer, clock } = await opened()
  answer(503)
  await publish(story('C1'))
  await work()
  expect(topics()).toHaveLength(3)
  await work()
  expect(topics()).toEqual([])
  answer(204)
  clock.at += minute
  await work()
  expect(topics()).toHaveLength(6)
  await work()
  expect(topics()).toEqual([])
})
