// Killed fifty times while it reads and publishes, and started again at once. A reader looks at all that is published meanwhile.
import { existsSync, readdirSync, utimesSync, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomFrom } from '../support/fault-press.ts'
import { digests } from '../support/files.ts'
import { codeOf, openPressedSite, type PressedSite, temporary } from '../support/pressed-site.ts'
import type { Running } from '../support/program.ts'
import type { Sampled } from '../support/sampler.ts'
import { type Sampling, sample } from '../support/sampling.ts'

const kills = 50
/** `FAULT_SEED=…` has the same commands killed after the same events; the machine decides the rest. */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000)
const random = randomFrom(seed)
/** No command takes so long to come to anything. */
const hangMs = 120_000

let site: PressedSite
let sampling: Sampling | null
const jekyllDir = () => join(site.dir, 'data', 'jekyll')
const backupDir = () => join(site.dir, 'data', 'backups')

beforeEach(async () => {
  sampling = null
  const publish = '{ dir: ../data/public, entries: 20, jekyll: { dir: ../data/jekyll } }'
  site = await openPressedSite({ feeds: 60, desks: 12, random, publish })
})
afterEach(async () => {
  sampling?.kill()
  await site.close()
})

/** When a command is killed: some moment after its start, or after so many visits, or after so much was written. */
const moments = ['start', 'visit', 'writing', 'writing'] as const
const commands = [['run'], ['run'], ['run'], ['run'], ['poll', '--force'], ['publish', '--all']] as const

const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? expect.fail('there is none')
const upTo = (most: number) => 1 + Math.floor(random() * most)

/** Resolves at a random moment of a life; rejects when none comes. */
async function momentIn(running: Running): Promise<void> {
  const moment = among(moments)
  const end = new AbortController()
  const happens = {
    start: () => wait(random() * 2_500),
    visit: () => visits(upTo(40), end.signal),
    writing: () => writing(upTo(300), end.signal),
  }
  const hangs = wait(hangMs, null, { signal: end.signal }).then(
    () => Promise.reject(new Error(`no ${moment} came for ${hangMs} ms`)),
    () => {},
  )
  await Promise.race([happens[moment](), running.ended, hangs]).finally(() => end.abort())
}

function visits(count: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    const end = site.press.onVisit(() => {
      if (--left === 0) resolve()
    })
    signal.addEventListener('abort', end)
  })
}

/** So much happened to files beside the feeds and posts. */
function writing(count: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    for (const folder of [site.publicDir, join(site.publicDir, 'category'), join(jekyllDir(), '_posts')])
      watch(folder, { signal }, () => {
        if (--left === 0) resolve()
      })
  })
}

interface Deaths {
  readonly byCommand: Record<string, number>
  /** It left something half written. */
  amidWriting: number
}

async function killAgainAndAgain(): Promise<Deaths> {
  const deaths: Deaths = { byCommand: {}, amidWriting: 0 }
  for (let killed = 0; killed < kills; ) {
    const command = among(commands)
    const leftovers = site.leftovers().length
    const running = site.start(...command, '--log-level', 'error')
    await momentIn(running)
    running.kill('SIGKILL')
    const { code, stderr } = await running.ended
    // Some errand was done before its moment came.
    if (code !== null) {
      expect({ command, code, stderr }).toMatchObject({ code: 0 })
      continue
    }
    killed++
    expectWholePolls()
    deaths.byCommand[command[0]] = (deaths.byCommand[command[0]] ?? 0) + 1
    if (site.leftovers().length > leftovers) deaths.amidWriting++
  }
  return deaths
}

/** Of no answer that the store remembers as read is any article missing: then it would never be asked for again. */
function expectWholePolls(): void {
  const database = new Database(site.store, { readonly: true, timeout: 30_000 })
  try {
    const keys = new Set(database.prepare<[], string>("select key from sighting_keys where key like 'guid:%'").pluck().all())
    for (const { id, etag } of database.prepare<[], { id: string; etag: string | null }>('select id, etag from sources').all()) {
      const feed = Number(id.slice(1))
      const missing = site.press.shownBy(feed, etag ?? '').filter((code) => !keys.has(`guid:${id}:${feed}/${code}`))
      expect({ id, etag, missing }).toEqual({ id, etag, missing: [] })
    }
  } finally {
    database.close()
  }
}

/** A service goes on by itself: it visits whatever is due, publishes, and makes the backup that it never came to. */
async function resume(): Promise<void> {
  const since = Date.now()
  const service = site.start('run', '--log-level', 'warn')
  const isVisited = ({ last_poll }: { readonly last_poll: string | null }) => Date.parse(last_poll ?? '') >= since
  const areVisited = async () => JSON.parse((await site.run('list', 'sources', '--json')).stdout).every(isVisited)
  await expect.poll(areVisited, { timeout: 120_000, interval: 500 }).toBe(true)
  const isBackedUp = () => existsSync(backupDir()) && readdirSync(backupDir()).some((name) => name.endsWith('.sqlite'))
  await expect.poll(isBackedUp, { timeout: 60_000 }).toBe(true)
  service.kill('SIGTERM')
  expect(await service.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('"level"') })
}

