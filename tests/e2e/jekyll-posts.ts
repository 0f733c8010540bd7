// Entries that are made to break a Jekyll build: what YAML, kramdown, Liquid, or Jekyll's own rules for names and dates would take for theirs.
import type { Entry } from '../../src/model/entry.ts'
import { sanitizeHtml } from '../../src/normalize/sanitize.ts'
import { sampleEntry } from '../render/samples.ts'
import { chanceFrom } from '../slow/month-sources.ts'

export interface Nasty {
  readonly name: string
  readonly entry: Entry
}

const titles: readonly string[] = [
  'say "hello"',
  "it's 'quoted'",
  'back\\slash \\n \\u0041 \\x \\',
  '{{ site.title }}',
  '{% include x %} {{{% raw %}',
  '{% endraw %}',
  'a: b: c',
  'a # comment',
  '--- dashes',
  '---',
  '...',
  '- list',
  '? key',
  '& anchor * alias ! tag',
  '| literal',
  '> folded',
  '%TAG x',
  '@at `tick`',
  '[a, b]',
  '{a: b}',
  'yes',
  'null',
  '~',
  '2022-01-23',
  '12:30:00',
  '0x1F',
  '1_000',
  '# heading',
  '<b>bold</b> & <i>',
  'AT&T &amp; R&amp;D',
  '【快讯】沪指涨1%】：“引号”',
  '全角　空格　',
  '🇨🇳 emoji 👩🏻‍💻',
  'العربية עברית \u200fRTL\u200e',
  'zero\u200bwidth\u00a0space\u00ad',
  'supplementary 𠮷野家 𝒜',
  'far away \u{10ffff} \u{1fffe}',
  'private \ue000 use',
  '',
  'very long '.repeat(99).trim(),
]

/** Legal text is what the store holds; these reach the writer all the same. */
const wildTitles: readonly { readonly raw: string; readonly title: string }[] = [
  { raw: 'a\u0000b\u0007c\u001fd\u007fe', title: 'abcde' },
  { raw: 'a\u0080b\u009fc', title: 'abc' },
  { raw: 'a\u0085b\u2028c\u2029d', title: 'a b c d' },
  { raw: 'a\r\nb\tc', title: 'a b c' },
  { raw: '\ufeffa\ufffeb\uffff', title: 'ab' },
  { raw: 'a\ud800b\udc00c', title: 'abc' },
]

const tags: readonly (readonly string[])[] = [
  [],
  ['国际商报新闻'],
  ['Guo Ji', 'a b'],
  ['安信国际证券(香港)'],
  ['AC/DC'],
  ['yes'],
  ['2022'],
  ['1e3', '0x1F', '1:30', '2022-01-23', '~', 'null'],
  ['a: b', 'a #b', '- a', '*x', '&x', '!x', '@x', '%x', '`x`'],
  ['[x]', '{x}', 'a, b', 'a]', ']'],
  ['{{x}}', '{% y %}'],
  ['"', "'", '\\'],
  ['🚀', 'العربية', '全角　空格'],
  ['a -- b --- c ... d'],
  ["it's"],
  ['&amp; <b> $$x$$ ~y~ :z: #1 !()'],
]

