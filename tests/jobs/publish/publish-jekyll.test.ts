// What the Jekyll export holds while entries and categories come, move and go.
import { expect, onTestFinished, test } from 'vitest'
import type { Deps } from '../../../src/jobs/deps.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { registryPlan } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { configOf, firstRunAt, type Item, memoryOutlet, openSite, settingsOf } from '../../support/site.ts'

const quay: Item = { guid: 'g1', code: 'C1', title: 'A quay', date: '2026-01-09T08:00:00Z', text: '<p>Q</p>', publisher: '国际商报' }
const bridge: Item = { guid: 'g2', code: 'C2', title: 'A bridge', date: '2026-01-09T09:00:00Z', text: '<p>B</p>', publisher: '国际商报' }

const sources = [{ id: 'a' }]

async function opened() {
  const site = await openSite(settingsOf(configOf(sources)))
  onTestFinished(() => site.close())
  const files = new Map<string, string>()
  const deps: Deps = { ...site.deps, jekyll: memoryOutlet(files) }
  await site.run([{ source: 'a', items: [quay, bridge] }])
  await site.deps.store.markAllStale()
  await settleAndPublish(firstRunAt, deps)
  return { ...site, deps, jekyll: files, text: (path: string) => files.get(path) ?? '' }
}

const posts = ['_posts/2026-01-09-C1.md', '_posts/2026-01-09-C2.md']

test('there is a post for each entry and a page for each category', async () => {
  const { jekyll, text } = await opened()
  expect([...jekyll.keys()].sort()).toEqual([...posts, 'category/guojishangbao.html'])
  expect(text('category/guojishangbao.html')).toContain('\ntitle: "国际商报"\npermalink: /category/guojishangbao.html\n')
})

test('a renamed category lists its posts of before, its old page and its posts lead to it', async () => {
  const { deps, jekyll, text } = await opened()
  await changeCategories({ kind: 'rename', slug: 'guojishangbao', name: 'The Herald', newSlug: 'the-herald' }, deps)
  expect([...jekyll.keys()].sort()).toEqual([...posts, 'category/guojishangbao.html', 'category/the-herald.html'])
  expect(text('category/the-herald.html')).toContain('\ntitle: "The Herald"\n')
  for (const slug of ['the-herald', 'guojishangbao']) expect(text('category/the-herald.html')).toContain(`site.categories["${slug}"]`)
  expect(text('category/guojishangbao.html')).toContain('<link rel="canonical" href="https://news.example/category/the-herald.html"')
  // No front matter, so Jekyll copies it as it is.
  expect(text('category/guojishangbao.html')).not.toMatch(/^---/)
  expect(text(posts[0] ?? '')).toContain('\ncategories: guojishangbao\n')
  expect(text(posts[0] ?? '')).toContain('[Back to The Herald](//news.example/category/the-herald.html)')
})

test('a retired category has no page any more, its posts stay', async () => {
  const { deps, jekyll } = await opened()
  await changeCategories({ kind: 'retire', slug: 'guojishangbao' }, deps)
  expect([...jekyll.keys()].sort()).toEqual(posts)
})

test('a category that became private leaves neither page nor posts', async () => {
  const { deps, jekyll } = await opened()
  const hidden = settingsOf(configOf(sources, 'categories: [{ name: 国际商报, private: true }]\n'))
  await deps.store.syncCategories((registry) => registryPlan(hidden, registry, firstRunAt))
  await settleAndPublish(firstRunAt, deps)
  expect([...jekyll.keys()]).toEqual([])
})

test('the post of a retracted entry goes, and comes back with it', async () => {
  const { deps, jekyll } = await opened()
  const reference = { row: 1, id: null, path: null, title: '' }
  await retractEntry(reference, { why: 'It was wrong.', isSilent: false, by: null }, deps)
  expect([...jekyll.keys()].filter((path) => path.startsWith('_posts/'))).toHaveLength(1)
  await restoreEntry(reference, deps)
  expect([...jekyll.keys()].filter((path) => path.startsWith('_posts/'))).toHaveLength(2)
})
