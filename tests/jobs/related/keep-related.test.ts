import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { retractEntry } from '../../../src/jobs/operate/retract.ts'
import { takeOver } from '../../../src/jobs/reload.ts'
import { feedRecords, registryPlan } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { forms, noticesOf } from '../../identify/related-notices.ts'
import { chinese, english, type Report } from '../../identify/related-stories.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const names = ['a', 'b', 'c', 'p'] as const
const hidden = 'categories:\n  - { name: Secret, private: true }\n'
const settingsWith = (said = '') =>
  settingsOf(
    configOf(
      names.map((id) => (id === 'p' ? { id, category: 'Secret' } : { id, category: 'News' })),
      hidden,
    ).replace('publish: { dir: public }', `publish: { dir: public${said} }`),
  )

async function siteWith(said = ''): Promise<TestSite> {
  const site = await openSite(settingsWith(said))
  onTestFinished(() => site.close())
  return site
}

const at = '2026-01-09T08:00:00Z'
const [first, second] = chinese
const [third] = english

/** A report as an outlet prints it. */
function told(report: Report | undefined, code: string, about: Partial<Item> = {}): Item {
  if (report === undefined) throw new RangeError('no such report')
  const text = report.paragraphs.map((line) => `<p>${line}</p>`).join('')
  return { code, title: report.title, text, date: at, publisher: `Outlet ${code}`, url: `https://${code}.example/1`, ...about }
}

const document = (source: string, ...items: Item[]): Document => ({ source, items })

async function pageOf(site: TestSite, code: string): Promise<string> {
  const entry = (await site.entries()).find(({ keys }) => keys.includes(`code:${code}`))
  return site.files.get(entry?.path ?? '') ?? ''
}

/** Codes of the others that each entry's page names. */
async function related(site: TestSite): Promise<Readonly<Record<string, readonly string[]>>> {
  const entries = await site.entries()
  const codeOf = new Map(entries.map(({ path, keys }) => [path, keys.find((key) => key.startsWith('code:'))?.slice(5) ?? '']))
  const links = await site.deps.store.related.links(entries.map(({ path }) => path))
  return Object.fromEntries(
    [...links]
      .filter(([, others]) => others.length > 0)
      .map(([path, others]) => [codeOf.get(path) ?? '', others.map((one) => codeOf.get(one.path) ?? '').sort()]),
  )
}

test('pages name who else reports the story, and feeds stay as they are', async () => {
  const [site, without] = [await siteWith(), await siteWith(', related: false')]
  const documents = [
    document('a', told(first, 'C1'), told(third, 'C4')),
    document('b', told(first, 'C2')),
    document('c', told(second, 'C3')),
  ]
  for (const one of [site, without]) await one.run(documents)
  expect(await related(site)).toEqual({ C1: ['C2'], C2: ['C1'] })
  const page = await pageOf(site, 'C1')
  expect(page).toContain('Also reported by')
  expect(page).toContain('Outlet C2')
  expect(await pageOf(site, 'C3')).not.toContain('Also reported by')
  const changed = [...site.files].filter(([path, text]) => without.files.get(path) !== text).map(([path]) => path)
  expect(changed).toHaveLength(2)
  expect(await related(without)).toEqual({})
})

test('a page follows its group: who comes later, changes its text or is withdrawn', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1'))])
  await site.run([document('b', told(first, 'C2'))])
  expect(await pageOf(site, 'C1')).toContain('Outlet C2')
  await site.run([document('c', told(first, 'C3', { title: '降准来了' }))])
  expect(await related(site)).toEqual({ C1: ['C2', 'C3'], C2: ['C1', 'C3'], C3: ['C1', 'C2'] })
  await site.run([document('b', told(second, 'C2'))])
  expect(await related(site)).toEqual({ C1: ['C3'], C3: ['C1'] })
  expect(await pageOf(site, 'C1')).not.toContain('Outlet C2')
  const [entry] = (await site.entries()).filter(({ keys }) => keys.includes('code:C3'))
  await retractEntry(
    { row: 3, id: entry?.id ?? '', path: entry?.path ?? '', title: '' },
    { why: 'wrong', isSilent: false, by: null },
    site.deps,
  )
  expect(await related(site)).toEqual({})
  expect(await pageOf(site, 'C1')).not.toContain('Also reported by')
})

test('a page whose list stays is not written again', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C2'))])
  const before = await site.deps.store.stalePages(10)
  await site.run([document('c', told(second, 'C3'))])
  expect(before).toEqual([])
  const marks = await site.deps.store.related.relate((relating) => relating.waiting({ limit: 10, isKnown: false }))
  expect(marks).toEqual([])
})

