// Archives of categories that operators move, and of feeds that config makes.
import { expect, onTestFinished, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { takeOver } from '../../../src/jobs/reload.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { archiveFiles, walk } from '../../support/archive-walk.ts'
import { configOf, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const now = Date.UTC(2026, 5, 20, 4)
const settingsWith = (feeds = ''): Settings => settingsOf(configOf([{ id: 'a' }, { id: 'b' }], feeds))

/** Of the numbers those of a publisher, every twelve hours from the first of January on. */
const items = (publisher: string, from: number, count: number): Item[] =>
  Array.from({ length: count }, (_, n) => ({
    code: `C${from + n}`,
    title: `Title ${from + n}`,
    publisher,
    date: new Date(Date.UTC(2026, 0, 1) + (from + n) * 12 * 3_600_000).toISOString(),
  }))

async function opened(settings = settingsWith()): Promise<TestSite> {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  await site.run([{ source: 'a', items: [...items('Rock', 0, 80), ...items('Jazz', 80, 60)] }], now)
  return site
}

const numbersOf = ({ files }: TestSite, slug: string): readonly number[] => [
  ...new Set(walk(files, slug, 'atom').flatMap(({ entries }) => entries.map(({ n }) => n))),
]
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n)
const archivedUnder = ({ files }: TestSite, slug: string) =>
  [...archiveFiles(files).keys()].filter((path) => path.startsWith(`category/${slug}/`))

test('a category’s archive moves with it; the old feed leads there', async () => {
  const site = await opened()
  expect(archivedUnder(site, 'rock').length).toBeGreaterThan(0)
  await changeCategories({ kind: 'rename', slug: 'rock', name: 'Guitars', newSlug: 'guitars' }, site.deps)
  expect(archivedUnder(site, 'rock')).toEqual([])
  expect(numbersOf(site, 'guitars')).toEqual(down(79, 0))
  expect(walk(site.files, 'rock', 'atom').map(({ path }) => path)).toEqual([
    'category/rock.atom',
    ...walk(site.files, 'guitars', 'atom')
      .slice(1)
      .map(({ path }) => path),
  ])
})

test('one that takes in another has the entries of both, each in its month', async () => {
  const site = await opened()
  await changeCategories({ kind: 'merge', from: 'rock', into: 'jazz' }, site.deps)
  expect(numbersOf(site, 'jazz')).toEqual(down(139, 0))
  expect(archivedUnder(site, 'rock')).toEqual([])
  for (const { path, entries } of walk(site.files, 'jazz', 'json').slice(1)) {
    const months = entries.map(({ n }) => items('', n, 1)[0]?.date?.slice(0, 7))
    expect(months.every((month) => path.includes(month ?? '?'))).toBe(true)
  }
})

test('a retired category’s archive goes, the entries stay in that of everything', async () => {
  const site = await opened()
  await changeCategories({ kind: 'retire', slug: 'rock' }, site.deps)
  expect(archivedUnder(site, 'rock')).toEqual([])
  const all = walk(site.files, null, 'atom').flatMap(({ entries }) => entries.map(({ n }) => n))
  expect([...new Set(all)]).toEqual(down(139, 0))
})

test('an output feed has an archive of its own, which follows its rules', async () => {
  const feed = (rules: string) => `feeds:\n  - { slug: picks, title: Picks, from: [Rock, Jazz]${rules} }\n`
  const site = await opened(settingsWith(feed('')))
  expect(numbersOf(site, 'picks')).toEqual(down(139, 0))
  const other = settingsWith(feed(", rules: [{ drop: { field: title, pattern: '1$' } }]"))
  const { settings } = await takeOver(other, site.deps)
  await settleAndPublish(now, { ...site.deps, settings })
  expect(numbersOf(site, 'picks')).toEqual(down(139, 0).filter((n) => n % 10 !== 1))
})

test('what comes late to the very instant of a closed page’s last entry is archived all the same, whatever its id', async () => {
  const site = await opened(settingsOf(configOf([{ id: 'a' }, { id: 'b' }]).replace('{ dir: public', '{ dir: public, entries: 5')))
  const [last] = items('Rock', 61, 1)
  const late = [1_000, 1_001, 1_002, 1_003, 1_004].map((n) => ({ ...last, code: `C${n}`, title: `Title ${n}` }))
  await site.run([{ source: 'b', items: late }], now + 3_600_000)
  expect(numbersOf(site, 'rock').length).toBe(80 + 5)
})

test('what a source says only in private from now on goes from closed pages, too, where others go on showing the entry', async () => {
  const yaml = (isPrivate: boolean) =>
    configOf(
      [
        { id: 'a', priority: 1, category: 'Jazz' },
        { id: 'b', joins: true, category: 'Pop' },
      ],
      `categories: [{ name: Jazz, private: ${isPrivate} }]\n`,
    ).replace('{ dir: public', '{ dir: public, entries: 1')
  const site = await openSite(settingsOf(yaml(false)))
  onTestFinished(() => site.close())
  const inner = { code: 'C0', title: 'Inner words', date: '2026-01-01T00:00:00Z' }
  const a = { source: 'a', items: [inner] }
  await site.run([a, { source: 'b', items: [{ ...inner, title: 'Outer words' }, ...items('', 20, 9)] }], now)
  const saying = (words: string) => [...site.files].flatMap(([path, text]) => (text.includes(words) ? [path] : []))
  expect(saying('Inner words')).toContain('category/pop/2026-01.atom')
  Object.assign(site.deps, await takeOver(settingsOf(yaml(true)), site.deps))
  await site.run([a], now + 3_600_000)
  expect(saying('Inner words')).toEqual([])
  expect(saying('Outer words')).toContain('category/pop/2026-01.atom')
})
