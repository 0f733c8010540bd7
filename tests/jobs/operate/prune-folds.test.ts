// What feeds fold, and pruning: what a shown entry leads to stays with it.
import { expect, onTestFinished, test } from 'vitest'
import { prune } from '../../../src/jobs/operate/prune.ts'
import { chinese } from '../../identify/related-stories.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const day = 86_400_000

/** Item `name` tells this story, dated that day of January. */
function told(story: number, name: string, date: number): Item {
  const { title, paragraphs } = chinese[story] ?? { title: '', paragraphs: [] }
  return {
    guid: name,
    url: `https://${name}.example/`,
    title: `${title} ${name}`,
    date: `2026-01-0${date}T08:00:00Z`,
    publisher: `Outlet ${name}`,
    text: paragraphs.map((line) => `<p>${line}</p>`).join(''),
  }
}

const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })

/** All keep their newest entry. Of one category that folds both sources are; else each has its own, and only the feed of everything folds. */
async function opened(folds: 'category' | 'everything') {
  const yaml = configOf(
    [
      { id: 'a', category: 'News' },
      { id: 'b', category: folds === 'category' ? 'News' : 'b' },
    ],
    `categories:\n  - { name: News, keep: { entries: 1 }${folds === 'category' ? ', fold: true' : ''} }\n  - { name: b, keep: { entries: 1 }, fold: false }\n`,
  ).replace('publish: { dir: public', `publish: { dir: public, entries: 2${folds === 'everything' ? ', fold: true' : ''}`)
  const site = await openSite(settingsOf(yaml))
  onTestFinished(() => site.close())
  return {
    ...site,
    prune: (now: number) =>
      prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, { ...site.deps, clock: { now: () => now } }),
    urls: async () => (await site.entries()).map(({ url }) => url?.slice('https://'.length).split('.')[0]),
  }
}

for (const { folds, file } of [
  { folds: 'category', file: 'category/news.json' },
  { folds: 'everything', file: 'feed.json' },
] as const)
  test(`what is folded under an entry that a feed shows stays with it, and goes after it: ${folds}`, async () => {
    const site = await opened(folds)
    await site.run([a(told(0, 'first', 7))])
    await site.run([b(told(0, 'copy', 2), told(1, 'other', 8), told(6, 'another', 8))])
    expect(site.files.get(file)).toContain('https://copy.example/')
    expect(await site.prune(firstRunAt + day)).toMatchObject({ entries: 0 })
    expect(site.files.get(file)).toContain('https://copy.example/')
    const newer = [2, 3, 4, 5].map((story) => told(story, `new-${story}`, 9))
    await site.run([a(...newer.slice(0, 2)), b(...newer.slice(2))], firstRunAt + 9 * day)
    expect(site.files.get(file)).not.toContain('https://first.example/')
    await site.prune(firstRunAt + 10 * day)
    expect((await site.urls()).sort()).toEqual(['new-2', 'new-3', 'new-4', 'new-5'])
  })
