// When a service prunes by itself, and how little of it at a time.
import { expect, onTestFinished, test } from 'vitest'
import { dailyPruning } from '../../../src/jobs/operate/daily-pruning.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
/** 03:17 of the next day, in Asia/Shanghai. */
const quiet = Date.UTC(2026, 0, 10, 19, 17)

async function opened() {
  const yaml = configOf([{ id: 'a' }]).replace('publish: { dir: public', 'publish: { dir: public, entries: 1, keep: { entries: 2 }')
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  const items = [1, 2, 3, 4, 5].map((n) => ({ guid: `g${n}`, title: `Story ${n}`, date: `2025-12-${9 + 3 * n}T08:00:00Z` }))
  await site.run([{ source: 'a', items }])
  const told: string[] = []
  const log = { ...site.deps.log, info: (_: unknown, message: string) => void told.push(message) }
  /** As often as a service does until all is done, however slow the machine is. */
  const goOn = async (daily: ReturnType<typeof dailyPruning>, now: number) => {
    for (let tick = 0; tick < 20; tick++) await daily.goOn({ ...site.deps, log, clock: { now: () => now } })
  }
  const left = async () => (await site.entries()).length
  return { ...site, goOn, left, told }
}

test('a service prunes at the quiet time of each day, on the site’s clocks', async () => {
  const site = await opened()
  const daily = dailyPruning()
  for (const now of [firstRunAt, firstRunAt + hour, quiet - 1_000]) await site.goOn(daily, now)
  expect(await site.left()).toBe(5)
  await site.goOn(daily, quiet)
  expect(await site.left()).toBe(2)
  expect(site.told).toEqual(['entries that no category keeps were pruned'])
})

test('what was missed is made up for, once', async () => {
  const site = await opened()
  await site.goOn(dailyPruning(), firstRunAt)
  await site.goOn(dailyPruning(), firstRunAt + 10 * day)
  expect(await site.left()).toBe(2)
  await site.run([{ source: 'a', items: [6, 7].map((n) => ({ guid: `g${n}`, title: `Story ${n}` })) }], firstRunAt + 10 * day + hour)
  await site.goOn(dailyPruning(), firstRunAt + 10 * day + 2 * hour)
  expect(await site.left()).toBe(4)
})

test('while somebody else writes the files nothing goes, and it goes on the next time', async () => {
  const site = await opened()
  const daily = dailyPruning()
  await site.goOn(daily, firstRunAt)
  const busy = { ...site.deps, clock: { now: () => quiet }, withWriterLock: () => Promise.reject(new Error('in use')) }
  await expect(daily.goOn(busy)).rejects.toThrow('in use')
  expect(await site.left()).toBe(5)
  await site.goOn(daily, quiet + 5_000)
  expect(await site.left()).toBe(2)
})
