// Terms of showing entries, changed by an operator: by a restart, under a running service, and when the time is over.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { configOf, feedOf, openSite, type SmallSite } from './site.ts'

let site: SmallSite
afterEach(() => site.close())

/** A hang guard: each change of config takes a service a few seconds. */
const patience = { timeout: 25_000, interval: 100 }
const hang = 120_000
const secret = '绝不可以公开的一句'
const publish = '{ dir: ../data/public, jekyll: { dir: ../data/jekyll } }'
const story = {
  id: 'a',
  url: 'https://one.example/a',
  title: '港口',
  content_html: `<p>第一句。${'很长的一段话'.repeat(50)}${secret}。</p>`,
  date_published: '2026-01-02T03:04:05Z',
}

async function opened(terms = ''): Promise<SmallSite> {
  site = await openSite({ publish })
  await site.put('config/one.json', feedOf([story]))
  await on(terms)
  return site
}

/** Writes the config with these terms for its source. */
async function on(terms: string): Promise<void> {
  await site.put('config/newsstand.yaml', configOf({ publish }).replace('category: 科技', `category: 科技${terms}`))
}

/** Files that hold a text, by path. */
async function filesWith(text: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const folder of ['public', 'jekyll']) {
    const root = join(site.dir, 'data', folder)
    for (const path of await readdir(root, { recursive: true })) {
      const content = await readFile(join(root, path), 'utf8').catch(() => '')
      if (content.includes(text)) found.push(`${folder}/${path}`)
    }
  }
  return found
}

async function running() {
  const service = site.start('run')
  const url = await service.said(/(http:\/\/127\.0\.0\.1:\d+\/)/)
  return { service, url }
}

const least = { rss: 2, atom: 2, json: 2, html: 1, md: 1 }

test('a restart with narrower rights writes every file anew', async () => {
  const { run } = await opened()
  await run('poll')
  const before = await filesWith(secret)
  for (const [format, count] of Object.entries(least))
    expect(before.filter((path) => path.endsWith(`.${format}`)).length, format).toBeGreaterThanOrEqual(count)
  await on(', rights: excerpt, excerpt: 20')
  expect((await run('publish')).code).toBe(0)
  expect(await filesWith(secret)).toEqual([])
  expect((await filesWith('第一句。')).length).toBeGreaterThanOrEqual(before.length)
  await on(', rights: link')
  await run('publish')
  expect(await filesWith('第一句')).toEqual([])
  await on('')
  await run('publish')
  expect(await filesWith(secret)).toEqual(before)
})

test(
  'a reload does so under a running service',
  async () => {
    await opened()
    const { service } = await running()
    await expect.poll(async () => (await filesWith(secret)).length, patience).toBeGreaterThan(7)
    await on(', rights: link, attribution: none')
    await expect.poll(() => filesWith(secret), patience).toEqual([])
    await on(', attribution: "来源：{source}"')
    await expect.poll(async () => (await filesWith('来源：one')).length, patience).toBeGreaterThan(7)
    service.kill('SIGTERM')
    expect((await service.ended).code).toBe(0)
  },
  hang,
)

test(
  'an entry whose time is over leaves by itself; its page answers 410 and says so, and explain too',
  async () => {
    const { run, store } = await opened(', expires: 30d')
    await run('poll')
    const { path } = JSON.parse((await run('explain', 'a', '--json')).stdout)
    const database = new Database(store)
    database.exec('update entries set published_at = published_at - 2592000000, expires_at = expires_at - 2592000000')
    database.close()
    const { service, url } = await running()
    await expect.poll(async () => (await fetch(url + path)).status, patience).toBe(410)
    await expect.poll(() => filesWith('港口'), patience).toEqual([`public/${path}`])
    const page = await (await fetch(url + path)).text()
    expect(page).toContain('这篇文章已过期')
    expect(page).not.toContain('第一句')
    expect((await run('poll', '--force')).code).toBe(0)
    expect(JSON.parse((await run('list', 'entries', '--json')).stdout)).toEqual([])
    expect(JSON.parse((await run('explain', 'a', '--json')).stdout)).toMatchObject({ state: 'expired', path })
    service.kill('SIGTERM')
    expect((await service.ended).code).toBe(0)
  },
  hang,
)
