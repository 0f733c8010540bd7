import { describe, expect, test } from 'vitest'
import { readFrontMatter } from '../../src/parse/front-matter.ts'
import { entryPathAt, type JekyllRules, jekyllAddress } from '../../src/parse/jekyll-address.ts'
import { readPost } from '../../src/parse/jekyll-post.ts'
import { htmlOfMarkdown } from '../../src/parse/markdown.ts'
import { originalPost, shareLink } from '../support/posts.ts'

const rules: JekyllRules = { permalink: 'date', timezone: 'Asia/Shanghai', now: Date.UTC(2026, 0, 1) }
const post = (front: string, body = '<p>text</p>', path = '_posts/2022-01-23-a-name.md') =>
  readPost({ path, text: `---\n${front}\n---\n${body}` }, rules)

describe('front matter', () => {
  const rows: readonly { name: string; text: string; want: unknown }[] = [
    {
      name: 'words, JSON strings and dates are texts',
      text: '---\na: x\nb: "\\u4e2d \\"q\\""\nd: 2022-01-23 20:41:04 +0800\n---\nbody',
      want: { values: { a: 'x', b: '中 "q"', d: '2022-01-23 20:41:04 +0800' }, body: 'body' },
    },
    {
      name: 'what YAML alone understands is read by it',
      text: "---\ntags: [a, 'b c']\nt: 'it''s'\nyes: no\n---\n",
      want: { values: { tags: ['a', 'b c'], t: "it's", yes: 'no' }, body: '' },
    },
    { name: 'Windows ends of lines', text: '---\r\na: x\r\n---\r\nbody', want: { values: { a: 'x' }, body: 'body' } },
    { name: 'three dots end it, too', text: '---\na: x\n...\nbody', want: { values: { a: 'x' }, body: 'body' } },
    { name: 'an empty one', text: '---\n---\nbody', want: { values: {}, body: 'body' } },
    { name: 'none', text: 'title: x', want: { line: 1, reason: 'there is no front matter: the first line is not ---' } },
    { name: 'an empty file', text: ' \n', want: { line: 1, reason: 'the file is empty' } },
    { name: 'one without an end', text: '---\na: x\n', want: { line: 1, reason: 'the front matter has no end: no second line is ---' } },
    { name: 'a list is none', text: '---\n- a\n---\n', want: { line: 2, reason: 'the front matter is no list of names and values' } },
  ]
  for (const { name, text, want } of rows) test(name, () => expect(readFrontMatter(text)).toEqual(want))

  test('says at which line of the file YAML breaks', () => {
    expect(readFrontMatter('---\nlayout: post\ntitle: "a\nb: [\n---\nx')).toMatchObject({
      line: expect.any(Number),
      reason: expect.stringMatching(/^the front matter is no YAML: /),
    })
  })

  test('takes the quick way to where the slow one leads', () => {
    const plain = 'a: x y\nb: "c: d"\nc: 2022-01-01\nd: 国际商报新闻\ne: http://x.example/a?b=1\n'
    const odd = plain.replaceAll(/^(\w: )(?!")(.*)$/gm, (_, name, value) => `${name}${JSON.stringify(value)} `)
    expect(readFrontMatter(`---\n${plain}---\n`)).toEqual(readFrontMatter(`---\n${odd}# slow\n---\n`))
  })
})

describe('a post', () => {
  test('of the original site: the share link is its address, links back are no text', () => {
    const written = {
      code: 'NW202201232257818698',
      title: '“引号” 与: 冒号',
      date: '2022-01-23 20:41:04',
      slug: 'guojishangbao',
      publisher: '国际商报',
    }
    const read = readPost({ path: '_posts/2022-01-23-NW202201232257818698.md', text: originalPost(written) }, rules)
    expect(read).toMatchObject({
      address: '/guojishangbao/2022/01/23/NW202201232257818698.html',
      categories: ['guojishangbao'],
      name: 'NW202201232257818698',
      names: ['国际商报新闻', '国际商报'],
      draft: {
        guid: '/guojishangbao/2022/01/23/NW202201232257818698',
        title: '“引号” 与: 冒号',
        link: shareLink(written.code),
        published: Date.UTC(2022, 0, 23, 12, 41, 4),
        tags: [{ name: '国际商报新闻', scheme: null }],
      },
    })
    expect('draft' in read && read.draft.content).toMatch(/^<p>.*<\/p>$/s)
    expect('draft' in read && read.draft.content).not.toMatch(/返回|NewsShare/)
  })

  const broken: readonly { name: string; front: string; want: object }[] = [
    { name: 'without a title', front: 'layout: post', want: { line: 1, reason: 'there is no title' } },
    { name: 'with a date that is none', front: 'title: x\ndate: soon', want: { line: 3, reason: '"soon" is no date' } },
  ]
  for (const { name, front, want } of broken) test(`${name} is broken`, () => expect(post(front)).toEqual(want))

  test('that is not named as posts are is broken', () => {
    expect(post('title: x', '', '_posts/about.md')).toMatchObject({ reason: 'the file is not named YYYY-MM-DD-name.md' })
  })

  test('without a date has that of its name', () => {
    expect(post('title: x')).toMatchObject({ draft: { published: Date.UTC(2022, 0, 22, 16) } })
  })

  test('has the categories of the folders above, then its own', () => {
    expect(post('title: x\ncategories: a b\ncategory: c d', '', 'news/_posts/2022-01-23-n.md')).toMatchObject({
      categories: ['news', 'a', 'b', 'c d'],
      address: '/news/a/b/c d/2022/01/23/n.html',
    })
  })

  test('keeps a permalink of its own', () => {
    expect(post('title: x\npermalink: /a/2022/01/24/-b-.html')).toMatchObject({ address: '/a/2022/01/24/-b-.html' })
  })

  test('says who wrote it, and when it changed', () => {
    expect(post('title: x\nauthor: { name: A, email: a@x.example }\nlast_modified_at: 2022-02-01 00:00 +0000\nlang: en')).toMatchObject({
      draft: { authors: [{ name: 'A', email: 'a@x.example', url: null }], updated: Date.UTC(2022, 1, 1), language: 'en' },
    })
  })

  test('that is no longer published says so', () => {
    expect(post('title: x\npublished: false')).toMatchObject({ isPublished: false })
  })

  test('gives what kramdown was told not to read', () => {
    expect(post('title: x', '{::nomarkdown}\nplain *text*\n{:/nomarkdown}\n\n<http://x.example/1>')).toMatchObject({
      draft: { content: 'plain *text*', link: 'http://x.example/1' },
    })
  })

  test('keeps a link that stands alone in the middle of its text', () => {
    expect(post('title: x', 'see\n\n<http://x.example/1>\n\nand more')).toMatchObject({
      draft: { link: null, content: '<p>see</p>\n<p><a href="http://x.example/1">http://x.example/1</a></p>\n<p>and more</p>' },
      links: ['http://x.example/1', 'http://x.example/1'],
    })
  })
})

describe('addresses', () => {
  const at = Date.UTC(2022, 0, 23, 17)
  const rows: readonly { permalink: string; want: string | null }[] = [
    { permalink: 'date', want: '/news/2022/01/24/A-b.html' },
    { permalink: 'pretty', want: '/news/2022/01/24/A-b/' },
    { permalink: 'none', want: '/news/A-b.html' },
    { permalink: '/:year/:i_month/:slug.html', want: '/2022/1/a-b.html' },
    { permalink: '/:categories/:year/:month/:day/:title.html', want: '/news/2022/01/24/A-b.html' },
    { permalink: 'weekdate', want: null },
    { permalink: '/:collection/:title', want: null },
  ]
  for (const { permalink, want } of rows)
    test(permalink, () =>
      expect(jekyllAddress({ categories: ['News'], name: 'A -- b', at, permalink: '' }, { ...rules, permalink })).toBe(want),
    )

  const paths: readonly [string | null, boolean][] = [
    ['/news/2022/01/24/a-b.html', true],
    ['/国际/2022/01/24/a.html', true],
    ['/a/b/2022/01/24/a.html', false],
    ['/2022/01/24/a.html', false],
    ['/news/2022/01/24/a/', false],
    ['/../2022/01/24/a.html', false],
    ['/news/2022/01/24/..html', false],
    ['/a b/2022/01/24/a.html', false],
    [null, false],
  ]
  for (const [address, isOurs] of paths)
    test(`${address} ${isOurs ? 'may' : 'cannot'} be an entry's`, () =>
      expect(entryPathAt(address)).toBe(isOurs ? address?.slice(1) : null))
})

describe('Markdown', () => {
  const rows: readonly [string, string, string][] = [
    ['paragraphs', 'a\nb\n\nc', '<p>a\nb</p>\n<p>c</p>'],
    ['headings', '## A `b`', '<h2>A <code>b</code></h2>'],
    ['emphasis', '**a** *b* __c__ snake_case_name', '<p><strong>a</strong> <em>b</em> <strong>c</strong> snake_case_name</p>'],
    [
      'links and pictures',
      '[a](/b "t") ![c](d.png) <http://x.example/>',
      '<p><a href="/b">a</a> <img src="d.png" alt="c"> <a href="http://x.example/">http://x.example/</a></p>',
    ],
    ['lists', '- a\n- b\n  c\n\n1. d', '<ul><li>a</li><li>b\nc</li></ul>\n<ol><li>d</li></ol>'],
    ['code', '```js\na < b\n```\n\n    c & d', '<pre><code>a &lt; b</code></pre>\n<pre><code>c &amp; d</code></pre>'],
    ['quotes', '> a\n> b', '<blockquote><p>a\nb</p></blockquote>'],
    ['HTML', '<div>\n*a*\n</div>\n\nb', '<div>\n*a*\n</div>\n<p>b</p>'],
    ['rules', '---\n\n* * *', '<hr>\n<hr>'],
    ['what is escaped', '\\*a\\*', '<p>*a*</p>'],
  ]
  for (const [name, text, want] of rows) test(name, () => expect(htmlOfMarkdown(text)).toBe(want))

  test('takes long hostile texts in its stride', () => {
    for (const text of [
      '['.repeat(20_000),
      '*a '.repeat(20_000),
      '`'.repeat(20_000),
      '> '.repeat(200),
      '_'.repeat(20_000),
      '![]('.repeat(10_000),
    ])
      expect(htmlOfMarkdown(text).length).toBeGreaterThan(0)
  })
})