const bodies: Readonly<Record<string, string>> = {
  'paragraphs with spaces between': '<p>a</p>\n <p>b</p>\n <p class="x">c</p>',
  'marks of Markdown in a paragraph': '<p>*a* _b_ **c** `d` ~~e~~ [f](g) ![h](i) &lt;j&gt; \\* 1. 2) - + #</p>',
  'a heading in text': '<p># no heading\n## nor this</p>',
  'a rule in text': '<p>a\n---\nb\n===\nc\n***</p>',
  'a row of equals signs first': '===\n\n= a',
  'front matter in text': '---\ntitle: other\n---\n<p>a</p>',
  'bare text': 'a *b* _c_ # d',
  'bare lines': '1. one\n2. two\n\n- three\n> four\n    five',
  'text between blocks': '<p>a</p>*b*<p>c</p>',
  'an indented block': '<p>a</p>\n    <p>b</p>\n\t<p>c</p>',
  'quotes and dashes': "<p>\"a\" 'b' -- c --- d ... &laquo;e&raquo; it's (c) (tm)</p>",
  'bare quotes and dashes': "\"a\" 'b' -- c --- d ... it's <<e>>",
  mathematics: '<p>$$x^2$$ $y$ \\(z\\)</p>',
  'bare mathematics': '$$x^2$$ and $$\n\\frac12\n$$',
  footnotes: 'a[^1]\n\n[^1]: b',
  'an abbreviation': 'HTML\n\n*[HTML]: Hyper',
  'a table of pipes': '| a | b |\n|---|---|\n| c | d |',
  'pipes in a paragraph': '<p>a | b | c</p>',
  'fenced code': '```ruby\nputs 1\n```\n\n~~~\nx\n~~~',
  'attributes of kramdown': '<p>a</p>\n{: .b #c}\n\nd{:.e}\n\n{:toc}\n* TOC',
  'extensions of kramdown': '<p>a {::comment} b {:/comment} {:/} {::nomarkdown} {:/nomarkdown} {::options auto_ids="false" /}</p>',
  'bare extensions of kramdown': 'a {::comment} b {:/comment} {:/nomarkdown} *c*',
  'a definition list in text': 'a\n: b\n\nc\n: d',
  'a link definition': '[a]: https://x.example "b"\n\n[a] [返回]',
  Liquid: '<p>{{ site.title }} {% include x %} {% raw %} {% endraw %} {% unknown %} {%- x -%} {{{ y }}} {{</p>',
  'Liquid that never ends': '<p>{% if x %} {% for a in b %} {{ "c</p>',
  'Liquid in attributes': '<p><a href="https://x.example/{{ a }}?b={%25c%25}" title="{% d %}">e</a></p>',
  'bare Liquid': '{% raw %} {{ x }} *y*',
  'a comment of Liquid': '<p>{% comment %} a {% endcomment %} {# b #}</p>',
  'code that is indented': '<pre><code>  if (a &lt; b) {\n    {{ c }}\n\n\td *e* _f_\n  }\n</code></pre>',
  'code in a paragraph': '<p>a <code>{% b %} `c` &lt;d&gt; |e|</code> f</p>',
  'blank lines in a paragraph': '<p>a\n\nb\n\n\nc</p>',
  'a table': '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>*b*</td><td>c|d</td></tr></tbody></table>',
  'nested lists': '<ul><li>a<ol><li>*b*</li><li><p>c</p></li></ol></li></ul>',
  'a quotation': '<blockquote><p>a</p>\n\n<p>b</p></blockquote>',
  'an image on top': '<p>a</p><img src="https://x.example/a.png" alt="b | c *d*" /><p>e</p>',
  'a figure': '<figure><img src="https://x.example/a.png" alt="" /><figcaption>a *b*</figcaption></figure>',
  media: '<video controls="" src="https://x.example/a.mp4"></video><audio src="https://x.example/a.mp3"></audio>',
  details: '<details><summary>a</summary><p>*b*</p></details>',
  'an inline element on top': '<b>a</b> <i>*b*</i><br />c',
  'headings and rules': '<h1>a</h1><hr /><h2 id="x">b {#c}</h2>',
  'definition lists': '<dl><dt>a</dt><dd>*b*</dd></dl>',
  'what was never closed': '<div><p>a<p>b<b>c</div>',
  'what was never opened': '<p>a</p></div></b><p>b</p>',
  'a block that asks for Markdown': '<div markdown="1">*a*</div><p markdown="span">*b*</p>',
  'an unknown element': '<x-y>*a*</x-y><p>b</p>',
  'a comment': '<p>a</p><!-- b -- {{ c }} --><p>d</p>',
  'an address with marks': '<p><a href="https://x.example/a_b_*c*?d=1&amp;e=[f](g)|h">https://x.example/a_b_c</a></p>',
  'quotes in attributes': '<p><a href="https://x.example/" title="a &quot;b&quot; \'c\' &gt; &lt;d&gt;">e</a></p>',
  references: '<p>&amp;lt;b&amp;gt; &lt;c&gt; &nbsp; &amp;nbsp; &#8212; &#x1F680; &hellip; &amp;#123;{</p>',
  'Chinese and Latin': '<p>中文，English 混排：“引号”——破折号……（完）【注】</p>',
  'right to left': '<p dir="rtl">العربية *x* עברית</p>',
  emoji: '<p>👩‍👩‍👧‍👦 🇨🇳 :smile: 𠮷</p>',
  'line separators': '<p>a\u2028b\u2029c\u0085d</p>',
  'lines of Windows': '<p>a</p>\r\n<p>b\r\nc</p>\r\n',
  backslashes: '<p>a\\\\b \\* \\{{ c }} \\</p>',
  'bare backslashes': 'a\\\\b \\* C:\\temp\\ *d*',
  'nothing but space': '<p> </p><p>&nbsp;</p>',
  'deep nesting': `${'<div>'.repeat(120)}a${'</div>'.repeat(120)}`,
  'deep quotations': `${'<blockquote>'.repeat(60)}<p>a</p>${'</blockquote>'.repeat(60)}`,
  'a long text': Array.from({ length: 3_000 }, (_, at) => `<p>${at} 很长的文章，{{ 段落 }} *段* ${'字'.repeat(20)}</p>`).join('\n'),
  'a long line': `<p>${'a *b* {{ c }} '.repeat(5_000)}</p>`,
}

const links: readonly string[] = [
  'https://x.example/a?b=1&c=2#d',
  'https://x.example/路径/文章?题=一',
  'https://x.example/{{ a }}/{% b %}',
  'https://x.example/a b|c^d<e>"f"`g`\\h',
  'https://x.example/a_b_c*d*e~f~(g)[h]',
  'https://x.example/%7B%7Bx%7D%7D',
  'https://用户.example/😀',
  "https://x.example/it's--a...b",
]

