// What pruning takes away and what it leaves, over real documents, and that what went stays away (design §6, `prune`).
import { expect, onTestFinished, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { type PruneOptions, prune } from '../../../src/jobs/operate/prune.ts'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
const later = firstRunAt + 400 * day

/** Items 1 to `count`, a day apart, the last one on 9 January. */
const items = (count: number, first = 1): Item[] =>
  Array.from({ length: count }, (_, at) => ({
    guid: `g${first + at}`,
    url: `https://x.example/${first + at}`,
    title: `Story ${first + at}`,
    date: new Date(Date.UTC(2026, 0, 9, 8) - (count - at - 1) * day).toISOString(),
    text: `<p>The words of story ${first + at}, which nobody else has written about in this way.</p>`,
  }))
const a = (...some: Item[]): Document => ({ source: 'a', items: some })
const b = (...some: Item[]): Document => ({ source: 'b', items: some })

const small = 'publish: { dir: public, entries: 2'

async function opened({
  keep = '{ entries: 3 }',
  sources = [{ id: 'a' }, { id: 'b' }],
  extra = '',
}: { keep?: string; sources?: readonly TestSource[]; extra?: string } = {}) {
  const yaml = configOf(sources, extra).replace('publish: { dir: public', `${small}, keep: ${keep}`)
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  return {
    ...site,
    at,
    prune: (options: Partial<PruneOptions> = {}, now = later) =>
      prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {}, ...options }, at(now)),
    publishAt: (now: number) => settleAndPublish(now, at(now)),
    titles: async () => (await site.entries()).map(({ title }) => title),
    ids: async () => (await site.entries()).map(({ id }) => id),
  }
}

test('the newest stay, the others go from everything that readers see', async () => {
  const site = await opened()
  await site.run([a(...items(6))])
  const before = await site.entries()
  const report = await site.prune()
  expect(await site.titles()).toEqual(['Story 6', 'Story 5', 'Story 4'])
  expect(report).toMatchObject({ entries: 3, categories: [{ slug: 'a', entries: 6, gone: 3, stay: { newest: 3, window: 0 } }] })
  expect(report.bytes).toBeGreaterThan(500)
  for (const { path, title } of before.slice(3)) {
    expect(site.files.has(path)).toBe(false)
    expect([...site.files].filter(([, text]) => text.includes(title)).map(([file]) => file)).toEqual([])
    expect(await site.deps.store.isGone(path)).toBe(true)
  }
})
