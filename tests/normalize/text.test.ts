import { expect, test } from 'vitest'
import { excerpt, oneLine, plainText } from '../../src/normalize/text.ts'

const rows = [
  { name: 'entities are decoded once', html: 'A &amp;amp; B &lt;b&gt; &#x4e2d;&nbsp;x', want: 'A &amp; B <b> 中 x' },
  { name: 'blocks are apart, inline text is not', html: '<p>一<b>二</b></p><p>三</p><br>四<td>五</td>', want: '一二 三 四 五' },
  { name: 'scripts and styles are no text', html: 'a<script>x<b></script>b<style>p{}</style><template>c</template>d', want: 'abd' },
  { name: 'comments are no text', html: 'a<!-- <b>x -->b', want: 'ab' },
  { name: 'a lone angle bracket is text', html: '利润<5%', want: '利润<5%' },
  { name: 'attributes are no text', html: '<img alt="x > y" src=z>a', want: 'a' },
  { name: 'upper case tags', html: '<P>a</P><SCRIPT>b</SCRIPT>c', want: 'a c' },
  { name: 'text without tags', html: ' a \n b　c ', want: 'a b c' },
  { name: 'illegal characters', html: 'a&#1;b\u0000c', want: 'abc' },
  { name: 'nothing', html: '', want: '' },
]

for (const { name, html, want } of rows) test(`plainText: ${name}`, () => expect(plainText(html)).toBe(want))

test('plainText reads hostile nesting in linear time', () => {
  expect(plainText(`${'<b></i>'.repeat(150_000)}x`)).toBe('x')
})

test('oneLine: one line, no bidi overrides, legal characters, counted in code points', () => {
  expect(oneLine(' a\r\n\tb\u202e\u2066\u200f c\u0000\ud800 ', 100)).toBe('a b c')
  expect(oneLine('😀'.repeat(5), 3)).toBe('😀😀😀')
  expect(oneLine('ab cd', 3)).toBe('ab')
})

test('excerpt cuts between words, or between characters where there are no spaces', () => {
  expect(excerpt('one two three', 13)).toBe('one two three')
  expect(excerpt('one two three', 12)).toBe('one two…')
  expect(excerpt('一二三四五', 4)).toBe('一二三…')
  expect([...excerpt(`${'长'.repeat(60)} ${'文'.repeat(60)}`, 110)]).toHaveLength(110)
})
