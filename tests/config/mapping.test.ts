import { expect, test } from 'vitest'
import { load, site } from './folder.ts'

function recipeOf(lines: string) {
  const [source] = load({ 'root.yaml': `${site}sources:\n  - id: a\n    url: https://a.example/list\n${lines}` }).sources
  return source?.recipe
}

const rule = { kind: 'css', attribute: null, html: false, pattern: null }

test('fields of a page are selectors, content is HTML', () => {
  const recipe = recipeOf(`    kind: page
    items: ul.news > li
    fields:
      title: h3
      link: { select: a, attribute: href }
      key: { attribute: data-id }
      published: [{ select: time, attribute: datetime }, { select: .date, pattern: '\\d{4}-\\d\\d', dateFormat: yyyy-MM }]
      summary: { select: "", html: true }
      content: .body
      author: { text: 记者 }
`)
  expect(recipe).toMatchObject({ kind: 'page', json: null })
  expect(recipe?.page).toEqual({
    items: 'ul.news > li',
    fields: {
      title: [{ ...rule, select: 'h3' }],
      link: [{ ...rule, select: 'a', attribute: 'href' }],
      key: [{ ...rule, select: '', attribute: 'data-id' }],
      published: [
        { ...rule, select: 'time', attribute: 'datetime' },
        { ...rule, select: '.date', pattern: '\\d{4}-\\d\\d', dateFormat: 'yyyy-MM' },
      ],
      summary: [{ ...rule, select: '', html: true }],
      content: [{ ...rule, select: '.body', html: true }],
      author: [{ kind: 'text', template: '记者' }],
    },
    next: null,
    script: null,
  })
})

test('a page may be nothing but items', () => {
  expect(recipeOf('    kind: page\n    items: li\n    next: a.next\n    pages: 3\n')?.page).toEqual({
    items: 'li',
    fields: {},
    next: 'a.next',
    script: null,
  })
})

test('with scripts, fields are paths', () => {
  const recipe = recipeOf(`    kind: page
    script: script[type="application/ld+json"]
    items: $.list
    fields: { title: $.t, published: { path: $.d, dateFormat: yyyy } }
    next: $.more
    pages: 2
`)
  expect(recipe?.page).toEqual({
    items: '$.list',
    fields: {
      title: [{ kind: 'path', path: '$.t', pattern: null }],
      published: [{ kind: 'path', path: '$.d', pattern: null, dateFormat: 'yyyy' }],
    },
    next: '$.more',
    script: 'script[type="application/ld+json"]',
  })
})
