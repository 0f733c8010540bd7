// `category` as operators use it, beside a running service too.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { feedOf, openSite, type SmallSite } from './site.ts'

let site: SmallSite
afterEach(() => site.close())

const published = (path: string) => readFile(join(site.publicDir, path), 'utf8')
const listed = async (...args: readonly string[]) => JSON.parse((await site.run('category', 'list', '--json', ...args)).stdout)

test('list shows every category there ever was', async () => {
  site = await openSite({ more: 'categories: [{ name: 科技, group: 行业 }, { name: Secret, private: true }]\n' })
  await site.run('poll')
  await site.run('category', 'alias', 'keji', '科技频道')
  expect(await listed()).toEqual([
    {
      slug: 'keji',
      name: '科技',
      kind: 'category',
      aliases: ['科技频道'],
      state: 'active',
      moved_to: null,
      private: false,
      listed: true,
      group: '行业',
      entries: 2,
      updated: '2026-01-02T03:04:05Z',
    },
    expect.objectContaining({ slug: 'secret', private: true, entries: 0, updated: null }),
  ])
  expect(await listed('--state', 'private')).toMatchObject([{ slug: 'secret' }])
  const { stdout } = await site.run('category', 'list')
  expect(stdout.split('\n')[0]).toMatch(/^slug +name +state +in config +entries +updated +group +other names$/)
  expect(stdout).toMatch(/^keji +科技 +active +yes +2 +2026-01-02 11:04 +行业 +科技频道$/m)
  expect((await site.run('category', 'list', '--state', 'moved')).stdout).toBe('There is no such category.\n')
})

test('rename, merge, retire and approve publish at once, and say what they did', async () => {
  site = await openSite()
  await site.run('poll')
  const renamed = await site.run('category', 'rename', '科技', '科学技术', '--slug', 'kexue')
  expect(renamed).toMatchObject({ code: 0, stderr: '' })
  expect(renamed.stdout).toMatch(/^keji is called "科学技术" now/)
  expect(renamed.stdout).toMatch(/^keji is kexue now\. .*"newsstand category retire keji"\.$/m)
  expect(renamed.stdout).toMatch(/^Published \d+ files in \d categories\.\n$/m)
  expect(JSON.parse(await published('category/keji.json'))).toMatchObject({ title: '科学技术', items: [{}, {}] })
  expect(await published('category/keji.html')).toContain('category/kexue.html')
  expect(await published('feeds.opml')).not.toContain('keji')

  const retired = await site.run('category', 'retire', 'keji', '--json')
  expect(JSON.parse(retired.stdout)).toMatchObject({ categories: [{ slug: 'keji', state: 'retired', moved_to: 'kexue' }], published: {} })
  await expect(published('category/keji.json')).rejects.toThrow('ENOENT')
  expect((await site.run('category', 'approve', 'keji')).stdout).toContain('keji is let in')
  expect(JSON.parse(await published('category/keji.json'))).toMatchObject({ items: [{}, {}] })
  expect((await site.run('category', 'approve', '--all')).stdout).toMatch(/^All is so already\./)
  expect((await site.run('check')).code).toBe(0)
  expect((await site.run('publish')).code).toBe(0)
})

test('config that lists it under another name is told, and holds nothing up', async () => {
  site = await openSite({ more: 'categories: [{ name: 科技, slug: keji, title: 科技新闻 }]\n' })
  await site.run('poll')
  const { stdout } = await site.run('category', 'rename', 'keji', '科学', '--slug', 'kexue')
  expect(stdout).toContain('Config still says name: 科技, slug: keji.')
  expect(stdout).toContain('write name: 科学, slug: kexue.')
  expect((await site.run('publish', '--all')).code).toBe(0)
  expect(JSON.parse(await published('category/kexue.json'))).toMatchObject({ title: '科技新闻' })
  expect(await listed('--state', 'active')).toMatchObject([{ slug: 'kexue', name: '科学', listed: true }])
})

test('where new names are to be looked at, they wait, status says so, and approve lets them in', async () => {
  site = await openSite({ publish: '{ dir: ../data/public, newCategories: review }' })
  const polled = await site.run('poll')
  expect(polled.code).toBe(0)
  expect(polled.stderr).toContain('new categories wait')
  expect(polled.stderr).toContain('科技')
  await site.put('config/one.json', feedOf([{ id: 'c', title: 'Three', date_published: '2026-01-03T00:00:00Z' }]))
  expect((await site.run('poll', 'one', '--force')).stderr).not.toContain('wait')
  expect(JSON.parse((await site.run('status', '--json')).stdout)).toMatchObject({ categories_waiting: ['科技'] })
  expect((await site.run('status')).stdout).toContain('1 new category waits ("newsstand category list --state waiting"): 科技')
  expect(await published('index.html')).not.toContain('科技')
  expect((await site.run('category', 'approve', 'keji')).stdout).toMatch(/^keji is let in: 3 entries\.$/m)
  expect(JSON.parse(await published('category/keji.json'))).toMatchObject({ items: [{}, {}, {}] })
})

