// The subscriber's part of W3C WebSub: what hubs see of us.
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { day, hour, minute, type PushedSite, second, startPushedSite } from '../support/pushed-site.ts'
import { type Asked, atomOf, signatureOf, startPublisher } from '../support/websub.ts'

async function opened(options: Parameters<typeof startPushedSite>[0] = {}): Promise<PushedSite> {
  const site = await startPushedSite(options)
  onTestFinished(() => site.close())
  return site
}

/** One for all tests of a table: none of its rows leaves anything behind. */
function shared(ask: (site: PushedSite) => Promise<Asked | undefined>): () => Promise<PushedSite & { readonly asked: Asked | undefined }> {
  let made: Promise<PushedSite & { readonly asked: Asked | undefined }> | null = null
  afterAll(async () => (await made)?.close())
  return () => {
    made ??= startPushedSite().then(async (site) => ({ ...site, asked: await ask(site) }))
    return made
  }
}

async function askedOnly({ publisher, tick }: PushedSite): Promise<Asked | undefined> {
  await tick()
  await tick(10 * second)
  return publisher.asked[0]
}

test('§5.1: the hub is asked by a form for the topic, with a callback and a secret that nobody guesses, and a lease', async () => {
  const { publisher, tick } = await opened()
  await tick()
  await tick(10 * second)
  expect(publisher.asked).toEqual([
    {
      path: '/hub',
      contentType: 'application/x-www-form-urlencoded',
      mode: 'subscribe',
      topic: publisher.topic,
      callback: expect.stringMatching(/^https:\/\/push\.example\/hub\/in\/./),
      leaseSeconds: '864000',
      secret: expect.stringMatching(/./),
    },
  ])
  const [asked] = publisher.asked
  expect(asked?.callback).not.toContain(asked?.secret)
})

test('§5.3: what was asked for is confirmed by its challenge, as plain text', async () => {
  const { publisher, tick, verify, standing } = await opened()
  await tick()
  await tick(10 * second)
  const answer = await verify(publisher.asked[0], { challenge: '<b>mine</b>' })
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/plain; charset=utf-8',
    '<b>mine</b>',
  ])
  expect(await standing()).toMatchObject({ state: 'active', hub: publisher.hub, isTrusted: false })
})

describe('§5.3: what was not asked for is answered 404, and nothing changes', () => {
  const waiting = shared(askedOnly)
  const wrong: readonly { name: string; changes: Readonly<Record<string, string | null>> }[] = [
    { name: 'another topic', changes: { topic: 'https://other.example/feed' } },
    { name: 'no topic', changes: { topic: null } },
    { name: 'the other mode', changes: { mode: 'unsubscribe' } },
    { name: 'no mode', changes: { mode: null } },
    { name: 'an unknown mode', changes: { mode: 'publish' } },
    { name: 'no challenge', changes: { challenge: null } },
    { name: 'an endless challenge', changes: { challenge: 'x'.repeat(5_000) } },
  ]
  for (const { name, changes } of wrong)
    test(name, async () => {
      const { asked, verify, standing } = await waiting()
      const answer = await verify(asked, changes)
      expect([answer.status, await answer.text()]).toEqual([404, expect.not.stringContaining('challenge')])
      expect(await standing()).toMatchObject({ state: 'wanted' })
    })

  test('and what was asked for is confirmed after all that', async () => {
    const { asked, verify } = await waiting()
    expect((await verify(asked)).status).toBe(200)
  })
})

test('§5.3: a question that is repeated is answered 404, and does not make the lease longer', async () => {
  const { subscribed, verify, standing, clock } = await opened()
  const asked = await subscribed()
  const before = await standing()
  clock.at += day
  expect((await verify(asked)).status).toBe(404)
  expect(await standing()).toEqual(before)
})

test('§5.3: nobody has asked at a callback that is not known', async () => {
  const { publisher, tick, verify, push } = await opened()
  await tick()
  await tick(10 * second)
  const [asked] = publisher.asked
  const unknown = asked && { ...asked, callback: 'https://push.example/hub/in/unknown' }
  expect((await verify(unknown)).status).toBe(404)
  expect((await push(unknown, atomOf(['Two']))).status).toBe(404)
})

