import { expect, test } from 'vitest'
import { compilePattern } from '../../src/base/pattern.ts'
import { chooseCategories } from '../../src/classify/category.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { CategoryRule, FieldName } from '../../src/model/source.ts'

const always = (...names: string[]): CategoryRule => ({ names, when: null, written: names.join() })
const when = (field: FieldName, pattern: string, name: string): CategoryRule => ({
  names: [name],
  when: { field, pattern: compilePattern(pattern) },
  written: `${field} ${pattern}`,
})

const person = { name: 'Ada', url: null, email: null }
const tag = (name: string) => ({ name, scheme: null })

const cases: readonly { name: string; draft: Partial<EntryDraft>; rules: readonly CategoryRule[]; want: readonly string[] }[] = [
  { name: 'a name', draft: {}, rules: [always('科技')], want: ['科技'] },
  { name: 'several names at once', draft: {}, rules: [always('科技', '公司')], want: ['科技', '公司'] },
  { name: 'a template over the publisher', draft: { publisher: '国际商报' }, rules: [always('{publisher}新闻')], want: ['国际商报新闻'] },
  {
    name: 'author and tag stand for the first of each',
    draft: { authors: [person], tags: [tag('x'), tag('y')] },
    rules: [always('{author} {tag}')],
    want: ['Ada x'],
  },
  { name: 'the item’s own fields', draft: { fields: { desk: 'Berlin' } }, rules: [always('{desk}')], want: ['Berlin'] },
  {
    name: 'a template without its value yields no name, the next rule decides',
    draft: {},
    rules: [always('{publisher}'), always('Rest')],
    want: ['Rest'],
  },
  { name: 'the first rule that yields decides', draft: {}, rules: [always('One'), always('Two')], want: ['One'] },
  { name: 'of several names those that can be filled', draft: { publisher: 'P' }, rules: [always('{author}', '{publisher}')], want: ['P'] },
  {
    name: 'a rule whose condition fails is passed over',
    draft: { title: 'Rain' },
    rules: [when('title', 'Sun', 'Fair'), always('Weather')],
    want: ['Weather'],
  },
  {
    name: 'a rule whose condition holds',
    draft: { title: 'The Sun' },
    rules: [when('title', 'Sun', 'Fair'), always('Weather')],
    want: ['Fair'],
  },
  { name: 'any of the tags may match', draft: { tags: [tag('a'), tag('b')] }, rules: [when('tags', '^b$', 'B')], want: ['B'] },
  { name: 'any of the authors may match', draft: { authors: [person] }, rules: [when('author', 'Ada', 'A')], want: ['A'] },
  { name: 'the guid is the key', draft: { guid: 'x-1' }, rules: [when('key', '^x-', 'X')], want: ['X'] },
  { name: 'no rule, no category', draft: {}, rules: [], want: [] },
  { name: 'a name twice is one', draft: { publisher: 'P' }, rules: [always('P', '{publisher}')], want: ['P'] },
  {
    name: 'names have one line and legal characters',
    draft: { publisher: ' A\n\tB\u0000 ' },
    rules: [always('{publisher}')],
    want: ['A B'],
  },
  { name: 'a name of nothing but space is none', draft: { publisher: '\u3000' }, rules: [always('{publisher}')], want: [] },
]

for (const { name, draft, rules, want } of cases) {
  test(name, () => {
    expect(chooseCategories({ ...emptyDraft, ...draft }, rules).map((category) => category.name)).toEqual(want)
  })
}

test('says which rule chose, as config wrote it', () => {
  expect(chooseCategories({ ...emptyDraft, title: 'The Sun' }, [when('title', 'Sun', 'Fair')])).toEqual([
    { name: 'Fair', rule: 'title Sun' },
  ])
})

test('names have at most 200 characters', () => {
  const [category] = chooseCategories({ ...emptyDraft, publisher: '报'.repeat(300) }, [always('{publisher}')])
  expect(category?.name).toBe('报'.repeat(200))
})
