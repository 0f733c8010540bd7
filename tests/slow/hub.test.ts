// The hub of the program that is killed in the middle of sending: subscriptions last, and everybody gets the newest.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { endAll, newsstand } from '../support/program.ts'
import { startOrigin, until } from '../support/service.ts'
import { type Subscriber, startSubscriber } from '../support/subscriber.ts'

const topic = 'https://news.example/feed.atom'
const callbacksEach = 25

afterAll(endAll)

test('killed in the middle of sending, it sends the newest to everybody who subscribed, and to nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-hub-'))
  const origin = await startOrigin()
  const [one, two] = [await startSubscriber(), await startSubscriber()]
  onTestFinished(async () => {
    await endAll()
    await Promise.all([origin.close(), one.close(), two.close()])
    await rm(folder, { recursive: true, force: true })
  })
  const allow = JSON.stringify([origin.host, one.host, two.host])
  await writeFile(
    join(folder, 'newsstand.yaml'),
    `site: { title: T, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
serve: { port: 0 }
poll: { delay: 0s, settle: 0s, allow: ${allow} }
sources:
  - { id: a, url: "http://${origin.host}/a", every: 10s }
`,
  )
  const run = async () => {
    const program = newsstand(['run', '--config', 'newsstand.yaml', '--log-level', 'info'], { cwd: folder })
    return { program, url: await program.said(/(http:\/\/127\.0\.0\.1:\d+\/)/) }
  }
  const feed = () => readFile(join(folder, 'public', 'feed.atom'), 'utf8')
  const has = (title: string) => until(async () => (await feed().catch(() => '')).includes(title)).toBe(true)

  origin.set('/a', ['First'])
  const first = await run()
  await has('First')
  const callbacks = [one, two].flatMap(({ url }) => Array.from({ length: callbacksEach }, (_, n) => `${url}/cb/${n}`))
  for (const callback of callbacks) expect(await subscribe(first.url, callback)).toBe(202)
  for (const each of [one, two]) await until(() => each.asked.length).toBe(callbacksEach)
  await until(() => subscriptionsAt(first.url)).toBe(2 * callbacksEach)

  // The one takes what it is sent; the other keeps it waiting, and with it the hub.
  two.answer(null)
  origin.set('/a', ['First', 'Second'])
  await until(() => two.sent.length).toBeGreaterThan(0)
  first.program.kill('SIGKILL')
  await first.program.ended
  expect(two.sent.length).toBeLessThan(callbacksEach)

  two.answer(204)
  origin.set('/a', ['First', 'Second', 'Third'])
  const second = await run()
  await has('Third')
  const published = await feed()
  for (const each of [one, two]) await until(() => newestOf(each)).toEqual(Array.from({ length: callbacksEach }, () => published))
  expect([one.asked.length, two.asked.length], 'nobody had to subscribe again').toEqual([callbacksEach, callbacksEach])
  second.program.kill('SIGTERM')
  expect((await second.program.ended).code).toBe(0)
})

async function subscribe(hub: string, callback: string): Promise<number> {
  const body = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.callback': callback, 'hub.secret': callback })
  return (await fetch(`${hub}hub`, { method: 'POST', body })).status
}

async function subscriptionsAt(url: string): Promise<number> {
  const text = await (await fetch(`${url}metrics`)).text()
  return Number(/^newsstand_hub_subscriptions (\d+)$/m.exec(text)?.[1] ?? -1)
}

/** What each callback was sent last. */
function newestOf({ sent }: Subscriber): readonly string[] {
  return [...new Map(sent.map(({ target, body }) => [target, body.toString()])).values()]
}
