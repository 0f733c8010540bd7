import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sanitizeHtml } from '../../src/normalize/sanitize.ts'

const context = { base: 'https://news.example/a/1.html', keepClasses: ['em_media'] }

function clean(html: string): string {
  return sanitizeHtml(html, context)
}

const unchanged = [
  { name: "the original's paragraphs", html: '<p>a</p>\n <p>b</p><p class="em_media">x</p>' },
  { name: 'white space of all kinds', html: '<p>　　第一段\t \r\n</p>\n\n<pre>  a\n   b</pre> ' },
  { name: 'text without tags', html: '“引号” & 文字'.replace('&', '&amp;') },
  {
    name: 'inline text',
    html: '<b>a</b><em lang="en">b</em><a href="https://x.example/新?b=1&amp;a=2" title="t">c</a>x<sub>2</sub><br>y<wbr>z',
  },
  { name: 'lists', html: '<ul><li>a</li><li>b<ol start="3" reversed><li value="4">c</li></ol></li></ul><dl><dt>d</dt><dd>e</dd></dl>' },
  {
    name: 'a table',
    html: '<table><caption>t</caption><colgroup><col span="2"></colgroup><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
  },
  { name: 'a figure', html: '<figure><img src="https://x.example/a.jpg" alt="" width="3" height="4"><figcaption>c</figcaption></figure>' },
  {
    name: 'a picture',
    html: '<picture><source srcset="https://x.example/a.webp 1x, https://x.example/b.webp 2x" type="image/webp"><img src="https://x.example/a.jpg" alt="a"></picture>',
  },
  { name: 'a video', html: '<video src="https://x.example/a.mp4" poster="https://x.example/a.jpg" controls><p>a</p></video>' },
  { name: 'details and ruby', html: '<details open><summary>s</summary>t</details><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>' },
  { name: 'an address to write to', html: '<a href="mailto:desk@news.example">d</a>' },
]

for (const { name, html } of unchanged) test(`comes back byte for byte: ${name}`, () => expect(clean(html)).toBe(html))

const changed = [
  { name: 'entities become characters', html: '<p>&nbsp;&ldquo;a&rdquo; &amp;amp; &lt;</p>', want: '<p>\u00a0“a” &amp;amp; &lt;</p>' },
  {
    name: 'links are absolute',
    html: '<a href="../b">b</a><a href="#n">n</a>',
    want: '<a href="https://news.example/b">b</a><a href="https://news.example/a/1.html#n">n</a>',
  },
  {
    name: 'pictures are absolute',
    html: '<img src="//c.example/a.jpg" srcset="b.jpg 2x">',
    want: '<img src="https://c.example/a.jpg" srcset="https://news.example/a/b.jpg 2x">',
  },
  {
    name: 'posters and quotations are absolute',
    html: '<video poster=/p></video><q cite=/q>a</q>',
    want: '<video poster="https://news.example/p" controls></video><q cite="https://news.example/q">a</q>',
  },
  { name: 'a picture without an address is left out', html: 'a<img alt="x" src="data:image/gif;base64,R0"><img>b', want: 'ab' },
  { name: 'only kept classes', html: '<p class="x em_media y">a</p><p class="x">b</p>', want: '<p class="em_media">a</p><p>b</p>' },
  {
    name: 'no ids, styles, targets, rel',
    html: '<p id="x" style="color:red"><a href="https://a.example/" target="_blank" rel="nofollow">a</a></p>',
    want: '<p><a href="https://a.example/">a</a></p>',
  },
  {
    name: 'unknown elements leave their text',
    html: '<font color="red">a</font><o:p>b</o:p><form>c<button>d</button></form>',
    want: 'abcd',
  },
  { name: 'open elements are closed', html: '<p>a<b>c', want: '<p>a<b>c</b></p>' },
  { name: 'a self-closed frame does not swallow what follows', html: '<iframe src="https://v.example/1" /><p>a</p>', want: '<p>a</p>' },
  {
    name: 'pictures for readers without scripts',
    html: '<noscript><img src="https://x.example/a.jpg"></noscript>',
    want: '<img src="https://x.example/a.jpg">',
  },
  { name: 'comments', html: 'a<!-- b --><!--[if IE]><p>c</p><![endif]-->d', want: 'ad' },
  { name: 'characters XML cannot carry', html: '<p title="a&#1;b">c\u0000d&#xfffe;\ud800</p>', want: '<p title="ab">cd</p>' },
  { name: 'user and password in a link', html: '<a href="https://u:p@a.example/">a</a>', want: '<a>a</a>' },
  { name: 'what a dropped element kept apart', html: '<p><font><div>x</div></font></p>', want: '<p></p><div>x</div><p></p>' },
  { name: 'nothing', html: '', want: '' },
]

