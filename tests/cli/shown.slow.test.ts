// The shapes of design §4, key by key: scripts outside the project read them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mainFile, start } from '../support/program.ts'
import { feedOf, openSite, type SmallSite } from './site.ts'

const sources = `
  - { id: two, url: "file:two.json" }
  - { id: broken, url: "file:broken.json" }
  - { id: off, url: "file:off.json", enabled: false }
`
const rich = {
  id: 'a',
  url: 'https://one.example/a',
  title: '第一篇',
  content_html: '<p>正文</p>',
  summary: '提要',
  authors: [{ name: '张三', url: 'https://one.example/zhang' }, { name: '李四' }],
  tags: ['标签', 'AT&T'],
  date_published: '2026-01-02T03:04:05Z',
}
const plain = { id: 'b', url: 'https://one.example/b', title: 'The second', date_published: '2026-01-01T07:00:00+08:00' }
const elsewhere = {
  id: 'x',
  url: 'https://two.example/x?code=C1',
  title: 'Elsewhere',
  date_published: '2026-01-03T00:00:00Z',
  date_modified: '2026-01-03T06:00:00Z',
}

let site: SmallSite
let first: unknown
beforeAll(async () => {
  site = await openSite({ more: sources })
  await site.put('config/one.json', feedOf([plain, rich]))
  await site.put('config/two.json', feedOf([elsewhere]))
  await site.put('config/broken.json', '<!doctype html><title>Log in</title>')
  first = await answer(1, 'poll', '--json')
})
afterAll(() => site.close())

/** The one document on stdout. */
async function answer(exit: number, ...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await site.run(...args)
  expect({ code, stderr: exit === 0 ? stderr : '' }).toEqual({ code: exit, stderr: '' })
  return JSON.parse(stdout)
}

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/)
const count = expect.any(Number)

test('poll: what each visit gave, and what was published', () => {
  const healthy = { outcome: 'changed', code: null, message: null, new: 0, updated: 0, merged: 0, bytes: count, ms: count }
  expect(first).toEqual({
    sources: [
      { id: 'one', ...healthy, read: 2, new: 2 },
      { id: 'two', ...healthy, read: 1, new: 1 },
      { id: 'broken', ...healthy, outcome: 'failed', code: 'not-a-feed', message: expect.any(String), read: 0 },
    ],
    published: { categories: 2, files: count },
  })
})

test('list entries: everything of an entry, in feed order', async () => {
  expect(await answer(0, 'list', 'entries', '--json')).toEqual([
    entry({
      keys: ['code:C1', expect.stringMatching(/^guid:two:/), expect.stringMatching(/^hash:two:/), 'url:https://two.example/x?code=C1'],
      source: 'two',
      sources: ['two'],
      title: 'Elsewhere',
      url: 'https://two.example/x?code=C1',
      categories: ['two'],
      date_published: '2026-01-03T00:00:00Z',
      date_modified: '2026-01-03T06:00:00Z',
      path: 'two/2026/01/03/C1.html',
    }),
    entry({
      title: '第一篇',
      content_html: '<p>正文</p>',
      summary: '提要',
      authors: [{ name: '张三', url: 'https://one.example/zhang' }, { name: '李四' }],
      tags: ['标签', 'AT&T'],
      url: 'https://one.example/a',
      path: expect.stringMatching(/^keji\/2026\/01\/02\/[0-9a-f]{16}\.html$/),
    }),
    entry({
      title: 'The second',
      url: 'https://one.example/b',
      date_published: '2025-12-31T23:00:00Z',
      path: expect.stringMatching(/^keji\/2026\/01\/01\/[0-9a-f]{16}\.html$/),
    }),
  ])
})

