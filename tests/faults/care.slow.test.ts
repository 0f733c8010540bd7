// Care of the store with the program itself: beside a service, killed at any moment, and over a damaged file.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { problemsOf } from '../../src/store/sqlite-copy.ts'
import { feedOf, openSite, type SmallSite } from '../cli/site.ts'
import { makeBigSite } from '../support/big-site.ts'
import { newsstand } from '../support/program.ts'
import type { ShownEntry } from '../support/shown.ts'

const sources = 16
let site: SmallSite
let server: Server
let asked: number
/** By how much each answer is ahead of the one before. */
let repeating: number

beforeEach(async () => {
  asked = 0
  repeating = 3
  const times = new Map<string, number>()
  // Each answer has something new, and most of the one before.
  server = createServer(({ url = '' }, response) => {
    asked++
    times.set(url, (times.get(url) ?? 20) + repeating)
    const newest = times.get(url) ?? 0
    const items = Array.from({ length: 20 }, (_, n) => ({
      id: `${url}-${newest - n}`,
      title: `${url} number ${newest - n}`,
      content_html: `<p>${'text '.repeat(200)}</p>`,
    }))
    response.writeHead(200, { 'content-type': 'application/feed+json' }).end(feedOf(items))
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const lines = Array.from(
    { length: sources },
    (_, n) => `  - { id: s${n}, url: "http://127.0.0.1:${port}/${n}", every: 10s, category: 科技 }\n`,
  )
  site = await openSite({ allow: `127.0.0.1:${port}`, more: lines.join('') })
  await site.put(
    'config/newsstand.yaml',
    site.config
      .replace('store.sqlite }', 'store.sqlite, backup: { dir: ../data/backups, keep: 2 } }')
      .replace('delay: 0s', 'delay: 0s, perHost: 8'),
  )
})
afterEach(async () => {
  await site.close()
  server.close()
  server.closeAllConnections()
})

const backup = () => join(site.dir, 'backup.sqlite')
const isToDo = ({ severity }: { readonly severity: string }) => severity !== 'hint'
const troubles = (log: string) => log.split('\n').filter((line) => /"level":"?(warn|error|40|50)/.test(line))
const entries = async (): Promise<readonly ShownEntry[]> =>
  JSON.parse((await site.run('list', 'entries', '--json', '--limit', '100000')).stdout)

function published(): ReadonlyMap<string, string> {
  const names = readdirSync(site.publicDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(html|atom|rss|json|xml|opml)$/.test(name),
  )
  return new Map(names.sort().map((name) => [name, readFileSync(join(site.publicDir, name), 'utf8')]))
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(50)
}

test('backups beside a service under load: no poll fails, each copy is whole, and restoring waits for its end', async () => {
  const service = site.start('run', '--log-level', 'info')
  await service.said(/Watching/)
  await until(() => asked >= sources)
  for (let round = 0; round < 3; round++) {
    const { code, stdout } = await site.run('backup', backup(), '--force', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ file: backup(), replaced: round > 0 })
    expect(problemsOf(backup(), { whole: true })).toEqual([])
  }
  // The service has made one by its clock, too.
  await until(() => readdirSync(join(site.dir, 'data/backups')).some((name) => name.startsWith('newsstand-news.example-')))
  const refused = await site.run('restore', backup(), '--force')
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('in-use')])
  const status = JSON.parse((await site.run('status', '--json')).stdout)
  expect(status.failing).toBe(0)
  service.kill('SIGTERM')
  const { code, stderr } = await service.ended
  expect([code, troubles(stderr)]).toEqual([0, []])
})

test('a store that is put back reads as it did, the doctor finds nothing to do, and what came since comes again as it was', async () => {
  await site.run('poll')
  await site.run('publish', '--all')
  const files = published()
  expect((await site.run('backup', backup())).code).toBe(0)
  const before = await entries()
  await site.run('poll', 's1', '--force')
  const since = await entries()
  expect(since.length).toBeGreaterThan(before.length)

  expect((await site.run('restore', backup())).code).toBe(2)
  const { code, stdout } = await site.run('restore', backup(), '--force', '--json')
  const { kept } = JSON.parse(stdout)
  expect([code, existsSync(kept)]).toEqual([0, true])
  expect(await entries()).toEqual(before)
  expect((await site.run('publish', '--all')).code).toBe(0)
  for (const [name, text] of files) expect([name, published().get(name)]).toEqual([name, text])
  // Backups by the clock are made by a service alone.
  expect(JSON.parse((await site.run('doctor', '--json')).stdout).findings.filter(isToDo)).toMatchObject([{ code: 'backup-none' }])

  // The same answer once more: what the lost hour published has the ids and paths that readers know.
  repeating = 0
  await site.run('poll', 's1', '--force')
  const named = (all: readonly ShownEntry[]) =>
    new Map(all.map(({ keys, id, path }) => [keys.find((key) => key.startsWith('guid:')), `${id} ${path}`]))
  const [known, again] = [named(since), named(await entries())]
  expect([...again].filter(([key, name]) => known.has(key) && known.get(key) !== name)).toEqual([])
  expect(again.size).toBe((await entries()).length)
})

