// Sources that a hub tells of: who is subscribed to, what a push changes, and how often they are visited then.
import { expect, onTestFinished, test } from 'vitest'
import { serviceOn } from '../../../src/jobs/service.ts'
import { claim } from '../../contract/store-samples.ts'
import { type Configured, day, hour, minute, type PushedSite, second, startPushedSite } from '../../support/pushed-site.ts'
import { atomOf } from '../../support/websub.ts'

async function opened(options: Configured = {}): Promise<PushedSite> {
  const site = await startPushedSite(options)
  onTestFinished(() => site.close())
  return site
}

const notAsked: readonly { name: string; options: Configured }[] = [
  { name: 'nobody knows where we are', options: { serve: '' } },
  { name: 'config does not want it', options: { poll: 'push: false' } },
  { name: 'the source is asked with a secret', options: { source: 'headers: { Authorization: "Bearer abcdefgh" }' } },
  { name: 'the source is shown to few', options: { source: 'category: Inner' } },
]
for (const { name, options } of notAsked)
  test(`no hub is asked where ${name}`, async () => {
    const { publisher, tick, standing } = await opened(options)
    await tick()
    await tick(10 * second)
    expect([publisher.visits, publisher.asked, await standing()]).toEqual([1, [], null])
  })

test('a header that opens nothing does not keep hubs from being asked', async () => {
  const { publisher, tick } = await opened({ source: 'headers: { User-Agent: "Reader/1", Accept-Language: de }' })
  await tick()
  await tick(10 * second)
  expect(publisher.asked).toHaveLength(1)
})

test('what was pushed is the same entry when it is visited, and what was visited when it is pushed', async () => {
  const { publisher, lent, subscribed, push, tick, titles, ledger } = await opened()
  const asked = await subscribed()
  await push(asked, atomOf(['Two', 'One']))
  await tick(second)
  const query = { source: null, category: null, search: null, limit: 9 }
  const before = await lent.current.store.entries(query)
  publisher.show('Two', 'One')
  await tick(day)
  await push(asked, atomOf(['One']))
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
  expect(await lent.current.store.entries(query)).toEqual(before)
  expect((await ledger()).map((row) => [row.isPush, row.new, row.updated])).toEqual([
    [true, 0, 0],
    [false, 0, 0],
    [true, 1, 0],
    [false, 1, 0],
  ])
})

test('a push holds only what is new: no gap, no drift, nothing learnt, and the next visit is as conditional as before', async () => {
  const { publisher, subscribed, push, tick, state } = await opened()
  publisher.show(...Array.from({ length: 20 }, (_, n) => `Old${n}`))
  const asked = await subscribed()
  const { pushedUntil: _, lastChangeAt: __, ...before } = await state()
  await push(asked, atomOf(['New1', 'New2']))
  await tick(second)
  const { pushedUntil, lastChangeAt, ...after } = await state()
  expect(after).toEqual(before)
  expect(pushedUntil).not.toBeNull()
  expect(lastChangeAt).toBeGreaterThan(before.lastPollAt ?? 0)
})

test('what was pushed and is not what the feed shows holds until the next visit, whatever was known of its bytes', async () => {
  const { lent, subscribed, push, tick, state, clock } = await opened()
  const asked = await subscribed()
  const texts = async () => {
    const entries = await lent.current.store.entries({ source: null, category: null, search: null, limit: 9 })
    return entries.map(({ contentHtml }) => contentHtml)
  }
  await push(asked, atomOf(['One']).replace('The text of One', 'Quite another text that somebody sent late'))
  await tick(second)
  expect(await texts()).toEqual(['Quite another text that somebody sent late'])
  await tick((await state()).nextPollAt - clock.at)
  await tick(5 * second)
  expect(await texts()).toEqual(['The text of One'])
})

test('what came before a visit ended is not read after it', async () => {
  const { publisher, lent, clock, subscribed, push, tick, titles, state } = await opened()
  const asked = await subscribed()
  const { store } = lent.current
  const [visit] = await store.claimDue(claim({ now: clock.at, only: ['a'], lease: 'visit' }))
  await push(asked, atomOf(['Pushed']))
  clock.at = (await state()).nextPollAt
  await store.releaseLease(visit ?? { id: '', lease: '' })
  publisher.show('Visited', 'One')
  await tick(second)
  await tick(second)
  expect(await titles()).toEqual(['One', 'Visited'])
})

test('a source whose hub keeps its word is visited every six hours, and as before once the hub has not told of something', async () => {
  const { publisher, subscribed, push, tick, state, standing, clock } = await opened()
  const asked = await subscribed()
  expect((await state()).nextPollAt - clock.at).toBeLessThan(hour)
  await push(asked, atomOf(['Two', 'One']))
  await tick(second)
  expect(await standing()).toMatchObject({ isTrusted: true })
  publisher.show('Two', 'One')
  await tick(hour)
  expect(publisher.visits).toBe(2)
  const { nextPollAt } = await state()
  expect(nextPollAt - clock.at).toBeGreaterThan(5.9 * hour)
  publisher.show('Untold', 'Two', 'One')
  await tick(nextPollAt - clock.at + minute)
  expect(publisher.visits).toBe(3)
  expect(await standing()).toMatchObject({ state: 'active', isTrusted: false })
  expect((await state()).nextPollAt - clock.at).toBeLessThan(2 * hour)
  // The hub may have forgotten us.
  await tick(5 * second)
  expect(publisher.asked).toHaveLength(2)
  await push(asked, atomOf(['Three']))
  await tick(second)
  expect(await standing()).toMatchObject({ isTrusted: true })
})