describe('§5.3: the lease that the hub grants', () => {
  const leases: readonly { name: string; seconds: string | null; wantMs: number }[] = [
    { name: 'holds', seconds: '86400', wantMs: day },
    { name: 'is a month where it would be ten years', seconds: String(10 * 365 * 86_400), wantMs: 30 * day },
    { name: 'is a day where nothing is said', seconds: null, wantMs: day },
    { name: 'is a day where nonsense is said', seconds: '-1e9', wantMs: day },
  ]
  const waiting = shared(askedOnly)
  for (const { name, seconds, wantMs } of leases)
    test(name, async () => {
      const { asked, verify, standing, lent, clock } = await waiting()
      const { pushes } = lent.current.store
      const [one] = (await pushes.survey()).subscriptions
      await pushes.asking(one?.callback ?? '', 'subscribe', clock.at + day)
      expect((await verify(asked, { lease_seconds: seconds })).status).toBe(200)
      expect((await standing())?.leaseUntil).toBe(clock.at + wantMs)
    })
})

test('§5.1: a lease is renewed after two thirds of it, at the same callback, and what is pushed meanwhile counts', async () => {
  const { publisher, subscribed, tick, verify, push, standing, titles, clock } = await opened({ source: 'schedule: "0 0 1 1 *"' })
  const asked = await subscribed(30_000)
  await tick(19_000 * second)
  expect(publisher.asked).toHaveLength(1)
  await tick(1_001 * second)
  expect(publisher.asked).toEqual([asked, asked])
  expect((await push(asked, atomOf(['Two']))).status).toBe(202)
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
  expect((await verify(asked, { lease_seconds: '30000' })).status).toBe(200)
  expect((await standing())?.leaseUntil).toBe(clock.at + 30_000 * second)
})

test('§5.1: a hub that does not confirm is asked again after an hour, then after two', async () => {
  const { publisher, tick } = await opened()
  await tick()
  await tick(10 * second)
  await tick(hour - 11 * second)
  expect(publisher.asked).toHaveLength(1)
  await tick(11 * second)
  expect(publisher.asked).toHaveLength(2)
  await tick(2 * hour - 5 * second)
  expect(publisher.asked).toHaveLength(2)
  await tick(5 * second)
  expect(publisher.asked).toHaveLength(3)
})

test('§4: of several hubs the first that works is asked, each at a callback of its own', async () => {
  const { publisher, tick, verify, standing } = await opened()
  publisher.name('document', [`${publisher.hub}-full`, `${publisher.hub}-dead`, publisher.hub])
  publisher.answer('/hub-full', 503)
  publisher.answer('/hub-dead', 404)
  await tick()
  for (let round = 0; round < 3; round++) await tick(10 * second)
  expect(publisher.asked.map(({ path }) => path)).toEqual(['/hub-full', '/hub-dead', '/hub'])
  expect(new Set(publisher.asked.map(({ callback }) => callback)).size).toBe(3)
  expect(new Set(publisher.asked.map(({ secret }) => secret)).size).toBe(3)
  expect((await verify(publisher.asked[0])).status).toBe(404)
  expect((await verify(publisher.asked[2])).status).toBe(200)
  expect(await standing()).toMatchObject({ state: 'active', hub: publisher.hub })
})

test('§4: what the headers say goes before what the document says', async () => {
  const { publisher, tick } = await opened()
  publisher.name('both')
  await tick()
  await tick(10 * second)
  expect(publisher.asked.map(({ path, topic }) => ({ path, topic }))).toEqual([{ path: '/hub', topic: publisher.topic }])
})

for (const status of [307, 308])
  test(`§5.1: a hub that answers ${status} is asked where it leads`, async () => {
    const { publisher, tick } = await opened()
    publisher.answer('/hub', status, { location: '/hub-moved' })
    await tick()
    await tick(10 * second)
    expect(publisher.asked.map(({ path, mode }) => `${path} ${mode}`)).toEqual(['/hub subscribe', '/hub-moved subscribe'])
  })