for (const [name, at] of [
  ['at its start', 'start'],
  ['while it runs', 'later'],
] as const)
  test(`a damaged store, found ${name}, ends a service with exit 5 and the way back; published files stay`, async () => {
    await site.run('poll')
    const files = published()
    mkdirSync(join(site.dir, 'data/backups'))
    const newest = join(site.dir, 'data/backups/newsstand-news.example-20260101T000000.sqlite')
    expect((await site.run('backup', newest)).code).toBe(0)
    const spoil = () => {
      const bytes = readFileSync(site.store)
      bytes.fill(0x5a, 4 * 8192)
      writeFileSync(site.store, bytes)
    }
    if (at === 'start') spoil()
    const service = site.start('run', '--log-level', 'silent')
    if (at === 'later') {
      await service.said(/Watching/)
      const beside = new Database(site.store)
      beside.exec("insert into meta values ('beside', '1')")
      spoil()
      // A commit of somebody else: what is known of the file is read again.
      beside.exec("update meta set value = '2' where key = 'beside'")
      beside.close()
    }
    const { code, stderr } = await service.ended
    expect(code).toBe(5)
    expect(stderr).toContain('store-damaged')
    const command = /newsstand (restore \S+) --config/.exec(stderr)?.[1] ?? ''
    for (const [path, text] of files) if (at === 'start') expect([path, published().get(path)]).toEqual([path, text])
    expect((await site.run('doctor')).code).toBe(1)
    expect((await site.run(...command.split(' '))).code).toBe(0)
    expect((await site.run('poll', 's1')).code).toBe(0)
    expect(existsSync(join(site.publicDir, 'index.html'))).toBe(true)
  })

test('killed at any moment, backup leaves no half of one, and restore the old or the new store, whole', async () => {
  const dir = join(site.dir, 'big')
  const settings = await makeBigSite(dir, { categories: 20, entries: 8_000 })
  const run = (...args: readonly string[]) => newsstand([...args, '--config', settings.file], { cwd: site.dir })
  expect((await run('backup', backup()).ended).code).toBe(0)
  const store = settings.store.sqlite
  const changed = new Database(store)
  changed.exec("delete from memberships; insert into meta values ('newer', '1')")
  changed.close()
  const isNewer = (file: string) => {
    const database = new Database(file, { readonly: true })
    const found = database.prepare("select 1 from meta where key = 'newer'").get() !== undefined
    database.close()
    return found
  }
  const mark = () => {
    const marking = new Database(store)
    marking.exec("insert into meta values ('newer', '1') on conflict do nothing")
    marking.close()
  }
  const seen = new Set<string>()
  const killed = async (after: number, ...args: readonly string[]) => {
    const running = run(...args)
    await wait(after)
    running.kill('SIGKILL')
    return (await running.ended).code
  }
  const whole = join(site.dir, 'whole.sqlite')
  const timed = async (...args: readonly string[]) => {
    const startedAt = performance.now()
    expect((await run(...args).ended).code).toBe(0)
    return performance.now() - startedAt
  }
  const backingUp = await timed('backup', whole)
  const restoring = await timed('restore', backup(), '--force')
  mark()
  for (let step = 2; step <= 16; step++) {
    rmSync(whole, { force: true })
    await killed((backingUp * step) / 10, 'backup', whole)
    if (existsSync(whole)) expect(problemsOf(whole)).toEqual([])
    seen.add(`backup ${existsSync(whole)}`)
    await killed((restoring * step) / 10, 'restore', backup(), '--force')
    expect(problemsOf(store)).toEqual([])
    seen.add(`restored ${!isNewer(store)}`)
    for (const name of readdirSync(dir).filter((one) => /before-restore-[\dT-]+$/.test(one))) {
      expect([name, problemsOf(join(dir, name))]).toEqual([name, []])
      rmSync(join(dir, name))
    }
    mark()
  }
  expect([...seen].sort()).toEqual(['backup false', 'backup true', 'restored false', 'restored true'])
  expect((await run('restore', backup(), '--force').ended).code).toBe(0)
  expect(readdirSync(dir).filter((name) => name.includes('.restoring'))).toEqual([])
})
