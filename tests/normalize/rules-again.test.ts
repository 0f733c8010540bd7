import { expect, test } from 'vitest'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { DraftRule, Recipe } from '../../src/model/source.ts'
import { applyAgain } from '../../src/normalize/rules-again.ts'

const recipe = (rules: readonly DraftRule[]): Recipe => ({
  kind: 'feed',
  timezone: 'UTC',
  dateFormat: null,
  charset: null,
  keepClasses: [],
  rules,
  json: null,
  page: null,
  maxEntries: 100,
})

const draft: EntryDraft = {
  ...emptyDraft,
  title: 'News: 1 < 2',
  link: 'https://a.example/1',
  summary: 'Of <b> and 1 < 2',
  content: '<p>Text</p>',
  publisher: 'Paper',
}

const replace = (field: 'title' | 'content' | 'publisher', pattern: string, by: string): DraftRule => ({
  kind: 'replace',
  field,
  pattern,
  with: by,
})

const rows: readonly { name: string; rules: readonly DraftRule[]; want: Partial<EntryDraft> | null; isPartial?: boolean }[] = [
  { name: 'no rule', rules: [], want: {} },
  { name: 'a replacement that is made once', rules: [replace('title', '^News: ', '')], want: { title: '1 < 2' } },
  { name: 'a replacement that would be made again and again', rules: [replace('title', '^', '+')], want: {}, isPartial: true },
  {
    name: 'relabelling beside such a replacement',
    rules: [replace('title', '^', '+'), { kind: 'relabel', when: 'title', pattern: 'News', field: 'publisher', to: 'Wire' }],
    want: { publisher: 'Wire' },
    isPartial: true,
  },
  {
    name: 'what is replaced is cleaned',
    rules: [replace('content', 'Text', '<i onclick=x>T</i><script>1</script>')],
    want: { content: '<p><i>T</i></p>' },
  },
  { name: 'a drop that finds it', rules: [{ kind: 'drop', field: 'title', pattern: 'News' }], want: null },
  { name: 'a keep that does not', rules: [{ kind: 'keep', field: 'publisher', pattern: 'Wire' }], want: null },
  {
    name: 'a keep that looks at what another rule rewrites',
    rules: [{ kind: 'keep', field: 'title', pattern: 'Breaking' }, replace('title', 'Breaking ', '')],
    want: {},
    isPartial: true,
  },
  { name: 'a keep by texts, which were cut', rules: [{ kind: 'keep', field: 'summary', pattern: 'beyond' }], want: {}, isPartial: true },
]

for (const { name, rules, want, isPartial = false } of rows)
  test(`${name}, over a draft that rules have been applied to`, () => {
    expect(applyAgain(draft, recipe(rules))).toEqual({ draft: want === null ? null : { ...draft, ...want }, isPartial })
  })

test('what is done is not done twice', () => {
  const rules = [replace('title', 'News', 'Word'), replace('publisher', 'Paper', 'Wire')]
  const once = applyAgain(draft, recipe(rules)).draft ?? emptyDraft
  expect(applyAgain(once, recipe(rules)).draft).toEqual(once)
})
