import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { checkSelector, compileSelector, TooCostly } from '../../src/base/css.ts'

const page = parseDocument(
  '<ul class=news><li id=1><a href=/1><b>one</b></a> <i>x</i><li id=2><a href=/2>two</a></ul><p id=after><a href=/3>three</a></p>',
)
const plenty = () => ({ looks: 10_000 })
const find = (selector: string, within?: string) => {
  const root = within === undefined ? page : (compileSelector(within).find(page, plenty())[0] ?? page)
  return compileSelector(selector)
    .find(root, plenty())
    .map(({ name, attribs }) => attribs.href ?? attribs.id ?? name)
}

const found: readonly { name: string; selector: string; within?: string; want: readonly string[] }[] = [
  { name: 'in document order', selector: 'a, li', want: ['1', '/1', '2', '/2', '/3'] },
  { name: 'a page of its own', selector: 'ul.news > li:nth-child(2) a', want: ['/2'] },
  { name: 'only inside the root', selector: 'a', within: 'li', want: ['/1'] },
  { name: 'by what the root stands in', selector: '.news a', within: 'li', want: ['/1'] },
  { name: 'the root itself', selector: ':scope', within: '#2', want: ['2'] },
  { name: 'children of the root', selector: '> b', within: 'a', want: ['b'] },
  { name: 'not deeper ones', selector: '> b', within: 'li', want: [] },
  { name: 'what follows the root', selector: '+ p a', within: 'ul', want: ['/3'] },
  { name: 'one neighbour', selector: 'i:has(+ li), a + i', want: ['i'] },
  { name: 'by text', selector: 'a:contains(two)', want: ['/2'] },
]
for (const { name, selector, within, want } of found) test(`finds ${name}`, () => expect(find(selector, within)).toEqual(want))

test('another root is another scope, for a compiled selector too', () => {
  const selector = compileSelector(':scope a')
  const items = compileSelector('li, p').find(page, plenty())
  expect(items.map((item) => selector.find(item, plenty()).map(({ attribs }) => attribs.href))).toEqual([['/1'], ['/2'], ['/3']])
})

test('stops at as many as are wanted', () => expect(compileSelector('li').find(page, plenty(), 1)).toHaveLength(1))

const wrong: readonly { selector: string; want: string }[] = [
  { selector: ' ', want: 'it is empty' },
  { selector: 'a[', want: 'Expected name, found its end' },
  { selector: 'li >', want: 'it ends in the middle' },
  { selector: 'li..a', want: 'a name is missing after "."' },
  { selector: 'li,,a', want: 'Empty sub-selector' },
  { selector: 'li:eq(1)', want: 'Unknown pseudo-class :eq' },
  { selector: 'a::text', want: 'Pseudo-elements are not supported by css-select' },
]
for (const { selector, want } of wrong) test(`${selector} is no selector`, () => expect(checkSelector(selector)).toBe(want))

for (const selector of ['a[href$=".html"]', 'a:contains("..")', '*', '#a-1.b_2', '.标题', 'li:not(.ad):has(> a)'])
  test(`${selector} is one`, () => expect(checkSelector(selector)).toBeNull())

describe('on a page of 100,000 siblings', () => {
  const many = parseDocument(`<ul>${'<li><a>x</a>'.repeat(100_000)}</ul>`)
  for (const selector of ['li:nth-child(3)', 'li:has(~ li > b)', 'li:nth-last-of-type(2)'])
    test(`${selector} is given up`, () => expect(() => compileSelector(selector).find(many, { looks: 1_000_000 })).toThrow(TooCostly))
  for (const selector of ['li > a', 'li ~ li', 'li + li', 'li:has(a)', 'li:first-child'])
    test(`${selector} takes a look or ten a node`, () => {
      const budget = { looks: 4_000_000 }
      expect(compileSelector(selector).find(many, budget).length).toBeGreaterThan(0)
    })
})

test('a page nested 100,000 deep is no deeper than its budget', () => {
  const deep = parseDocument(`${'<div>'.repeat(100_000)}<a>x</a>`)
  expect(compileSelector('div div a').find(deep, { looks: 1_000_000 })).toHaveLength(1)
  expect(() => compileSelector('div:has(b)').find(deep, { looks: 1_000_000 })).toThrow(TooCostly)
})
