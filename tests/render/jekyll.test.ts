import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { AppError } from '../../src/base/errors.ts'
import type { Entry } from '../../src/model/entry.ts'
import { jekyllPost } from '../../src/render/jekyll.ts'
import { site as anySite, sampleEntry } from './samples.ts'

const site = { ...anySite, url: 'https://finews.withounder.com/' }
const home = { slug: 'guojishangbao', name: '国际商报' }
const original = readFileSync(new URL('../fixtures/jekyll/2022-01-23-NW202201232257818698.md', import.meta.url), 'utf8')
const originalBody = /^---\n[\s\S]*?\n---\n([\s\S]*?)\n\n<http/.exec(original)?.[1] ?? ''
const originalUrl = 'http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW202201232257818698'

function post(about: Partial<Entry>): string {
  return jekyllPost(sampleEntry(about), { site, home }).text
}

/** What Jekyll would read: YAML 1.1 before the second line of dashes, the body after it. */
function readPost(text: string): { readonly data: Readonly<Record<string, unknown>>; readonly body: string } {
  const [, front = '', body = ''] = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(text) ?? []
  return { data: parse(front, { version: '1.1' }), body }
}

test('the original article is written byte for byte as the original site had it', () => {
  expect(originalBody).toMatch(/^<p>1月13日[\s\S]*<\/p>$/)
  const entry = sampleEntry({ contentHtml: originalBody, url: originalUrl, summary: null })
  const written = jekyllPost(entry, { site, home })
  expect(written.path).toBe('_posts/2022-01-23-NW202201232257818698.md')
  expect(written.text).toBe(original)
})

const titles = [
  'say "hello"',
  'back\\slash \\n \\u0041 \\x',
  '{{ site.title }}',
  '{% include x %}{{{%',
  '🇨🇳 emoji 👩🏻‍💻',
  '【快讯】沪指涨1%】：',
  "--- ' : # & * ! | > % @ `",
  '# heading',
  '全角　空格',
  '',
]
for (const title of titles) {
  test(`the title ${JSON.stringify(title)} is read back as it is`, () => {
    expect(readPost(post({ title })).data.title).toBe(title)
  })
}

test('a title keeps no control, no C1, no line end of Unicode', () => {
  const text = post({ title: 'a\u0000b\u0007c\u0085d\u009fe\u2028f\ng' })
  expect(text).toContain('\ntitle: "abc de f g"\n')
})

test('the date is local to the site, with its offset', () => {
  expect(post({})).toContain('\ndate: 2022-01-23 20:41:04 +0800\n')
})

const paths: readonly { readonly name: string; readonly path: string; readonly isTold: boolean }[] = [
  { name: 'plain', path: 'a/2022/01/23/NW1_b-c.html', isTold: false },
  { name: 'two hyphens', path: 'a/2022/01/23/b--c.html', isTold: true },
  { name: 'a hyphen first', path: 'a/2022/01/23/-b.html', isTold: true },
  { name: 'a hyphen last', path: 'a/2022/01/23/b-.html', isTold: true },
  { name: 'the day of another time zone', path: 'a/2022/01/24/b.html', isTold: true },
]
for (const { name, path, isTold } of paths) {
  test(`the address is told where Jekyll would make another one: ${name}`, () => {
    expect(readPost(post({ path })).data.permalink).toBe(isTold ? `/${path}` : undefined)
  })
}

const tagRows: readonly { readonly name: string; readonly tags: readonly string[]; readonly line: string }[] = [
  { name: 'one word is plain', tags: ['国际商报新闻'], line: 'tags: 国际商报新闻' },
  { name: 'digits before letters are plain', tags: ['21世纪经济报道'], line: 'tags: 21世纪经济报道' },
  { name: 'marks within are plain', tags: ['AC/DC'], line: 'tags: AC/DC' },
  { name: 'a plain name may hold brackets', tags: ['安信国际证券(香港)'], line: 'tags: 安信国际证券(香港)' },
  { name: 'white space is not', tags: ['Career In 投行PEVC'], line: 'tags: ["Career In 投行PEVC"]' },
  { name: 'several are not', tags: ['甲', '乙'], line: 'tags: ["甲", "乙"]' },
  { name: 'a number is not', tags: ['2022'], line: 'tags: ["2022"]' },
  { name: 'a float is not', tags: ['1e3'], line: 'tags: ["1e3"]' },
  { name: 'a date is not', tags: ['2022-01-23'], line: 'tags: ["2022-01-23"]' },
  { name: 'a truth is not', tags: ['Yes'], line: 'tags: ["Yes"]' },
  { name: 'a key is not', tags: ['a:'], line: 'tags: ["a:"]' },
  { name: 'a mark at the beginning is not', tags: ['*x'], line: 'tags: ["*x"]' },
  { name: 'braces are not', tags: ['{{x}}'], line: 'tags: ["{{x}}"]' },
  { name: 'quotes are escaped', tags: ['a "b"\\'], line: 'tags: ["a \\"b\\"\\\\"]' },
]
for (const { name, tags, line } of tagRows) {
  test(`tags: ${name}`, () => {
    const text = post({ tags: tags.map((tag) => ({ name: tag, scheme: null })) })
    expect(text).toContain(`\ncategories: guojishangbao\n${line}\n---\n`)
    const read = readPost(text).data.tags
    expect(Array.isArray(read) ? read : [read]).toEqual(tags)
  })
}

test('an entry without tags has no line of tags and is led back by its category', () => {
  const text = post({ tags: [] })
  expect(text).not.toContain('tags:')
  expect(text).toContain('[返回国际商报](//finews.withounder.com/category/guojishangbao.html)｜[返回首页](//finews.withounder.com/)')
})

