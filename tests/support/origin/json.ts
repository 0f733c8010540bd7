// JSON that is cut, wrongly typed, endless, or aims at those who read it carelessly.
import { expect } from 'vitest'
import { says } from './behaviour.ts'
import { jsonFeed } from './documents.ts'
import type { Row } from './row.ts'

const type = 'application/json'
const list = 'kind: json, items: "$.items", fields: { key: $.id, title: $.title, link: $.link, content: $.text, publisher: $.publisher }'

function story(id: string, number: number): { id: string; title: string; url: string; content_html: string } {
  return { id: `${id}-${number}`, title: `${id} ${number}`, url: `https://${id}.example/${number}`, content_html: `<p>${number}</p>` }
}

export const json: readonly Row[] = [
  {
    id: 'jsonfeed-malformed',
    origin: says({ type, body: jsonFeed([story('jsonfeed-malformed', 1), story('jsonfeed-malformed', 2)]).slice(0, 200) }),
    polls: ['failed json'],
    rows: 0,
  },
  {
    id: 'jsonfeed-wrong-types',
    origin: says({
      type,
      body: jsonFeed(
        [
          { id: {}, title: [], url: 1, content_html: {}, date_published: {}, authors: 'x', tags: {}, attachments: 1 },
          { id: 7, title: 7, url: {}, content_text: 7, date_published: 7, authors: [1, null, []], tags: [1, {}, null] },
          null,
          'text',
          [],
          { id: 'wrong-types', title: null, url: 'javascript:alert(1)', authors: [{ name: {} }], attachments: [{ url: [] }] },
        ],
        { title: 7, authors: 7, language: [], next_url: {}, hubs: 'x', icon: {} },
      ),
    }),
    polls: ['changed | failed shape'],
    rows: [0, 6],
    absent: [/javascript:/],
  },
  {
    id: 'jsonfeed-items-object',
    origin: says({ type, body: '{"version":"https://jsonfeed.org/version/1.1","items":{"0":{}}}' }),
    polls: ['failed shape'],
    rows: 0,
  },
  {
    id: 'json-proto',
    origin: says({
      type,
      body: `{"__proto__":{"polluted":1},"items":[{"__proto__":{"title":"polluted"},"id":"json-proto-1","title":"json-proto"},{"constructor":{"prototype":{"polluted":1}},"id":"__proto__","title":"constructor"},{"id":"json-proto-3","title":"toString","publisher":"__proto__"}]}`,
    }),
    config: list,
    polls: ['changed'],
    rows: 3,
  },
  {
    id: 'json-feed-proto',
    origin: says({
      type,
      body: '{"version":"https://jsonfeed.org/version/1.1","title":"t","__proto__":{"items":[]},"items":[{"__proto__":{"id":"polluted"},"title":"json-feed-proto","hasOwnProperty":1,"toString":2}]}',
    }),
    polls: ['changed'],
    rows: 1,
    check: ({ entries }) => expect(JSON.stringify(entries)).not.toContain('polluted'),
  },
  {
    id: 'json-huge-numbers',
    origin: says({
      type,
      body: `{"items":[${['9223372036854775808', '1e999', '-0', '9007199254740993', '9007199254740992'].map((id, index) => `{"id":${id},"title":"number ${index}"}`).join(',')}]}`,
    }),
    config: list,
    polls: ['changed'],
    rows: 5,
  },
  {
    id: 'json-deep',
    origin: says(() => ({ type, body: `{"items":${'['.repeat(100_000)}${']'.repeat(100_000)}}` })),
    config: list,
    polls: ['failed json | failed shape | failed limits | changed'],
    rows: 0,
  },
  {
    id: 'json-deep-objects',
    origin: says(() => ({ type, body: `{"items":[{"id":1,"title":"deep","x":${'{"x":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}` })),
    config: list,
    polls: ['failed json | failed limits | changed'],
    rows: [0, 1],
  },
  {
    id: 'json-feed-deep',
    origin: says(() => ({
      type,
      body: `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","title":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`,
    })),
    polls: ['failed json | failed limits | changed'],
    rows: [0, 1],
  },
  {
    id: 'json-dup-keys',
    origin: says(({ visit }) => ({
      type,
      body: `{"visit":${visit},"items":[{"id":"dup-1","id":"dup-2","title":"first","title":"second","link":"https://json-dup-keys.example/1"}]}`,
    })),
    config: list,
    polls: ['changed', 'changed'],
    rows: 1,
  },
  {
    id: 'json-not-quite',
    origin: says({ type, body: '\ufeff[NaN, /* comment */ {"id": 1,}, Infinity,]' }),
    config: list,
    polls: ['failed json'],
    rows: 0,
  },
  { id: 'json-array', origin: says({ type, body: '[{"id":1,"title":"json-array"}]' }), config: list, polls: ['failed shape'], rows: 0 },
  { id: 'json-number', origin: says({ type, body: '7' }), config: list, polls: ['failed shape | failed json'], rows: 0 },
  { id: 'json-null', origin: says({ type, body: 'null' }), config: list, polls: ['failed shape | failed json'], rows: 0 },
  { id: 'json-lines', origin: says({ type, body: '{"items":[]}\n{"items":[]}\n' }), config: list, polls: ['failed json'], rows: 0 },
  {
    id: 'json-jsonp',
    origin: says({ type, body: 'callback({"items":[{"id":1,"title":"json-jsonp"}]})' }),
    config: list,
    polls: ['failed json'],
    rows: 0,
  },
  {
    id: 'json-jsonp-wanted',
    origin: says({ type, body: '/**/ // a\ncallback({"items":[{"id":1,"title":"json-jsonp"}]}) /* ) */ ;' }),
    config: `${list}, jsonp: true`,
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'json-jsonp-endless',
    origin: says(() => ({ type, body: `${'/**/'.repeat(500_000)}${'a('.repeat(500_000)}` })),
    config: `${list}, jsonp: true`,
    polls: ['failed json'],
    rows: 0,
  },
  { id: 'json-in-html', origin: says({ type, body: '{&quot;items&quot;:[]}' }), config: list, polls: ['failed json'], rows: 0 },
  {
    id: 'json-marked',
    origin: says({ type, body: '\ufeff{"items":[{"id":1,"title":"marked"}]}' }),
    config: list,
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'json-lone-surrogates',
    origin: says({
      type,
      body: '{"items":[{"id":"\\ud800","title":"lone \\udc00 \\u0000 \\u001b[31m \\ufffe","text":"<p>\\ud800\\u0001</p>"}]}',
    }),
    config: list,
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'json-endless-pages',
    origin: says(({ visit, host }) => ({
      type,
      body: jsonFeed([story('json-endless-pages', visit)], { next_url: `http://${host}/page-${visit + 1}` }),
    })),
    config: 'pages: 50',
    polls: ['changed'],
    rows: 50,
    requests: 50,
  },
  {
    id: 'json-circular-pages',
    origin: says(({ path, host }) => ({ type, body: jsonFeed([story('json-circular-pages', 1)], { next_url: `http://${host}${path}` }) })),
    config: 'pages: 50',
    polls: ['changed'],
    rows: 1,
    requests: 1,
  },
  {
    id: 'json-circular-pages-of-two',
    origin: says(({ path, host }) => ({
      type,
      body: jsonFeed([story('json-circular-pages-of-two', path.endsWith('b') ? 2 : 1)], {
        next_url: `http://${host}/json-circular-pages-of-two${path.endsWith('b') ? '' : '-b'}`,
      }),
    })),
    config: 'pages: 50',
    polls: ['changed'],
    rows: 2,
    requests: 2,
  },
  {
    // Another address each time, and always the same.
    id: 'json-same-pages',
    origin: says(({ visit, host }) => ({
      type,
      body: jsonFeed([story('json-same-pages', 1)], { next_url: `http://${host}/same-${visit}` }),
    })),
    config: 'pages: 50',
    polls: ['changed'],
    rows: 1,
    requests: 2,
  },
  {
    id: 'json-endless-numbers',
    origin: says(({ visit }) => ({ type, body: JSON.stringify({ items: [{ id: `n-${visit}`, title: `number ${visit}` }] }) })),
    config: `${list}, next: { number: page }, pages: 7`,
    polls: ['changed'],
    rows: 7,
    requests: 7,
  },
  {
    id: 'json-cursor-to-canary',
    origin: says(({ host }) => ({
      type,
      body: JSON.stringify({ items: [{ id: 'c', title: 'cursor' }], next: `file:///etc/passwd#${host}` }),
    })),
    config: `${list}, next: $.next, pages: 7`,
    polls: ['changed'],
    rows: 1,
    requests: 1,
  },
  {
    id: 'json-page-breaks-off',
    origin: says(({ visit, host }) =>
      visit === 1
        ? { type, body: jsonFeed([story('json-page-breaks-off', 1)], { next_url: `http://${host}/json-page-breaks-off-b` }) }
        : { type, body: '{"version":"https://jsonfeed.org/version/1.1","items":[{"id"' },
    ),
    config: 'pages: 7',
    polls: ['changed'],
    rows: 1,
    requests: 2,
    check: ({ said }) => expect(said).toContain('page 2 is missing'),
  },
  {
    id: 'redos-title',
    category: 'redos',
    origin: says(() => ({
      type,
      body: JSON.stringify({ items: [{ id: 1, title: `${'a'.repeat(50_000)}!`, text: `${'a'.repeat(500_000)}!` }] }),
    })),
    config: `${list}, rules: [{ drop: { field: title, pattern: "^(a+)+$" } }, { drop: { field: content, pattern: "(a*)*$x" } }, { replace: { field: content, pattern: "(a|aa)+$", with: b } }]`,
    polls: ['changed'],
    rows: 1,
  },
  {
    id: 'path-publishers',
    // What a publisher is called becomes a category, and that a file.
    origin: says({
      type,
      body: JSON.stringify({
        items: [
          ...[
            '../../etc/passwd',
            '..\\..\\windows',
            '/etc/passwd',
            '..',
            '.',
            '...',
            'CON',
            'nul.txt',
            'a/b',
            'a\\b',
            'A B',
            'a b',
            'Ａ　Ｂ',
          ],
          ...[
            'caf\u00e9',
            'cafe\u0301',
            'CAFÉ',
            '汉'.repeat(400),
            'x'.repeat(5000),
            '%2e%2e%2f',
            'a\u0000b',
            'a\nb',
            'index',
            'feed',
            'category',
          ],
          ...['~', '-', '--', '__proto__', '🦆', 'قطة', '<b>bold</b>', '`id`', '{publisher}', 'a:b', 'a?b#c', 'archive', '2026'],
        ].map((publisher, index) => ({ id: `path-${index}`, title: `path-publishers ${index}`, publisher })),
      }),
    }),
    config: list,
    category: '"{publisher}"',
    polls: ['changed'],
    rows: 37,
  },
]