test('a push that tells what a visit had found already is no reason to trust its hub', async () => {
  const { subscribed, push, tick, standing } = await opened()
  const asked = await subscribed()
  await push(asked, atomOf(['One']))
  await tick(second)
  expect(await standing()).toMatchObject({ isTrusted: false, lastPushAt: expect.any(Number) })
})

test('what the operator wrote is kept as written, whatever the hub tells', async () => {
  const { subscribed, push, tick, state, clock } = await opened({ source: 'every: 10m' })
  const asked = await subscribed()
  await push(asked, atomOf(['Two', 'One']))
  await tick(second)
  await tick(10 * minute)
  expect((await state()).nextPollAt - clock.at).toBeLessThanOrEqual(10 * minute)
})

test('a push waits while its source is visited', async () => {
  const { lent, subscribed, push, tick, titles, clock } = await opened()
  const asked = await subscribed()
  const { store } = lent.current
  const [visit] = await store.claimDue(claim({ now: clock.at, only: ['a'], lease: 'visit' }))
  await push(asked, atomOf(['Two']))
  await tick(second)
  expect(await titles()).toEqual(['One'])
  await store.releaseLease(visit ?? { id: '', lease: '' })
  await tick(second)
  expect(await titles()).toEqual(['One', 'Two'])
})

test('what was taken in is read by another service, as after a crash', async () => {
  const { lent, clock, subscribed, push, titles } = await opened()
  const asked = await subscribed()
  const { store } = lent.current
  const [visit] = await store.claimDue(claim({ now: clock.at, only: ['a'], lease: 'visit' }))
  await push(asked, atomOf(['Two']))
  await store.releaseLease(visit ?? { id: '', lease: '' })
  const next = serviceOn(lent)
  await next.tick()
  await lent.current.queue.drain()
  expect(await titles()).toEqual(['One', 'Two'])
})

test('a feed that names another hub is told of by that one, and the former is asked to stop', async () => {
  const { publisher, subscribed, tick, verify, standing } = await opened()
  const former = await subscribed()
  publisher.name('document', [`${publisher.hub}-new`])
  await tick(hour)
  await tick(10 * second)
  const asked = publisher.asked.slice(1).map(({ path, mode }) => `${path} ${mode}`)
  expect(asked.sort()).toEqual(['/hub unsubscribe', '/hub-new subscribe'])
  const bye = publisher.asked.find(({ mode }) => mode === 'unsubscribe')
  expect(bye?.callback).toBe(former.callback)
  expect((await verify(bye)).status).toBe(200)
  expect(await standing()).toMatchObject({ state: 'wanted', hub: `${publisher.hub}-new` })
})

test('a feed that names no hub any more is given up, and a hub that does not confirm that is left to its lease', async () => {
  const { publisher, lent, subscribed, tick, standing } = await opened()
  await subscribed()
  publisher.name('nowhere')
  await tick(hour)
  await tick(10 * second)
  expect(await standing()).toBeNull()
  for (let hours = 0; hours < 40; hours++) await tick(hour)
  expect(publisher.asked.filter(({ mode }) => mode === 'unsubscribe')).toHaveLength(4)
  expect((await lent.current.store.pushes.survey()).subscriptions).toEqual([])
})

test('config that wants no pushes any more ends them', async () => {
  const { publisher, subscribed, reconfigure, tick } = await opened()
  await subscribed()
  await reconfigure({ poll: 'push: false' })
  await tick(5 * second)
  expect(publisher.asked.map(({ mode }) => mode)).toEqual(['subscribe', 'unsubscribe'])
})

test('where nobody can call back any more, hubs are left to their leases', async () => {
  const { publisher, lent, subscribed, reconfigure, tick } = await opened()
  await subscribed()
  await reconfigure({ serve: '' })
  await tick(5 * second)
  expect(publisher.asked).toHaveLength(1)
  expect((await lent.current.store.pushes.survey()).subscriptions).toEqual([])
})

test('more than can wait makes the source due', async () => {
  const { lent, subscribed, push, state, clock } = await opened()
  const asked = await subscribed()
  await lent.current.store.claimDue(claim({ now: clock.at, only: ['a'], lease: 'visit' }))
  for (let n = 0; n < 8; n++) await push(asked, atomOf([`N${n}`]))
  expect((await state()).nextPollAt).toBeGreaterThan(clock.at + minute)
  expect((await push(asked, atomOf(['Last']))).status).toBe(202)
  expect((await state()).nextPollAt).toBeLessThanOrEqual(clock.at + minute)
  expect(await lent.current.store.pushes.waiting(9)).toEqual(['a'])
})
