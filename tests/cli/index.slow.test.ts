// The promises of the command line: exit codes, one clear word on stderr, stdout for the answer alone.
import { copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { snapshot } from '../support/files.ts'
import type { Ended } from '../support/program.ts'
import { configOf, openSite, type SmallSite } from './site.ts'

let site: SmallSite
let taken: Server | null = null
afterEach(async () => {
  taken?.close()
  await site.close()
})

/** Said on stderr in few lines, without a trace of the code behind it; nothing on stdout. */
function expectRefusal(ended: Ended | undefined, { name = '', exit, said }: { name?: string; exit: number; said: RegExp }): void {
  const { code, stdout, stderr } = ended ?? never()
  expect({ name, code, stdout }).toEqual({ name, code: exit, stdout: '' })
  expect(stderr).toMatch(said)
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m)
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3)
}

const misuse: readonly { name: string; args: readonly string[]; said: RegExp }[] = [
  { name: 'no command', args: [], said: /no command/ },
  { name: 'an unknown command', args: ['frobnicate'], said: /unknown command 'frobnicate'/ },
  { name: 'an unknown option', args: ['poll', '--frob'], said: /unknown option '--frob'/ },
  { name: 'an option without its value', args: ['status', '--config'], said: /--config <file>/ },
  { name: 'an unknown log level', args: ['status', '--log-level', 'loud'], said: /'loud' is invalid.*silent, error/ },
  { name: 'too many arguments', args: ['status', 'one'], said: /too many arguments/ },
  { name: 'something that is not stored', args: ['list', 'pages'], said: /'pages' is invalid.*entries, categories, sources/ },
  { name: 'nothing to list', args: ['list'], said: /missing required argument/ },
  { name: 'a source that there is not', args: ['poll', 'one', 'two'], said: /There is no source "two"\nSources are: one/ },
  { name: 'entries of a source that there is not', args: ['list', 'entries', '--source', 'two'], said: /There is no source "two"/ },
  { name: 'a limit of no number', args: ['list', 'entries', '--limit', 'many'], said: /--limit is "many"\nWrite a whole number/ },
  { name: 'a limit of nothing', args: ['list', 'entries', '--limit', '0'], said: /--limit is "0"/ },
]
test('wrong usage ends with 2 and says what was wrong', async () => {
  site = await openSite()
  const ended = await Promise.all(misuse.map(({ args }) => site.run(...args)))
  for (const [index, { name, said }] of misuse.entries()) expectRefusal(ended[index], { name, exit: 2, said })
})