const refused: readonly { name: string; args: readonly string[]; says: RegExp }[] = [
  { name: 'a slug that nobody has', args: ['rename', 'kejj', 'X'], says: /^unknown-category: .*"kejj"\nDid you mean keji\?\n$/ },
  { name: 'nothing that is near', args: ['retire', 'qqqqqqqqqq'], says: /^unknown-category: .*\n"newsstand category list"/ },
  { name: 'a slug of another category', args: ['rename', 'keji', 'X', '--slug', 'other'], says: /^slug-taken: .*"other"/ },
  { name: 'a reserved slug', args: ['rename', 'keji', 'X', '--slug', 'feed'], says: /^slug-reserved: / },
  { name: 'a name of another category', args: ['alias', 'keji', 'Other'], says: /^name-taken: .*\n.*newsstand category merge other keji/ },
  { name: 'one into itself', args: ['merge', 'keji', '科技'], says: /^usage: / },
  { name: 'private and public', args: ['merge', 'secret', 'keji'], says: /^category-private: / },
  { name: 'one that does not wait', args: ['approve', 'keji'], says: /^category-state: / },
  { name: 'nobody to let in', args: ['approve'], says: /^usage: no category is named/ },
  { name: 'a state that is none', args: ['list', '--state', 'gone'], says: /^usage: .*--state/ },
  { name: 'no command', args: [], says: /^usage: / },
  { name: 'another command', args: ['renam', 'a', 'b'], says: /^usage: .*renam/ },
]

test('what cannot be done exits 2, says why and what to do, and changes nothing', async () => {
  site = await openSite({ more: 'categories: [{ name: Other }, { name: Secret, private: true }]\n' })
  await site.run('poll')
  const before = await listed()
  for (const { name, args, says } of refused) {
    const { code, stdout, stderr } = await site.run('category', ...args)
    expect({ name, code, stdout }).toEqual({ name, code: 2, stdout: '' })
    expect(stderr).toMatch(says)
  }
  expect(await listed()).toEqual(before)
})

test('config that moves a known address exits 3 and names the command', async () => {
  site = await openSite()
  await site.run('poll')
  await site.put('config/newsstand.yaml', `${site.config}categories: [{ name: 科技, slug: tech }]\n`)
  const { code, stderr } = await site.run('poll')
  expect(code).toBe(3)
  expect(stderr).toContain('newsstand category rename keji "科技" --slug tech')
})

test('beside a running service, which answers 301 for the old page and 410 for what has ended', async () => {
  site = await openSite()
  await site.run('poll')
  const service = site.start('run', '--json')
  const address = await service.said(/http:\/\/[\d.:]+\//)
  const status = async (path: string) => {
    const { status: code, headers } = await fetch(new URL(path, address), { redirect: 'manual' })
    return `${code} ${headers.get('location') ?? ''}`.trim()
  }
  expect(await status('category/keji.html')).toBe('200')
  expect((await site.run('category', 'rename', 'keji', '科学', '--slug', 'kexue')).code).toBe(0)
  expect(await status('category/keji.html')).toBe('301 /category/kexue.html')
  expect(await status('category/KEJI.html')).toBe('301 /category/kexue.html')
  expect(await status('category/Kexue.html')).toBe('301 /category/kexue.html')
  expect(await status('category/keji.atom')).toBe('200')
  expect(await status('category/kexue.atom')).toBe('200')
  expect((await site.run('category', 'retire', 'keji')).code).toBe(0)
  for (const path of ['category/keji.html', 'category/keji.atom', 'category/Keji.rss']) expect(await status(path)).toBe('410')
  expect(await status('category/kexue.html')).toBe('200')
  service.kill('SIGTERM')
  expect((await service.ended).code).toBe(0)
})

test('--help shows how', async () => {
  site = await openSite()
  const { code, stdout } = await site.run('category', '--help')
  expect(code).toBe(0)
  for (const word of ['list', 'rename', 'merge', 'alias', 'retire', 'approve', 'EXAMPLES']) expect(stdout).toContain(word)
  expect((await site.run('category', 'rename', '--help')).stdout).toContain('--slug <new>')
})
