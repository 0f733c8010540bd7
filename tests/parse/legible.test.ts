import { expect, test } from 'vitest'
import { legible } from '../../src/parse/legible.ts'

const texts: readonly { name: string; text: string; want: string }[] = [
  { name: 'tags', text: '<a b="1">x</a><!-- c --><?d ?><é/>', want: '<a b="1">x</a><!-- c --><?d ?><é/>' },
  { name: 'a heart', text: 'I <3 <b>this</b>', want: 'I &lt;3 <b>this</b>' },
  { name: 'comparisons', text: 'a < b <= c << d', want: 'a &lt; b &lt;= c &lt;&lt; d' },
  { name: 'comparisons in CDATA', text: 'a < b <![CDATA[a < b]]> a < b', want: 'a &lt; b <![CDATA[a < b]]> a &lt; b' },
  { name: 'CDATA that never ends', text: '<1<![CDATA[a < b', want: '&lt;1<![CDATA[a < b' },
  { name: 'line ends', text: 'a\r\nb\rc\n', want: 'a\nb\nc\n' },
]
for (const { name, text, want } of texts) test(`makes ${name} legible`, () => expect(legible(text)).toBe(want))
