// Two thousand categories and many entries: publishing costs what changed, and always ends in the same bytes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publish } from '../../src/jobs/publish/publish.ts'
import type { Settings } from '../../src/model/settings.ts'
import { filesOutlet } from '../../src/publish/files.ts'
import { makeBigSite, paper } from '../support/big-site.ts'
import { digests } from '../support/files.ts'
import { firstRunAt, openSite, type TestSite } from '../support/site.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(await roomyFolder(), 'newsstand-scale-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** In memory where there is enough: bytes are compared here, not disks. */
async function roomyFolder(): Promise<string> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize > 8 * 1024 ** 3 ? '/dev/shm' : tmpdir()
}

/** The site over its store, with files on the disk. */
async function openedOn(settings: Settings, dir = settings.publish.dir): Promise<TestSite> {
  const site = await openSite(settings, { file: settings.store.sqlite })
  Object.assign(site.deps, { outlet: filesOutlet(dir) })
  return site
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort()
}

/** Just enough for a sitemap in parts; `SCALE_ENTRIES=100000` takes twice as long. */
const entries = Number(process.env.SCALE_ENTRIES ?? 51_000)

const plain = (paths: readonly string[]) => paths.filter((path) => !/\.(?:br|gz)$/.test(path))

test('forty new entries in ten of two thousand categories change these and what stands for the whole site, nothing else', async () => {
  const settings = await makeBigSite(join(home, 'big'), { categories: 2_000, entries })
  let site = await openedOn(settings)
  await publish(site.deps)
  await site.run([{ source: 'a', items: [] }], firstRunAt)
  const before = await digests(settings.publish.dir)
  expect(plain([...before.keys()]).filter((path) => /^paper-\d+\//.test(path))).toHaveLength(entries)

  const slugs = Array.from({ length: 10 }, (_, n) => paper(n * 180).slug)
  const items = Array.from({ length: 40 }, (_, n) => ({
    guid: `new ${n}`,
    url: `https://a.example/new/${n}`,
    title: `New ${n}`,
    date: '2026-01-10T11:00:00Z',
    publisher: paper((n % 10) * 180).name,
  }))
  await site.run([{ source: 'a', items }], firstRunAt + 3_600_000)
  const newest = await site.deps.store.entries({ source: null, category: null, search: null, limit: 40 })
  const after = await digests(settings.publish.dir)
  const files = plain(changed(before, after))
  const ofCategories = files.filter((path) => path.startsWith('category/'))
  const allowed = new RegExp(`^category/(?:${slugs.join('|')})(?:\\.|/)`)
  expect(ofCategories.filter((path) => !allowed.test(path))).toEqual([])
  const own = slugs.flatMap((slug) => ['html', 'rss', 'atom', 'json'].map((format) => `category/${slug}.${format}`))
  expect(ofCategories.filter((path) => !/\/\d{4}-/.test(path))).toEqual(own.sort())
  const ofSite = ['feed.atom', 'feed.json', 'feed.rss', 'index.html', 'sitemap.xml', 'sitemap/2026-01.xml', 'sitemap/pages.xml']
  const others = files.filter((path) => !path.startsWith('category/') && !/^archive\/2026-01(?:-\d+)?\./.test(path))
  expect(others).toEqual([...ofSite, ...newest.map(({ path }) => path)].sort())

  await site.deps.store.markAllStale()
  expect(await publish(site.deps)).toEqual({ categories: 0, files: 0 })
  await site.close()
  expect(changed(after, await digests(settings.publish.dir))).toEqual([])

  await rm(settings.publish.dir, { recursive: true })
  await cp(settings.store.sqlite, join(home, 'copied', 'store.sqlite'), { recursive: true })
  await cp(settings.file, join(home, 'copied', 'newsstand.yaml'))
  const copied = { ...settings, store: { ...settings.store, sqlite: join(home, 'copied', 'store.sqlite') } }
  site = await openedOn(copied, join(home, 'copied', 'public'))
  await site.deps.store.markAllStale()
  await publish(site.deps)
  await site.close()
  expect(changed(after, await digests(join(home, 'copied', 'public')))).toEqual([])
}, 1_800_000)

test('killed at any file, and repeated, publishing ends in the same bytes', async () => {
  const whole = await makeBigSite(join(home, 'whole'), { categories: 60, entries: 2_000 })
  const site = await openedOn(whole)
  await publish(site.deps)
  await site.close()
  const files = await digests(whole.publish.dir)
  const killed = await makeBigSite(join(home, 'killed'), { categories: 60, entries: 2_000 })
  const child = new URL('../support/publish-child.ts', import.meta.url).pathname
  const exits: (string | null)[] = []
  // Each goes on where what the one before recorded ends, a little before its last file.
  for (const writes of [1, 777, 260, 640, 333, 250, 222, 30]) {
    const [, signal] = await once(fork(child, [killed.file, String(writes)], { execArgv: ['--import', 'tsx'] }), 'exit')
    exits.push(signal)
  }
  expect(exits.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'SIGKILL'))
  const again = await openedOn(killed)
  await publish(again.deps)
  await again.close()
  const ends = await digests(killed.publish.dir)
  expect(changed(files, new Map([...ends].filter(([path]) => !path.endsWith('.tmp'))))).toEqual([])
}, 600_000)
