import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { absoluteHtml } from '../../src/normalize/absolute-html.ts'

const base = 'https://n.example/blog/post.html'

const changed: readonly { name: string; raw: string; want: string }[] = [
  { name: 'a path', raw: '<a href="/a">', want: '<a href="https://n.example/a">' },
  { name: 'a name beside', raw: '<img src="a.png" alt="x">', want: '<img src="https://n.example/blog/a.png" alt="x">' },
  { name: 'a step up', raw: '<a href="../a/./b">', want: '<a href="https://n.example/a/b">' },
  { name: 'another host', raw: '<img src="//cdn.example/a.png">', want: '<img src="https://cdn.example/a.png">' },
  { name: 'a fragment', raw: '<a href="#note-1">', want: `<a href="${base}#note-1">` },
  { name: 'a query alone', raw: '<a href="?p=2">', want: `<a href="${base}?p=2">` },
  { name: 'nothing at all', raw: '<a href="">', want: `<a href="${base}">` },
  { name: 'entities', raw: '<a href="/?a=1&amp;b=2">', want: '<a href="https://n.example/?a=1&amp;b=2">' },
  { name: 'a bare ampersand', raw: '<a href="/?a=1&b=2">', want: '<a href="https://n.example/?a=1&amp;b=2">' },
  { name: 'an entity first', raw: '<a href="&#47;a">', want: '<a href="https://n.example/a">' },
  { name: 'single quotes', raw: "<a href='/it&#39;s'>", want: "<a href='https://n.example/it&#39;s'>" },
  { name: 'no quotes', raw: '<a href=/a class=x>', want: '<a href="https://n.example/a" class=x>' },
  { name: 'no quotes, nothing after', raw: '<a href=/a>b', want: '<a href="https://n.example/a">b' },
  { name: 'space around the sign', raw: '<a href \n=\t"/a">', want: '<a href \n=\t"https://n.example/a">' },
  { name: 'space around the value', raw: '<a href=" /a ">', want: '<a href="https://n.example/a">' },
  { name: 'capitals', raw: '<A HREF="/a">', want: '<A HREF="https://n.example/a">' },
  { name: 'an empty element', raw: '<img src="/a.png"/>', want: '<img src="https://n.example/a.png"/>' },
  { name: 'an IRI', raw: '<a href="/介绍#中文">', want: '<a href="https://n.example/介绍#中文">' },
  { name: 'an IRI written encoded', raw: '<a href="/%E4%BB%8B">', want: '<a href="https://n.example/%E4%BB%8B">' },
  { name: 'an IRI half encoded', raw: '<a href="/%E4%BB%8B介">', want: '<a href="https://n.example/%E4%BB%8B%E4%BB%8B">' },
  {
    name: 'candidates',
    raw: '<img srcset="a.png 1x, https://c.example/b.png 2x">',
    want: '<img srcset="https://n.example/blog/a.png 1x, https://c.example/b.png 2x">',
  },
  { name: 'a form', raw: '<form action="/f">', want: '<form action="https://n.example/f">' },
  { name: 'a source', raw: '<blockquote cite="/q">', want: '<blockquote cite="https://n.example/q">' },
  { name: 'an object', raw: '<object data="/o" usemap="#m">', want: `<object data="https://n.example/o" usemap="${base}#m">` },
  {
    name: 'a poster',
    raw: '<video poster="/v.jpg" src="v.mp4">',
    want: '<video poster="https://n.example/v.jpg" src="https://n.example/blog/v.mp4">',
  },
  { name: 'an address twice', raw: '<a href="/a" href="/b">', want: '<a href="https://n.example/a" href="https://n.example/b">' },
]
for (const { name, raw, want } of changed) test(`is made absolute: ${name}`, () => expect(absoluteHtml(raw, base)).toBe(want))

const kept: readonly { name: string; raw: string }[] = [
  { name: 'what is absolute, however it is spelled', raw: '<a href="HTTP://Example.com:80/a b?x=1&y=2">' },
  { name: 'other schemes', raw: '<a href="mailto:a@b.example"><a href="javascript:void(0)"><img src="data:image/png;base64,AA==">' },
  { name: 'what is no URL', raw: '<a href="//[x/">' },
  { name: 'an attribute without a value', raw: '<a href><a href class=x>' },
  { name: 'attributes that hold no address', raw: '<a name="/a" title="/b" data-src="/c">' },
  { name: 'addresses on elements that have none', raw: '<p href="/a" data="/b" action="/c">' },
  { name: 'references inside a drawing', raw: '<svg><use href="#x"/></svg>' },
  { name: 'text', raw: 'href="/a" &amp; &nbsp; 1 < 2' },
  { name: 'a comment', raw: '<!-- <a href="/a"> -->' },
  { name: 'a script', raw: '<script>document.write(\'<a href="/a">\')</script>' },
  { name: 'candidates that are all absolute', raw: '<img srcset="https://n.example/a.png 1x,data:image/gif;base64,AA 2x">' },
  { name: 'a tag that the end of the text cuts', raw: '<p>a</p><a href="/a' },
  { name: 'nothing', raw: '' },
]
for (const { name, raw } of kept) test(`stays as it is: ${name}`, () => expect(absoluteHtml(raw, base)).toBe(raw))

test('without a base everything stays as it is', () => expect(absoluteHtml('<a href="/a">', 'about')).toBe('<a href="/a">'))

test('against a base that nothing is relative to everything stays as it is', () =>
  expect(absoluteHtml('<a href="/a"><a href="#b">', 'about:blank')).toBe('<a href="/a"><a href="#b">'))

test('a long base does not make a mountain of a text', () => {
  const html = '<a href="#">'.repeat(10_000)
  const absolute = absoluteHtml(html, `https://n.example/${'x'.repeat(4000)}`)
  expect(absolute.length).toBeGreaterThan(10 * html.length)
  expect(absolute.length).toBeLessThan(20 * html.length)
  expect(absolute.endsWith('<a href="#">')).toBe(true)
})

const piece = fc.oneof(
  fc.constantFrom(
    '<a',
    '<img',
    '<p',
    '</a>',
    '>',
    '/>',
    ' href=',
    ' src=',
    ' srcset=',
    ' title=',
    '"',
    "'",
    ' ',
    '=',
    '&amp;',
    '&',
    '<!--',
    '-->',
  ),
  fc.constantFrom('/a', '../b', '#c', '?d=1&e', 'https://x.example/', 'mailto:a@b', '介绍', '%E4%BB%8B', ',', '<script>', '</script>'),
  fc.string({ maxLength: 4 }),
)
const soup = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))

test('property: whatever the text, only addresses differ afterwards', () => {
  fc.assert(
    fc.property(soup, (html) => {
      expect(withoutAddresses(absoluteHtml(html, base))).toEqual(withoutAddresses(html))
    }),
    { numRuns: 1000 },
  )
})

test('property: a second time changes nothing', () => {
  fc.assert(
    fc.property(soup, (html) => {
      const once = absoluteHtml(html, base)
      expect(absoluteHtml(once, base)).toBe(once)
    }),
    { numRuns: 1000 },
  )
})

/** What a parser sees, but for the values of the attributes that the soup has addresses in. */
function withoutAddresses(html: string): readonly unknown[] {
  const seen: unknown[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => seen.push([name, { ...attributes, href: '', src: '', srcset: '' }]),
    ontext: (text) => seen.push(text),
    oncomment: (text) => seen.push(['comment', text]),
    onclosetag: (name) => seen.push(['end', name]),
  })
  parser.write(html)
  parser.end()
  return seen
}