test('a minted category of digits only stays a string', () => {
  expect(post({ path: '36/2022/01/23/x.html' })).toContain('\ncategories: ["36"]\n')
})

test('the category is the minted one, the way back leads to where it is now', () => {
  const text = jekyllPost(sampleEntry(), { site, home: { slug: 'new-slug', name: '新名' } }).text
  expect(text).toContain('\ncategories: guojishangbao\n')
  expect(text).toContain('(//finews.withounder.com/category/new-slug.html)')
})

const bodies: readonly { readonly name: string; readonly html: string; readonly want: string }[] = [
  { name: 'paragraphs', html: '<p>a *b*</p>\n <p>c</p><p class="x">d</p>', want: '<p>a *b*</p>\n <p>c</p><p class="x">d</p>' },
  {
    name: 'blocks of blocks',
    html: '<div><p>a<br />b</p>\n\n<ul><li>c</li></ul></div><hr />',
    want: '<div><p>a<br />b</p>\n\n<ul><li>c</li></ul></div><hr />',
  },
  {
    name: 'Liquid',
    html: '<p>{{ x }} {% y %} {{{% <a href="/{{z}}">b</a></p>',
    want: '<p>&#123;{ x }} &#123;% y %} &#123;&#123;&#123;% <a href="/&#123;{z}}">b</a></p>',
  },
  { name: 'bare text', html: 'a *b*', want: '{::nomarkdown}\na *b*\n{:/nomarkdown}' },
  { name: 'text between blocks', html: '<p>a</p>b<p>c</p>', want: '{::nomarkdown}\n<p>a</p>b<p>c</p>\n{:/nomarkdown}' },
  { name: 'an indented block', html: '<p>a</p>\n    <p>b</p>', want: '{::nomarkdown}\n<p>a</p>\n    <p>b</p>\n{:/nomarkdown}' },
  { name: 'an inline element on top', html: '<b>a</b>', want: '{::nomarkdown}\n<b>a</b>\n{:/nomarkdown}' },
  { name: 'an image on top', html: '<p>a</p><img src="b" />', want: '{::nomarkdown}\n<p>a</p><img src="b" />\n{:/nomarkdown}' },
  { name: 'an open paragraph', html: '<div><p>a<p>b</div>', want: '{::nomarkdown}\n<div><p>a<p>b</div>\n{:/nomarkdown}' },
  {
    name: 'a block that asks for Markdown',
    html: '<div markdown="1">*a*</div>',
    want: '{::nomarkdown}\n<div markdown="1">*a*</div>\n{:/nomarkdown}',
  },
  { name: 'a row of hyphens first', html: '---\na', want: '{::nomarkdown}\n\n---\na\n{:/nomarkdown}' },
  { name: 'a row of equals signs first', html: '==\na', want: '{::nomarkdown}\n\n==\na\n{:/nomarkdown}' },
  {
    name: 'marks of kramdown',
    html: 'a {:/nomarkdown} {::comment}',
    want: '{::nomarkdown}\na &#123;:/nomarkdown} &#123;::comment}\n{:/nomarkdown}',
  },
]
for (const { name, html, want } of bodies) {
  test(`the body: ${name}`, () => {
    expect(readPost(post({ contentHtml: html })).body.startsWith(`${want}\n\n<https://origin`)).toBe(true)
  })
}

test('a summary stands in for missing content, as text', () => {
  expect(readPost(post({ contentHtml: null, summary: 'AT&T <b> {{x}}' })).body).toMatch(/^<p>AT&amp;T &lt;b&gt; &#123;\{x}}<\/p>\n\n</)
})

test('an entry without text or address is its way back', () => {
  expect(readPost(post({ contentHtml: null, summary: null, url: null })).body).toMatch(/^\[返回/)
})

test('links lose nothing but what ends them, begins a table or is Liquid', () => {
  const text = post({ url: 'https://origin.example/路径?a=1&b={{x}}&c=<d>|^"e" f' })
  expect(text).toContain('<https://origin.example/路径?a=1&b=%7B%7Bx%7D%7D&c=%3Cd%3E%7C%5E%22e%22%20f>')
  expect(post({ url: 'javascript:alert(1)' })).not.toContain('javascript')
})

test('the way back speaks the language of the site and survives any name', () => {
  const english = { ...site, language: 'en-GB', url: 'https://news.example/sub/' }
  const { text } = jekyllPost(sampleEntry({ tags: [{ name: '[R&D] *{{x}}* | a_b', scheme: null }] }), { site: english, home })
  const label = 'Back to &#91;R&#38;D&#93; &#42;&#123;&#123;x&#125;&#125;&#42; &#124; a&#95;b'
  expect(text.endsWith(`[${label}](//news.example/sub/category/guojishangbao.html) · [Back to the front page](//news.example/sub/)`)).toBe(
    true,
  )
})

test('the way back keeps quotes, dashes and dots as they are', () => {
  expect(post({ tags: [{ name: `"a" -- b's...`, scheme: null }] })).toContain('[返回&#34;a&#34; &#45;- b&#39;s&#46;&#46;.]')
})

test('no post holds Liquid outside its front matter', () => {
  const nasty = '{{{% {%{{ {% raw %}{% endraw %}'
  const text = post({ contentHtml: `<p>${nasty}</p>`, url: `https://x.example/${nasty}`, tags: [{ name: nasty, scheme: null }] })
  expect(readPost(text).body).not.toMatch(/\{[{%]/)
})

test('a path that was never minted is refused', () => {
  expect(() => post({ path: 'nowhere.html' })).toThrow(AppError)
})
