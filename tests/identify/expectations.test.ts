import { describe, expect, test } from 'vitest'
import { expectedAfter, expectedMeanwhile } from '../../src/identify/expectations.ts'
import { shapeOf } from '../../src/identify/shape.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import { driftWords, type Expectations, nothingLearnt } from '../../src/model/expectations.ts'
import type { RuleUse } from '../../src/model/rule-use.ts'
import type { SourceKind } from '../../src/model/source.ts'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)

const whole = (index: number): EntryDraft => ({
  ...emptyDraft,
  guid: `g${index}`,
  title: `Title ${index}`,
  link: `https://news.example/${index}`,
  published: start,
  summary: 'x'.repeat(500),
  authors: [{ name: 'Ada', url: null, email: null }],
  publisher: 'P',
  tags: [{ name: 't', scheme: null }],
})

/** One document a day. */
function taught(
  documents: readonly (readonly EntryDraft[])[],
  kind: SourceKind = 'page',
  from = nothingLearnt,
  since = start,
): Expectations {
  return documents.reduce((before, drafts, at) => expectedAfter(before, shapeOf(drafts, []), [], { kind, now: since + at * day }), from)
}

const drafts = (count: number, change: (draft: EntryDraft) => EntryDraft = (draft) => draft) =>
  Array.from({ length: count }, (_, index) => change(whole(index)))
const often = (count: number, document: readonly EntryDraft[]) => Array.from({ length: count }, () => document)
const learnt = (kind: SourceKind = 'page', count = 20) => taught(often(12, drafts(count)), kind)
const untitled = (draft: EntryDraft) => ({ ...draft, title: '' })
const anonymous = (draft: EntryDraft) => ({ ...draft, authors: [] })
const names = ({ breaks }: Expectations) => breaks.map(({ name }) => name)
const later = start + 30 * day

describe('what a document breaks', () => {
  const cases: readonly { name: string; kind?: SourceKind; usual?: number; document: readonly EntryDraft[]; want: readonly string[] }[] = [
    { name: 'as usual', document: drafts(20), want: [] },
    { name: 'fewer items, for once', document: drafts(5), want: [] },
    { name: 'hardly an item', document: drafts(4), want: ['items'] },
    { name: 'no item', document: [], want: ['items'] },
    { name: 'no item where there are two as a rule', usual: 2, document: [], want: [] },
    { name: 'no item of a sitemap, which may begin anew', kind: 'sitemap', document: [], want: [] },
    { name: 'no title', document: drafts(20, untitled), want: ['field:title'] },
    { name: 'no title of three in twenty', document: [...drafts(17), ...drafts(3, untitled)], want: [] },
    { name: 'no author of one item, by chance', document: drafts(1, anonymous), usual: 1, want: [] },
    {
      name: 'nothing of the three items there are',
      usual: 3,
      document: drafts(3, () => ({ ...emptyDraft, link: 'https://news.example/' })),
      want: ['field:title', 'field:published', 'field:content', 'field:author', 'field:publisher', 'field:tags', 'field:key', 'same-link'],
    },
    { name: 'texts of a tenth', document: drafts(20, (draft) => ({ ...draft, summary: 'x'.repeat(50) })), want: ['text-length'] },
    { name: 'texts of a third', document: drafts(20, (draft) => ({ ...draft, summary: 'x'.repeat(170) })), want: [] },
    { name: 'one link for all', document: drafts(20, (draft) => ({ ...draft, link: 'https://news.example/login' })), want: ['same-link'] },
    { name: 'one title for all', document: drafts(20, (draft) => ({ ...draft, title: 'More' })), want: ['same-title'] },
  ]
  for (const { name, kind = 'page', usual = 20, document, want } of cases) {
    test(name, () => {
      const before = taught(often(12, drafts(usual)), kind)
      expect(names(taught([document], kind, before, later))).toEqual(want)
    })
  }

  test('nothing before enough was learnt: after five documents of a page, ten of a feed', () => {
    const breaks = (kind: SourceKind, polls: number) => names(taught([...often(polls, drafts(20)), drafts(20, untitled)], kind))
    expect([breaks('page', 4), breaks('page', 5)]).toEqual([[], ['field:title']])
    expect([breaks('feed', 9), breaks('feed', 10)]).toEqual([[], ['field:title']])
  })

  test('no short texts where such were seen', () => {
    const texts = (length: number) => drafts(20, (draft) => ({ ...draft, summary: 'x'.repeat(length) }))
    const mostlyLong = [...often(6, texts(500)), texts(110), ...often(6, texts(500))]
    expect(names(taught([texts(75)], 'page', taught(mostlyLong), later))).toEqual([])
    expect(names(taught([texts(40)], 'page', taught(mostlyLong), later))).toEqual(['text-length'])
  })

  test('what was so all the time', () => {
    const odd = drafts(20, (draft) => ({ ...anonymous(draft), title: 'Notice', link: 'https://news.example/' }))
    expect(names(taught(often(12, odd)))).toEqual([])
  })

  test('says what is so now, and what was', () => {
    const { breaks } = taught([drafts(2)], 'page', learnt(), later)
    expect(breaks).toEqual([{ name: 'items', message: 'only 2 now, at least 20 as a rule' }])
  })
})

