import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { violations } from './support/architecture.ts'

/** A small house in order; every row below plants one file into it. */
const house: Readonly<Record<string, string>> = {
  'src/main.ts':
    "import { run } from './cli/index.ts'\nimport { exitCodeOf } from './base/errors.ts'\nprocess.exit(exitCodeOf(await run(process.env)))",
  'src/app.ts':
    "import type { Fetcher } from './fetch/fetcher.ts'\nexport const start = async (): Promise<Fetcher> => (await import('./fetch/http.ts')).fetcher",
  'src/cli/index.ts': "import { start } from '../app.ts'\nimport { Command } from 'commander'\nexport const run = start, table = Command",
  'src/base/errors.ts': 'export const exitCodeOf = (error: unknown): number => (error === null ? 0 : 1)',
  'src/base/log.ts': "import { pino } from 'pino'\nexport const log = pino(console, process.env['NO_COLOR'])",
  'src/base/clock.ts': 'export const now = (): number => Date.now()',
  'src/base/digest.ts': "import { createHash } from 'node:crypto'\nexport const hash = createHash",
  'src/model/entry.ts': 'export interface Entry { readonly process: string; readonly console: string }',
  'src/fetch/fetcher.ts': "import type { Entry } from '../model/entry.ts'\nexport interface Fetcher { fetch(): Entry }",
  'src/fetch/http.ts':
    "import { request } from 'undici'\nimport type { Fetcher } from './fetcher.ts'\nexport const fetcher: Fetcher = { fetch: () => request() }",
  'src/store/store.ts': 'export interface Store { readonly open: boolean }',
  'src/store/sqlite.ts': 'export const sqlite = { open: true }',
  'src/parse/rss.ts':
    "import { Parser } from 'htmlparser2'\nimport type { Entry } from '../model/entry.ts'\nexport const parse = (entry: Entry): Parser => new Parser(new Date(entry.process))",
  'src/jobs/tick.ts':
    "import type { Fetcher } from '../fetch/fetcher.ts'\nimport { parse } from '../parse/rss.ts'\nexport const tick = (fetcher: Fetcher) => parse(fetcher.fetch())",
  'src/serve/server.ts':
    "import { createServer, type IncomingMessage } from 'node:http'\nexport const serve = (): IncomingMessage => createServer()",
}

function withFile(path: string, source: string): readonly string[] {
  return violations(new Map(Object.entries({ ...house, [path]: source })))
}

test('a house in order has no violations', () => {
  expect(violations(new Map(Object.entries(house)))).toEqual([])
})

