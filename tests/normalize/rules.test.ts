import { expect, test } from 'vitest'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { DraftRule } from '../../src/model/source.ts'
import { applyRules } from '../../src/normalize/rules.ts'

const draft: EntryDraft = {
  ...emptyDraft,
  guid: 'NW1',
  link: 'https://a.example/1?utm=x',
  title: '[快讯] 标题',
  published: 1,
  summary: 'short',
  content: '<p>　　一</p>\n <p>　二</p>',
  authors: [
    { name: '记者 甲', url: 'https://a.example/jia', email: null },
    { name: '乙', url: null, email: null },
  ],
  publisher: '国际商报',
  tags: [
    { name: '广告', scheme: 's' },
    { name: '财经', scheme: null },
  ],
}

const kept: readonly { name: string; rule: DraftRule; isKept: boolean }[] = [
  { name: 'keep what matches', rule: { kind: 'keep', field: 'title', pattern: '快讯' }, isKept: true },
  { name: 'keep drops what does not match', rule: { kind: 'keep', field: 'title', pattern: '^快讯' }, isKept: false },
  { name: 'keep drops what lacks the field', rule: { kind: 'keep', field: 'published', pattern: '' }, isKept: false },
  { name: 'keep by any tag', rule: { kind: 'keep', field: 'tags', pattern: '^财经$' }, isKept: true },
  { name: 'keep by any author', rule: { kind: 'keep', field: 'author', pattern: '^乙$' }, isKept: true },
  { name: 'keep by key', rule: { kind: 'keep', field: 'key', pattern: '^NW' }, isKept: true },
  { name: 'drop what matches', rule: { kind: 'drop', field: 'tags', pattern: '广告' }, isKept: false },
  { name: 'drop leaves what does not match', rule: { kind: 'drop', field: 'summary', pattern: '广告' }, isKept: true },
  { name: 'drop by link', rule: { kind: 'drop', field: 'link', pattern: 'a\\.example' }, isKept: false },
  { name: 'drop by content', rule: { kind: 'drop', field: 'content', pattern: '二' }, isKept: false },
  { name: 'drop by publisher', rule: { kind: 'drop', field: 'publisher', pattern: '商报$' }, isKept: false },
]

for (const { name, rule, isKept } of kept) test(name, () => expect(applyRules(draft, [rule])).toBe(isKept ? draft : null))

const rewritten: readonly { name: string; rule: DraftRule; want: Partial<EntryDraft> }[] = [
  { name: 'replace in the title', rule: { kind: 'replace', field: 'title', pattern: '^\\[[^]]*\\] ', with: '' }, want: { title: '标题' } },
  {
    name: 'replace with a group, everywhere in the content',
    rule: { kind: 'replace', field: 'content', pattern: '(^|>)　+', with: '$1' },
    want: { content: '<p>一</p>\n <p>二</p>' },
  },
  {
    name: 'replace in the link',
    rule: { kind: 'replace', field: 'link', pattern: '\\?.*', with: '' },
    want: { link: 'https://a.example/1' },
  },
  { name: 'an emptied field is none', rule: { kind: 'replace', field: 'summary', pattern: '.+', with: '' }, want: { summary: null } },
  {
    name: 'replace in names keeps what belongs to them',
    rule: { kind: 'replace', field: 'author', pattern: '^记者 ', with: '' },
    want: {
      authors: [
        { name: '甲', url: 'https://a.example/jia', email: null },
        { name: '乙', url: null, email: null },
      ],
    },
  },
  {
    name: 'an emptied tag goes',
    rule: { kind: 'replace', field: 'tags', pattern: '广告', with: '' },
    want: { tags: [{ name: '财经', scheme: null }] },
  },
  { name: 'the key is never rewritten', rule: { kind: 'replace', field: 'key', pattern: '.', with: 'x' }, want: {} },
  {
    name: 'relabel',
    rule: { kind: 'relabel', when: 'title', pattern: '快讯', field: 'publisher', to: '快讯台' },
    want: { publisher: '快讯台' },
  },
  { name: 'relabel only on a match', rule: { kind: 'relabel', when: 'title', pattern: '慢', field: 'publisher', to: 'x' }, want: {} },
  {
    name: 'relabel takes the place of all names',
    rule: { kind: 'relabel', when: 'author', pattern: '甲', field: 'author', to: '编辑部' },
    want: { authors: [{ name: '编辑部', url: null, email: null }] },
  },
  {
    name: 'relabel tags',
    rule: { kind: 'relabel', when: 'link', pattern: '.', field: 'tags', to: '新' },
    want: { tags: [{ name: '新', scheme: null }] },
  },
]

for (const { name, rule, want } of rewritten) test(name, () => expect(applyRules(draft, [rule])).toEqual({ ...draft, ...want }))

test('rules work in order, each on what the one before left', () => {
  const rules: readonly DraftRule[] = [
    { kind: 'replace', field: 'title', pattern: '快讯', with: '慢讯' },
    { kind: 'drop', field: 'title', pattern: '快讯' },
    { kind: 'keep', field: 'title', pattern: '慢讯' },
  ]
  expect(applyRules(draft, rules)?.title).toBe('[慢讯] 标题')
  expect(applyRules(draft, rules)?.title).toBe('[慢讯] 标题')
  expect(applyRules(draft, [{ kind: 'drop', field: 'title', pattern: '.' }, ...rules])).toBeNull()
})

test('a pattern that is exponential elsewhere takes no time', () => {
  const long = { ...draft, title: `${'a'.repeat(50_000)}!` }
  expect(applyRules(long, [{ kind: 'drop', field: 'title', pattern: '^(a+)+$' }])).toBe(long)
})
