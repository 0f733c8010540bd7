import { afterEach, expect, test } from 'vitest'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { takeCopyIn, withCopy } from '../../support/copies.ts'
import { newsroom, newsroomSources } from '../../support/newsroom.ts'
import { configOf, firstRunAt, openSite, portrait, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const sites: TestSite[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close()
})

async function opened(year = 2026): Promise<TestSite> {
  const site = await openSite(settingsOf(configOf(newsroomSources)), { year })
  sites.push(site)
  return site
}

async function publishAll(site: TestSite, at: number): Promise<void> {
  await site.deps.store.markAllStale()
  await settleAndPublish(at, site.deps)
}

test('a store that is made of a copy publishes the same bytes, and the same documents are nothing new to it', async () => {
  const site = await opened()
  const room = newsroom(firstRunAt, { until: firstRunAt + 40 * hour, seed: 7 })
  for (let n = 0; n <= 40; n += 4) await site.run(room.documents(firstRunAt + n * hour), firstRunAt + n * hour)
  const last = firstRunAt + 44 * hour
  const other = await opened(1999)
  await withCopy(site, async (file) => {
    const report = await takeCopyIn(file, other)
    expect(report).toMatchObject({ kind: 'exact', kept: 0, conflicts: [] })
    expect(report.entries).toBeGreaterThan(100)
  })
  await publishAll(site, last)
  await publishAll(other, last)
  expect([...other.files.keys()].sort()).toEqual([...site.files.keys()].sort())
  for (const [path, text] of site.files) expect(other.files.get(path), path).toBe(text)

  const documents = room.documents(firstRunAt + 48 * hour)
  const before = [...other.files].map(([path]) => path).length
  await site.run(documents, firstRunAt + 48 * hour)
  await other.run(documents, firstRunAt + 48 * hour)
  expect(await portrait(other)).toEqual(await portrait(site))
  expect(before).toBeGreaterThan(100)
})
