// List pages that lead in circles or astray. Of one that is too large, see heavy.ts.
import { expect } from 'vitest'
import { type Asked, type Behaviour, says } from './behaviour.ts'
import { page } from './documents.ts'
import type { Row } from './row.ts'

/** Pages are asked for where robots.txt does not forbid it: there is none. */
export function listsPages(html: (asked: Asked) => string): Behaviour {
  return (socket, asked) => {
    if (asked.path === '/robots.txt') says({ status: 404 })(socket, asked)
    else says({ type: 'text/html; charset=utf-8', body: html(asked) })(socket, asked)
  }
}

export function linkTo(path: string, text: string): string {
  return `<li><a href="${path}">${text}</a></li>`
}

const config = 'kind: page, items: li'
const paged = `${config}, next: "a[rel=next]", pages: 20`

export const pages: readonly Row[] = [
  {
    id: 'html-circular-next',
    origin: listsPages(({ path }) => {
      const number = Number(/\d+/.exec(path)?.[0] ?? 1)
      const next = number < 3 ? `/p/${number + 1}` : '/p/2'
      return page(`<ul>${linkTo(`/a/${number}`, `number ${number}`)}</ul><a rel=next href="${next}">next</a>`)
    }),
    config: paged,
    polls: ['changed'],
    rows: 3,
    requests: 4,
  },
  {
    id: 'html-next-is-itself',
    origin: listsPages(({ path }) => page(`<ul>${linkTo('/a', 'one')}</ul><a rel=next href="${path}">next</a>`)),
    config: paged,
    polls: ['changed'],
    rows: 1,
    requests: 2,
  },
  {
    id: 'html-endless-next',
    origin: listsPages(({ path }) => {
      const number = Number(/\d+/.exec(path)?.[0] ?? 1)
      return page(`<ul>${linkTo(`/a/${number}`, `number ${number}`)}</ul><a rel=next href="/p/${number + 1}">next</a>`)
    }),
    config: paged,
    polls: ['changed'],
    rows: 20,
    requests: 21,
  },
  {
    id: 'html-next-to-canary',
    origin: listsPages(({ canaryPort }) =>
      page(`<ul>${linkTo('/a', 'one')}</ul><a rel=next href="http://127.0.0.2:${canaryPort}/2">next</a>`),
    ),
    config: paged,
    polls: ['changed'],
    rows: 1,
    requests: 2,
  },
  {
    id: 'html-base-script',
    origin: listsPages(() => page(`<ul>${linkTo('alert(1)', 'a script?')}</ul>`, '<base href="javascript:">')),
    config,
    polls: ['changed'],
    rows: 1,
    requests: 2,
    absent: [/javascript:/],
  },
  {
    id: 'html-base-canary',
    origin: listsPages(({ canaryPort }) => page(`<ul>${linkTo('a', 'one')}</ul>`, `<base href="//127.0.0.2:${canaryPort}/">`)),
    config: `${config}, fullText: true`,
    polls: ['changed'],
    rows: 1,
    requests: 3,
    check: ({ entries, requests }) => {
      expect(requests.map(({ path }) => path)).toEqual(['/robots.txt', '/html-base-canary', '/a'])
      expect(entries[0]?.url).not.toContain('127.0.0.2')
    },
  },
  {
    id: 'html-links-that-run',
    origin: listsPages(() =>
      page(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'].map((url, index) => linkTo(url, `link ${index}`)).join('')),
    ),
    config: `${config}, fields: { title: a, content: { select: a, html: true } }`,
    polls: ['changed'],
    rows: 3,
    requests: 2,
    check: ({ entries }) => expect(entries.map(({ url }) => url)).toEqual([null, null, null]),
  },
  {
    id: 'html-scripts-of-proto',
    origin: listsPages(() =>
      page('<script>x = {"list":[{"__proto__":{"t":"polluted"},"t":"one","u":"/1"}],"__proto__":{"list":[]}}</script>'),
    ),
    config: 'kind: page, script: script, items: $.list, fields: { title: $.t, link: $.u }',
    polls: ['changed'],
    rows: 1,
    requests: 2,
    check: ({ entries }) => expect(JSON.stringify(entries)).not.toContain('polluted'),
  },
  {
    id: 'html-login-page',
    origin: listsPages(({ visit }) => (visit < 3 ? page(`<ul>${linkTo('/a', 'one')}</ul>`) : page('Sign in'))),
    config,
    polls: ['changed', 'failed shape'],
    rows: 1,
    requests: 4,
    text: 'one',
  },
]
