import { expect, test } from 'vitest'
import { productOf, readRobots } from '../../src/fetch/robots.ts'

const address = 'https://example.com/robots.txt'

function forbids(text: string, path: string, product = 'Newsstand'): string | null {
  return readRobots(address, text, product).forbids(new URL(path, address))
}

const rules = [
  { name: 'nothing at all', text: '', path: '/a', want: null },
  { name: 'a page of HTML', text: '<html><title>Not found</title></html>', path: '/a', want: null },
  { name: 'everybody', text: 'User-agent: *\nDisallow: /private', path: '/private/x', want: 'Disallow: /private' },
  { name: 'another path', text: 'User-agent: *\nDisallow: /private', path: '/public', want: null },
  { name: 'an empty rule', text: 'User-agent: *\nDisallow:', path: '/a', want: null },
  { name: 'us by name, whatever the case', text: 'User-agent: NEWSSTAND/2.0\nDisallow: /', path: '/a', want: 'Disallow: /' },
  {
    name: 'us by name, and not what holds for everybody',
    text: 'User-agent: *\nDisallow: /\n\nUser-agent: newsstand\nAllow: /',
    path: '/a',
    want: null,
  },
  { name: 'someone else', text: 'User-agent: Googlebot\nDisallow: /', path: '/a', want: null },
  { name: 'someone else, then everybody', text: 'User-agent: X\nDisallow: /\nUser-agent: *\nDisallow: /b', path: '/a', want: null },
  { name: 'everybody, then someone else', text: 'User-agent: *\nDisallow: /b\nUser-agent: X\nDisallow: /', path: '/a', want: null },
  { name: 'several agents over one group', text: 'User-agent: X\nUser-agent: newsstand\nDisallow: /', path: '/a', want: 'Disallow: /' },
  {
    name: 'our group in two parts',
    text: 'User-agent: newsstand\nDisallow: /a\n\nUser-agent: newsstand\nDisallow: /b',
    path: '/b',
    want: 'Disallow: /b',
  },
  { name: 'an agent named twice', text: 'User-agent: *\nUser-agent: *\nDisallow: /a', path: '/a', want: 'Disallow: /a' },
  { name: 'the longer rule', text: 'User-agent: *\nDisallow: /a\nAllow: /a/b', path: '/a/b/c', want: null },
  { name: 'allow, where both are as long', text: 'User-agent: *\nDisallow: /a\nAllow: /a', path: '/a', want: null },
  { name: 'a wildcard', text: 'User-agent: *\nDisallow: /*?print=', path: '/a/b?print=1', want: 'Disallow: /*?print=' },
  { name: 'the end of an address', text: 'User-agent: *\nDisallow: /*.pdf$', path: '/a.pdf?x', want: null },
  { name: 'Chinese, encoded or not', text: 'User-agent: *\nDisallow: /新闻', path: '/%E6%96%B0%E9%97%BB/1', want: 'Disallow: /新闻' },
  {
    name: 'comments, blanks and CR',
    text: '# hello\r\rUser-agent : * # all\r  disallow : /a # so\r',
    path: '/a',
    want: 'disallow : /a # so',
  },
  { name: 'a byte order mark', text: '\ufeffUser-agent: *\nDisallow: /a', path: '/a', want: 'Disallow: /a' },
  { name: 'a sitemap between agents and rules', text: 'User-agent: *\nSitemap: /s.xml\nDisallow: /a', path: '/a', want: 'Disallow: /a' },
  { name: 'rules without an agent', text: 'Disallow: /', path: '/a', want: null },
]

for (const { name, text, path, want } of rules) test(`robots.txt with ${name}`, () => expect(forbids(text, path)).toBe(want))

test('rules are for the origin that was asked, not for another', () => {
  const { forbids } = readRobots(address, 'User-agent: *\nDisallow: /', 'Newsstand')
  expect(forbids(new URL('https://example.com:443/a'))).toBe('Disallow: /')
  expect(forbids(new URL('http://example.com/a'))).toBe(null)
})

const delays = [
  { name: 'none', text: 'User-agent: *\nDisallow: /a', want: 0 },
  { name: 'seconds', text: 'User-agent: *\nCrawl-delay: 5', want: 5000 },
  { name: 'a fraction', text: 'User-agent: *\nCrawl-delay: 0.5', want: 500 },
  { name: 'ours before everybody’s', text: 'User-agent: *\nCrawl-delay: 5\nUser-agent: newsstand\nCrawl-delay: 2', want: 2000 },
  { name: 'more than a minute', text: 'User-agent: *\nCrawl-delay: 86400', want: 60_000 },
  { name: 'an endless one', text: 'User-agent: *\nCrawl-delay: 1e999', want: 60_000 },
  { name: 'a negative one', text: 'User-agent: *\nCrawl-delay: -5', want: 0 },
  { name: 'no number', text: 'User-agent: *\nCrawl-delay: soon', want: 0 },
]

for (const { name, text, want } of delays)
  test(`Crawl-delay: ${name}`, () => expect(readRobots(address, text, 'Newsstand').delayMs).toBe(want))

const products = [
  { userAgent: 'Newsstand/0.1 (+https://news.example/)', want: 'Newsstand' },
  { userAgent: 'Example-News_Bot', want: 'Example-News_Bot' },
  { userAgent: 'Mozilla/5.0 (compatible; ExampleNews/1.0; +https://news.example/)', want: 'ExampleNews' },
  { userAgent: '(nobody)', want: '*' },
]

for (const { userAgent, want } of products) test(`"${userAgent}" is ${want} in robots.txt`, () => expect(productOf(userAgent)).toBe(want))

const lines = (count: number, line: (number: number) => string) => Array.from({ length: count }, (_, number) => line(number)).join('\n')

const hostile = [
  {
    name: 'agents times rules',
    text: `${lines(15_000, (n) => `User-agent: a${n}`)}\nUser-agent: *\n${lines(15_000, (n) => `Disallow: /${n}`)}`,
  },
  { name: 'the same agent times rules', text: `${lines(15_000, () => 'User-agent: *')}\n${lines(15_000, (n) => `Disallow: /${n}`)}` },
  { name: 'long wildcards', text: `User-agent: *\n${lines(250, () => `Disallow: /${'*a'.repeat(1000)}b`)}` },
  { name: 'one line', text: `User-agent: *\nDisallow: /${'*a'.repeat(250_000)}` },
  { name: 'blanks', text: `User-agent: *\nDisallow:${' '.repeat(500_000)}x` },
]

for (const { name, text } of hostile)
  test(`a robots.txt of ${name} is read within bounds`, () => {
    const { forbids, size } = readRobots(address, text, 'Newsstand')
    expect(forbids(new URL(`/${'a'.repeat(4000)}`, address))).toBe(null)
    expect(size).toBeLessThanOrEqual(5000)
  })
