// A running service that tells a hook how its sources do, and what is new.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Hook, startHook } from '../support/hook.ts'
import { configWith, type Origin, type Service, startOrigin, startService, until } from '../support/service.ts'

const minute = 60_000
const hour = 60 * minute

let origin: Origin
let hook: Hook
let service: Service | null = null
beforeEach(async () => {
  origin = await startOrigin()
  hook = await startHook()
})
afterEach(async () => {
  await service?.stop()
  service = null
  await Promise.all([origin.close(), hook.close()])
})

const source = (id: string) => `id: ${id}, url: "http://${origin.host}/${id}"`
const config = (sources: readonly string[], more: string) =>
  configWith(sources.map(source), `poll: { delay: 0s, settle: 0s, allow: ["${origin.host}", "${hook.host}"] }\n${more}`)
const start = async (yaml: string) => {
  service = await startService(yaml)
  return service
}
const alerts = () => `alerts: { url: "${hook.url}" }`
const told = () => hook.told.map(({ event, source: about, category }) => `${event} ${about ?? category}`)

/** Lets visits to a source fail until that is the so-manieth in a row. */
async function fail(id: string, times: number): Promise<void> {
  const failures = async () => (await service?.app.sources())?.find((one) => one.id === id)?.state.failures ?? 0
  for (;;) {
    const before = await failures()
    if (before >= times || service === null) return
    if (before > 0) service.clock.at += 24 * hour
    await until(failures).toBe(before + 1)
  }
}

test('a source that starts and stops failing is told once each, across a restart', async () => {
  origin.set('/b', ['B'])
  const { clock, published, restart } = await start(config(['a', 'b'], alerts()))
  await fail('a', 3)
  await until(told).toEqual(['failing a'])
  await restart()
  await fail('a', 4)
  origin.set('/a', ['A'])
  clock.at += 24 * hour
  await published('A', 'B')
  await until(told).toEqual(['failing a', 'recovered a'])
})

test('what a hook could not be told is told after a restart', async () => {
  hook.answer(500)
  const { clock, restart } = await start(config(['a'], alerts()))
  await fail('a', 3)
  await until(() => hook.asked.length).toBe(1)
  await restart()
  hook.answer(204)
  clock.at += minute
  await until(told).toEqual(['failing a'])
})

test('new entries are told when they can be read, and only those', async () => {
  origin.set('/a', ['One'])
  const { clock, published, app, reload } = await start(config(['a'], `notify: [{ category: A, url: "${hook.url}" }]`))
  const { url } = await app.serve()
  await until(told).toEqual(['entries a'])
  expect(hook.told[0]?.items?.map(({ title }) => title)).toEqual(['One'])
  expect((await fetch(url + hook.told[0]?.items?.[0]?.path)).status).toBe(200)

  origin.set('/a', ['One', 'Two'])
  clock.at += 24 * hour
  await until(() => hook.told.at(-1)?.items?.map(({ title }) => title)).toEqual(['Two'])
  await reload(config(['a'], ''))
  origin.set('/a', ['One', 'Two', 'Three'])
  clock.at += 24 * hour
  await published('One', 'Two', 'Three')
  expect(hook.told).toHaveLength(2)
})

test('a hook that does not answer delays no visit; a stop cuts it off, and it is told later', async () => {
  hook.answer(null)
  const { clock, published, restart } = await start(config(['a', 'b'], alerts().replace(' }', ', after: 1 }')))
  await Promise.all([fail('a', 1), fail('b', 1)])
  await until(() => hook.asked.length).toBeGreaterThan(0)
  origin.set('/a', ['A'])
  origin.set('/b', ['B'])
  clock.at += 24 * hour
  await published('A', 'B')
  const stopped = Date.now()
  await restart()
  expect(Date.now() - stopped).toBeLessThan(10_000)
  hook.answer(204)
  await until(() => told().sort()).toEqual(['failing a', 'failing b', 'recovered a', 'recovered b'])
})

test('poll tells too what it finds, where no service runs', async () => {
  const yaml = config(['a'], alerts().replace(' }', ', after: 1 }'))
  const { app } = await start(yaml)
  await fail('a', 1)
  await until(told).toEqual(['failing a'])
  origin.set('/a', ['A'])
  await app.poll({ only: ['a'], isForced: false, onProgress: () => {} })
  expect(told()).toEqual(['failing a', 'recovered a'])
})