/** Names that Jekyll would write otherwise, or read a date or an extension in. */
const names: readonly string[] = ['a--b', 'a-b', '-a', 'a-', '_a_', 'dQw4w9WgXc-', '---', '2022-01-24-x', 'index', 'A1', 'x'.repeat(64)]

const dates: Readonly<Record<string, number>> = {
  'shortly after midnight': Date.UTC(2022, 0, 22, 16, 30),
  'shortly before midnight': Date.UTC(2022, 0, 23, 15, 59, 59),
  'before the epoch': Date.UTC(1969, 6, 20, 20, 17),
  'of long ago': Date.UTC(1951, 11, 31, 12),
  'before daylight saving was dropped': Date.UTC(1989, 6, 1, 12),
  'far ahead': Date.UTC(2099, 0, 1),
}

/** Each differs in one thing from a plain entry. */
export function nastyEntries(): readonly Nasty[] {
  const rows: readonly { readonly name: string; readonly about: Partial<Entry>; readonly file?: string }[] = [
    ...titles.map((title) => ({ name: `the title ${JSON.stringify(title.slice(0, 40))}`, about: { title } })),
    ...wildTitles.map(({ raw }) => ({ name: `the title ${JSON.stringify(raw)}`, about: { title: raw } })),
    ...tags.map((list) => ({
      name: `the tags ${JSON.stringify(list)}`,
      about: { tags: list.map((tag) => ({ name: tag, scheme: null })) },
    })),
    ...Object.entries(bodies).map(([name, contentHtml]) => ({ name: `the body: ${name}`, about: { contentHtml } })),
    { name: 'a summary of marks', about: { contentHtml: null, summary: '<b> {{ x }} *y* & "z"' } },
    { name: 'neither text nor address', about: { contentHtml: null, summary: null, url: null } },
    ...links.map((url) => ({ name: `the link ${url}`, about: { url } })),
    ...names.map((file) => ({ name: `the name ${file}`, about: {}, file })),
    ...Object.entries(dates).map(([name, datePublished]) => ({ name: `a date ${name}`, about: { datePublished } })),
  ]
  return rows.map(({ name, about, file }, at) => ({ name, entry: placed(sampleEntry(about), file ?? `N${at}`) }))
}

const fragments: readonly string[] = [
  ...['<p>', '</p>', '<div>', '</div>', '<b>', '</b>', '<ul><li>', '</li></ul>', '<pre>', '</pre>', '<code>', '</code>', '<br>', '<hr>'],
  ...['<blockquote>', '</blockquote>', '<table><tr><td>', '</td></tr></table>', '<h1>', '</h1>', '<dl><dt>', '</dt></dl>', '<p title=">">'],
  ...['<img src="https://x.example/a.png">', '<a href="https://x.example/{{a}}">', '</a>', '<!-- x -->', '<!--', '-->', '<x-y>', '</x-y>'],
  ...[
    '<details><summary>',
    '</summary></details>',
    '<p markdown="1">',
    '<script>',
    '</script>',
    '<svg>',
    '</svg>',
    '<',
    '>',
    '&lt;',
    '&amp;',
  ],
  ...['{{', '}}', '{%', '%}', '{{{', '{:', '}', '{::nomarkdown}', '{:/nomarkdown}', '{:/}', '{::comment}', '{: .x}', '{% raw %}'],
  ...[
    '\n',
    '\n\n',
    '    ',
    '\t',
    ' ',
    'a',
    '中',
    '😀',
    '\u2028',
    '*',
    '**',
    '_',
    '`',
    '```',
    '~~~',
    '#',
    '# ',
    '- ',
    '1. ',
    '> ',
    '|',
    '---',
  ],
  ...['===', '| --- |', '[', '](', '](x)', '![', '^1', '[^1]: x', '*[a]: b', '$$', '\\', '"', "'", '--', '...', ': ', '&nbsp;', '&#8212;'],
]

/** Titles and sanitised texts put together by chance, the same every time. */
export function randomEntries(count: number): readonly Entry[] {
  const chance = chanceFrom(6)
  const some = (most: number) =>
    Array.from({ length: 1 + Math.floor(chance() * most) }, () => fragments[Math.floor(chance() * fragments.length)]).join('')
  return Array.from({ length: count }, (_, at) => {
    const contentHtml = sanitizeHtml(some(14), { base: 'https://x.example/', keepClasses: [] })
    return placed(sampleEntry({ title: some(6), contentHtml, tags: [], url: null }), `R${at}`)
  })
}

/** What Jekyll must show as the title. */
export function titleShown({ title }: Entry): string {
  return wildTitles.find(({ raw }) => raw === title)?.title ?? title.replace(/\s*[\t\n\u2028]\s*/g, ' ').trim()
}

function placed(entry: Entry, name: string): Entry {
  const day = new Date(entry.datePublished + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '/')
  return { ...entry, path: `guojishangbao/${day}/${name}.html` }
}