test('§5.1: also where that is another origin, with all that it was asked for', async () => {
  const other = await startPublisher()
  onTestFinished(() => other.close())
  const { publisher, tick, verify, standing } = await opened({ allow: other.host })
  publisher.answer('/hub', 307, { location: other.hub })
  await tick()
  await tick(10 * second)
  expect(other.asked).toEqual(publisher.asked)
  expect(other.asked).toHaveLength(1)
  expect((await verify(other.asked[0])).status).toBe(200)
  expect(await standing()).toMatchObject({ state: 'active' })
})

test('§5.2: a refusal is noted; the source is visited as before, and the hub asked again after a day', async () => {
  const { publisher, subscribed, verify, standing, tick } = await opened()
  const asked = await subscribed()
  expect((await verify(asked, { mode: 'denied', reason: 'no' })).status).toBe(200)
  expect(await standing()).toMatchObject({ state: 'denied', leaseUntil: null })
  await tick(day - minute)
  expect(publisher.asked).toHaveLength(1)
  await tick(minute)
  expect(publisher.asked).toHaveLength(2)
})

test('§5.2: nobody refuses for another topic', async () => {
  const { subscribed, verify, standing } = await opened()
  const asked = await subscribed()
  expect((await verify(asked, { mode: 'denied', topic: 'https://other.example/' })).status).toBe(404)
  expect(await standing()).toMatchObject({ state: 'active' })
})

test('§7: what is signed is taken in at once, and published with the next tick, by nobody’s visit', async () => {
  const { publisher, subscribed, push, tick, titles, files, ledger } = await opened()
  const asked = await subscribed()
  expect((await push(asked, atomOf(['Two', 'One']))).status).toBe(202)
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
  expect(files.get('feed.json')).toContain('The text of Two')
  expect(publisher.visits).toBe(1)
  expect((await ledger()).map(({ isPush, read, new: fresh }) => ({ isPush, read, fresh }))).toEqual([
    { isPush: true, read: 2, fresh: 1 },
    { isPush: false, read: 1, fresh: 1 },
  ])
})

describe('§7.1, §8: whoever sends something learns nothing of what becomes of it', () => {
  const subscribed = shared((site) => site.subscribed())
  const signed: readonly { name: string; isTaken: boolean; header: (body: string, secret: string) => string }[] = [
    ...['sha256', 'sha384', 'sha512', 'SHA256'].map((method) => ({
      name: `signed by ${method}`,
      isTaken: true,
      header: (body: string, secret: string) => signatureOf(body, secret, method.toLowerCase()).replace(/^\w+/, method),
    })),
    { name: 'without a signature', isTaken: false, header: () => '' },
    { name: 'with another secret’s', isTaken: false, header: (body) => signatureOf(body, 'guessed') },
    { name: 'with another body’s', isTaken: false, header: (_, secret) => signatureOf('other', secret) },
    { name: 'with a right one by sha1', isTaken: false, header: (body, secret) => signatureOf(body, secret, 'sha1') },
    { name: 'with half of it', isTaken: false, header: (body, secret) => signatureOf(body, secret).slice(0, -2) },
    { name: 'with nothing behind the method', isTaken: false, header: () => 'sha256=' },
  ]
  for (const { name, isTaken, header } of signed)
    test(`${name}: ${isTaken ? 'taken in' : 'ignored'}, and answered 202`, async () => {
      const { asked, push, tick, titles, state } = await subscribed()
      const before = await state()
      const title = name.replaceAll(/\W/g, '-')
      const body = atomOf([title])
      const answer = await push(asked, body, { 'x-hub-signature': header(body, asked?.secret ?? '') })
      expect([answer.status, await answer.text()]).toEqual([202, 'Accepted\n'])
      await tick(second)
      expect((await titles()).includes(title)).toBe(isTaken)
      expect((await state()).nextPollAt).toBe(before.nextPollAt)
    })
})

test('§7: a push about another topic, without a body, or that is no feed makes the source due instead', async () => {
  for (const { body, headers } of [
    { body: atomOf(['Two']), headers: { link: '<https://other.example/>; rel="self"' } },
    { body: '', headers: {} },
    { body: '<html><title>Log in</title></html>', headers: {} },
  ]) {
    const { publisher, subscribed, push, tick, titles } = await opened()
    const asked = await subscribed()
    publisher.show('Two', 'One')
    expect((await push(asked, body, headers)).status).toBe(202)
    await tick(second)
    expect([await titles(), publisher.visits]).toEqual([['One'], 1])
    await tick(minute)
    expect([await titles(), publisher.visits]).toEqual([['One', 'Two'], 2])
  }
})

