import { expect, test } from 'vitest'
import { publishedPath } from '../../src/serve/request-path.ts'

const asked: readonly { name: string; target: string; want: string | null }[] = [
  { name: 'the root is the index', target: '/', want: 'index.html' },
  { name: 'a query counts for nothing', target: '/feed.rss?utm_source=x', want: 'feed.rss' },
  { name: 'escaped UTF-8', target: '/category/%E5%9B%BD%E9%99%85.html', want: 'category/国际.html' },
  { name: 'the absolute form of proxies', target: 'http://evil.example/feed.atom', want: 'feed.atom' },
  { name: 'the absolute form without a path', target: 'http://evil.example', want: null },
  { name: 'up and away', target: '/../etc/passwd', want: null },
  { name: 'up and away, escaped', target: '/category/%2e%2e/%2e%2e/etc/passwd', want: null },
  { name: 'an escaped slash', target: '/category/..%2f..%2fetc%2fpasswd', want: null },
  { name: 'a harmless escaped slash', target: '/category%2Fx.html', want: null },
  { name: 'a backslash', target: '/category/..\\x.html', want: null },
  { name: 'an escaped backslash', target: '/category/..%5cx.html', want: null },
  { name: 'twice escaped dots', target: '/%252e%252e/x.html', want: '%2e%2e/x.html' },
  { name: 'NUL', target: '/feed.rss%00.html', want: null },
  { name: 'a control character', target: '/feed%0d%0aX: y.rss', want: null },
  { name: 'a dot-file', target: '/.manifest.json', want: null },
  { name: 'a file in a dot-folder', target: '/category/.git/x.html', want: null },
  { name: 'an empty segment', target: '//category/x.html', want: null },
  { name: 'a folder', target: '/category/', want: null },
  { name: 'a broken escape', target: '/category/%zz.html', want: null },
  { name: 'bad UTF-8', target: '/category/%ff.html', want: null },
  { name: 'an overlong slash', target: '/..%c0%af..%c0%afetc', want: null },
  { name: 'a path of 8 kB', target: `/${'a'.repeat(8_192)}`, want: null },
  { name: 'the asterisk form', target: '*', want: null },
]
for (const { name, target, want } of asked) {
  test(`${name}: ${target.slice(0, 40)}`, () => expect(publishedPath(target)).toBe(want))
}
