import { expect, test } from 'vitest'
import { webUrl } from '../../src/parse/links.ts'

const base = 'https://feeds.example/dir/feed.xml'

const addresses: readonly { name: string; text: string | null; want: string | null; base?: null }[] = [
  { name: 'an absolute one', text: 'http://a.example', want: 'http://a.example/' },
  { name: 'one beside the base', text: '../1.html', want: 'https://feeds.example/1.html' },
  { name: 'one that takes the base’s scheme', text: '//cdn.example/1', want: 'https://cdn.example/1' },
  { name: 'one that needs a base and has none', text: '1.html', base: null, want: null },
  { name: 'one with white space around and inside', text: ' \n http://a.example/a\n b ', want: 'http://a.example/a%20b' },
  { name: 'an IRI', text: 'http://新闻.example/路', want: 'http://xn--efvy88h.example/%E8%B7%AF' },
  { name: 'a file transfer', text: 'ftp://a.example/1', want: 'ftp://a.example/1' },
  { name: 'a magnet', text: 'magnet:?xt=urn:btih:1', want: 'magnet:?xt=urn:btih:1' },
  { name: 'a mail', text: 'mailto:a@b.example', want: null },
  { name: 'a script', text: ' JavaScript:alert(1)', want: null },
  { name: 'a script with a line break', text: 'java\nscript:alert(1)', want: null },
  { name: 'data', text: 'data:text/html,x', want: null },
  { name: 'a file', text: 'file:///etc/passwd', want: null },
  { name: 'no address', text: 'http://[', want: null },
  { name: 'nothing', text: ' ', want: null },
  { name: 'none at all', text: null, want: null },
  { name: 'as long as it may be', text: `http://a.example/${'a'.repeat(4079)}`, want: `http://a.example/${'a'.repeat(4079)}` },
  { name: 'too long', text: `http://a.example/${'a'.repeat(4080)}`, want: null },
  { name: 'too long when it is whole', text: 'é'.repeat(1000), want: null },
]
for (const { name, text, want, base: given = base } of addresses) {
  test(`an address, ${name}, is ${want === null ? 'none' : 'absolute'}`, () => expect(webUrl(text, given)).toBe(want))
}