test('§7: its own topic in the Link header is no other one', async () => {
  const { publisher, subscribed, push, tick, titles } = await opened()
  const asked = await subscribed()
  await push(asked, atomOf(['Two']), { link: `<${publisher.hub}>; rel="hub", <${publisher.topic}>; rel="self"` })
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
})

/** Whoever still sends may find the connection closed before it reads the answer. */
const closed = () => 413

test('100 MB are refused before they are there, announced or not; the next push is taken in', async () => {
  const { subscribed, push, reach, tick, titles } = await opened()
  const asked = await subscribed()
  const announced = await push(asked, new Uint8Array(100 * 1024 * 1024)).then(({ status }) => status, closed)
  let sent = 0
  const endless = new ReadableStream({
    pull: (controller) => (++sent > 100 ? controller.close() : controller.enqueue(new Uint8Array(1024 * 1024))),
  })
  const streaming = { method: 'POST', body: endless, duplex: 'half' } as const
  const streamed = await fetch(reach(asked), streaming).then(({ status }) => status, closed)
  expect([announced, streamed]).toEqual([413, 413])
  expect(sent).toBeLessThan(60)
  await push(asked, atomOf(['Two']))
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
})

test('four bodies are taken in at a time; whoever comes then is told when to come again, and the source is visited soon', async () => {
  const { lent, subscribed, push, reach, state, clock } = await opened()
  const asked = await subscribed()
  const { pushes } = lent.current.store
  // Each waits in the middle of its body, when it has been let in.
  let letIn = 0
  lent.current.store.pushes.find = async (callback) => {
    letIn++
    return pushes.survey().then(({ subscriptions }) => subscriptions.find((one) => one.callback === callback) ?? null)
  }
  const ends: (() => void)[] = []
  const slow = Array.from({ length: 4 }, () => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new Uint8Array(10))
        ends.push(() => controller.close())
      },
    })
    return fetch(reach(asked), { method: 'POST', body, duplex: 'half' } as const)
  })
  await expect.poll(() => letIn).toBe(4)
  const fifth = await push(asked, atomOf(['Two']))
  expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([503, '60'])
  expect((await state()).nextPollAt).toBeLessThanOrEqual(clock.at + minute)
  for (const end of ends) end()
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([202, 202, 202, 202])
  expect((await push(asked, atomOf(['Two']))).status).toBe(202)
})

test('content codings are not taken', async () => {
  const { subscribed, push } = await opened()
  const asked = await subscribed()
  expect((await push(asked, atomOf(['Two']), { 'content-encoding': 'gzip' })).status).toBe(415)
})

test('§5.1: unsubscribed when its source leaves config; the end is confirmed, and nothing is taken in any more', async () => {
  const { publisher, subscribed, reconfigure, tick, verify, push, standing } = await opened()
  const asked = await subscribed()
  await reconfigure({ source: null })
  await tick(10 * second)
  expect(publisher.asked[1]).toEqual({ ...asked, mode: 'unsubscribe', leaseSeconds: null, secret: null })
  expect((await push(asked, atomOf(['Two']))).status).toBe(410)
  expect((await verify(asked)).status).toBe(404)
  expect((await verify(publisher.asked[1])).status).toBe(200)
  expect((await push(asked, atomOf(['Two']))).status).toBe(404)
  expect(await standing()).toBeNull()
})

test('neither callbacks nor secrets stand in a log line or in what is published', async () => {
  const { subscribed, push, verify, tick, logged, files, standing } = await opened()
  const asked = await subscribed()
  await push(asked, atomOf(['Two']))
  await push(asked, atomOf(['Two']), { 'x-hub-signature': 'sha256=00' })
  await verify(asked, { topic: 'https://other.example/' })
  await tick(second)
  const all = [...logged, ...files.values(), JSON.stringify(await standing())].join('\n')
  expect(all).toContain('pushed')
  for (const secret of [asked.secret ?? '', asked.callback.split('/').at(-1) ?? '']) expect(all).not.toContain(`"${secret}"`)
})
