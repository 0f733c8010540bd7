import { expect, test } from 'vitest'
import { isPageOf, linksOnward } from '../../src/extract/next-page.ts'

const site = 'https://x.example'

const pages: readonly { name: string; first: string; to: string; number?: number; want: boolean }[] = [
  { name: 'a number behind the name', first: '/a/content_5012.htm', to: '/a/content_5012_2.htm', want: true },
  { name: 'the page after that', first: '/a/content_5012.htm', to: '/a/content_5012_3.htm', number: 3, want: true },
  { name: 'a page that was left out', first: '/a/content_5012.htm', to: '/a/content_5012_3.htm', want: false },
  { name: 'a hyphen', first: '/walks/canal', to: '/walks/canal-2', want: true },
  { name: 'a folder', first: '/story/', to: '/story/2/', want: true },
  { name: 'a folder called page', first: '/story', to: '/story/page/2', want: true },
  { name: 'a parameter', first: '/story?id=7', to: '/story?id=7&page=2', want: true },
  { name: 'a parameter that the first page has, too', first: '/story?id=7&page=1', to: '/story?page=2&id=7', want: true },
  { name: 'another article of a blog', first: '/2026/02/makefile', to: '/2026/01/another', want: false },
  { name: 'the next article by its number', first: '/news/1041.html', to: '/news/1042.html', want: false },
  { name: 'the next article by its short number', first: '/news/1', to: '/news/2', want: false },
  { name: 'the next article by its parameter', first: '/story?id=1', to: '/story?id=2', want: false },
  { name: 'the page before', first: '/story', to: '/story?page=1', want: false },
  { name: 'itself', first: '/story', to: '/story', want: false },
  { name: 'another site', first: '/story', to: 'https://y.example/story?page=2', want: false },
  { name: 'the next year', first: '/review/2025', to: '/review/2026', want: false },
]

for (const { name, first, to, number = 2, want } of pages) {
  test(`${name}: ${want ? '' : 'no '}page ${number}`, () => {
    expect(isPageOf(site + first, new URL(to, site).href, number)).toBe(want)
  })
}

const link = (href: string, text = 'Continue', rel = '') => ({ name: 'a', attribs: { href, rel }, text })

test('links lead on that say so, in words or by their relation', () => {
  const links = [
    link('/2', 'Next page »'),
    link('3', '下一页'),
    link('#c', 'Comments'),
    link('/4', '4', 'nofollow next'),
    link('/2', 'next'),
  ]
  expect(linksOnward(links, `${site}/a/1`)).toEqual([`${site}/2`, `${site}/a/3`, `${site}/4`])
})

test('a link may lead nowhere', () => {
  expect(linksOnward([link('javascript:next()', 'next'), link('http://[', 'next'), { ...link('', 'next'), attribs: {} }], site)).toEqual([])
})
