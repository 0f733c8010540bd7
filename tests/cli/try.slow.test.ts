// `try`: one visit shown step by step, with nothing left behind.
import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { serve, signalled } from '../fetch/web.ts'
import { snapshot } from '../support/files.ts'
import { feedOf, type Item, openSite, type SmallSite } from './site.ts'

let site: SmallSite
afterEach(() => site.close())

const json = { 'content-type': 'application/feed+json' }
const story = (n: number, title = `Story ${n}`): Item => ({
  id: `${n}`,
  url: `https://one.example/${n}?code=C${n}`,
  title,
  content_html: `<p>Text ${n}</p>`,
})

type Route = (response: ServerResponse) => void

/** A site with a source `web` at `/feed` of a server that answers by path. */
async function openWith(routes: Readonly<Record<string, Route>>, { source = '', more = '' } = {}) {
  const web = await serve((request, response) => {
    const route = routes[request.url ?? '']
    if (route === undefined) response.writeHead(404).end()
    else route(response)
  })
  site = await openSite({ allow: web.host, more: `  - { id: web, url: "${web.url}/feed?token=s3cret", category: 网络${source} }\n${more}` })
  return web
}

async function tried(...args: readonly string[]) {
  const { code, stdout, stderr } = await site.run('try', ...args, '--json')
  expect(stderr).toBe('')
  return { code, said: JSON.parse(stdout) }
}

const feed = '/feed?token=s3cret'
const answering =
  (items: readonly Item[], headers: Readonly<Record<string, string>> = json): Route =>
  (response) =>
    void response.writeHead(200, headers).end(feedOf(items))

test('shows request, answer, document, entries, changes and the next poll, and makes nothing', async () => {
  const headers = { ...json, etag: '"a"', 'cache-control': 'max-age=86400' }
  await openWith({ [feed]: answering([story(1), story(2)], headers) })
  const before = await snapshot(site.dir)
  const { code, said } = await tried('web')
  expect(code).toBe(0)
  expect(said).toMatchObject({
    source: { id: 'web', kind: 'feed' },
    outcome: 'changed',
    code: null,
    request: { is_adopted: false, headers: { 'user-agent': expect.stringContaining('Newsstand') }, proxy: null },
    steps: [{ status: 200, headers: { etag: '"a"' } }],
    answer: { status: 200, content_type: 'application/feed+json', etag: '"a"', fresh_seconds: 86400, moved_to: null, is_known: false },
    document: { charset: 'utf-8', charset_by: 'bytes', format: 'json-feed', is_second_opinion: false, title: 'One', warnings: [] },
    announced: [],
    entries: [
      {
        change: 'new',
        title: 'Story 1',
        content_html: '<p>Text 1</p>',
        keys: [
          { key: 'code:C1', kind: 'configured', is_burnt: false },
          { key: 'guid:web:1', kind: 'guid' },
          { key: 'url:https://one.example/1?code=C1', kind: 'url' },
          { kind: 'hash' },
        ],
        categories: [{ name: '网络', rule: '网络' }],
      },
      { change: 'new', title: 'Story 2' },
    ],
    article: null,
    changes: {
      is_compared: false,
      new: 2,
      updated: 0,
      unchanged: 0,
      merged: 0,
      merges: [],
      vetoes: [],
      gap: false,
      drifting: false,
      drift: [],
      held_back: false,
      fallbacks: [],
    },
    next_poll: { because: ['max-age'] },
    config: null,
  })
  expect(await snapshot(site.dir)).toEqual(before)
})

test('people see the same on lines that fit, without colours where there is no terminal', async () => {
  await openWith({ [feed]: answering(Array.from({ length: 30 }, (_, n) => story(n))) })
  const { code, stdout, stderr } = await site.run('try', 'web')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const heading of ['web', 'Request', 'Answer', 'Document', 'Entries', 'In the store', 'Next poll'])
    expect(stdout).toMatch(new RegExp(`^${heading}\\b`, 'm'))
  expect(stdout).toContain('… and 20 more')
  expect(stdout).not.toContain('Story 10')
  expect(stdout).not.toContain('\u001b')
  expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
})

test('no secret is shown: neither of headers nor of addresses', async () => {
  const web = await openWith(
    { [feed]: (response) => void response.writeHead(302, { location: '/moved?api_key=s3cret' }).end() },
    { source: ', headers: { Authorization: "Bearer s3cret" }' },
  )
  const shown = await Promise.all([site.run('try', 'web'), site.run('try', 'web', '--json'), site.run('list', 'sources', '--json')])
  for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toContain('s3cret')
  expect(shown[0]?.stdout).toContain('authorization: *** (from config)')
  expect(web.hits).toContain('/moved?api_key=s3cret')
})

