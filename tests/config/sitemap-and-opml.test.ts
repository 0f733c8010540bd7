// Sitemaps and lists of feeds in config.
import { expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { load, site } from './folder.ts'

function problems(text: string): string {
  try {
    load({ 'root.yaml': `${site}sources: [{ id: a, url: "https://a.example/x", ${text} }]` })
    return ''
  } catch (error) {
    return error instanceof AppError ? error.message : String(error)
  }
}

test('a sitemap has five pages where nothing else is said, anything else one', () => {
  const { sources } = load({
    'root.yaml': `${site}sources:
  - { id: a, kind: sitemap, url: "https://a.example/sitemap.xml" }
  - { id: b, kind: sitemap, url: "https://b.example/sitemap.xml", pages: 2 }
  - { id: c, kind: opml, url: "https://c.example/list.opml" }
`,
  })
  expect(sources.map(({ kind, pages }) => `${kind} ${pages}`)).toEqual(['sitemap 5', 'sitemap 2', 'opml 1'])
})

test('feeds of a list go into their folder unless config says otherwise', () => {
  const { sources } = load({
    'root.yaml': `${site}sources:
  - { id: a, kind: opml, url: "https://a.example/list.opml", title: Planet }
  - { id: b, kind: opml, url: "https://b.example/list.opml", category: ["{folder} news", Others] }
`,
  })
  expect(sources.map(({ category }) => category.map(({ names }) => names))).toEqual([[['{folder}']], [['{folder} news'], ['Others']]])
})

const strays: readonly { readonly text: string; readonly want: string }[] = [
  { text: 'kind: sitemap, items: $.a', want: 'a sitemap has no items' },
  { text: 'kind: sitemap, fields: { title: $.a }', want: 'a sitemap has no fields' },
  { text: 'kind: opml, items: $.a', want: 'an OPML list has no items' },
  { text: 'kind: opml, method: POST, body: x', want: 'method goes with kind json only' },
  { text: 'kind: opml, next: $.a', want: 'an OPML list has no next' },
]
for (const { text, want } of strays)
  test(`refuses ${text}`, () => {
    expect(problems(text)).toContain(want)
  })
