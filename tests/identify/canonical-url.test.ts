import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalUrl } from '../../src/identify/canonical-url.ts'

const rules = { ignored: ['from'], kept: ['infoCode', 'spm'] }

const urls: readonly { name: string; link: string; want: string | null }[] = [
  { name: 'scheme and host in lower case, the path as written', link: 'HTTPS://X.Example/Path', want: 'https://x.example/Path' },
  { name: 'http and https stay two', link: 'http://x.example/', want: 'http://x.example/' },
  { name: 'www stays', link: 'https://www.x.example/', want: 'https://www.x.example/' },
  { name: 'no default port', link: 'https://x.example:443/', want: 'https://x.example/' },
  { name: 'another port', link: 'https://x.example:8443/', want: 'https://x.example:8443/' },
  { name: 'no user and password', link: 'https://me:secret@x.example/', want: 'https://x.example/' },
  { name: 'no fragment', link: 'https://x.example/a#top', want: 'https://x.example/a' },
  { name: 'a fragment that is a path', link: 'https://x.example/#/a/1', want: 'https://x.example/#/a/1' },
  { name: 'a fragment that is a hashbang', link: 'https://x.example/#!a', want: 'https://x.example/#!a' },
  { name: 'a slash for an empty path, none after another', link: 'https://x.example', want: 'https://x.example/' },
  { name: 'a slash at the end stays', link: 'https://x.example/a/', want: 'https://x.example/a/' },
  { name: 'dots resolved', link: 'https://x.example/a/../b/./c', want: 'https://x.example/b/c' },
  { name: 'an international name in ASCII', link: 'https://münchen.example/ü', want: 'https://xn--mnchen-3ya.example/%C3%BC' },
  { name: 'parameters in their order', link: 'https://x.example/?b=2&a=1', want: 'https://x.example/?b=2&a=1' },
  { name: 'parameters twice', link: 'https://x.example/?a=1&a=2', want: 'https://x.example/?a=1&a=2' },
  { name: 'a parameter without a value', link: 'https://x.example/?1234', want: 'https://x.example/?1234' },
  { name: 'escapes as written', link: 'https://x.example/?a=%e4+b', want: 'https://x.example/?a=%e4+b' },
  { name: 'no empty query', link: 'https://x.example/?', want: 'https://x.example/' },
  { name: 'no empty parameters', link: 'https://x.example/?&&a=1&', want: 'https://x.example/?a=1' },
  { name: 'no tracking', link: 'https://x.example/?utm_source=a&id=1&UTM_Medium=b&fbclid=c&gclid=d', want: 'https://x.example/?id=1' },
  { name: 'no tracking under an escaped name', link: 'https://x.example/?utm%5Fsource=a&id=1', want: 'https://x.example/?id=1' },
  { name: 'what only begins like tracking', link: 'https://x.example/?spmid=1&utmost=2', want: 'https://x.example/?spmid=1&utmost=2' },
  { name: 'no session in the query', link: 'https://x.example/?PHPSESSID=1&id=2', want: 'https://x.example/?id=2' },
  { name: 'no session in the path', link: 'https://x.example/a;jsessionid=1F?id=2', want: 'https://x.example/a?id=2' },
  { name: 'sid, which is a story as often', link: 'https://x.example/?sid=1', want: 'https://x.example/?sid=1' },
  { name: 'nothing that config ignores', link: 'https://x.example/?From=rss&id=1', want: 'https://x.example/?id=1' },
  {
    name: 'what an identity reads, even if it is tracking elsewhere',
    link: 'https://x.example/?spm=1&scm=2',
    want: 'https://x.example/?spm=1',
  },
  { name: 'no address without http', link: 'ftp://x.example/', want: null },
  { name: 'no script', link: 'javascript:alert(1)', want: null },
  { name: 'no relative address', link: '/a', want: null },
  { name: 'no empty one', link: '', want: null },
]

for (const { name, link, want } of urls) {
  test(name, () => {
    expect(canonicalUrl(link, rules)).toBe(want)
  })
}

const oneOf = (...texts: string[]) => fc.constantFrom(...texts)
const segment = oneOf('', 'a', 'B', '.', '..', '%2e%2e', '..;jsessionid=1', 'a;jsessionid=1;b', ';jsessionid=', '新闻', '%', '\\')
const parameter = oneOf(
  '',
  'a=1',
  'A',
  '=x',
  'infoCode=NW1',
  'INFOCODE=2',
  'spm=3',
  '?spm=3',
  'utm_source=x',
  'utm%5fid=1',
  'from=y',
  'sessionid=1',
  '%',
  '+',
  '?',
)
const anyLink = fc
  .record({
    origin: oneOf('https://x.example', 'HTTP://X.example:80', 'https://u:p@x.example:8443', 'https://[::1]', 'https:\\\\x.example'),
    path: fc.array(segment, { maxLength: 5 }),
    query: fc.array(parameter, { maxLength: 6 }),
    hash: oneOf('', '#', '#top', '#/r?utm_source=x', '#!r', '#!r#/s'),
  })
  .map(({ origin, path, query, hash }) => `${origin}/${path.join('/')}?${query.join('&')}${hash}`)

test('a canonical URL is its own', () => {
  fc.assert(
    fc.property(fc.oneof(anyLink, fc.webUrl({ withFragments: true, withQueryParameters: true })), (link) => {
      const once = canonicalUrl(link, rules)
      expect(once).not.toBeNull()
      expect(canonicalUrl(once ?? '', rules)).toBe(once)
    }),
    { numRuns: 1_000 },
  )
})

test('parameters that an identity reads are never removed', () => {
  const keptIn = (url: string) => [...new URL(url).searchParams].filter(([name]) => /^(infocode|spm)$/i.test(name))
  fc.assert(
    fc.property(anyLink, (link) => {
      expect(keptIn(canonicalUrl(link, rules) ?? 'x:')).toEqual(keptIn(link))
    }),
    { numRuns: 1_000 },
  )
})
