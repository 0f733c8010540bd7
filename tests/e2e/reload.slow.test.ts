// A running service whose config changes under it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configWith, type Origin, type Service, startOrigin, startService, until } from '../support/service.ts'

const minute = 60_000
const hour = 60 * minute

let origin: Origin
let service: Service | null = null
beforeEach(async () => {
  origin = await startOrigin()
})
afterEach(async () => {
  await service?.stop()
  service = null
  await origin.close()
})

const source = (id: string, more = '', path = id) => `id: ${id}, url: "http://${origin.host}/${path}"${more === '' ? '' : `, ${more}`}`
const config = (sources: readonly string[], more = '') =>
  configWith(sources, `poll: { delay: 0s, settle: 0s, allow: ["${origin.host}"] }\n${more}`)
const start = async (yaml: string) => {
  service = await startService(yaml)
  return service
}
const sourceOf = async (id: string) => (await service?.app.sources())?.find((one) => one.id === id)
const asked = (path: string) => origin.requests.filter((request) => request.path === `/${path}`).length

test('new sources are visited, those that left are not; what they brought stays', async () => {
  for (const id of ['a', 'b']) origin.set(`/${id}`, [id.toUpperCase()])
  const { published, reload, clock } = await start(config([source('a')]))
  await published('A')
  expect(await reload(config([source('b')]))).toMatchObject({ added: ['b'], removed: ['a'] })
  await published('A', 'B')
  origin.set('/a', ['A', 'A2'])
  origin.set('/b', ['B', 'B2'])
  clock.at += 24 * hour
  await published('A', 'B', 'B2')
  expect([asked('a'), (await sourceOf('a'))?.isRetired]).toEqual([1, true])
})

test('what returns goes on where it was', async () => {
  origin.set('/a', ['A'])
  const { published, reload, clock } = await start(config([source('a')]))
  await published('A')
  await reload(config([]))
  await reload(config([source('a')]))
  origin.set('/a', ['A', 'A2'])
  clock.at += 24 * hour
  await published('A', 'A2')
  expect(await sourceOf('a')).toMatchObject({ isRetired: false, entries: 2 })
})

test('another category takes effect with the next visit, which comes at once though nothing has changed there', async () => {
  origin.set('/a', ['A'])
  const { published, reload, app } = await start(config([source('a', 'category: Old')]))
  await published('A')
  expect(await reload(config([source('a', 'category: New')]))).toMatchObject({ changed: ['a'] })
  await until(async () => (await app.entries({ source: null, category: 'new', search: null, limit: 9 })).map(({ title }) => title)).toEqual(
    ['A'],
  )
  expect((await app.entries({ source: null, category: null, search: null, limit: 9 }))[0]?.categories).toEqual(['new'])
})

test('a shorter interval holds at once, not only after the long one', async () => {
  origin.set('/a', ['A'])
  const { published, reload, clock } = await start(config([source('a', 'every: 7d')]))
  await published('A')
  await reload(config([source('a', 'every: 10s')]))
  await until(() => asked('a')).toBe(2)
  // The clock goes on when the visit is over: the next one counts from then.
  await until(async () => (await sourceOf('a'))?.state.nextPollAt).toBe(clock.at + 10_000)
  origin.set('/a', ['A', 'A2'])
  clock.at += 20_000
  await published('A', 'A2')
})

test('a source that is mended is visited at once, whatever its pause', async () => {
  const { reload, clock } = await start(config([source('a', '', 'wrong')]))
  for (let n = 1; n <= 4; n++) {
    await until(async () => (await sourceOf('a'))?.state.failures).toBe(n)
    clock.at += hour * n
  }
  origin.set('/right', ['A'])
  await reload(config([source('a', '', 'right')]))
  await service?.published('A')
})

test('enabled: false stops the visits until it is true again', async () => {
  origin.set('/a', ['A'])
  const { published, reload, clock } = await start(config([source('a'), source('b')]))
  await published('A')
  await reload(config([source('a', 'enabled: false'), source('b')]))
  origin.set('/a', ['A', 'A2'])
  origin.set('/b', ['B'])
  clock.at += 24 * hour
  await published('A', 'B')
  expect(asked('a')).toBe(1)
  await reload(config([source('a'), source('b')]))
  await published('A', 'A2', 'B')
})

test('a source under a new id goes on with its entries, under their ids', async () => {
  origin.set('/a', ['A'])
  const { published, reload, clock, app } = await start(config([source('a')]))
  await published('A')
  const [before] = await app.entries({ source: 'a', category: null, search: null, limit: 9 })
  expect(await reload(config([source('b', 'formerly: [a]', 'a')]))).toMatchObject({
    renamed: [{ from: 'a', to: 'b' }],
    added: [],
    removed: [],
  })
  origin.set('/a', ['A', 'A2'])
  clock.at += 24 * hour
  await published('A', 'A2')
  const after = await app.entries({ source: 'b', category: null, search: null, limit: 9 })
  expect(after.find(({ title }) => title === 'A')).toMatchObject({ id: before?.id, path: before?.path, source: 'b' })
  expect((await app.sources()).map(({ id }) => id)).toEqual(['b'])
})