/** Everything comes to rest: all is read once more, and what is read is published. */
async function comeToRest(): Promise<void> {
  site.press.stopPrinting()
  const poll = await site.run('poll', '--force', '--json')
  expect({ code: poll.code, stderr: poll.stderr }).toEqual({ code: 0, stderr: '' })
  expect((await site.run('publish')).code).toBe(0)
}

async function expectEachOnce({ ids, pages }: Sampled): Promise<void> {
  const entries = await site.entries()
  const stories = site.press.stories()
  expect(entries.map(codeOf).sort()).toEqual([...stories.keys()].sort())
  for (const entry of entries) {
    const story = stories.get(codeOf(entry))
    const shown = story?.feeds.map((feed) => `s${feed}`)
    expect([entry.title, entry.source]).toEqual([story?.title, `s${story?.feed}`])
    // An answer that was lost may have been the only one in which another feed had it.
    expect(entry.sources.filter((source) => !shown?.includes(source))).toEqual([])
  }
  // What readers were shown is what is kept: ids, addresses, paths.
  const kept = new Map(entries.map(({ id, url }) => [id, url]))
  for (const [id, url] of Object.entries(ids)) expect([id, kept.get(id)]).toEqual([id, url])
  const paths = new Set(entries.map(({ path }) => path))
  expect(pages.filter((path) => !paths.has(path))).toEqual([])
}

/** Variants hold what stands beside them, and nothing is out of step: writing everything anew changes no byte. */
async function expectInStep(): Promise<void> {
  const dirs = [site.publicDir, jekyllDir()]
  const before = await Promise.all(dirs.map(digests))
  for (const path of before[0]?.keys() ?? []) {
    if (!/\.(br|gz)$/.test(path)) continue
    const bytes = await readFile(join(site.publicDir, path))
    const plain = path.endsWith('br') ? brotliDecompressSync(bytes) : gunzipSync(bytes)
    expect([path, plain.equals(await readFile(join(site.publicDir, path.slice(0, -3))))]).toEqual([path, true])
  }
  for (let time = 0; time < 2; time++) {
    expect((await site.run('publish', '--all')).code).toBe(0)
    const after = await Promise.all(dirs.map(digests))
    for (const [at, files] of after.entries()) expect(changed(before[at] ?? new Map(), files)).toEqual([])
  }
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const isOurs = (path: string) => !temporary.test(path.split('/').at(-1) ?? '')
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => isOurs(path) && before.get(path) !== after.get(path))
}

interface Finding {
  readonly code: string
  readonly severity: string
}

async function expectHealthy(): Promise<void> {
  const findings = async (...more: readonly string[]): Promise<readonly Finding[]> =>
    JSON.parse((await site.run('doctor', '--json', ...more)).stdout).findings
  expect((await findings()).filter(({ severity }) => severity !== 'hint')).toEqual([])
  // What was left half written is nobody's after an hour.
  const left = site.leftovers()
  const longAgo = Date.now() / 1_000 - 7_200
  for (const path of left) utimesSync(join(site.dir, 'data', path), longAgo, longAgo)
  const torn = expect.objectContaining({ code: 'files-torn' })
  if (left.length > 0) expect(await findings()).toContainEqual(torn)
  expect(await findings('--fix')).not.toContainEqual(torn)
  expect(site.leftovers()).toEqual([])
}

test(`killed fifty times (seed ${seed}) it loses nothing, doubles nothing and shows nothing torn`, { timeout: 1_800_000 }, async () => {
  expect((await site.run('poll', '--json')).code).toBe(0)
  sampling = sample([site.publicDir, jekyllDir()])
  const startedAt = performance.now()
  const deaths = await killAgainAndAgain()
  const ms = Math.round(performance.now() - startedAt)
  await resume()
  await comeToRest()
  const sampled = await sampling.end()
  const { faults, ids, pages, ...looked } = sampled
  const figures = {
    ...deaths,
    ms,
    asked: site.press.asked,
    cutOff: site.press.cutOff,
    stories: site.press.stories().size,
    ...looked,
    ids: Object.keys(ids).length,
  }
  process.stdout.write(`seed ${seed}: ${JSON.stringify(figures)}\n`)
  expect(faults).toEqual([])
  expect(sampled.versions).toBeGreaterThan(kills)
  expect(deaths.amidWriting).toBeGreaterThan(0)
  expect(site.press.cutOff).toBeGreaterThan(0)
  await expectEachOnce(sampled)
  await expectInStep()
  await expectHealthy()
})
