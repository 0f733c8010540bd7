import { describe, expect, test } from 'vitest'
import { keptWords } from '../../src/identify/kept-words.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'

const before: EntryDraft = {
  ...emptyDraft,
  title: '国际商报',
  link: 'https://news.example/1',
  published: 1,
  dateGiven: 'yesterday',
  summary: '央行开展逆回购操作',
  content: '<p>央行今天开展逆回购操作，中标利率维持不变。</p>',
  authors: [{ name: 'Ada', url: null, email: null }],
  publisher: 'P',
  tags: [{ name: 't', scheme: null }],
}

const rows: readonly { name: string; next: Partial<EntryDraft>; lost?: readonly string[]; want: Partial<EntryDraft> }[] = [
  { name: 'another title replaces the known one', next: { title: '快讯' }, want: { title: '快讯' } },
  { name: 'a missing title does not', next: { title: '' }, want: { title: before.title } },
  { name: 'a garbled title does not', next: { title: 'ÖÐ¹úÈËÃñ' }, want: { title: before.title } },
  { name: 'a text that is left out does not', next: { content: null, summary: null }, want: before },
  { name: 'a summary alone is another text', next: { content: null, summary: '快讯' }, want: { content: null, summary: '快讯' } },
  { name: 'a garbled text does not', next: { content: '<p>Ïðèâåò ìèð, Ïðèâåò</p>', summary: null }, want: before },
  { name: 'an author that is missing is taken at its word', next: { authors: [] }, want: { authors: [] } },
  { name: 'not where all authors have gone', next: { authors: [] }, lost: ['field:author'], want: before },
  {
    name: 'nor date, link, publisher and tags',
    next: { published: null, dateGiven: null, link: null, publisher: null, tags: [] },
    lost: ['field:published', 'field:link', 'field:publisher', 'field:tags'],
    want: before,
  },
  { name: 'nor where all links are one', next: { link: 'https://news.example/login' }, lost: ['same-link'], want: before },
  { name: 'nor where all texts are short', next: { content: null, summary: '央行' }, lost: ['text-length'], want: before },
  {
    name: 'what is there is taken, whatever others have lost',
    next: { publisher: 'Q' },
    lost: ['field:publisher'],
    want: { publisher: 'Q' },
  },
]

describe('a draft’s next word', () => {
  for (const { name, next, lost = [], want } of rows)
    test(name, () => expect(keptWords({ ...before, ...next }, before, new Set(lost))).toMatchObject(want))
})

test('garbled text may replace garbled text, and stand where nothing was', () => {
  const garbled = { ...before, title: 'Ïðèâåò ìèð' }
  expect(keptWords({ ...before, title: 'ÖÐ¹úÈËÃñ' }, garbled, new Set()).title).toBe('ÖÐ¹úÈËÃñ')
  expect(keptWords(garbled, { ...before, title: '' }, new Set()).title).toBe('Ïðèâåò ìèð')
})