for (const { name, html, want } of changed) test(name, () => expect(clean(html)).toBe(want))

test('cuts more than 1 MB before a tag and more than 500 KB after one', () => {
  const inTag = clean(`${'文'.repeat(100_000)}<p title="${'x'.repeat(1_000_000)}">a</p>`)
  expect(inTag).toBe('文'.repeat(100_000))

  const long = clean('<p>段<b>落</b></p>'.repeat(40_000))
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(500 * 1024)
  expect(Buffer.byteLength(long)).toBeGreaterThan(490 * 1024)
  expect(long.endsWith('</p>')).toBe(true)
  expect(clean(long)).toBe(long)
})

test('keeps 200 levels, and the text of all', () => {
  const deep = clean(`${'<div>'.repeat(300)}x`)
  expect(deep.match(/<div>/g)).toHaveLength(200)
  expect(deep).toContain('x')
  expect(clean(deep)).toBe(deep)
})

test('reads hostile nesting as text, in bounded time', () => {
  expect(clean(`${'<div>'.repeat(100_000)}a &lt;b&gt;`)).toBe('<p>a &lt;b&gt;</p>')
  expect(clean(`${'<b></i>'.repeat(140_000)}a`)).toBe('<p>a</p>')
  expect(clean('<a><b><table>'.repeat(20_000))).toBe('')
  expect(clean(`<p ${Array.from({ length: 60_000 }, (_, i) => `a${i}=1`).join(' ')}>a</p>`)).toBe('<p>a</p>')
})

const fragments = fc.constantFrom(
  ...[
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<b>',
    '</b>',
    '<a href="x">',
    '</a>',
    '<li>',
    '</ul>',
    '<ul>',
    '<table>',
    '<tr>',
    '<td>',
    '</table>',
  ],
  ...[
    '<font>',
    '</font>',
    '<svg>',
    '</svg>',
    '<math>',
    '<mi>',
    '</math>',
    '<title>',
    '</title>',
    '<script>',
    '</script>',
    '<style>',
    '</style>',
  ],
  ...[
    '<img src=a>',
    '<br/>',
    '</br>',
    '<option>',
    '<select>',
    '<template>',
    '</template>',
    '<noscript>',
    '<textarea>',
    '</textarea>',
    '<xmp>',
  ],
  ...[
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<!doctype x>',
    '<?x',
    '&amp;',
    '&lt;',
    '&#1;',
    '"',
    "'",
    '>',
    '<',
    '=',
    ' ',
    '\n',
    'a',
    '中',
    '\ud800',
    '\u0000',
  ],
  ...[
    '<img srcset="a, b 2x,c,"',
    ' onerror=x',
    ' title="',
    ' class="em_media x"',
    '<plaintext>',
    '<h1>',
    '</h1>',
    '<dd>',
    '<dt>',
    '<picture>',
    '<col>',
  ],
)

test('is idempotent and never throws, whatever the markup', () => {
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 40 }), (parts) => {
      const once = clean(parts.join(''))
      expect(clean(once)).toBe(once)
    }),
    { numRuns: 3000 },
  )
})
