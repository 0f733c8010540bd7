import { expect, test } from 'vitest'
import { compose, contributing, type Standing } from '../../src/identify/compose.ts'
import type { EntryDraft } from '../../src/model/entry.ts'
import { articleOf, type Seen, sightingOf } from '../support/sightings.ts'

const minute = 60_000
const seenAt = Date.UTC(2026, 0, 10, 12)
const standings: Readonly<Record<string, Standing>> = {
  first: { priority: 0, position: 0 },
  second: { priority: 0, position: 1 },
  important: { priority: 5, position: 9 },
}
const standingOf = (source: string): Standing => standings[source] ?? { priority: -1, position: 99 }

const composed = (...seen: Seen[]) => compose(seen.map(sightingOf), standingOf)

const owners: readonly { name: string; sources: readonly string[]; want: string }[] = [
  { name: 'the source of highest priority', sources: ['first', 'important', 'second'], want: 'important' },
  { name: 'of equal priority the first in config', sources: ['second', 'first'], want: 'first' },
  { name: 'of equal standing the smallest name', sources: ['y', 'x'], want: 'x' },
]

for (const { name, sources, want } of owners) {
  test(`owned by ${name}, in any order`, () => {
    const seen = sources.map((source) => ({ source }))
    expect(composed(...seen)?.owner.source).toBe(want)
    expect(composed(...[...seen].reverse())?.owner.source).toBe(want)
  })
}

test('of one source’s sightings the last speaks', () => {
  const [old, fresh]: Seen[] = [
    { source: 'first', lastSeen: 1, draft: { title: 'Old' } },
    { source: 'first', lastSeen: 2, draft: { title: 'New' } },
  ]
  expect(composed(old ?? {}, fresh ?? {})?.content.title).toBe('New')
  expect(composed(fresh ?? {}, old ?? {})?.content.title).toBe('New')
})

test('there is no entry where no public source shows it', () => {
  expect(composed({ isPublic: false })).toBeNull()
  expect(composed()).toBeNull()
})

test('private sightings neither own, nor fill, nor say since when', () => {
  const entry = composed(
    { source: 'second', firstSeen: 9, draft: { title: 'Public' } },
    { source: 'important', isPublic: false, firstSeen: 1, draft: { title: 'Secret', summary: 'Secret', published: 1 } },
  )
  expect(entry?.owner.source).toBe('second')
  expect(entry?.content).toMatchObject({ title: 'Public', summary: null })
  expect(entry).toMatchObject({ firstSeen: 9, datePublished: 9, dateOrigin: 'first-seen' })
  expect(entry?.current).toHaveLength(1)
})

const person = { name: 'Ada', url: null, email: null }
const enclosure = { url: 'https://x.example/a.mp3', type: null, bytes: null, title: null }
const origin = { title: 'Wire', url: null }
const full: Partial<EntryDraft> = {
  title: 'T',
  link: 'https://x.example/1',
  summary: 'S',
  content: '<p>C</p>',
  authors: [person],
  publisher: 'P',
  tags: [{ name: 'tag', scheme: null }],
  enclosures: [enclosure],
  language: 'en',
  origin,
}
const fullContent = {
  title: 'T',
  url: 'https://x.example/1',
  summary: 'S',
  contentHtml: '<p>C</p>',
  authors: [person],
  publisher: 'P',
  enclosures: [enclosure],
  language: 'en',
  origin,
}

test('others fill what the owner lacks, but never its tags', () => {
  expect(composed({ source: 'important' }, { source: 'first', draft: full })?.content).toEqual({ ...fullContent, tags: [] })
})

test('the owner’s word goes before that of others', () => {
  const others = { title: 'X', link: 'https://y.example/', summary: 'X', content: 'X', publisher: 'X', language: 'de', tags: [] }
  expect(composed({ source: 'first', draft: others }, { source: 'important', draft: full })?.content).toEqual({
    ...fullContent,
    tags: full.tags,
  })
})

test('the text of its own page goes before the text of the list', () => {
  expect(composed({ draft: full, article: articleOf('<p>Whole</p>') })?.content.contentHtml).toBe('<p>Whole</p>')
})

const dates: readonly { name: string; draft: Partial<EntryDraft>; want: { datePublished: number; dateOrigin: string } }[] = [
  { name: 'the given one', draft: { published: 7 }, want: { datePublished: 7, dateOrigin: 'published' } },
  {
    name: 'the given one, when only an update is given',
    draft: { published: 7, updated: 7 },
    want: { datePublished: 7, dateOrigin: 'updated' },
  },
  { name: 'first seen, when there is none', draft: {}, want: { datePublished: seenAt, dateOrigin: 'first-seen' } },
  {
    name: 'a little ahead',
    draft: { published: seenAt + 10 * minute },
    want: { datePublished: seenAt + 10 * minute, dateOrigin: 'published' },
  },
  {
    name: 'first seen, when more than 10 minutes ahead',
    draft: { published: seenAt + 10 * minute + 1 },
    want: { datePublished: seenAt, dateOrigin: 'future' },
  },
]

for (const { name, draft, want } of dates) {
  test(`its date is ${name}`, () => {
    expect(composed({ firstSeen: seenAt, draft })).toMatchObject(want)
  })
}

test('first seen is when any public source showed it first; its date is the owner’s, else another’s', () => {
  const entry = composed({ source: 'important', firstSeen: 9 }, { source: 'first', firstSeen: 5, draft: { published: 3 } })
  expect(entry).toMatchObject({ firstSeen: 5, datePublished: 3 })
})

test('categories come from the owner, from who shares a configured identity with it, and from who may join', () => {
  const entry = composed(
    { source: 'important', keys: ['code:C1', 'url:https://x.example/'] },
    { source: 'first', keys: ['code:C1'] },
    { source: 'second', keys: ['url:https://x.example/'] },
    { source: 'joining', keys: ['url:https://x.example/'] },
  )
  if (entry === null) throw new Error('nothing was composed')
  expect(contributing(entry, (source) => source === 'joining').map((sighting) => sighting.source)).toEqual([
    'important',
    'first',
    'joining',
  ])
})