describe('what is stored', () => {
  test('nothing, where what makes an entry is gone from a page or an API', () => {
    for (const kind of ['page', 'json'] as const) {
      const broken = taught([drafts(20, untitled)], kind, learnt(kind), later)
      expect(broken).toMatchObject({ isHeldBack: true })
      expect(driftWords(broken)).toBe(
        'field:title: filled in 0 % of items, 100 % as a rule; nothing of it was stored, what there was stays',
      )
    }
  })

  test('all, where less is shown, or a feed leaves something out', () => {
    for (const document of [drafts(2), drafts(20, anonymous)])
      expect(taught([document], 'page', learnt(), later)).toMatchObject({ breaks: [{}], isHeldBack: false })
    expect(taught([drafts(20, untitled)], 'feed', learnt('feed'), later)).toMatchObject({ breaks: [{}], isHeldBack: false })
  })
})

describe('how it ends', () => {
  const broken = taught([drafts(20, untitled)], 'page', learnt(), later)

  test('with a document that is as before, after which the same is noticed again', () => {
    const well = taught([drafts(20)], 'page', broken, later + day)
    expect(well).toMatchObject({ breaks: [], isHeldBack: false, brokenPolls: 0, brokenSince: null })
    expect(names(taught([drafts(20, untitled)], 'page', well, later + 2 * day))).toEqual(['field:title'])
  })

  test('not with one in which nothing of it can be seen', () => {
    const few = taught(often(12, drafts(2)))
    const lost = taught([drafts(2, () => emptyDraft)], 'page', few, later)
    expect(names(lost)).toContain('field:title')
    expect(names(taught([[]], 'page', lost, later + day))).toEqual(names(lost))
  })

  test('not of itself where it is held back', () => {
    const held = taught(often(100, drafts(20, untitled)), 'page', broken, later)
    expect(held).toMatchObject({ breaks: [{ name: 'field:title' }], isHeldBack: true, brokenPolls: 101 })
  })

  test('of itself after ten documents and seven days, where there is only less: it is learnt anew', () => {
    const fewer = (polls: number) => taught(often(polls, drafts(2)), 'page', learnt(), later)
    expect(names(fewer(9))).toEqual(['items'])
    expect(names(fewer(10))).toEqual([])
    expect(names(fewer(40))).toEqual([])
    const quick = often(40, drafts(2)).reduce<Expectations>(
      (before, document, at) => expectedAfter(before, shapeOf(document, []), [], { kind: 'page', now: later + at * 60_000 }),
      learnt(),
    )
    expect(names(quick)).toEqual(['items'])
  })

  test('also when the document stays the same for so long', () => {
    let fewer = taught([drafts(2)], 'page', learnt(), later)
    for (let at = 1; at < 9; at += 1) fewer = expectedMeanwhile(fewer, later + at * day)
    expect(names(fewer)).toEqual(['items'])
    expect(names(expectedMeanwhile(fewer, later + 9 * day))).toEqual([])
  })

  test('with an answer that says the last good document stands', () => {
    expect(expectedMeanwhile(broken, later + day)).toMatchObject({ breaks: [], isHeldBack: false })
  })
})

describe('fallbacks', () => {
  const uses = (first: number, second: number): readonly RuleUse[] => [
    { field: 'title', rule: 'h2', index: 0, filled: first, of: 20 },
    { field: 'title', rule: 'a', index: 1, filled: second, of: 20 },
  ]
  const seen = (from: Expectations, some: readonly RuleUse[], at: number) =>
    expectedAfter(from, shapeOf(drafts(20), some), some, { kind: 'page', now: start + at * day })
  const usual = Array.from({ length: 10 }, (_, at) => at).reduce<Expectations>((before, at) => seen(before, uses(19, 1), at), nothingLearnt)
  const standsIn = [{ field: 'title', from: 'h2', to: 'a' }]

  test('are told when they begin to be used, and as long as they are', () => {
    expect(usual.fallbacks).toEqual([])
    let now = seen(usual, uses(0, 20), 11)
    expect(now).toMatchObject({ breaks: [], fallbacks: standsIn })
    for (let at = 12; at < 100; at += 1) now = seen(now, uses(0, 20), at)
    expect(now.fallbacks).toEqual(standsIn)
    expect(seen(now, uses(20, 0), 100).fallbacks).toEqual([])
  })

  test('are not told where they share the work, or always did it', () => {
    expect(seen(usual, uses(8, 12), 11).fallbacks).toEqual([])
    const second = Array.from({ length: 10 }, (_, at) => at).reduce<Expectations>(
      (before, at) => seen(before, uses(0, 20), at),
      nothingLearnt,
    )
    expect(second.fallbacks).toEqual([])
  })
})

test('what is remembered of a source stays small', () => {
  const rules = Array.from({ length: 500 }, (_, index): RuleUse => ({ field: 'title', rule: `r${index}`, index, filled: 1, of: 20 }))
  const much = expectedAfter(learnt(), shapeOf(drafts(1000), rules), rules, { kind: 'page', now: later })
  expect(JSON.stringify(much).length).toBeLessThan(8_000)
  expect(JSON.stringify(learnt()).length).toBeLessThan(2_000)
})
