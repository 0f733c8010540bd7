// `prune` by the real program, killed again and again, while a reader looks at the published files all the time.
import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { sha256Hex } from '../../../src/base/digest.ts'
import { feedOf, openSite, type SmallSite } from '../../cli/site.ts'
import type { ShownEntry } from '../../support/shown.ts'

const categories = 8
const each = 80
const kept = 10
const day = 86_400_000
const firstDay = Date.UTC(2024, 0, 1)

let site: SmallSite
let isOver = false
afterEach(async () => {
  isOver = true
  await site.close()
})

const sourceOf = (n: number) =>
  feedOf(
    Array.from({ length: each }, (_, at) => ({
      id: `${n}-${at}`,
      url: `https://s${n}.example/${at}`,
      title: `Story ${at} of ${n}`,
      content_html: `<p>${'Words that nobody else has written. '.repeat(40)}${n} ${at}</p>`,
      date_published: new Date(firstDay + at * day + n * 60_000).toISOString(),
    })),
  )

const keep = (rule: string) => `{ dir: ../data/public, entries: 5${rule} }`

async function filled(): Promise<void> {
  const more = Array.from({ length: categories }, (_, n) => `  - { id: s${n}, url: "file:s${n}.json", category: C${n} }\n`).join('')
  site = await openSite({ publish: keep(''), more })
  for (let n = 0; n < categories; n++) await site.put(`config/s${n}.json`, sourceOf(n))
  expect((await site.run('poll', '--json')).code).toBe(0)
  await site.put('config/newsstand.yaml', site.config.replace(keep(''), keep(`, keep: { entries: ${kept} }`)))
}

const goneAtLast = categories * (each - kept)

/** So many are pruned, as somebody beside the program sees it. */
function tombstones(): number {
  const db = new Database(site.store, { readonly: true, timeout: 5_000 })
  try {
    return db.prepare<[], number>('select count(*) from prunings').pluck().get() ?? 0
  } finally {
    db.close()
  }
}

async function pages(): Promise<number> {
  const files = await readdir(site.publicDir, { recursive: true })
  return files.filter((file) => /\/\d{4}\/\d\d\/\d\d\//.test(file)).length
}

interface Sampled {
  feeds: number
  readonly faults: string[]
}

/** Reads feeds and the lists beside them, until all is over: none is torn, and no list leads to a page that is not there. */
async function sampling(): Promise<Sampled> {
  const sampled: Sampled = { feeds: 0, faults: [] }
  const lists = ['index', ...Array.from({ length: categories }, (_, n) => `category/c${n}`)]
  for (let at = 0; !isOver; at++) {
    const list = lists[at % lists.length] ?? ''
    const path = `${list}.html`
    await expectWhole(list === 'index' ? 'feed.json' : `${list}.json`, sampled)
    for (const link of await linksOf(path, sampled)) {
      if (await isThere(link)) continue
      // The feed may be another one by now.
      if ((await linksOf(path, sampled)).includes(link)) sampled.faults.push(`${path} leads to ${link}`)
    }
    sampled.feeds++
    await wait(1)
  }
  return sampled
}

async function expectWhole(path: string, { faults }: Sampled): Promise<void> {
  const text = await readFile(join(site.publicDir, path), 'utf8')
  try {
    JSON.parse(text)
  } catch {
    faults.push(`${path} is torn`)
  }
}

/** To pages of entries, as paths. */
async function linksOf(path: string, { faults }: Sampled): Promise<readonly string[]> {
  const text = await readFile(join(site.publicDir, path), 'utf8')
  if (!text.trimEnd().endsWith('</html>')) faults.push(`${path} is torn`)
  const links = [...text.matchAll(/href="([^":]*\/\d{4}\/\d\d\/\d\d\/[^"]+\.html)"/g)].map(([, link = '']) => link)
  if (links.length < 5) faults.push(`${path} leads nowhere`)
  return links.map((link) => new URL(link, `https://news.example/${path}`).pathname.slice(1))
}

async function isThere(link: string): Promise<boolean> {
  const text = await readFile(join(site.publicDir, decodeURI(link)), 'utf8').catch(() => null)
  return text?.trimEnd().endsWith('</html>') ?? false
}

async function stateOf(): Promise<unknown> {
  const files = (await readdir(site.publicDir, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
  const texts = await Promise.all(
    files
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map(async (file) => `${file.slice(site.publicDir.length)} ${sha256Hex((await readFile(file)).toString('base64')).slice(0, 8)}`),
  )
  const entries: readonly ShownEntry[] = JSON.parse((await site.run('list', 'entries', '--limit', '5000', '--json')).stdout)
  return { entries, texts }
}

test('killed ten times it goes on where it was, and readers find every page that a feed leads to', { timeout: 600_000 }, async () => {
  isOver = false
  await filled()
  const untouched = join(site.dir, 'untouched')
  await cp(join(site.dir, 'data'), untouched, { recursive: true })
  const all = await pages()
  const sampler = sampling()
  const untilThen: (() => Promise<boolean>)[] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => async () => tombstones() >= (goneAtLast * n) / 8),
    ...[1, 2, 3].map((n) => async () => (await pages()) <= all - (goneAtLast * n) / 5),
  ]
  let kills = 0
  for (const isThen of untilThen) {
    const running = site.start('prune')
    let hasEnded = false
    void running.ended.then(() => {
      hasEnded = true
    })
    while (!hasEnded && !(await isThen())) await wait(2)
    running.kill('SIGKILL')
    if ((await running.ended).code === null) kills++
  }
  const last = await site.run('prune', '--json')
  isOver = true
  const { feeds, faults } = await sampler
  expect([...new Set(faults)]).toEqual([])
  expect(feeds).toBeGreaterThan(50)
  expect(kills).toBe(10)
  expect(last).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse((await site.run('prune', '--dry-run', '--json')).stdout)).toMatchObject({ entries: 0 })
  expect(tombstones()).toBe(goneAtLast)
  const killed = await stateOf()

  await rm(join(site.dir, 'data'), { recursive: true })
  await cp(untouched, join(site.dir, 'data'), { recursive: true })
  expect(JSON.parse((await site.run('prune', '--json')).stdout)).toMatchObject({ entries: goneAtLast })
  expect(await stateOf()).toEqual(killed)
})

test('beside a service it prunes without a poll failing, and explain tells of what went', { timeout: 300_000 }, async () => {
  await filled()
  const service = site.start('run', '--log-level', 'info')
  await service.said(/http:\/\/127\.0\.0\.1:\d+/)
  const pruned = JSON.parse((await site.run('prune', '--json')).stdout)
  expect(pruned).toMatchObject({ dry_run: false, entries: goneAtLast })
  expect(pruned.categories).toHaveLength(categories + 1)
  const polled = JSON.parse((await site.run('poll', '--force', '--json')).stdout)
  for (const source of polled.sources) expect(source).toMatchObject({ outcome: 'changed', new: 0, updated: 0, merged: 0 })
  const told = JSON.parse((await site.run('explain', 'https://s3.example/7', '--json')).stdout)
  expect(told).toMatchObject({ state: 'pruned', pruned: { keep: [{ category: 'c3', days: null, entries: kept }] } })
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
})
