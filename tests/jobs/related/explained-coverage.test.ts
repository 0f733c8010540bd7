import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explain } from '../../../src/jobs/explain/explain.ts'
import type { Explanation } from '../../../src/model/explanation.ts'
import { explanationShape } from '../../../src/model/explanation-shape.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { forms, noticesOf } from '../../identify/related-notices.ts'
import { chinese, type Report } from '../../identify/related-stories.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

interface Explaining extends TestSite {
  told(code: string): Promise<Explanation>
}

async function siteWith(categories = ''): Promise<Explaining> {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-related-'))
  const settings = settingsOf(
    configOf(
      ['a', 'b'].map((id) => ({ id, category: 'News' })),
      categories,
    ),
  )
  const site = await openSite(settings, { file: join(dir, 'store.sqlite') })
  const view = await viewSqlite({ file: join(dir, 'store.sqlite'), siteId: settings.site.id, identityNames: ['code', 'doi'] })
  if (view === null) throw new Error('there is no store')
  onTestFinished(async () => {
    await view.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  return { ...site, told: (code) => explain(`code:${code}`, { archive: view, settings, now: firstRunAt }) }
}

const [first] = chinese
const day = (nr: number) => `2026-01-0${nr}T08:00:00Z`
const document = (source: string, ...items: Item[]): Document => ({ source, items })

function told(report: Report | undefined, code: string, about: Partial<Item> = {}): Item {
  if (report === undefined) throw new RangeError('no such report')
  return {
    code,
    title: report.title,
    text: report.paragraphs.join('\n'),
    date: day(9),
    publisher: `Outlet ${code}`,
    url: `https://${code}.example/`,
    ...about,
  }
}

test('the group stands with what each has in common, and by what', async () => {
  const site = await siteWith()
  await site.run([
    document('a', told(first, 'C1', { text: first?.paragraphs.slice(0, 3).join('') ?? '' })),
    document('b', told(first, 'C2', { url: 'https://c1.example/' }), told(chinese[1], 'C3')),
  ])
  const { coverage } = await site.told('C1')
  expect(coverage?.group.map(({ outlet, textShare, why }) => ({ outlet, textShare, why }))).toEqual([
    { outlet: 'Outlet C2', textShare: 1, why: 'text 100 %, same address' },
  ])
  expect(coverage?.near).toEqual([])
  expect((await site.told('C3')).coverage).toEqual({ group: [], near: [] })
})

test('what only looks like it is named, with the reason', async () => {
  const site = await siteWith()
  const [form] = forms
  const notices = form === undefined ? [] : noticesOf(form).slice(0, 2)
  await site.run([
    document('a', told(first, 'C1'), told(first, 'C2', { date: day(1), publisher: 'Early' })),
    document('b', ...notices.map(({ title, text }, nr) => ({ code: `C7${nr}`, title, text, date: day(8), publisher: `P${nr}` }))),
  ])
  expect((await site.told('C1')).coverage?.near.map(({ why }) => why)).toEqual(['text 100 %, but more than 7 days lie between them'])
  const shape = explanationShape(await site.told('C70'))
  expect(shape.coverage?.group).toEqual([])
  for (const { why } of shape.coverage?.near ?? []) expect(why).toMatch(/^text \d+ %, but other (figures|names) stand/)
})

test('a phrase that everybody has is no reason', async () => {
  const site = await siteWith()
  await site.run([document('a', ...Array.from({ length: 41 }, (_, nr) => told(first, `C${nr}`)))])
  const { coverage } = await site.told('C1')
  expect(coverage?.group).toEqual([])
  expect(coverage?.near[0]?.why).toBe('text 100 %, but more than 40 entries of these weeks say so: a form, or a phrase')
})

test('where a feed folds, it says so', async () => {
  const site = await siteWith('categories:\n  - { name: News, fold: true }\n')
  await site.run([
    document('a', told(first, 'C1', { date: day(7) }), told(chinese[1], 'C5', { date: day(6) })),
    document('b', told(first, 'C2', { date: day(8) })),
  ])
  const feedOf = async (code: string, slug: string | null) => (await site.told(code)).feeds.find((feed) => feed.slug === slug)
  const leader = (await site.told('C1')).entry
  expect(await feedOf('C2', 'news')).toMatchObject({
    isIn: false,
    why: `folded under "${leader.title}" (${leader.id}), which tells the same story`,
  })
  expect(await feedOf('C2', null)).toMatchObject({ isIn: true })
  expect(await feedOf('C1', 'news')).toMatchObject({ isIn: true, place: 1, of: 2, why: 'one of the newest 50; 1 folded under it' })
  expect(await feedOf('C5', 'news')).toMatchObject({ isIn: true, place: 2, of: 2 })
})
