// What `explain` says of entries that their origins have deleted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explain } from '../../../src/jobs/explain/explain.ts'
import { explanationShape } from '../../../src/model/explanation-shape.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { day, deletingSite } from '../../support/deleting-site.ts'
import { firstRunAt as start } from '../../support/site.ts'

const stories = ['one', 'two', 'three'].map((name) => ({ name }))

async function opened(more: string) {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-deletions-'))
  const file = join(dir, 'store.sqlite')
  const site = await deletingSite({ a: more, b: '' }, '', { file })
  const view = await viewSqlite({ file, siteId: site.settings.site.id, identityNames: [] })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    rmSync(dir, { recursive: true })
  })
  site.origin.feed('a', stories)
  await site.poll(start, 'a')
  site.origin.feed('a', stories.slice(1), [{ name: 'one', comment: 'Wrong number' }])
  await site.poll(start + day, 'a')
  return { ...site, told: () => explain('guid:a:urn:a:one', { archive: view, settings: site.settings, now: start + day }) }
}

const named = { source: 'a', how: 'entry', since: Date.UTC(2026, 0, 8), notedAt: start + day, by: null, comment: 'Wrong number' }

test('flagged: it is published, and what its feed says is told', async () => {
  const site = await opened('deletions: flag')
  const told = await site.told()
  expect(told.entry).toMatchObject({ state: 'published', because: [] })
  expect(told.deletions).toEqual([{ ...named, isFollowed: false, outcome: 'flagged: it is shown on (deletions: flag)' }])
  expect(explanationShape(told)).toMatchObject({
    deletions: [{ source: 'a', how: 'entry', since: '2026-01-08T00:00:00Z', comment: 'Wrong number', followed: false }],
  })
})

test('followed: why it is in nothing public, and what would bring it back', async () => {
  const site = await opened('deletions: follow')
  const told = await site.told()
  expect(told.entry).toMatchObject({
    state: 'expired',
    because: ['its origin has deleted it, and no other public source shows it; it comes back when its origin shows it again'],
  })
  expect(told.deletions).toMatchObject([{ isFollowed: true, outcome: expect.stringContaining('in nothing public') }])
  expect(told.sightings).toMatchObject([{ isOwner: false, why: expect.stringContaining('deleted it') }])
})

test('followed, and shown by another source: that one owns it', async () => {
  const site = await opened('deletions: follow, priority: 1')
  site.origin.feed('b', [{ name: 'one' }])
  await site.poll(start + 2 * day, 'b')
  const told = await site.told()
  expect(told.entry).toMatchObject({ state: 'published', owner: 'b' })
  expect(told.sightings).toMatchObject([
    { source: 'a', isOwner: false },
    { source: 'b', isOwner: true, why: 'no other public source shows it' },
  ])
})