test('another priority decides who owns what is published from then on', async () => {
  for (const id of ['a', 'b']) origin.set(`/${id}`, ['One'])
  const { reload, clock, app } = await start(config([source('a', 'priority: 1'), source('b')]))
  const owners = async () => {
    const entries = await app.entries({ source: null, category: null, search: null, limit: 9 })
    return entries.map((entry) => `${entry.title} of ${entry.source}, shown by ${entry.sources.length}`).sort()
  }
  await until(owners).toEqual(['One of a, shown by 2'])
  // What waits to be settled would be so by the new priority.
  await app.publish({ isAll: false })
  await reload(config([source('a'), source('b', 'priority: 1')]))
  for (const id of ['a', 'b']) origin.set(`/${id}`, ['One', 'Two'])
  clock.at += 24 * hour
  await until(owners).toEqual(['One of a, shown by 2', 'Two of b, shown by 2'])
})

test('an embargo holds until its end', async () => {
  origin.set('/a', ['A'])
  origin.set('/b', ['B'])
  const { published, clock } = await start(config([source('a', 'delay: 1h'), source('b')]))
  await published('B')
  clock.at += hour
  await published('A', 'B')
})

test('a shorter embargo holds at once; that of a source that leaves config stays', async () => {
  for (const id of ['a', 'b', 'c']) origin.set(`/${id}`, [id.toUpperCase()])
  const { published, reload, clock } = await start(config([source('a', 'delay: 2h'), source('b', 'delay: 2h'), source('c')]))
  await published('C')
  await until(() => [asked('a'), asked('b')]).toEqual([1, 1])
  await reload(config([source('a', 'delay: 1h')]))
  clock.at += hour
  await published('A', 'C')
  clock.at += hour
  await published('A', 'B', 'C')
})

test('a visit under way when its source leaves config is recorded', async () => {
  origin.set('/a', ['A'])
  const begun = origin.hold('/a')
  const { published, reload } = await start(config([source('a')]))
  await begun
  await reload(config([]))
  origin.release('/a')
  await published('A')
  expect(await sourceOf('a')).toMatchObject({ isRetired: true, entries: 1, state: { outcome: 'changed' } })
})

test('a visit under way when its source changes is made again, one after the other', async () => {
  origin.set('/a', ['A'])
  const begun = origin.hold('/a')
  const { published, reload } = await start(config([source('a', 'category: Old')]))
  await begun
  await reload(config([source('a', 'category: New')]))
  origin.release('/a')
  await published('A')
  expect([asked('a'), origin.mostOpen]).toEqual([2, 1])
  expect((await service?.app.categories())?.map(({ slug }) => slug)).toEqual(['new'])
})

test('visits under way go on with the fetcher they began with; the next ones have the new one', async () => {
  for (const id of ['a', 'b']) origin.set(`/${id}`, [id.toUpperCase()])
  const begun = origin.hold('/a')
  const { published, reload, clock } = await start(config([source('a')]))
  await begun
  const next = config([source('a'), source('b')]).replace('poll: {', 'poll: { userAgent: "Other/2.0", perHost: 2,')
  expect(await reload(next)).toMatchObject({ settings: ['poll.perHost', 'poll.userAgent'], added: ['b'] })
  await until(() => asked('b')).toBe(1)
  clock.at += 10_000
  await published('B')
  origin.release('/a')
  await published('A', 'B')
  expect(origin.requests.map(({ path, userAgent }) => `${path} ${userAgent.split('/')[0]}`)).toEqual(['/a Newsstand', '/b Other'])
})

test('a service that is stopped in the middle of a reload ends all the same', async () => {
  const begun = origin.hold('/a')
  const running = await start(config([source('a')]))
  await begun
  const reloading = running.reload(config([source('a')]).replace('poll: {', 'poll: { perHost: 3,'))
  service = null
  await Promise.all([reloading, running.stop()])
  origin.release('/a')
})

test('what is published follows the settings of the site', async () => {
  origin.set('/a', ['A'])
  const { published, reload, app, clock } = await start(config([source('a')]))
  await published('A')
  const { url } = await app.serve()
  await reload(config([source('a')]).replace('title: T', 'title: Renamed'))
  clock.at += 10_000
  await until(async () => (await fetch(`${url}feed.json`)).text()).toContain('"title":"Renamed"')
})
