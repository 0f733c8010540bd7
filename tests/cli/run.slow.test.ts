// The service, from its start to SIGTERM, with what may run beside it.
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { filesUnder } from '../support/files.ts'
import { mainFile, type Running, start } from '../support/program.ts'
import type { ShownEntry } from '../support/shown.ts'
import { feedOf, items, openSite, type SmallSite } from './site.ts'

let site: SmallSite
const ends: (() => unknown)[] = []
afterEach(async () => {
  await site.close()
  for (const end of ends.splice(0)) end()
})

/** What a service says when it listens. */
const address = /(http:\/\/127\.0\.0\.1:\d+\/)/

test('run polls, publishes and serves; SIGTERM ends it with 0 and frees its port', async () => {
  site = await openSite()
  const service = site.start('run', '--log-level', 'silent')
  const url = await service.said(address)
  const feed = `${url}category/keji.json`
  await untilPublished(feed)

  const first = await fetch(feed)
  expect(first.headers.get('content-type')).toBe('application/feed+json')
  const shown: { items: readonly { title: string }[] } = JSON.parse(await first.text())
  expect(shown.items.map(({ title }) => title)).toEqual(items.map(({ title }) => title))
  const again = await fetch(feed, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  const since = await fetch(feed, { headers: { 'if-modified-since': first.headers.get('last-modified') ?? '' } })
  expect(since.status).toBe(304)

  await expectEnd(service, 'SIGTERM')
  expect(await isListening(url)).toBe(false)
})

test('the process that npm start leaves behind gets SIGTERM itself', async () => {
  site = await openSite()
  const service = start('sh', ['-c', `exec '${process.execPath}' '${mainFile}' run`], { cwd: site.dir })
  const url = await service.said(address)
  await expectEnd(service, 'SIGTERM')
  expect(await isListening(url)).toBe(false)
})

test('a service that waits for an answer ends all the same, and the source is due again', async () => {
  const asked = await silentServer()
  site = await openSite({ allow: asked.host, more: `  - { id: silent, url: "http://${asked.host}/feed" }\n` })
  const service = site.start('run', '--log-level', 'silent')
  await service.said(address)
  await asked.visited
  await expectEnd(service, 'SIGINT')
  const sources: readonly { id: string; outcome: string | null }[] = JSON.parse((await site.run('list', 'sources', '--json')).stdout)
  expect(sources.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['one', 'changed'],
    ['silent', null],
  ])
  asked.answer(feedOf([{ id: 's', title: 'Said at last' }]))
  expect(JSON.parse((await site.run('poll', '--json')).stdout).sources).toMatchObject([{ id: 'silent', outcome: 'changed', new: 1 }])
})

test('a second service on the store is refused with 4; other commands run beside the first', async () => {
  site = await openSite()
  const service = site.start('run', '--log-level', 'silent')
  const url = await service.said(address)
  await untilPublished(`${url}category/keji.json`)

  const second = await site.run('run')
  expect(second).toMatchObject({ code: 4, stdout: '' })
  expect(second.stderr).toMatch(/^in-use: Another newsstand is running as the service on this store/)

  await site.put('config/one.json', feedOf([{ id: 'c', title: 'The third', url: 'https://one.example/c' }, ...items]))
  const poll = await site.run('poll', '--force', '--json')
  expect({ code: poll.code, sources: JSON.parse(poll.stdout).sources }).toMatchObject({ code: 0, sources: [{ new: 1 }] })
  expect(await (await fetch(`${url}feed.rss`)).text()).toContain('<title>The third</title>')
  const others = await Promise.all([site.run('publish', '--all'), site.run('list', 'entries'), site.run('status')])
  expect(others.map(({ code }) => code)).toEqual([0, 0, 0])
  await expectEnd(service, 'SIGTERM')
})

test('an entry that merged into another leads there for ever', async () => {
  site = await openSite({ more: '  - { id: two, url: "file:two.json" }\n' })
  const title = 'One story'
  await site.put(
    'config/one.json',
    feedOf([{ id: 'a', url: 'https://one.example/a?code=C1', title, date_published: '2026-01-01T00:00:00Z' }]),
  )
  await site.put('config/two.json', feedOf([{ id: 'b', url: 'https://two.example/b', title, date_published: '2026-01-02T00:00:00Z' }]))
  await site.run('poll')
  const paths = (await filesUnder(site.publicDir)).filter((file) => /\/2026\//.test(file))
  expect(paths).toHaveLength(2)

  // The second source tells the code only now: both are one.
  await site.put(
    'config/two.json',
    feedOf([{ id: 'b', url: 'https://two.example/b?code=C1', title, date_published: '2026-01-02T00:00:00Z' }]),
  )
  await site.run('poll', '--force')
  const entries: readonly ShownEntry[] = JSON.parse((await site.run('list', 'entries', '--json')).stdout)
  expect(entries).toMatchObject([{ sources: ['one', 'two'], path: expect.toBeOneOf(paths) }])
  const kept = entries[0]?.path

  const service = site.start('serve', '--log-level', 'silent')
  const url = await service.said(address)
  const [old] = paths.filter((path) => path !== kept)
  const moved = await fetch(url + old, { redirect: 'manual' })
  expect([moved.status, moved.headers.get('location')]).toEqual([301, `/${kept}`])
  expect((await fetch(url + kept)).status).toBe(200)
  await expectEnd(service, 'SIGTERM')
})

/** The first publication follows the first polls. */
async function untilPublished(url: string): Promise<void> {
  await expect.poll(async () => (await fetch(url)).status, { timeout: 25_000, interval: 50 }).toBe(200)
}

/** Design §4: within 10 s, exit 0. */
async function expectEnd(service: Running, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  const asked = Date.now()
  service.kill(signal)
  expect((await service.ended).code).toBe(0)
  expect(Date.now() - asked).toBeLessThan(10_000)
}

function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Takes requests and says nothing until it is told what. */
async function silentServer(): Promise<{ host: string; visited: Promise<void>; answer(body: string): void }> {
  let body: string | null = null
  let visit = () => {}
  const visited = new Promise<void>((resolve) => {
    visit = resolve
  })
  const server = createServer((_, response) => {
    visit()
    if (body !== null) response.writeHead(200, { 'content-type': 'application/feed+json' }).end(body)
  })
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    host: `127.0.0.1:${port}`,
    visited,
    answer: (next) => {
      body = next
    },
  }
}
