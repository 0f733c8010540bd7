import { expect, test } from 'vitest'
import { saysChanged } from '../../src/identify/says-changed.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'

const before: EntryDraft = {
  ...emptyDraft,
  title: 'Quay approved',
  updated: 5,
  summary: 'The council voted on Tuesday.',
  content: '<p>The council voted, 11 to 4, on Tuesday.</p>',
  fields: { clicks: '10' },
}

const rows: readonly { name: string; change: Partial<EntryDraft>; want: boolean }[] = [
  { name: 'nothing', change: {}, want: false },
  { name: 'a later date of change', change: { updated: 6 }, want: true },
  { name: 'an earlier date of change', change: { updated: 4 }, want: false },
  { name: 'a date that it did not give before', change: { updated: null }, want: false },
  { name: 'another title', change: { title: 'Quay refused' }, want: true },
  { name: 'another text', change: { content: '<p>The council did not vote.</p>' }, want: true },
  { name: 'other numbers in its text', change: { content: '<p>The council voted, 12 to 3, on Tuesday.</p>' }, want: false },
  { name: 'other markup', change: { content: '<div>The council voted, 11 to 4, on <b>Tuesday</b>.</div>' }, want: false },
  { name: 'a counter', change: { fields: { clicks: '11' } }, want: false },
  { name: 'tags, people and pictures', change: { tags: [{ name: 'x', scheme: null }], publisher: 'P' }, want: false },
]

for (const { name, change, want } of rows) {
  test(`${name}: ${want ? '' : 'not '}changed`, () => {
    expect(saysChanged(before, { ...before, ...change })).toBe(want)
  })
}
