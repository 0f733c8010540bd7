import { expect, test } from 'vitest'
import { compareEntries, type EntryPair } from '../../../src/jobs/plan/compare.ts'
import { compareCategories } from '../../../src/jobs/plan/compare-site.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { CategoryRecord } from '../../../src/model/registry.ts'
import type { SnapshotEntry } from '../../../src/store/port/snapshots.ts'

const content = {
  title: 'Title',
  url: 'https://a.example/1',
  summary: null,
  contentHtml: '<p>Text</p>',
  authors: [],
  publisher: null,
  tags: [],
  enclosures: [],
  language: null,
  origin: null,
}

const entry = (changes: Partial<SnapshotEntry> = {}): SnapshotEntry => ({
  row: 1,
  state: 'published',
  id: 'tag:1',
  mergedInto: null,
  isDue: false,
  touchedAt: 1,
  owner: 'a',
  datePublished: 1,
  content,
  categories: ['one'],
  keys: ['guid:a:1'],
  isDropped: false,
  ...changes,
})

const pair = (changes: Partial<EntryPair>): EntryPair => ({ before: null, after: null, heir: null, parent: null, ...changes })
const other = entry({ row: 2, id: 'tag:2', content: { ...content, title: 'Other' } })
const runAt = 9

const named = { id: 'tag:1', title: 'Title', url: 'https://a.example/1' }
const otherNamed = { id: 'tag:2', title: 'Other', url: 'https://a.example/1' }

const rows: readonly { name: string; pair: EntryPair; want: Partial<Plan['entries']> }[] = [
  { name: 'nothing', pair: pair({ before: entry(), after: entry({ touchedAt: runAt }) }), want: {} },
  { name: 'one that was not there', pair: pair({ after: entry() }), want: { new: [named] } },
  { name: 'one that comes back', pair: pair({ before: entry({ state: 'pending' }), after: entry() }), want: { new: [named] } },
  {
    name: 'one that waits and is not there yet',
    pair: pair({ after: entry({ state: 'pending', id: null }) }),
    want: { new: [{ ...named, id: null }] },
  },
  {
    name: 'one that a rule drops',
    pair: pair({ before: entry(), after: entry({ state: 'pending', isDropped: true, categories: [] }) }),
    want: { lost: [{ ...named, why: 'dropped' }] },
  },
  {
    name: 'one that nothing public shows',
    pair: pair({ before: entry(), after: entry({ state: 'pending' }) }),
    want: { lost: [{ ...named, why: 'hidden' }] },
  },
  {
    name: 'one whose time is over',
    pair: pair({ before: entry(), after: entry({ state: 'expired' }) }),
    want: { lost: [{ ...named, why: 'expired' }] },
  },
  {
    name: 'other words and another owner',
    pair: pair({ before: entry(), after: entry({ owner: 'b', content: { ...content, title: 'New', publisher: 'P' } }) }),
    want: { changed: [{ ...named, title: 'New', fields: ['title', 'publisher', 'source'] }] },
  },
  {
    name: 'other categories, also in another order',
    pair: pair({ before: entry({ categories: ['one', 'two'] }), after: entry({ categories: ['two', 'one'] }) }),
    want: { moved: [{ ...named, from: ['one', 'two'], to: ['two', 'one'] }] },
  },
  {
    name: 'one that became part of another',
    pair: pair({ before: entry(), after: entry({ state: 'merged', mergedInto: 2 }), heir: other }),
    want: { merged: [{ ...named, into: otherNamed }] },
  },
  {
    name: 'one that was never published and is part of another now',
    pair: pair({ before: entry({ state: 'pending', id: null }), heir: other }),
    want: { merged: [{ ...named, id: null, into: otherNamed }] },
  },
  {
    name: 'one that parted from another',
    pair: pair({ after: entry(), parent: other }),
    want: { split: [{ ...named, from: otherNamed }] },
  },
  {
    name: 'what waited to be published anyway',
    pair: pair({ before: entry({ state: 'pending', isDue: true }), after: entry() }),
    want: {},
  },
  {
    name: 'what waited, and was touched',
    pair: pair({ before: entry({ isDue: true }), after: entry({ touchedAt: runAt, categories: ['two'] }) }),
    want: { moved: [{ ...named, from: ['one'], to: ['two'] }] },
  },
]

const nothing: Plan['entries'] = { new: [], lost: [], changed: [], merged: [], split: [], moved: [] }

for (const { name, pair: compared, want } of rows)
  test(`compared: ${name}`, () => expect(compareEntries([compared], runAt)).toEqual({ ...nothing, ...want }))

test('entries come in order of id, those without one last, whatever the order in which they were found', () => {
  const some = ['tag:2', null, 'tag:1'].map((id, row) => pair({ after: entry({ row, id }) }))
  const ids = (pairs: readonly EntryPair[]) => compareEntries(pairs, runAt).new.map(({ id }) => id)
  expect(ids(some)).toEqual(['tag:1', 'tag:2', null])
  expect(ids([...some].reverse())).toEqual(['tag:1', 'tag:2', null])
})

const category = (slug: string, changes: Partial<CategoryRecord> = {}): CategoryRecord => ({
  slug,
  kind: 'category',
  name: slug,
  state: 'active',
  movedTo: null,
  isPrivate: false,
  isAutomatic: false,
  wasPublic: true,
  createdAt: 0,
  aliases: [],
  names: [slug],
  entries: 1,
  updated: null,
  ...changes,
})

test('categories that are new, renamed, hidden, shown, left empty', () => {
  const before = [category('a'), category('b'), category('c', { isPrivate: true }), category('d'), category('e')]
  const after = [
    category('a', { name: 'A' }),
    category('b', { isPrivate: true }),
    category('c'),
    category('d', { entries: 0 }),
    category('e'),
    category('f'),
  ]
  expect(compareCategories(before, after)).toEqual({
    new: [{ slug: 'f', name: 'f' }],
    renamed: [{ slug: 'a', name: 'A', before: 'a' }],
    hidden: [{ slug: 'b', name: 'b' }],
    shown: [{ slug: 'c', name: 'c' }],
    emptied: [{ slug: 'd', name: 'd' }],
  })
})
