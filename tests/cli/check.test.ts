import { afterEach, beforeEach, expect, test } from 'vitest'
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
