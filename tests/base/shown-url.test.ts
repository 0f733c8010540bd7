import { expect, test } from 'vitest'
import { shownUrl, withoutSecrets } from '../../src/base/shown-url.ts'

const shown = [
  {
    name: 'nothing secret',
    url: 'https://example.com/feed?page=2&keyword=news#top',
    want: 'https://example.com/feed?page=2&keyword=news#top',
  },
  { name: 'userinfo', url: 'https://me:hunter2@example.com/feed', want: 'https://***@example.com/feed' },
  { name: 'a token', url: 'https://example.com/?token=abc&page=2', want: 'https://example.com/?token=***&page=2' },
  { name: 'several secrets', url: 'https://example.com/?a=1&key=k&SIG=s&x=2', want: 'https://example.com/?a=1&key=***&SIG=***&x=2' },
  {
    name: 'prefixed names',
    url: 'https://example.com/?access_token=a&X-Amz-Signature=b',
    want: 'https://example.com/?access_token=***&X-Amz-Signature=***',
  },
  { name: 'a password at the end', url: 'https://example.com/?password=p#x', want: 'https://example.com/?password=***#x' },
  { name: 'an at sign in the path', url: 'https://example.com/@user/feed', want: 'https://example.com/@user/feed' },
  { name: 'what is no address', url: 'nonsense://a:b@ ?token=c', want: 'nonsense://***@ ?token=***' },
  { name: 'length', url: `https://example.com/${'a'.repeat(500)}`, want: `https://example.com/${'a'.repeat(280)}…` },
]

for (const { name, url, want } of shown) test(`shows an address with ${name}`, () => expect(shownUrl(url)).toBe(want))

test('keeps a long address whole where no message asks for less', () => {
  const path = 'a'.repeat(500)
  expect(withoutSecrets(`https://me:hunter2@example.com/${path}?token=abc`)).toBe(`https://***@example.com/${path}?token=***`)
})