test('a visit that failed is shown as far as it went, and ends with 1', async () => {
  await openWith({ [feed]: (response) => void response.writeHead(404).end() })
  const { code, stdout } = await site.run('try', 'web')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^Answer\n {2}status +404 after \d+ ms\n {2}failed +http-status: /m)
  expect(stdout).toMatch(/^Next poll\n {2}at .*\n {2}because .*\n +longer after 1 failure in a row$/m)
})

test('says what a poll would change, beside the service that would do so', async () => {
  const items = [story(1), story(2), story(3)]
  await openWith({ [feed]: (response) => answering(items)(response) })
  expect((await site.run('poll', 'web')).code).toBe(0)
  const service = site.start('run')
  await service.said(/http:\S+/)
  items.splice(0, 2, story(4), story(1, 'Story 1, corrected'))
  const { said } = await tried('web')
  expect(said.entries).toMatchObject([
    { title: 'Story 4', change: 'new', entry: null },
    { title: 'Story 1, corrected', change: 'updated', changed: ['title', 'fields'], entry: expect.stringMatching(/^tag:news\.example,/) },
    { title: 'Story 3', change: 'unchanged' },
  ])
  expect(said.changes).toMatchObject({ is_compared: true, new: 1, updated: 1, unchanged: 1, merged: 0 })
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
})

const page =
  '<!doctype html><title>P</title><link rel="alternate" type="application/rss+xml" href="/a.xml"><link rel="alternate" type="application/atom+xml" href="/b.xml">'

