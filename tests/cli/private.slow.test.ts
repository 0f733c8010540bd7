// A private category and its source leave no trace in any public byte: whole output folders, with and without them (design §7).
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { feedOf, type Item, openSite, type SmallSite } from './site.ts'

const secretItems: readonly Item[] = [
  { id: 'a', url: 'https://one.example/a', title: 'Secret word on the first', date_published: '2025-12-02T00:00:00Z' },
  { id: 's', url: 'https://secret.example/s', title: 'Secret alone', date_published: '2025-11-02T00:00:00Z' },
]
const news: readonly Item[] = Array.from({ length: 70 }, (_, n) => ({
  id: `n${n}`,
  url: `https://one.example/n${n}`,
  title: `News ${n}`,
  tags: [n % 2 === 0 ? '甲' : '乙'],
  date_published: new Date(Date.UTC(2025, 10, 1 + n)).toISOString(),
}))

const shared = `categories:
  - { name: 财经, group: 财经 }
feeds:
  - { slug: mixed, title: Mixed, from: [科技, one] }
`
const secret = `categories:
  - { name: 财经, group: 财经 }
  - { name: Secret, private: true, aliases: [Hidden], group: Secrets, title: Secret title }
feeds:
  - { slug: mixed, title: Mixed, from: [科技, one] }
  - { slug: secret-mix, title: Secret mix, private: true, from: [Secret, one] }
`
const secretSource = '  - { id: secret, url: "file:secret.json", category: Secret, priority: 9, joins: true }\n'

async function siteWith(isSecret: boolean): Promise<SmallSite> {
  const publish = '{ dir: ../data/public, entries: 5, jekyll: { dir: ../data/jekyll } }'
  const site = await openSite({ publish, more: `${isSecret ? secretSource : ''}${isSecret ? secret : shared}` })
  onTestFinished(site.close)
  await site.put('config/one.json', feedOf(news))
  await site.put('config/secret.json', feedOf(secretItems))
  return site
}

async function filesUnder(dir: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const read = names.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const file = join(parentPath, name)
    return [file.slice(dir.length + 1), (await readFile(file)).toString('latin1')]
  })
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function outputOf(site: SmallSite): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await filesUnder(site.publicDir)), ...(await filesUnder(join(site.dir, 'data', 'jekyll')))])
}

const commands: readonly (readonly string[])[] = [
  ['poll'],
  ['category', 'rename', 'secret', 'Secreter', '--slug', 'secreter'],
  ['category', 'alias', 'secreter', 'Arcane'],
  ['poll', '--force'],
  ['category', 'retire', 'secret'],
  ['category', 'retire', 'secreter'],
  ['publish', '--all'],
]

test('every byte of the output is the same with and without it, whatever is done to it', async () => {
  const [open, hiding] = await Promise.all([siteWith(false), siteWith(true)])
  for (const args of commands) {
    expect(await hiding.run(...args)).toMatchObject({ code: 0 })
    if (args[0] !== 'category') expect((await open.run(...args)).code).toBe(0)
  }
  const [without, with_] = [await outputOf(open), await outputOf(hiding)]
  expect([...with_.keys()]).toEqual([...without.keys()])
  for (const [path, bytes] of with_) expect({ path, bytes }).toEqual({ path, bytes: without.get(path) })
  expect([...with_.keys()].filter((path) => /secret|arcane|hidden/i.test(path))).toEqual([])
  expect([...with_].filter(([, bytes]) => /secret|arcane/i.test(bytes)).map(([path]) => path)).toEqual([])
  for (const path of ['feeds.opml', 'sitemap.xml', 'category/keji/2025-11.atom']) expect([...with_.keys()]).toContain(path)
})
