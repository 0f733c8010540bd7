// Markup that would run, lead astray or break out where it is published, logged or exported.
import { expect } from 'vitest'
import { says } from './behaviour.ts'
import { item, jsonFeed, rss } from './documents.ts'
import type { Row, Seen } from './row.ts'

/** What a browser would run, wherever it stands in an entry's own HTML. */
const runs =
  /<(?:script|iframe|object|embed|svg|math|style|link|meta|base|form)\b|\son\w+\s*=|(?:href|src|action|data)\s*=\s*["']?\s*(?:javascript|vbscript|data:text|file):/i

function harmless({ entries }: Seen): void {
  for (const entry of entries) {
    expect(`${entry.content_html} ${entry.summary}`).not.toMatch(runs)
    expect(entry.url ?? 'https://none.example/').toMatch(/^https?:\/\//)
  }
}

const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const mutating = [
  '<svg><p><style><g title="</style><img src=x onerror=alert(21)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(22)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(23)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(24)>',
  '<select><template><script>alert(25)</script></template></select>',
  '<textarea></textarea><img src=x onerror=alert(26)>',
  '<title></title><img src=x onerror=alert(27)></title>',
  '<!--><img src=x onerror=alert(28)>-->',
  '<![CDATA[><img src=x onerror=alert(29)>]]>',
  '<a href="jav&#x09;ascript:alert(30)">x</a><a href=" &#14; javascript:alert(31)">x</a>',
  '<img src="x` `<script>alert(32)</script>"` `>',
  '<img/src="x"/onerror=alert(33)//><p/onclick=alert(34)>x',
]

const links = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java&#10;script:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'about:blank',
]

export const markup: readonly Row[] = [
  {
    id: 'xss-fields',
    origin: says({
      body: rss(
        [1, 2, 3]
          .map((number) =>
            item('xss-fields', number, {
              title: escaped(`<img src=x onerror=alert(1${number})> <svg onload=alert(1)>`),
              text: escaped(`<script>alert(1${number})</script><p onclick="alert(1)">p</p><svg onload=alert(1)></svg>`),
              more: `<author>${escaped('"><script>alert(19)</script>')}</author><category>${escaped('<script>alert(19)</script>')}</category>`,
            }),
          )
          .join(''),
        { channel: `<description>${escaped('<script>alert(19)</script>')}</description><language>"&gt;&lt;script&gt;alert(19)</language>` },
      ),
    }),
    polls: ['changed'],
    rows: 3,
    check: harmless,
  },
  {
    id: 'xss-links',
    origin: says({
      body: rss(
        links
          .map((link, number) =>
            item('xss-links', number, {
              link,
              text: escaped(`<a href="${link}">a</a><img src="${link}"><form action="${link}"><object data="${link}">`),
              more: `<enclosure url="${link}" length="1" type="audio/mpeg"/>`,
            }),
          )
          .join(''),
      ),
    }),
    polls: ['changed'],
    rows: links.length,
    absent: [/(?:href|url|src)=["']?\s*(?:javascript|vbscript|data:text|file):/i, /<link>\s*(?:javascript|data|vbscript|file):/i],
    check: harmless,
  },
  {
    id: 'mutation-xss',
    origin: says({ body: rss(mutating.map((html, number) => item('mutation-xss', number, { text: escaped(html) })).join('')) }),
    polls: ['changed'],
    rows: mutating.length,
    check: harmless,
  },
  {
    id: 'double-escaped',
    origin: says({
      body: rss(
        item('double-escaped', 1, {
          title: '&amp;lt;script&amp;gt;alert(41)',
          text: '&amp;lt;script&amp;gt;alert(42)&amp;lt;/script&amp;gt;',
        }),
      ),
    }),
    polls: ['changed'],
    rows: 1,
    absent: [/<script>alert\(4/],
    check: harmless,
  },
  {
    id: 'atom-types',
    origin: says(({ canaryPort }) => ({
      type: 'application/atom+xml',
      body: `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="javascript:alert(51)"><title>t</title><id>urn:atom-types</id>${[
        '<content type="html">&lt;script>alert(52)&lt;/script>&lt;a href="x">x&lt;/a></content>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script>alert(53)</script><svg xmlns="http://www.w3.org/2000/svg" onload="alert(54)"/></div></content>',
        '<content type="text">&lt;script>alert(55)&lt;/script></content>',
        `<content src="http://127.0.0.2:${canaryPort}/content" type="text/html"/>`,
      ]
        .map(
          (content, number) =>
            `<entry><id>urn:atom-types:${number}</id><title type="html">&lt;script>alert(56)&lt;/script>${number}</title>${content}</entry>`,
        )
        .join('')}</feed>`,
    })),
    polls: ['changed'],
    rows: 4,
    check: harmless,
  },
  {
    id: 'log-injection',
    origin: says({
      type: 'application/json',
      body: jsonFeed([
        {
          id: 'log-1',
          title: 'one\n{"level":"error","msg":"forged"}\u001b[2J\u001b]0;owned\u0007',
          url: 'https://log-injection.example/%0aforged',
        },
      ]),
    }),
    polls: ['changed'],
    rows: 1,
    check: ({ said }) => expect(said).not.toMatch(/\u001b|^\{"level":"error","msg":"forged"/m),
  },
  {
    id: 'log-status',
    origin: (socket) => {
      socket.end('HTTP/1.1 500 \u001b[2Jforged\u0007\r\nX-Odd: \u001b[31m\r\nContent-Length: 0\r\n\r\n')
    },
    polls: ['failed http-status | failed protocol'],
    rows: 0,
    check: ({ said }) => expect(said).not.toContain('\u001b'),
  },
  {
    id: 'log-location',
    origin: says({ status: 302, headers: ['Location: gopher://x/\u001b[2Jforged?token=of-secrets'] }),
    polls: ['failed redirect-blocked | failed protocol'],
    rows: 0,
    check: ({ said }) => expect(said).not.toMatch(/\u001b|token=of-secrets/),
  },
  {
    id: 'template-injection',
    origin: says({
      body: rss(
        ['{{ site.secret }}{% include /etc/passwd %}', '---\nlayout: evil\n---', '#{7*7} <%= 7*7 %>', '$(id) `id`']
          .map((title, number) => item('template-injection', number, { title: escaped(title), text: escaped(`<p>${title}</p>`) }))
          .join(''),
      ),
    }),
    polls: ['changed'],
    rows: 4,
    text: '{{ site.secret }}',
  },
  {
    id: 'opml-injection',
    // The category's name is an attribute of the list of feeds.
    origin: says({
      type: 'application/json',
      body: jsonFeed([{ id: '1', title: '=cmd()', authors: [{ name: '"><outline xmlUrl="http://evil.example/' }] }]),
    }),
    category: '["{author}"]',
    polls: ['changed'],
    rows: 1,
    absent: [/<outline xmlUrl="http:\/\/evil/],
  },
]
