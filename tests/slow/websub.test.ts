// Pushes between whole programs: one Newsstand tells another, and what was taken in outlasts whoever took it in.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { endAll, newsstand, type Running } from '../support/program.ts'
import { startOrigin } from '../support/service.ts'
import { type Asked, atomOf, signatureOf, startPublisher } from '../support/websub.ts'

afterAll(endAll)

const waiting = { timeout: 60_000, interval: 50 }

interface Site {
  readonly folder: string
  start(command: string): Running
  /** What a published file holds; empty while there is none. */
  file(path: string): Promise<string>
}

async function openSite(config: string): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-websub-'))
  await writeFile(join(folder, 'newsstand.yaml'), config)
  onTestFinished(async () => {
    await endAll()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    folder,
    start: (command) => newsstand([command, '--config', 'newsstand.yaml', '--log-level', 'info'], { cwd: folder }),
    file: (path) => readFile(join(folder, 'public', path), 'utf8').catch(() => ''),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Stands before a server and notes what is asked of it. */
async function startGate(port: number): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const gate = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    const { method, url: path, headers } = incoming
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  const own = await freePort()
  await new Promise<void>((resolve) => gate.listen(own, '127.0.0.1', resolve))
  onTestFinished(() => {
    gate.close()
    gate.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${own}/`, asked }
}

test('what one publishes stands in the feeds of the other within seconds, and nobody asked for it', async () => {
  const origin = await startOrigin()
  onTestFinished(() => origin.close())
  origin.set('/list.json', ['First'])
  const [tellingPort, toldPort] = [await freePort(), await freePort()]
  const gate = await startGate(tellingPort)
  const telling = await openSite(`site: { title: Telling, url: "${gate.url}" }
store: { sqlite: store.sqlite }
publish: { dir: public }
serve: { port: ${tellingPort} }
poll: { allow: ["${origin.host}", "127.0.0.1:${toldPort}"], delay: 0s }
sources: [ { id: origin, url: "http://${origin.host}/list.json", every: 10s, category: News } ]
`)
  const told = await openSite(`site: { title: Told, url: "http://127.0.0.1:${toldPort}/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
serve: { port: ${toldPort}, url: "http://127.0.0.1:${toldPort}/" }
poll: { allow: ["${new URL(gate.url).host}"], delay: 0s }
sources: [ { id: telling, url: "${gate.url}category/news.atom", category: News } ]
`)
  telling.start('run')
  await expect.poll(() => telling.file('category/news.atom'), waiting).toContain('First')
  const subscriber = told.start('run')
  await subscriber.said(/the hub pushes from now on/)
  await expect.poll(() => told.file('feed.json'), waiting).toContain('First')

  const visits = () => gate.asked.filter((one) => one === 'GET /category/news.atom').length
  const before = visits()
  for (const title of ['Second', 'Third']) {
    origin.set('/list.json', [title, 'First'])
    await expect.poll(() => telling.file('category/news.atom'), waiting).toContain(title)
    const publishedAt = performance.now()
    await expect.poll(() => told.file('feed.json'), waiting).toContain(title)
    // 0.5 to 1.3 s were measured.
    expect(performance.now() - publishedAt).toBeLessThan(15_000)
  }
  expect(visits()).toBe(before)
  const titles = [...(await told.file('feed.json')).matchAll(/"title": ?"(First|Second|Third)"/g)].map(([, title]) => title)
  expect(titles.sort()).toEqual(['First', 'Second', 'Third'])
})

test('killed in the middle: leases stay, and what was taken in is read by the next service', async () => {
  const publisher = await startPublisher()
  onTestFinished(() => publisher.close())
  publisher.show('One')
  const port = await freePort()
  const here = `http://127.0.0.1:${port}/`
  const site = await openSite(`site: { title: Told, url: "${here}" }
store: { sqlite: store.sqlite }
publish: { dir: public }
serve: { port: ${port}, url: "${here}" }
poll: { allow: ["${publisher.host}"], delay: 0s }
sources: [ { id: a, url: "${publisher.topic}", category: News } ]
`)
  const first = site.start('run')
  await expect.poll(() => publisher.asked.length, waiting).toBe(1)
  const [asked] = publisher.asked
  const query = { 'hub.mode': 'subscribe', 'hub.topic': publisher.topic, 'hub.challenge': 'c', 'hub.lease_seconds': '864000' }
  expect((await fetch(`${asked?.callback}?${new URLSearchParams(query)}`)).status).toBe(200)
  await expect.poll(() => site.file('feed.json'), waiting).toContain('One')
  first.kill('SIGKILL')
  await first.ended

  // HTTP alone: nobody reads what it takes in.
  const serving = site.start('serve')
  await expect.poll(() => push(asked, 'Two'), waiting).toBe(202)
  serving.kill('SIGKILL')
  await serving.ended
  expect(await site.file('feed.json')).not.toContain('Two')

  const visits = publisher.visits
  const second = site.start('run')
  await second.said(/pushed/)
  await expect.poll(() => site.file('feed.json'), waiting).toContain('Two')
  expect(await push(asked, 'Three')).toBe(202)
  await expect.poll(() => site.file('feed.json'), waiting).toContain('Three')
  expect([publisher.asked.length, publisher.visits]).toEqual([1, visits])
  second.kill('SIGTERM')
  const { code, stderr } = await second.ended
  expect(code).toBe(0)
  expect(stderr).not.toContain(asked?.secret)
  expect(stderr).not.toContain(new URL(asked?.callback ?? '').pathname.split('/').at(-1))
})

/** The status of the answer; null: nobody listens yet. */
async function push(asked: Asked | undefined, title: string): Promise<number | null> {
  const body = atomOf([title])
  const headers = { 'content-type': 'application/atom+xml', 'x-hub-signature': signatureOf(body, asked?.secret ?? '') }
  return fetch(asked?.callback ?? '', { method: 'POST', body, headers }).then(
    ({ status }) => status,
    () => null,
  )
}
