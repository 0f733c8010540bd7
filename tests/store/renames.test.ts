import { expect, test } from 'vitest'
import { sourceRecords } from '../../src/jobs/sync.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../support/site.ts'

test('a source under a new id goes on with the entries, keys and state of its former one', async () => {
  const site = await openSite(settingsOf(configOf([{ id: 'old' }, { id: 'other' }])))
  const item = { guid: 'g:1', url: 'https://x.example/1', title: 'One', date: '2026-01-09T10:00:00Z' }
  await site.run([
    { source: 'old', items: [item, { title: 'No address' }] },
    { source: 'other', items: [item] },
  ])
  const before = await site.entries()

  const records = sourceRecords(site.settings).map((record) =>
    record.id === 'old' ? { ...record, id: 'new', formerly: ['older', 'old'] } : record,
  )
  await site.deps.store.syncSources(records)

  const sources = await site.deps.store.sources(firstRunAt)
  expect(sources.map(({ id, isRetired }) => ({ id, isRetired }))).toEqual([
    { id: 'new', isRetired: false },
    { id: 'other', isRetired: false },
  ])
  expect(sources[0]?.state.firstSuccessAt).not.toBeNull()
  const after = await site.entries()
  expect(after.map(({ id, path }) => ({ id, path }))).toEqual(before.map(({ id, path }) => ({ id, path })))
  const one = after.find((entry) => entry.title === 'One')
  expect(one?.source).toBe('new')
  expect(one?.keys).toContain('guid:new:g:1')
  expect(one?.keys).toContain('guid:other:g:1')
  expect(after.flatMap((entry) => entry.keys).filter((key) => key.includes(':old:'))).toEqual([])
  await site.close()
})