test('notices that share a form stay apart, two or many of them', async () => {
  const site = await siteWith()
  const items = forms.flatMap((form, at) =>
    noticesOf(form).map(({ title, text }, nr) => ({
      code: `C${at}00${nr}`,
      title,
      text,
      date: '2026-01-09T08:00:00Z',
      publisher: `P${nr}`,
    })),
  )
  await site.run([document('a', ...items)])
  expect(await related(site)).toEqual({})
})

test('what everybody says is no story: a text of more than forty outlets connects nobody', async () => {
  const site = await siteWith()
  const many = Array.from({ length: 41 }, (_, at) => told(second, `C${at}`))
  await site.run([document('a', ...many.slice(0, 3))])
  expect(Object.keys(await related(site))).toHaveLength(3)
  await site.run([document('b', ...many.slice(3, 30))])
  expect(Object.keys(await related(site))).toHaveLength(30)
  await site.run([document('c', ...many.slice(30))])
  expect(await related(site)).toEqual({})
})

test('an article and a note that links to it are related, whatever they say; two notes of one outlet are not', async () => {
  const site = await siteWith()
  const url = 'https://paper.example/story'
  await site.run([
    document('a', told(third, 'C1', { url })),
    document('b', { code: 'C2', title: 'Worth reading', text: 'A short note.', date: at, publisher: 'Blog', url }),
    document('c', { code: 'C3', title: 'Again', text: 'Another note.', date: at, publisher: 'Blog', url: `${url}?utm_source=x` }),
  ])
  expect(await related(site)).toMatchObject({ C1: ['C2', 'C3'] })
})

test('weeks apart it is another story', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1', { date: '2026-01-01T08:00:00Z' })), document('b', told(first, 'C2'))])
  expect(await related(site)).toEqual({})
})

test('what is private leaves no trace', async () => {
  const [site, without] = [await siteWith(), await siteWith()]
  const shown = [document('a', told(first, 'C1')), document('b', told(first, 'C2'))]
  await site.run([document('p', ...Array.from({ length: 45 }, (_, nr) => told(first, `C9${nr}`))), ...shown])
  await without.run(shown)
  expect([...site.files]).toEqual([...without.files])
})

test('switched off it is forgotten, and found again when it is switched on', async () => {
  const site = await siteWith()
  await site.run([document('a', told(first, 'C1')), document('b', told(first, 'C2'))])
  await reload(site, settingsWith(', related: false'))
  expect(await pageOf(site, 'C1')).not.toContain('Also reported by')
  await reload(site, settingsWith())
  expect(await related(site)).toEqual({ C1: ['C2'], C2: ['C1'] })
  expect(await pageOf(site, 'C1')).toContain('Also reported by')
})

async function reload(site: TestSite, settings: TestSite['settings']): Promise<void> {
  const deps = { ...site.deps, settings }
  await takeOver(settings, deps)
  await deps.store.syncCategories((registry) => registryPlan(settings, registry, firstRunAt), feedRecords(settings, firstRunAt))
  await settleAndPublish(firstRunAt + 9_000_000, deps)
}

const crowd = Array.from({ length: 9 }, (_, nr) => told(second, `C5${nr}`, { date: `2026-01-0${1 + nr}T08:00:00Z` }))
const mixed: readonly Item[] = [
  ...crowd,
  told(first, 'C1'),
  told(first, 'C2', { title: '降准来了', date: '2026-01-04T08:00:00Z' }),
  told(first, 'C3', { text: first?.paragraphs.slice(1).join('') ?? '', date: '2026-01-10T08:00:00Z' }),
  told(third, 'C4', { url: 'https://x.example/1' }),
  { code: 'C6', title: 'Note', text: 'Short.', date: at, publisher: 'Blog', url: 'https://x.example/1' },
]

test('the same entries are grouped alike in whatever order, and runs, they come', async () => {
  const whole = await siteWith()
  await whole.run([document('a', ...mixed)])
  const want = await related(whole)
  expect(Object.keys(want).length).toBeGreaterThan(11)
  const order = fc.shuffledSubarray([...mixed], { minLength: mixed.length, maxLength: mixed.length })
  await fc.assert(
    fc.asyncProperty(order, fc.array(fc.nat({ max: mixed.length }), { maxLength: 3 }), async (items, cuts) => {
      const site = await openSite(settingsWith())
      try {
        const ends = [...cuts, items.length].sort((x, y) => x - y)
        for (const [nr, end] of ends.entries()) await site.run([document('a', ...items.slice(ends[nr - 1] ?? 0, end))])
        expect(await related(site)).toEqual(want)
      } finally {
        await site.close()
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 4) },
  )
})