test('help and version are answers', async () => {
  site = await openSite()
  const [help, pollHelp, version] = await Promise.all([site.run('--help'), site.run('poll', '--help'), site.run('--version')])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toMatch(/poll[\s\S]*publish[\s\S]*serve[\s\S]*check[\s\S]*list[\s\S]*status/)
  expect(pollHelp).toMatchObject({ code: 0, stdout: expect.stringContaining('--force') })
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('a config that is missing or wrong ends with 3', async () => {
  site = await openSite()
  const missing = await site.run('poll', '--config', 'config/none.yaml')
  expectRefusal(missing, { exit: 3, said: /there is no config file config\/none\.yaml\n.*--config/ })
  await site.put('config/newsstand.yaml', configOf({ serve: '{ port: 99999 }' }))
  const said = /^config-invalid: config\/newsstand\.yaml:4:16 serve\.port: .*99999/
  const wrong = await Promise.all(['poll', 'run', 'check'].map((command) => site.run(command)))
  for (const ended of wrong) expectRefusal(ended, { exit: 3, said })
  expect(await readdir(site.dir)).toEqual(['config'])
})

test('a store or a folder of another site is refused with 3, and left as it is', async () => {
  site = await openSite()
  await site.run('poll')
  const before = await snapshot(site.publicDir)
  const other = 'https://other.example/'
  await site.put('config/newsstand.yaml', configOf({ url: other }))
  const store = /store .*store\.sqlite belongs to the site "news\.example", not to "other\.example"/
  expectRefusal(await site.run('poll', '--force'), { exit: 3, said: store })
  await site.put('config/newsstand.yaml', configOf({ url: other, store: '../data/other.sqlite' }))
  expectRefusal(await site.run('poll', '--force'), { exit: 3, said: /registry .*registry\.jsonl belongs to the site "news\.example"/ })
  await rm(join(site.dir, 'data', 'registry.jsonl'))
  expectRefusal(await site.run('poll', '--force'), { exit: 3, said: /folder .*public belongs to the site "news\.example"/ })
  expect(await snapshot(site.publicDir)).toEqual(before)
})

const damages: readonly { name: string; harm: (file: string) => Promise<void> }[] = [
  { name: 'no SQLite file', harm: (file) => writeFile(file, 'These are not the bytes you are looking for. '.repeat(200)) },
  { name: 'a store whose ledger of polls is overwritten', harm: (file) => overwriteTable(file, 'polls') },
  { name: 'a store cut short', harm: (file) => truncate(file, 10 * 4096) },
]
test('a damaged store ends with 5, and what is published stays', async () => {
  site = await openSite()
  await site.run('poll')
  await copyFile(site.store, `${site.store}.kept`)
  const before = await snapshot(site.publicDir)
  for (const { name, harm } of damages) {
    await copyFile(`${site.store}.kept`, site.store)
    await harm(site.store)
    const said = /^store-damaged: The store .*store\.sqlite is damaged: .*\n.*restore/
    expectRefusal(await site.run('poll', '--force', '--log-level', 'silent'), { name, exit: 5, said })
    expect(await snapshot(site.publicDir)).toEqual(before)
  }
})

const unwritable: readonly { name: string; lines: Parameters<typeof configOf>[0]; said: RegExp }[] = [
  { name: 'a store under a file', lines: { store: '../file/store.sqlite' }, said: /^cannot-write: .*file/ },
  { name: 'an output folder under a file', lines: { publish: '{ dir: ../file/public }' }, said: /^cannot-write: .*file\/public/ },
  {
    name: 'a Jekyll folder under a file',
    lines: { publish: '{ dir: ../data/public, jekyll: { dir: ../file/jekyll } }' },
    said: /^cannot-write: .*file\/jekyll/,
  },
]
test('what cannot be written ends with 6', async () => {
  site = await openSite()
  await site.put('file', 'a file where a folder is wanted')
  const ended = await Promise.all(
    unwritable.map(async ({ lines }, index) => {
      await site.put(`config/${index}.yaml`, configOf(lines))
      return site.run('poll', '--config', `config/${index}.yaml`)
    }),
  )
  for (const [index, { name, said }] of unwritable.entries()) expectRefusal(ended[index], { name, exit: 6, said })
  expect(await readFile(join(site.dir, 'file'), 'utf8')).toBe('a file where a folder is wanted')
})

test('a folder that stands where a page must be ends with 6; the page comes when it is gone', async () => {
  site = await openSite()
  await site.put('data/public/index.html/x', '')
  expectRefusal(await site.run('poll'), { exit: 6, said: /^cannot-write: cannot write .*index\.html/ })
  await rm(join(site.publicDir, 'index.html'), { recursive: true })
  expect((await site.run('publish')).code).toBe(0)
  expect(await readFile(join(site.publicDir, 'index.html'), 'utf8')).toContain('第一篇')
})

test('a port that another program has ends run and serve with 6', async () => {
  const held = createServer()
  taken = held
  const port = await new Promise<number>((resolve) => {
    held.listen(0, '127.0.0.1', () => {
      const address = held.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  site = await openSite({ serve: `{ port: ${port} }` })
  const said = new RegExp(`^cannot-listen: cannot listen on 127\\.0\\.0\\.1:${port}: another program has this port`)
  const [run, serve] = await Promise.all([site.run('run'), site.run('serve')])
  for (const ended of [run, serve]) expectRefusal(ended, { exit: 6, said })
})

test('commands that all start on a new site at once all do their work', async () => {
  site = await openSite()
  const ended = await Promise.all(['poll', 'status', 'poll', 'publish'].map((command) => site.run(command)))
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(4).fill({ code: 0, stderr: '' }))
  expect(JSON.parse((await site.run('list', 'entries', '--json')).stdout)).toHaveLength(2)
})

async function overwriteTable(file: string, table: string): Promise<void> {
  const database = new Database(file, { readonly: true })
  const pages = database.prepare('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table).map(Number)
  const size = Number(database.pragma('page_size', { simple: true }))
  database.close()
  expect(pages).not.toEqual([])
  for (const page of pages) await overwrite(file, (page - 1) * size, page * size)
}

async function overwrite(file: string, from: number, to: number): Promise<void> {
  const bytes = await readFile(file)
  await writeFile(file, bytes.fill(0xa5, from, to))
}

function never(): never {
  throw new Error('nothing ended')
}
