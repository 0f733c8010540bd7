import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { takeCopyIn, withCopy } from '../../support/copies.ts'
import { newsroom, newsroomSources } from '../../support/newsroom.ts'
import { configOf, firstRunAt, openSite, portrait, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000

async function publishAll(site: TestSite, at: number): Promise<ReadonlyMap<string, string>> {
  await site.deps.store.markAllStale()
  await settleAndPublish(at, site.deps)
  return new Map([...site.files].sort())
}

test('a store that is made of a copy publishes the same bytes, and the same documents are nothing new to it', {
  timeout: 600_000,
}, async () => {
  const course = fc.record({ seed: fc.integer({ min: 1, max: 1_000 }), runs: fc.integer({ min: 1, max: 8 }) })
  await fc.assert(
    fc.asyncProperty(course, async ({ seed, runs }) => {
      const settings = settingsOf(configOf(newsroomSources))
      const [site, other] = [await openSite(settings), await openSite(settings, { year: 1999 })]
      const room = newsroom(firstRunAt, { until: firstRunAt + 100 * hour, seed })
      for (let n = 0; n < runs; n++) await site.run(room.documents(firstRunAt + n * 12 * hour), firstRunAt + n * 12 * hour)
      await withCopy(site, async (file) => expect(await takeCopyIn(file, other)).toMatchObject({ kind: 'exact', kept: 0, conflicts: [] }))
      const last = firstRunAt + 100 * hour
      expect(await publishAll(other, last)).toEqual(await publishAll(site, last))
      const documents = room.documents(firstRunAt + 110 * hour)
      for (const one of [site, other]) await one.run(documents, firstRunAt + 110 * hour)
      expect(await portrait(other)).toEqual(await portrait(site))
      await site.close()
      await other.close()
    }),
    { numRuns: 5, seed: 8 },
  )
})
