import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importPosts } from '../../../src/jobs/import/import-posts.ts'
import { exportPosts } from '../../../src/jobs/publish/export-posts.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { openOwnFolder } from '../../../src/publish/own-folder.ts'
import { openPostFolder } from '../../../src/read/post-folder.ts'
import { configOf, firstRunAt, memoryOutlet, openSite, settingsOf, type TestSite } from '../../support/site.ts'

let dir: string
let site: TestSite
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-export-'))
  site = await openSite(settingsOf(configOf([{ id: 'a' }])))
  await site.run([
    {
      source: 'a',
      items: [
        {
          code: 'C1',
          url: 'https://x.example/1?code=C1',
          title: 'One: "quoted" {{ liquid }}',
          date: '2026-01-09T18:30:00Z',
          text: '<p>Text &amp; more</p>',
          publisher: '国际商报',
        },
        { guid: 'g2', url: 'https://x.example/2', title: 'Two', date: '2026-01-08T10:00:00Z', text: 'no <b>block</b>', publisher: 'AC/DC' },
      ],
    },
  ])
})
afterEach(async () => {
  await site.close()
  rmSync(dir, { recursive: true })
})

async function exported(into: string) {
  const folder = await openOwnFolder(into, site.settings.site.id, [])
  const { paths, ...counts } = await exportPosts({ outlet: folder.outlet, onProgress: () => {} }, site.deps)
  return { ...counts, removed: await folder.removeOthers(['_posts', 'category'], paths) }
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => statSync(join(folder, path)).isFile() && !path.startsWith('.'),
  )
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

test('what is exported is what publishing writes beside the site', async () => {
  const into = join(dir, 'out')
  expect(await exported(into)).toEqual({ posts: 2, categories: 2, changed: 4, removed: 0 })
  const published = new Map<string, string>()
  const { store } = site.deps
  await store.markAllStale()
  await settleAndPublish(firstRunAt, { ...site.deps, jekyll: memoryOutlet(published) })
  expect(filesIn(into)).toEqual(new Map([...published].sort()))
})

test('a second export writes what has changed, and takes away what is gone', async () => {
  const into = join(dir, 'out')
  await exported(into)
  const [row = 0] = await site.deps.store.copies.publishedAfter(0, 1)
  await site.deps.store.retract({ row, at: firstRunAt, why: 'wrong', isSilent: true, by: null })
  await settleAndPublish(firstRunAt, site.deps)
  expect(await exported(into)).toMatchObject({ posts: 1, removed: expect.any(Number) })
  expect([...filesIn(into).keys()].filter((path) => path.startsWith('_posts/'))).toHaveLength(1)
})

test('a folder with other files is not touched', async () => {
  mkdirSync(join(dir, 'mine'))
  writeFileSync(join(dir, 'mine', 'notes.txt'), 'x')
  await expect(exported(join(dir, 'mine'))).rejects.toMatchObject({ code: 'file-exists' })
  expect(readdirSync(join(dir, 'mine'))).toEqual(['notes.txt'])
})

test('posts that are imported again have the paths, dates, categories and identities that they had', async () => {
  const into = join(dir, 'out')
  await exported(into)
  const other = await openSite(site.settings)
  other.deps.clock.now = () => firstRunAt
  const report = await importPosts({ folder: await openPostFolder(into), source: 'import-jekyll', onProgress: () => {} }, other.deps)
  expect(report).toMatchObject({ new: 2, broken: [], moved: [], odd: [] })
  const facts = async (of: TestSite) =>
    (await of.entries()).map(({ path, title, url, datePublished, categories, contentHtml, keys }) => ({
      ...{ path, title, url, datePublished, categories, contentHtml },
      code: keys.filter((key) => key.startsWith('code:')),
    }))
  expect(await facts(other)).toEqual(await facts(site))
  await other.close()
})