const planted: readonly { name: string; path: string; source: string; want: string }[] = [
  {
    name: 'a pure room importing an edge',
    path: 'src/parse/x.ts',
    source: "import { sqlite } from '../store/sqlite.ts'",
    want: 'parse may import base, model',
  },
  {
    name: 'a type import against the table',
    path: 'src/model/x.ts',
    source: "import type { tick } from '../jobs/tick.ts'",
    want: 'model may import base',
  },
  {
    name: 'a lazy import against the table',
    path: 'src/classify/x.ts',
    source: "export const x = () => import('../parse/rss.ts')",
    want: 'classify may import',
  },
  {
    name: 'an import type expression against the table',
    path: 'src/base/x.ts',
    source: "export type X = import('../model/entry.ts').Entry",
    want: 'base may import no other room',
  },
  {
    name: 'a re-export against the table',
    path: 'src/schedule/x.ts',
    source: "export * from '../parse/rss.ts'",
    want: 'schedule may import',
  },
  {
    name: 'a named re-export against the table',
    path: 'src/schedule/x.ts',
    source: "export { parse } from '../parse/rss.ts'",
    want: 'schedule may import',
  },
  {
    name: 'a job importing an adapter',
    path: 'src/jobs/x.ts',
    source: "import { sqlite } from '../store/sqlite.ts'",
    want: 'jobs may import',
  },
  {
    name: 'a job importing an adapter’s type',
    path: 'src/jobs/x.ts',
    source: "import type { fetcher } from '../fetch/http.ts'",
    want: 'jobs may import',
  },
  {
    name: 'an edge importing another edge’s adapter',
    path: 'src/publish/x.ts',
    source: "import { fetcher } from '../fetch/http.ts'",
    want: 'publish may import',
  },
  {
    name: 'the command line importing an adapter',
    path: 'src/cli/x.ts',
    source: "import { sqlite } from '../store/sqlite.ts'",
    want: 'cli may import',
  },
  {
    name: 'the app importing the command line',
    path: 'src/app.ts',
    source: "import { run } from './cli/index.ts'",
    want: 'app may import',
  },
  { name: 'a computed import', path: 'src/app.ts', source: 'export const x = (name: string) => import(name)', want: 'computed' },
  { name: 'a port imported as a value', path: 'src/jobs/x.ts', source: "import { Store } from '../store/store.ts'", want: 'import type' },
  {
    name: 'a port imported with inline types',
    path: 'src/app.ts',
    source: "import { type Store } from './store/store.ts'",
    want: 'import type',
  },
  {
    name: 'a pure room importing a port',
    path: 'src/identify/x.ts',
    source: "import type { Store } from '../store/store.ts'",
    want: 'ports are for edges',
  },
  {
    name: 'a pure room importing node',
    path: 'src/render/x.ts',
    source: "import { join } from 'node:path'",
    want: 'does not touch the world',
  },
  {
    name: 'a pure room importing node without its prefix',
    path: 'src/render/x.ts',
    source: "import { join } from 'path'",
    want: 'imports node:path; a pure room',
  },
  { name: 'a pure room importing a log package', path: 'src/render/x.ts', source: "import 'pino'", want: 'does not touch the world' },
  {
    name: 'a pure room importing a database',
    path: 'src/identify/x.ts',
    source: "import Database from 'better-sqlite3'",
    want: 'does not touch the world',
  },
  {
    name: 'a pure room importing our log',
    path: 'src/identify/x.ts',
    source: "import type { log } from '../base/log.ts'",
    want: 'no logger',
  },
  {
    name: 'a pure room importing our clock',
    path: 'src/identify/x.ts',
    source: "import { now } from '../base/clock.ts'",
    want: 'no clock',
  },
  { name: 'a question that Node answers wrongly', path: 'src/fetch/x.ts', source: 'export const x = URL.canParse', want: 'parseUrl' },
  { name: 'a pure room reading the clock', path: 'src/schedule/x.ts', source: 'export const x = () => Date.now()', want: 'uses Date.now' },
  {
    name: 'a pure room asking what day it is',
    path: 'src/schedule/x.ts',
    source: 'export const x = () => new Date()',
    want: 'uses new Date()',
  },
  {
    name: 'a pure room throwing dice',
    path: 'src/schedule/x.ts',
    source: 'export const x = () => Math.random()',
    want: 'uses Math.random',
  },
  { name: 'a pure room looking at the process', path: 'src/render/x.ts', source: 'const { platform } = process', want: 'uses process' },
  { name: 'a barrel', path: 'src/parse/index.ts', source: "export * from './rss.ts'", want: 'is a barrel' },
  { name: 'a file of helpers', path: 'src/base/date-helpers.ts', source: '', want: 'says nothing' },
  { name: 'a folder of utilities', path: 'src/utils/text.ts', source: '', want: 'says nothing' },
  { name: 'a room that is not in the house', path: 'src/misc/text.ts', source: '', want: 'in no room' },
  { name: 'an import without its ending', path: 'src/parse/x.ts', source: "import { parse } from './rss'", want: 'write its ending' },
  { name: 'an import from outside', path: 'src/parse/x.ts', source: "import { x } from '../../tests/x.ts'", want: 'outside src/' },
  { name: 'an exit outside main.ts', path: 'src/cli/x.ts', source: 'process.exit(1)', want: 'only main.ts ends' },
  { name: 'a signal handler outside main.ts', path: 'src/app.ts', source: "process.once('SIGTERM', () => {})", want: 'listens to signals' },
  { name: 'a console outside the log', path: 'src/jobs/x.ts', source: "console.log('x')", want: 'the only console' },
  { name: 'a console that is handed on', path: 'src/jobs/x.ts', source: 'export const x = [console]', want: 'the only console' },
  {
    name: 'the environment read in passing',
    path: 'src/fetch/x.ts',
    source: "export const x = process['env']",
    want: 'config is read once',
  },
  {
    name: 'the environment behind node:process',
    path: 'src/fetch/x.ts',
    source: "import { env } from 'node:process'",
    want: 'hides what is used',
  },
  {
    name: 'a network client outside fetch',
    path: 'src/publish/x.ts',
    source: "import { request } from 'undici'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a part of a network client outside fetch',
    path: 'src/jobs/x.ts',
    source: "export const x = () => import('undici/lib/dispatcher/agent.js')",
    want: 'only fetch/ reaches out',
  },
  { name: 'another network client', path: 'src/app.ts', source: "import got from 'got'", want: 'only fetch/ reaches out' },
  { name: 'datagrams outside fetch', path: 'src/app.ts', source: "import dgram from 'dgram'", want: 'only fetch/ reaches out' },
  { name: 'requests by node:https', path: 'src/read/x.ts', source: "import https from 'node:https'", want: 'only fetch/ reaches out' },
  {
    name: 'TLS sockets in the serving room',
    path: 'src/serve/x.ts',
    source: "import { connect } from 'tls'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a server that is no HTTP server',
    path: 'src/serve/x.ts',
    source: "import { createServer } from 'node:net'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a client re-exported',
    path: 'src/serve/x.ts',
    source: "export { get } from 'node:http'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a built-in module without an import',
    path: 'src/jobs/x.ts',
    source: "export const x = process.getBuiltinModule('http')",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a WebSocket outside fetch',
    path: 'src/serve/x.ts',
    source: "export const x = () => new WebSocket('ws://x')",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'an EventSource outside fetch',
    path: 'src/jobs/x.ts',
    source: "export const x = new globalThis.EventSource('http://x')",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'the web by way of rss-parser',
    path: 'src/parse/x.ts',
    source: "import Parser from 'rss-parser'\nexport const x = () => new Parser().parseURL('http://x')",
    want: 'only fetch/ reaches out',
  },
  { name: 'a socket outside fetch', path: 'src/queue/x.ts', source: "import { connect } from 'node:net'", want: 'only fetch/ reaches out' },
  {
    name: 'a client in the serving room',
    path: 'src/serve/x.ts',
    source: "import { createServer, request } from 'node:http'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'a whole http module in the serving room',
    path: 'src/serve/x.ts',
    source: "import * as http from 'node:http'",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'the global fetch outside fetch',
    path: 'src/jobs/x.ts',
    source: "export const x = () => fetch('x')",
    want: 'only fetch/ reaches out',
  },
  {
    name: 'the global fetch by another way',
    path: 'src/jobs/x.ts',
    source: 'export const x = globalThis.fetch',
    want: 'only fetch/ reaches out',
  },
  { name: 'a package in two rooms', path: 'src/store/x.ts', source: "import { Command } from 'commander'", want: 'wrap it in one file' },
  {
    name: 'a shared package in a third room',
    path: 'src/classify/x.ts',
    source: "import { Parser } from 'htmlparser2'",
    want: 'only src/parse/, src/extract/, src/normalize/ may',
  },
  {
    name: 'pages’ package elsewhere in the room',
    path: 'src/render/x.ts',
    source: "import { raw } from 'hono/html'",
    want: 'only src/render/pages/, src/serve/ may',
  },
]
for (const { name, path, source, want } of planted) {
  test(`${name} is reported`, () => {
    const found = withFile(path, source)
    expect(found).toContainEqual(expect.stringContaining(path))
    expect(found).toContainEqual(expect.stringContaining(want))
  })
}

test('a cycle of types is reported once, with its way round', () => {
  const found = violations(
    new Map([
      ['src/model/c.ts', "import type { A } from './a.ts'"],
      ['src/model/a.ts', "import type { B } from './b.ts'"],
      ['src/model/b.ts', "export type B = import('./c.ts').C"],
    ]),
  )
  expect(found).toEqual(['src/model/a.ts → src/model/b.ts → src/model/c.ts → src/model/a.ts is a cycle'])
})

test('the tree keeps the house rules', async () => {
  const root = new URL('../src/', import.meta.url).pathname
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
  const files = new Map<string, string>()
  for (const name of names) files.set(`src/${name}`, await readFile(root + name, 'utf8'))
  expect(files.size).toBeGreaterThan(10)
  expect(violations(files)).toEqual([])
})
