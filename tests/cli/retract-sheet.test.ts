// What `retract` tells the operator: what readers see, where, and until when.
import { expect, test } from 'vitest'
import type { RetractionReport } from '../../src/app.ts'
import { describeRetraction } from '../../src/cli/retract-sheet.ts'

const report: RetractionReport = {
  kind: 'retracted',
  entry: { row: 1, id: 'tag:news.example,2026:1', path: 'a/2026/01/10/1.html', title: '旧闻' },
  page: 'https://news.example/a/2026/01/10/1.html',
  retraction: {
    at: Date.UTC(2026, 0, 10, 12),
    why: 'It was wrong.',
    by: 'ops',
    rule: null,
    isSilent: false,
    isShown: true,
    isPublic: true,
  },
  shownUntil: Date.UTC(2026, 1, 9, 12),
  feeds: ['https://news.example/category/a.atom', 'https://news.example/feed.atom'],
  erased: 'wiped',
  sources: [],
  published: { categories: 1, files: 1_234 },
}
const told = (changes: Partial<RetractionReport> = {}) =>
  describeRetraction({ ...report, ...changes }, { zone: 'UTC' }, { isTerminal: false, columns: null })
const silent = { ...report.retraction, isSilent: true, isShown: false }

test('says what readers see where, and until when', () => {
  expect(told()).toBe(`旧闻  retracted
  id         tag:news.example,2026:1
  why        It was wrong.
  page       https://news.example/a/2026/01/10/1.html is a notice now (410 from the server)
  stub       its id stands in feeds as retracted, with the reason, until 2026-02-09 12:00
  deleted    Atom feeds name its id as deleted until 2026-02-09 12:00
  text       erased from the store; backups and copies made elsewhere keep it
  feed       https://news.example/category/a.atom
             https://news.example/feed.atom
  published  1,234 files in 1 categories
`)
})

for (const { name, changes, says } of [
  { name: 'a silent one', changes: { retraction: silent }, says: ['a notice now that gives no reason', 'stub       none'] },
  { name: 'said again', changes: { kind: 'reworded' }, says: ['retracted before', 'since      2026-01-10 12:00'] },
  { name: 'never published', changes: { page: null, feeds: [] }, says: ['see nothing: it was never published'] },
  { name: 'private', changes: { retraction: { ...silent, isPublic: false } }, says: ['only private categories show it'] },
  { name: 'words of others', changes: { erased: 'elsewhere' }, says: ['other entries hold some of the same words'] },
  { name: 'not wiped', changes: { erased: 'later' }, says: ['older copies are left', 'say the same once more'] },
  { name: 'without title', changes: { entry: { ...report.entry, title: '' } }, says: ['(without title)'] },
  { name: 'given back', changes: { kind: 'restored', erased: null, sources: ['a', 'b'] }, says: ['restored', '"newsstand poll a b"'] },
  { name: 'given back, but gone', changes: { kind: 'restored', erased: null }, says: ['none: no source of today’s config shows it'] },
  {
    name: 'in many feeds',
    changes: { feeds: Array.from({ length: 20 }, (_, n) => `https://news.example/category/${n}.atom`) },
    says: ['category/7.atom', 'and 12 more'],
  },
] as const satisfies readonly { name: string; changes: Partial<RetractionReport>; says: readonly string[] }[])
  test(`${name} is told as such`, () => {
    const text = told(changes).replaceAll(/\n {13}/g, ' ')
    for (const part of says) expect(text).toContain(part)
  })