const narrowed: readonly { name: string; args: readonly string[]; titles: readonly string[] }[] = [
  { name: 'a limit', args: ['--limit', '2'], titles: ['Elsewhere', '第一篇'] },
  { name: 'a category, in capitals', args: ['--category', 'KEJI'], titles: ['第一篇', 'The second'] },
  { name: 'a category that there is not', args: ['--category', 'nothing'], titles: [] },
  { name: 'a source and a word of the text', args: ['--source', 'one', '--search', '正文'], titles: ['第一篇'] },
]
test('list entries narrows', async () => {
  const answers = await Promise.all(narrowed.map(({ args }) => answer(0, 'list', 'entries', '--json', ...args)))
  for (const [index, { name, titles }] of narrowed.entries())
    expect({ name, answer: answers[index] }).toEqual({ name, answer: titles.map((title) => expect.objectContaining({ title })) })
})

test('list categories: those that are published, by slug', async () => {
  expect(await answer(0, 'list', 'categories', '--json')).toEqual([
    { slug: 'keji', name: '科技', entries: 2, updated: instant },
    { slug: 'two', name: 'two', entries: 1, updated: instant },
  ])
})

test('list sources: every source of the config, in its order', async () => {
  const source = {
    kind: 'feed',
    outcome: 'changed',
    code: null,
    message: null,
    failures: 0,
    last_poll: instant,
    next_poll: instant,
    entries: count,
    health: 'ok',
  }
  const unvisited = { outcome: null, last_poll: null, next_poll: null, entries: 0, health: 'never-polled' }
  expect(await answer(0, 'list', 'sources', '--json')).toEqual([
    { ...source, id: 'one', url: `file://${site.dir}/config/one.json`, entries: 2 },
    { ...source, id: 'two', url: `file://${site.dir}/config/two.json`, entries: 1 },
    {
      ...source,
      id: 'broken',
      url: `file://${site.dir}/config/broken.json`,
      outcome: 'failed',
      code: 'not-a-feed',
      message: expect.any(String),
      failures: 1,
      entries: 0,
      health: 'failing',
    },
    { ...source, ...unvisited, id: 'off', url: `file://${site.dir}/config/off.json` },
  ])
})

test('status: the sources that are watched, how many fail, and 1', async () => {
  const said = await answer(1, 'status', '--json')
  expect(said).toEqual({
    sources: ['one', 'two', 'broken'].map((id) => expect.objectContaining({ id, kind: 'feed', failures: id === 'broken' ? 1 : 0 })),
    failing: 1,
    hosts: [],
    hosts_days: 7,
    categories_waiting: [],
    hub: { subscriptions: 0, failing: 0 },
    answers: { lists: expect.any(Number), pages: 0, bytes: expect.any(Number), limit_bytes: 200 * 1024 ** 2 },
  })
})

test('publish: how much was written', async () => {
  expect(await answer(0, 'publish', '--json')).toEqual({ published: { categories: 0, files: 0 } })
})

test('without --json there are tables, without colour where there is no terminal', async () => {
  const [{ code, stdout }, status] = await Promise.all([site.run('list', 'entries'), site.run('status')])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^published +category +title +source\n2026-01-03 08:00 +two +Elsewhere +two\n/)
  expect(stdout).not.toContain('\u001b')
  expect(status.stdout).toContain('1 of 3 sources are failing.')
})

test('a reader that takes only the first lines is no error', async () => {
  const command = `'${process.execPath}' '${mainFile}' list entries --json | head -n 1`
  expect(await start('sh', ['-c', command], { cwd: site.dir }).ended).toEqual({ code: 0, stdout: '[\n', stderr: '' })
})

function entry(facts: Record<string, unknown>): Record<string, unknown> {
  return {
    id: expect.stringMatching(/^tag:news\.example,20\d\d:[0-9a-f]{32}$/),
    keys: expect.any(Array),
    source: 'one',
    sources: ['one'],
    content_html: null,
    summary: null,
    authors: [],
    publisher: null,
    tags: [],
    categories: ['keji'],
    date_published: '2026-01-02T03:04:05Z',
    date_modified: null,
    first_seen: instant,
    listed: facts.date_published ?? '2026-01-02T03:04:05Z',
    revision: 1,
    ...facts,
  }
}
