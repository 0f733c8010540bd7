// What is taken in and given away by the program itself, also when it is killed amid that.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { originalPost, postPath, type WrittenPost } from '../support/posts.ts'
import type { Running } from '../support/program.ts'
import type { ShownEntry } from '../support/shown.ts'
import { openSite, type SmallSite } from './site.ts'

const sites: SmallSite[] = []
let site: SmallSite
beforeEach(async () => {
  site = await opened()
})
afterEach(async () => {
  for (const one of sites.splice(0)) await one.close()
})

async function opened(): Promise<SmallSite> {
  const one = await openSite()
  sites.push(one)
  return one
}

function posts(count: number): readonly WrittenPost[] {
  return Array.from({ length: count }, (_, n): WrittenPost => {
    const day = String(1 + (n % 28)).padStart(2, '0')
    return {
      code: `C${10_000 + n}`,
      title: `第 ${n} 篇`,
      date: `2022-0${1 + (n % 3)}-${day} 08:${10 + (n % 50)}:00`,
      slug: 'guojishangbao',
      publisher: '国际商报',
    }
  })
}

async function writePosts(to: SmallSite, count: number): Promise<void> {
  for (const post of posts(count)) await to.put(`old/${postPath(post)}`, originalPost(post).replace('infoCode=', 'code='))
}

async function told(of: SmallSite): Promise<readonly unknown[]> {
  const entries: readonly ShownEntry[] = JSON.parse((await of.run('list', 'entries', '--json', '--limit', '5000')).stdout)
  return entries.map(({ id, path, listed, title, keys, categories }) => ({ id, path, listed, title, keys: [...keys].sort(), categories }))
}

function filesIn(dir: string): ReadonlyMap<string, string> {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(dir, path)).isFile())
  return new Map(paths.sort().map((path) => [path, readFileSync(join(dir, path)).toString('base64')]))
}

async function killedAmid(running: Running): Promise<void> {
  await running.said(/"done":[1-9]\d*/)
  running.kill('SIGKILL')
  expect((await running.ended).code).toBe(null)
}

test('an import of posts that is killed goes on where it was, and ends as if it had not been', async () => {
  await writePosts(site, 1_500)
  await killedAmid(site.start('import', 'jekyll', 'old'))
  const { code, stdout } = await site.run('import', 'jekyll', 'old/_posts', '--json')
  const report = JSON.parse(stdout)
  expect({ code, ...report }).toMatchObject({ code: 0, source: 'import-jekyll', posts: 1_500, broken: [], moved: [] })
  expect(report.unchanged).toBeGreaterThanOrEqual(200)
  expect(report.new + report.unchanged).toBe(1_500)

  const whole = await opened()
  await writePosts(whole, 1_500)
  expect(JSON.parse((await whole.run('import', 'jekyll', 'old', '--json')).stdout)).toMatchObject({ new: 1_500, unchanged: 0 })
  expect(await told(site)).toEqual(await told(whole))

  // What comes back as posts is what went out.
  expect((await whole.run('export', 'jekyll', 'posts')).code).toBe(0)
  const third = await opened()
  expect((await third.run('import', 'jekyll', join(whole.dir, 'posts'), '--json')).code).toBe(0)
  expect(await told(third)).toEqual(await told(whole))
})

test('an exact copy that is killed amid goes on where it was; until then the store is not to be worked on', async () => {
  await writePosts(site, 1_500)
  await site.run('import', 'jekyll', 'old')
  await site.run('poll')
  expect((await site.run('export', 'jsonl', 'copy.jsonl.gz')).code).toBe(0)
  const copy = join(site.dir, 'copy.jsonl.gz')

  const other = await opened()
  await killedAmid(other.start('import', 'jsonl', copy))
  expect(await other.run('poll')).toMatchObject({ code: 3, stderr: expect.stringContaining('copy-unfinished') })
  const { code, stdout } = await other.run('import', 'jsonl', copy, '--json')
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, kind: 'exact', conflicts: [] })
  expect(await told(other)).toEqual(await told(site))
  for (const one of [site, other]) await one.run('publish', '--all')
  expect(filesIn(other.publicDir)).toEqual(filesIn(site.publicDir))
  expect(JSON.parse((await other.run('poll', '--force', '--json')).stdout)).toMatchObject({
    sources: [{ id: 'one', new: 0, updated: 0, merged: 0 }],
  })

  const { stdout: printed } = await site.run('export', 'jsonl', '-')
  expect(printed.trimEnd().split('\n').at(-1)).toMatch(/^\{"end":\{"lines":\d+,"sha256":"[0-9a-f]{64}"\}\}$/)
})

test('broken posts are named, and the exit code says so', async () => {
  await writePosts(site, 3)
  await site.put('old/_posts/2022-01-01-bad.md', '<p>no front matter</p>')
  const { code, stdout } = await site.run('import', 'jekyll', 'old')
  expect(code).toBe(1)
  expect(stdout).toContain('_posts/2022-01-01-bad.md:1 there is no front matter')
  expect(await told(site)).toHaveLength(3)
})

test('sources of another reader are polled from then on', async () => {
  await site.put(
    'mine.opml',
    '<opml><body><outline text="科技"><outline text="Two" xmlUrl="https://two.example/feed"/></outline></body></opml>',
  )
  const { code, stdout } = await site.run('import', 'opml', 'mine.opml')
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('include:\n  - sources/imported-mine.yaml') })
  await site.put('config/newsstand.yaml', `${site.config}include: [ "sources/*.yaml" ]\n`)
  expect((await site.run('check')).stdout).toContain('2 sources')
  expect((await site.run('import', 'opml', 'mine.opml')).code).toBe(2)
  expect((await site.run('export', 'opml', 'out.opml')).code).toBe(0)
  expect(readFileSync(join(site.dir, 'out.opml'), 'utf8')).toContain('https://two.example/feed')
})

const refused: readonly { name: string; args: readonly string[]; code: number; says: string }[] = [
  { name: 'a folder that is not there', args: ['import', 'jekyll', 'none'], code: 1, says: 'cannot-read' },
  { name: 'a folder without posts', args: ['import', 'jekyll', 'config'], code: 1, says: 'No file in config is a post' },
  {
    name: 'the id of a source',
    args: ['import', 'jekyll', 'config', '--source', 'one'],
    code: 2,
    says: 'is a source that is, or was, visited',
  },
  { name: 'a file that is no copy', args: ['import', 'jsonl', 'config/one.json'], code: 1, says: 'copy-damaged' },
  { name: 'a folder that holds other files', args: ['export', 'jekyll', 'config'], code: 2, says: 'file-exists' },
  { name: 'a place where nobody may write', args: ['export', 'jsonl', '/dev/null/copy.jsonl'], code: 6, says: 'cannot-write' },
  { name: 'a copy where no folder can be made', args: ['export', 'jsonl', '/proc/none/copy.jsonl'], code: 6, says: 'cannot-write' },
  { name: 'a list where no folder can be made', args: ['export', 'opml', '/proc/none/list.opml'], code: 6, says: 'cannot-write' },
  { name: 'posts where no folder can be made', args: ['export', 'jekyll', '/proc/none/posts'], code: 6, says: 'cannot-write' },
]
for (const { name, args, code, says } of refused)
  test(`${name} is refused`, async () => {
    expect(await site.run(...args)).toMatchObject({ code, stderr: expect.stringContaining(says) })
  })
