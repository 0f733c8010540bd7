import { expect, test } from 'vitest'
import { excerptOf, htmlToText, textToHtml } from '../../src/render/html-text.ts'

const rows: readonly { readonly name: string; readonly html: string; readonly text: string }[] = [
  { name: 'blocks are divided', html: '<p>一</p><p>二</p>三<br>四', text: '一 二 三 四' },
  { name: 'inline marks are not', html: '黑<b>龙</b><span class="x">江</span><a href="x>y">省</a>', text: '黑龙江省' },
  { name: 'entities are read', html: 'AT&amp;T&nbsp;&lt;b&gt; &#26032;&#x65b0; &quot;&apos;', text: 'AT&T <b> 新新 "\'' },
  { name: 'no number beyond Unicode is', html: '&#9999999;&#x110000;', text: '&#9999999;&#x110000;' },
  { name: 'what is not shown is left out', html: '<!-- a -->b<script>c</script><style>d</style>e', text: 'b e' },
  { name: 'text is not taken for tags', html: '1 < 2 and 3 > 2', text: '1 < 2 and 3 > 2' },
]
for (const { name, html, text } of rows) test(`to text: ${name}`, () => expect(htmlToText(html)).toBe(text))

test('text to HTML and back is the same text', () => {
  const text = 'AT&T <b> "x" &amp; &#65;'
  expect(htmlToText(textToHtml(text))).toBe(text)
})

test('an excerpt ends with an ellipsis only when something was left out', () => {
  expect(excerptOf('<p>一二三</p>', 3)).toBe('一二三')
  expect(excerptOf('<p>一二三四</p>', 3)).toBe('一二三…')
  expect(excerptOf('<p>👩👩</p>', 1)).toBe('👩…')
  expect(excerptOf(`<p>一<img src="${'x'.repeat(500)}"></p>`, 3)).toBe('一…')
})

test('text full of unclosed tags is read in linear time', () => {
  for (const piece of ['<a', '<a "', "<a'", '<!--', '<script', '&#']) expect(htmlToText(piece.repeat(500_000)).length).toBeGreaterThan(0)
})
