import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryOf, searchable, wordsOf } from '../../src/model/search.ts'
import { marked, snippetOf } from '../../src/render/snippet.ts'

const shown = (stretches: ReturnType<typeof marked>) => stretches.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')

const rows: readonly { readonly name: string; readonly text: string; readonly query: string; readonly want: string }[] = [
  { name: 'every occurrence', text: '银行和银行', query: '银行', want: '[银行]和[银行]' },
  { name: 'another case', text: 'The Apple', query: 'aPPLE', want: 'The [Apple]' },
  { name: 'full-width letters as they are written', text: '买ＡＰＰＬＥ股', query: 'apple', want: '买[ＡＰＰＬＥ]股' },
  { name: 'one sign that is two letters', text: 'Straße ①', query: 'strasse 1', want: '[Straße] [①]' },
  { name: 'a letter with its accent', text: 'cafe\u0301s', query: 'é', want: 'caf[e\u0301]s' },
  { name: 'words that overlap', text: '中国银行', query: '中国银 国银行', want: '[中国银][行]' },
  { name: 'a phrase over a line', text: 'new\n  apple', query: '"new apple"', want: '[new\n  apple]' },
  { name: 'zero-width spaces within', text: '银\u200b行', query: '银行', want: '[银\u200b行]' },
  { name: 'pairs of surrogates', text: 'a🙂b', query: '🙂', want: 'a[🙂]b' },
  { name: 'nothing', text: 'a<b>', query: 'x', want: 'a<b>' },
]
for (const { name, text, query, want } of rows) test(`marks ${name}`, () => expect(shown(marked(text, wordsOf(query)))).toBe(want))

test('marking changes no letter, and what is marked is one of the words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 5 }), (text, query) => {
      expect(
        marked(text, wordsOf(query))
          .map((one) => one.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a snippet stands around the first word, however far it is', () => {
  const text = `${'前文。'.repeat(5_000)}这里是银行的消息。${'后文。'.repeat(100)}`
  const snippet = shown(snippetOf(text, ['银行']))
  expect(snippet).toMatch(/^….{30,60}\[银行\]的消息。/)
  expect(snippet).toMatch(/…$/)
  expect(snippet.length).toBeLessThan(200)
})

test('a snippet of a text without the words is its beginning', () => {
  expect(shown(snippetOf('短文', ['银行']))).toBe('短文')
})

test('a word on the border of what is looked at together is found', () => {
  expect(shown(snippetOf(`${'x'.repeat(1_999)}银行`, ['银行']))).toContain('[银行]')
})

test('words written out are the same words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (query) => {
      const words = wordsOf(query)
      expect(wordsOf(queryOf(words))).toEqual(words)
      for (const word of words) expect(searchable(word)).toBe(word)
    }),
    { numRuns: 300 },
  )
})