test('a page shows the feeds it announces, with the lines of config that watch one; the lines are right', async () => {
  const web = await openWith({ '/': (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(page) })
  const { code, said } = await tried(`${web.url}/`)
  expect(code).toBe(1)
  expect(said).toMatchObject({
    source: { id: null },
    code: 'not-a-feed',
    announced: [`${web.url}/a.xml`, `${web.url}/b.xml`],
    config: `sources:\n  - id: 127-0-0-1\n    url: ${web.url}/a.xml\n    category: "127.0.0.1"\n`,
  })
  const people = await site.run('try', `${web.url}/`)
  expect(people.stdout).toContain(`\n${said.config}`)
  await site.put('config/more.yaml', said.config)
  await site.put(
    'config/all.yaml',
    'site: { title: T, url: "https://t.example/" }\nstore: { sqlite: s.sqlite }\npublish: { dir: p }\ninclude: [more.yaml]\n',
  )
  expect(await site.run('check', '--config', 'config/all.yaml')).toMatchObject({
    code: 0,
    stdout: 'config/all.yaml is right: 1 sources.\n',
  })
})

const list = (mark: string) =>
  `<!doctype html><title>公告 - 清溪镇</title><ul class="news">${[1, 2, 3, 4]
    .map((n) => `<li><a href="/n/2026010${n}.html">第${n}条公告的标题</a><span class="${mark}">2026-01-0${n}</span></li>`)
    .join('')}</ul>`
const html = { 'content-type': 'text/html; charset=utf-8' }

test('a page without a feed shows the source that it could be', async () => {
  const web = await openWith({ '/news': (response) => void response.writeHead(200, html).end(list('date')) })
  const [people, { code, said }] = [await site.run('try', `${web.url}/news`), await tried(`${web.url}/news`)]
  expect(code).toBe(1)
  const lines = [
    'sources:',
    '  - id: 127-0-0-1',
    '    kind: page',
    `    url: ${web.url}/news`,
    '    items: ul.news > li',
    '    fields:',
    '      title: a',
    '      link: a',
    '      published: .date',
    '    category: 公告',
  ]
  expect(said).toMatchObject({
    page_title: '公告 - 清溪镇',
    config: `${lines.join('\n')}\n`,
    proposals: [
      { kind: 'page', items: 'ul.news > li', read: 4, entries: [{ title: '第1条公告的标题', url: `${web.url}/n/20260101.html` }, {}, {}] },
    ],
  })
  expect(people.stdout).toContain('a list on the page: 4 entries, such as\n')
  expect(people.stdout).toContain(`\n${lines.join('\n')}\n`)
  expect(people.stdout).not.toContain('Next poll')
})

test('a source whose page has changed shows which rule finds nothing, and what would', async () => {
  const source = ', kind: page, items: ".news > li", fields: { title: [h3, a], link: a, published: .date }'
  await openWith({ [feed]: (response) => void response.writeHead(200, html).end(list('day')) }, { source })
  const { code, stdout } = await site.run('try', 'web')
  expect(code).toBe(0)
  const from = (heading: string, to: string) => new RegExp(`^${heading}[^]*?(?=^${to})`, 'm').exec(`${stdout}\nEnd`)?.[0]
  expect(from('Fields', 'Entries')).toBe(`Fields  how many items each rule filled
  title      h3  0 of 4: it finds nothing
             a  4 of 4
  link       a  4 of 4
  published  .date  0 of 4: it finds nothing

`)
  expect(stdout).toMatch(/title +第1条公告的标题 {2}← a\n/)
  expect(from('The page now', 'End')).toBe(`The page now
  title      公告 - 清溪镇
  entries    a list on the page: 4 entries, such as “第1条公告的标题”
  items      ul.news > li
  title      a
  link       a
  published  .day

`)
  expect((await tried('web')).said).toMatchObject({
    document: { rules: [{ field: 'title', rule: 'h3', filled: 0, of: 4 }, {}, {}, { field: 'published', rule: '.date', filled: 0 }] },
    entries: [{ rules: { title: 'a', link: 'a' } }, {}, {}, {}],
    proposals: [{ fields: { published: '.day' }, config: null }],
  })
})

test('an address is read as a feed, under the title it gives itself', async () => {
  const web = await openWith({ '/other': answering([story(1)]), [feed]: answering([story(2)]) })
  const { code, said } = await tried(`${web.url}/other`)
  expect({ code, config: said.config }).toEqual({
    code: 0,
    config: `sources:\n  - id: 127-0-0-1\n    url: ${web.url}/other\n    category: One\n`,
  })
  const watched = await site.run('try', `${web.url}${feed}`)
  expect(watched.stdout).toContain('newsstand try web')
  expect(watched.stdout).not.toContain('sources:')
})

test('a file is read where the operator names it', async () => {
  site = await openSite()
  const { code, said } = await tried('file:config/one.json')
  expect({ code, steps: said.steps, titles: said.entries.map((entry: { title: string }) => entry.title) }).toEqual({
    code: 0,
    steps: [],
    titles: ['第一篇', 'The second'],
  })
})

test('what it cannot visit is refused in words', async () => {
  site = await openSite({ more: '  - { id: web-news, url: "https://web.example/" }\n' })
  const wrong = [
    { args: ['web-nwes'], exit: 2, said: 'unknown-source: There is no source "web-nwes"\nDid you mean web-news?\n' },
    { args: ['web'], exit: 2, said: 'unknown-source: There is no source "web"\nDid you mean web-news?\n' },
    {
      args: ['example.org/feed'],
      exit: 2,
      said: 'unknown-source: There is no source "example.org/feed"\nSources are: one, web-news. Addresses begin with https:// or http://.\n',
    },
    {
      args: ['ftp://x.example/'],
      exit: 2,
      said: 'usage: "ftp://x.example/" is no address that can be used here\nwrite one such as https://news.example/feed.xml or file:../data/feed.xml\n',
    },
    { args: [], exit: 2, said: "usage: missing required argument 'source|url'\nSee: newsstand --help\n" },
  ]
  for (const { args, exit, said } of wrong) expect(await site.run('try', ...args)).toEqual({ code: exit, stdout: '', stderr: said })
  const password = await site.run('try', 'https://me:s3cret@x.example/')
  expect(password.code).toBe(2)
  expect(password.stderr).not.toContain('s3cret')
})

test('what the web sends cannot steer a terminal', async () => {
  const headers = { ...json, etag: '"\u009b31m\u009d"', 'last-modified': 'Mon \u0085' }
  await openWith({ [feed]: answering([story(1, 'red \u001b[31m \u202e evil')], headers) })
  const [people, program] = await Promise.all([site.run('try', 'web'), site.run('try', 'web', '--json')])
  for (const { stdout } of [people, program]) expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  expect(people.stdout).not.toMatch(/\u202e/)
})

test('SIGINT ends it at once', async () => {
  const { promise: asked, resolve } = signalled()
  await openWith({ [feed]: () => resolve() })
  const running = site.start('try', 'web')
  await asked
  running.kill('SIGINT')
  expect(await running.ended).toMatchObject({ code: 130, stdout: '' })
})
