// What `explain` says of entries that were merged or split by hand.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { entriesMeant } from '../../../src/jobs/explain/entries-meant.ts'
import { explain } from '../../../src/jobs/explain/explain.ts'
import { mergeEntries, splitEntry } from '../../../src/jobs/operate/correct.ts'
import { explanationShape } from '../../../src/model/explanation-shape.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const hour = 3_600_000
const saidAt = firstRunAt + 5 * hour
const one: Item = {
  guid: '1',
  code: 'C1',
  title: 'One',
  url: 'https://x.example/1',
  date: '2026-01-09T10:00:00Z',
  text: '<p>Text one.</p>',
}
const two: Item = { guid: '2', title: 'Two', url: 'https://x.example/2', date: '2026-01-09T10:00:00Z', text: '<p>Text two.</p>' }

async function opened() {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-explain-'))
  const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settings, { file })
  const view = await viewSqlite({ file, siteId: settings.site.id, identityNames: ['code', 'doi'] })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  await site.run([{ source: 'a', items: [one] }])
  await site.run([{ source: 'b', items: [two] }])
  const rowOf = async (words: string) => {
    const [{ row, value }] = await entriesMeant(words, { archive: view, settings })
    return { row, id: null, path: null, title: value }
  }
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  await mergeEntries(await rowOf('guid:b:2'), await rowOf('guid:a:1'), { by: 'ops' }, at(saidAt))
  return { at, rowOf, told: (words: string) => explain(words, { archive: view, settings, now: saidAt + hour }) }
}

test('an entry tells that it was merged by hand: when, by whom, and of what', async () => {
  const site = await opened()
  for (const words of ['guid:a:1', 'guid:b:2']) {
    const { corrections } = await site.told(words)
    expect(corrections).toEqual([
      {
        at: saidAt,
        by: 'ops',
        kind: 'joined',
        sides: [[{ source: 'b', key: 'guid:b:2' }], [{ source: 'a', key: 'code:C1' }]],
        elsewhere: [],
        holds: true,
      },
    ])
  }
  expect((await site.told('url:https://x.example/2')).joins).toEqual([])
})

test('who asks for the one that went is told where it leads', async () => {
  const site = await opened()
  const told = await site.told('C1')
  const [gone] = told.merged
  const asked = await site.told(gone?.path ?? '')
  expect(asked.entry.id).toBe(told.entry.id)
  expect(asked.found.merged?.id).toBe(gone?.id)
})

test('both parts tell that they were parted, and that the merge holds no more', async () => {
  const site = await opened()
  await splitEntry(await site.rowOf('C1'), { source: 'b', key: null, by: null }, site.at(saidAt + hour / 2))
  const [left, taken] = [await site.told('C1'), await site.told('guid:b:2')]
  expect(left.entry.id).not.toBe(taken.entry.id)
  for (const [own, other] of [
    [left, taken],
    [taken, left],
  ] as const)
    expect(explanationShape(own).corrections).toMatchObject([
      { kind: 'joined', by: 'ops', holds: false, elsewhere: [{ id: other.entry.id, path: other.entry.path }] },
      {
        kind: 'parted',
        by: null,
        holds: true,
        sides: [[{ source: 'a', key: 'code:C1' }], [{ source: 'b', key: 'guid:b:2' }]],
        elsewhere: [{ id: other.entry.id, title: other.entry.title }],
      },
    ])
})
