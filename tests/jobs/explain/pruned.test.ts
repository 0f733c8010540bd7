// What `explain` tells of tombstones: by key, address and id, when they went and by which rule.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { describeExplanation } from '../../../src/cli/explain-sheet.ts'
import { explain } from '../../../src/jobs/explain/explain.ts'
import { prune } from '../../../src/jobs/operate/prune.ts'
import { explanationShape } from '../../../src/model/explanation-shape.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../../support/site.ts'

const day = 86_400_000

test('a tombstone is found by its key, address, path and id, and says when it went, why and what is left', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-pruned-'))
  const file = join(dir, 'store.sqlite')
  const yaml = configOf([{ id: 'a' }]).replace(
    'publish: { dir: public',
    'publish: { dir: public, entries: 1, keep: { days: 30, entries: 1 }',
  )
  const site = await openSite(settingsOf(yaml), { file })
  const items = ['2025-11-01', '2026-01-09'].map((date, n) => ({
    code: `C${n}`,
    title: `Story ${n}`,
    url: `https://x.example/${n}`,
    date: `${date}T08:00:00Z`,
    text: '<p>Words</p>',
  }))
  await site.run([{ source: 'a', items }])
  const old = (await site.entries())[1]
  const options = { category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }
  await prune(options, { ...site.deps, clock: { now: () => firstRunAt + 20 * day } })
  const view = await viewSqlite({ file, siteId: site.settings.site.id, identityNames: ['code', 'doi'] })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  const now = firstRunAt + 21 * day
  const told = (words: string) => explain(words, { archive: view, settings: site.settings, now })
  for (const words of ['C0', 'https://x.example/0', `/${old?.path}`, old?.id ?? '']) expect((await told(words)).entry.id).toBe(old?.id)
  const one = await told('C0')
  expect(one).toMatchObject({
    entry: {
      state: 'pruned',
      title: 'Story 0',
      because: ['it was pruned: a keeps the newest 1 and all of 30 days; its keys stay known, so that it never comes back as new'],
    },
    pruning: { at: firstRunAt + 20 * day, why: [{ slug: 'a', days: 30, entries: 1 }] },
    sightings: [{ source: 'a', isOwner: false, why: 'what it showed was pruned: it only keeps the entry known' }],
    text: { use: null },
    revisions: [],
  })
  expect(one.feeds.map(({ isIn }) => isIn)).not.toContain(true)
  expect(explanationShape(one)).toMatchObject({
    state: 'pruned',
    pruned: { at: '2026-01-30T12:00:00Z', keep: [{ category: 'a', days: 30, entries: 1 }] },
  })
  const sheet = describeExplanation(one, { zone: 'UTC', now }, { isTerminal: false, columns: null })
  expect(sheet).toContain('  pruned     2026-01-30 12:00\n')
  expect(sheet).toContain('its id and path')
})
