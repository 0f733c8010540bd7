import { expect, test } from 'vitest'
import { asciiUri, rootFrom, webAddress } from '../../src/render/addresses.ts'

for (const url of [
  'javascript:alert(1)',
  ' javascript:x',
  'data:text/html,x',
  'file:///etc/passwd',
  '//x.example/',
  '/a',
  '',
  'http://',
  'https:// x',
  'ftp://x.example/',
])
  test(`${JSON.stringify(url)} is not linked`, () => expect(webAddress(url)).toBeNull())

for (const url of ['http://x.example', 'HTTPS://x.example/路径?a=b#c', 'https://user@x.example:8443/'])
  test(`${url} is linked as it is written`, () => expect(webAddress(url)).toBe(url))

const uris: readonly { readonly iri: string; readonly uri: string }[] = [
  { iri: 'HTTPS://X.example/a/../B?x=%E6%96%B0&y=[1]#z', uri: 'HTTPS://X.example/a/../B?x=%E6%96%B0&y=[1]#z' },
  { iri: 'https://新闻.example/路径?q=新', uri: 'https://xn--efvy88h.example/%E8%B7%AF%E5%BE%84?q=%E6%96%B0' },
  { iri: ' https://x.example/a b|c{d}`e ', uri: 'https://x.example/a%20b%7Cc%7Bd%7D%60e' },
  { iri: '/relative/新', uri: '/relative/%E6%96%B0' },
  { iri: 'https://x.example/100%?q=%e6%2', uri: 'https://x.example/100%25?q=%e6%252' },
]
for (const { iri, uri } of uris) test(`${iri} becomes a URI`, () => expect(asciiUri(iri)).toBe(uri))

test('the way to the root is relative', () => {
  expect(['index.html', 'category/a.html', 'a/2022/01/23/b.html'].map(rootFrom)).toEqual(['./', '../', '../../../../'])
})
