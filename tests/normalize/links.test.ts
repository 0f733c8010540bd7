import { expect, test } from 'vitest'
import { absoluteHref, absoluteUrl } from '../../src/normalize/links.ts'

const base = 'https://news.example/a/list.html'

const rows = [
  {
    name: 'an absolute address keeps its spelling',
    href: 'HTTP://News.Example/新闻?b=2&a=1#x',
    want: 'HTTP://News.Example/新闻?b=2&a=1#x',
  },
  { name: 'a bare host keeps its spelling', href: 'https://news.example', want: 'https://news.example' },
  { name: 'relative to the document', href: 'b.html?x=1', want: 'https://news.example/a/b.html?x=1' },
  { name: 'relative to the host', href: '/新', want: 'https://news.example/%E6%96%B0' },
  { name: 'relative to the scheme', href: '//cdn.example/x', want: 'https://cdn.example/x' },
  { name: 'spaces around are trimmed', href: ' \n https://a.example/x ', want: 'https://a.example/x' },
  { name: 'spaces inside are encoded', href: 'https://a.example/x y', want: 'https://a.example/x%20y' },
  { name: 'quotes are encoded', href: 'https://a.example/"onload="x', want: 'https://a.example/%22onload=%22x' },
  { name: 'bidi controls are encoded', href: 'https://a.example/\u202efdp', want: 'https://a.example/%E2%80%AEfdp' },
  { name: 'a backslash is a slash', href: 'https:\\\\a.example\\x', want: 'https://a.example/x' },
  { name: 'a tab inside is no part of it', href: 'ht\ttps://a.example/', want: 'https://a.example/' },
  { name: 'no user', href: 'https://user@a.example/', want: null },
  { name: 'no password', href: 'https://user:pass@a.example/', want: null },
  { name: 'javascript', href: 'javascript:alert(1)', want: null },
  { name: 'javascript with a tab', href: 'java\tscript:alert(1)', want: null },
  { name: 'data', href: 'data:text/html,x', want: null },
  { name: 'file', href: 'file:///etc/passwd', want: null },
  { name: 'ftp', href: 'ftp://a.example/', want: null },
  { name: 'mailto', href: 'mailto:a@b.example', want: null },
  { name: 'no URL', href: 'http://', want: null },
  { name: 'a bad host', href: 'http://a b/', want: null },
  { name: 'empty', href: '  ', want: null },
  { name: 'null', href: null, want: null },
  { name: '4,096 characters', href: `https://a.example/${'x'.repeat(4078)}`, want: `https://a.example/${'x'.repeat(4078)}` },
  { name: '4,097 characters', href: `https://a.example/${'x'.repeat(4079)}`, want: null },
]

for (const { name, href, want } of rows) test(`absoluteUrl: ${name}`, () => expect(absoluteUrl(href, base)).toBe(want))

test('a relative address needs a web base', () => {
  expect(absoluteUrl('x.html', 'file:///home/feed.xml')).toBeNull()
  expect(absoluteUrl('x.html', 'no base')).toBeNull()
  expect(absoluteUrl('https://a.example/x', 'no base')).toBe('https://a.example/x')
})

test('absoluteHref keeps addresses to write to', () => {
  expect(absoluteHref('mailto:desk@news.example?subject=x', base)).toBe('mailto:desk@news.example?subject=x')
  expect(absoluteHref('mailto:a b', base)).toBeNull()
  expect(absoluteHref('c.html', base)).toBe('https://news.example/a/c.html')
})
