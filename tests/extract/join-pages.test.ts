import { expect, test } from 'vitest'
import { joinPages } from '../../src/extract/join-pages.ts'

const rows: readonly { name: string; pages: readonly string[]; want: string }[] = [
  { name: 'one page is as it was', pages: ['<p>One and only</p>'], want: '<p>One and only</p>' },
  {
    name: 'pages follow each other',
    pages: ['<p>The first page</p>', '<p>The second page</p>'],
    want: '<p>The first page</p>\n<p>The second page</p>',
  },
  {
    name: 'what every page repeats is said once',
    pages: [
      '<h2>A walk by the canal</h2><p>The first page</p>',
      '<h2>A walk  by the <i>canal</i></h2><p class="x">The first page</p><p>The second page</p>',
    ],
    want: '<h2>A walk by the canal</h2><p>The first page</p>\n<p>The second page</p>',
  },
  { name: 'short words may be said twice', pages: ['<p>Yes.</p>', '<p>Yes.</p>'], want: '<p>Yes.</p>\n<p>Yes.</p>' },
  {
    name: 'a page may say a thing twice',
    pages: ['<p>Nothing more to say</p><p>Nothing more to say</p>'],
    want: '<p>Nothing more to say</p><p>Nothing more to say</p>',
  },
]

for (const { name, pages, want } of rows) {
  test(name, () => {
    expect(joinPages(pages)).toBe(want)
  })
}

test('all pages together are no longer than one may be', () => {
  const page = (n: number) => `<p>${`Page ${n} goes on and on. `.repeat(10_000)}</p>`
  const joined = joinPages([page(1), page(2), page(3), page(4)])
  expect(joined.length).toBeLessThanOrEqual(500 * 1024)
  expect(joined).toContain('Page 2')
})
