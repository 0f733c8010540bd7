import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OnlineCheck } from '../../src/app.ts'
import { describeOnline } from '../../src/cli/online.ts'
import { serve, signalled } from '../fetch/web.ts'
import { configOf, openSite, type SmallSite } from './site.ts'

let site: SmallSite
beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

test('a config that is right is said to be right', async () => {
  const [forPeople, { code, stdout }] = await Promise.all([site.run('check'), site.run('check', '--json')])
  expect(forPeople).toEqual({ code: 0, stdout: 'config/newsstand.yaml is right: 1 sources.\n', stderr: '' })
  expect({ code, said: JSON.parse(stdout) }).toEqual({ code: 0, said: { config: 'config/newsstand.yaml', sources: 1, problems: [] } })
})

test('with --json the problems are the document: all of them, each with its place', async () => {
  await site.put(
    'config/newsstand.yaml',
    configOf({ serve: '{ port: 99999 }', more: '  - { id: two, url: "ftp://x/", evry: 5m }\ninclude: [more.yaml]\n' }),
  )
  await site.put('config/more.yaml', 'sources:\n  - id: one\n    url: https://two.example/\n')
  const [forPeople, { code, stdout }] = await Promise.all([site.run('check'), site.run('check', '--json')])
  expect(code).toBe(3)
  const said: { config: string; problems: readonly Record<string, unknown>[] } = JSON.parse(stdout)
  expect(Object.keys(said)).toEqual(['config', 'problems'])
  expect(said.problems.map(({ file, line, path }) => `${file}:${line} ${path}`)).toEqual([
    'config/more.yaml:2 sources[0].id',
    'config/newsstand.yaml:4 serve.port',
    'config/newsstand.yaml:9 sources[1].url',
    'config/newsstand.yaml:9 sources[1].evry',
  ])
  for (const problem of said.problems) {
    expect(problem).toEqual({
      file: expect.any(String),
      line: expect.any(Number),
      column: expect.any(Number),
      path: expect.any(String),
      message: expect.any(String),
      advice: expect.any(String),
    })
  }
  expect(forPeople.stderr).toMatch(/^config-invalid: config\/more\.yaml:2:\d+ sources\[0\]\.id: .*\nconfig\/newsstand\.yaml:4:16 /)
})

test('online it says what each source would give, stores nothing, and ends with 1 when one fails', async () => {
  const { code, stdout } = await site.run('check', '--online', '--json')
  expect({ code, online: JSON.parse(stdout).online }).toEqual({
    code: 0,
    online: [
      {
        id: 'one',
        outcome: 'changed',
        code: null,
        message: null,
        read: 2,
        title: 'One',
        titles: ['第一篇', 'The second'],
        categories: ['科技'],
        warnings: [],
        announced: [],
        moved_to: null,
        ms: expect.any(Number),
      },
    ],
  })
  await site.put('config/one.json', '<!doctype html><title>Log in</title>')
  const failed = await site.run('check', '--online', '--json')
  expect({ code: failed.code, online: JSON.parse(failed.stdout).online }).toMatchObject({
    code: 1,
    online: [{ outcome: 'failed', code: 'not-a-feed' }],
  })
  expect(JSON.parse((await site.run('list', 'sources', '--json')).stdout)).toMatchObject([{ outcome: null, entries: 0 }])
})

test('online a page names the feeds it announces, newest titles come first, and moves are told', async () => {
  const page =
    '<!doctype html><link rel="alternate" type="application/rss+xml" href="/a"><link rel="alternate" type="application/rss+xml" href="/b">'
  const item = (n: number) => `<item><guid>${n}</guid><title>Story ${n}</title><pubDate>0${n} Jan 2026 00:00:00 GMT</pubDate></item>`
  const feed = `<rss><channel>${[2, 4, 1, 3].map(item).join('')}</channel></rss>`
  const web = await serve((request, response) => {
    if (request.url === '/old?key=s3cret') response.writeHead(301, { location: '/feed?key=s3cret' }).end()
    else response.end(request.url === '/page' ? page : feed)
  })
  await site.put(
    'config/newsstand.yaml',
    configOf({
      allow: web.host,
      more: `  - { id: page, url: "${web.url}/page" }\n  - { id: old, url: "${web.url}/old?key=s3cret", title: 旧 }\n`,
    }),
  )
  const [people, program] = await Promise.all([site.run('check', '--online'), site.run('check', '--online', '--json')])
  expect([people.code, program.code]).toEqual([1, 1])
  expect(JSON.parse(program.stdout).online).toMatchObject([
    { id: 'one', outcome: 'changed' },
    { id: 'page', outcome: 'failed', code: 'not-a-feed', read: 0, announced: [`${web.url}/a`, `${web.url}/b`], moved_to: null },
    { id: 'old', read: 4, titles: ['Story 4', 'Story 3', 'Story 2'], categories: ['旧'], moved_to: `${web.url}/feed?key=***` },
  ])
  expect(people.stdout).toMatch(/^page +failed +0\n {4}not-a-feed: [\s\S]*\/a[\s\S]*\/b\n/m)
  expect(people.stdout).toMatch(/^old +changed +4 +Story 4 +旧\n {4}it has moved for good to /m)
  expect(people.stdout).toMatch(/\n1 of 3 sources fail; the others show 6 entries\.\n$/)
  expect(people.stdout + program.stdout).not.toMatch(/s3cret|\u001b/)
})

test('of many sources only those are shown that need to be looked at, the worst first', () => {
  const well: OnlineCheck = {
    id: 'well',
    outcome: 'changed',
    code: null,
    message: null,
    read: 3,
    ms: 1,
    title: 'T',
    titles: ['a'],
    categories: ['c'],
    warnings: [],
    announced: [],
    movedTo: null,
  }
  const many = Array.from({ length: 100 }, (_, n) => ({ ...well, id: `s${n}` }))
  const warned = Array.from({ length: 60 }, (_, n) => ({ ...well, id: `w${n}`, warnings: ['hm'] }))
  const failed: OnlineCheck = { ...well, id: 'bad', outcome: 'failed', code: 'dns', message: 'no address', read: 0 }
  const lines = describeOnline([...many, ...warned, { ...well, id: 'empty', read: 0 }, failed], { isTerminal: false, columns: null }).split(
    '\n',
  )
  expect(lines.slice(1, 5)).toEqual([
    expect.stringMatching(/^bad +failed +0/),
    '    dns: no address',
    expect.stringMatching(/^empty +changed +0/),
    expect.stringMatching(/^w0 /),
  ])
  expect(lines.slice(-2)).toEqual(['… and 12 more to look at (--json shows all)', '1 of 162 sources fail; the others show 480 entries.'])
  expect(describeOnline(many, { isTerminal: false, columns: null })).toBe('No source fails; 300 entries in 100 sources.')
  expect(describeOnline([], { isTerminal: false, columns: null })).toBe('No source is enabled.')
})

test('SIGINT ends the visits at once', async () => {
  const { promise: asked, resolve } = signalled()
  const web = await serve(() => resolve())
  await site.put('config/newsstand.yaml', configOf({ allow: web.host, more: `  - { id: slow, url: "${web.url}/" }\n` }))
  const running = site.start('check', '--online')
  await asked
  running.kill('SIGINT')
  expect(await running.ended).toMatchObject({ code: 130 })
})
