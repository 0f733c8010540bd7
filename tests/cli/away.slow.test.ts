// What leaves the public by its origin's word, or by config's: over the real program, from answer to file and page.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openOrigin } from '../support/deleting-site.ts'
import type { ShownEntry } from '../support/shown.ts'
import { configOf, openSite, type SmallSite } from './site.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const names = ['one', 'two', 'three', 'four', 'five']
const stories = names.map((name) => ({ name }))
const others = stories.filter(({ name }) => name !== 'two')
const pageText = (name: string) => `The page of ${name}, which says much more than its feed does.`

/** A site of one feed, whose pages are looked at again after an hour; everything was read once. */
async function opened() {
  const origin = await openOrigin()
  const source = `  - { id: paper, url: "${origin.url}/paper.atom", category: Paper, deletions: follow, article: { content: [.text] }, recheck: [1h] }\n`
  const lines = { allow: origin.host, more: source }
  const site = await openSite(lines)
  onTestFinished(() => site.close())
  origin.feed('paper', stories)
  for (const name of names) origin.page(name, pageText(name))
  const poll = async () => {
    const ended = await site.run('poll', 'paper', '--force', '--json')
    expect(ended).toMatchObject({ code: 0 })
  }
  const entries = async (): Promise<readonly ShownEntry[]> =>
    JSON.parse((await site.run('list', 'entries', '--source', 'paper', '--json')).stdout)
  await poll()
  const [two] = (await entries()).filter(({ title }) => title === 'Title of two')
  if (two === undefined) throw new Error('the feed was not read')
  return {
    ...site,
    origin,
    poll,
    entries,
    two,
    titles: async () => (await entries()).map(({ title }) => title).sort(),
    file: (path: string) => readFileSync(join(site.publicDir, path), 'utf8'),
    explain: async () => JSON.parse((await site.run('explain', two.id, '--json')).stdout),
    /** Config with these lines at its end. */
    configure: (more: string) => site.put('config/newsstand.yaml', configOf({ ...lines, more: source + more })),
    /** Published files that say this, compressed ones too. */
    saying: (text: string) =>
      readdirSync(site.publicDir, { recursive: true, encoding: 'utf8' }).filter((path) => {
        if (!/\.(html|rss|atom|json|xml|gz)$/.test(path)) return false
        const bytes = readFileSync(join(site.publicDir, path))
        return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).includes(text)
      }),
    /** The program has no clock that could be set: what it wrote is made older. */
    passes: (ms: number) => {
      const database = new Database(site.store)
      database.exec(`update entries set article_next_at = article_next_at - ${ms}, published_at = published_at - ${ms} where published_at is not null;
        update sightings set article = json_set(article, '$.missingSince', json_extract(article, '$.missingSince') - ${ms})
          where json_extract(article, '$.missingSince') is not null;
        update page_looks set at = at - ${ms}, gone_since = gone_since - ${ms}`)
      database.close()
    },
  }
}

/** The address of a page at a server of the site, until the test ends. */
function served({ start }: Pick<SmallSite, 'start'>, command: 'run' | 'serve'): Promise<string> {
  return start(command).said(/(http:\/\/127\.0\.0\.1:\d+)/)
}

test('what its feed names as deleted leaves everything, and the server says that it is gone', async () => {
  const site = await opened()
  expect(site.file('feed.atom')).toContain(pageText('two'))
  site.origin.feed('paper', others, [{ name: 'two', comment: 'Wrong' }])
  await site.poll()
  expect(await site.titles()).toEqual(others.map(({ name }) => `Title of ${name}`).sort())
  for (const path of ['feed.atom', 'category/paper.atom']) expect(site.file(path)).toContain(`<at:deleted-entry ref="${site.two.id}"`)
  expect(site.saying(pageText('two'))).toEqual([])
  expect(await site.explain()).toMatchObject({ deletions: [{ source: 'paper', how: 'entry', comment: 'Wrong' }] })
  const page = await fetch(`${await served(site, 'serve')}/${site.two.path}`)
  expect(page.status).toBe(410)
  expect(await page.text()).not.toContain(pageText('two'))
})

test('a page that answers 410 takes its entry along at once, and brings it back under the same address', async () => {
  const site = await opened()
  const before = await site.entries()
  site.origin.page('two', 410)
  site.passes(hourMs)
  await site.poll()
  expect(await site.titles()).not.toContain('Title of two')
  expect(site.saying(pageText('two'))).toEqual([])
  expect(await site.explain()).toMatchObject({ deletions: [{ source: 'paper', how: 'page' }] })
  site.origin.page('two', pageText('two'))
  site.passes(dayMs)
  await site.poll()
  expect(await site.entries()).toEqual(before)
  expect(site.file('feed.atom')).not.toContain('deleted-entry')
})

test('a page that answers 404 is believed when it says so a day later, too', async () => {
  const site = await opened()
  site.origin.page('two', 404)
  site.passes(hourMs)
  await site.poll()
  expect(await site.titles()).toContain('Title of two')
  site.passes(dayMs)
  await site.poll()
  expect(await site.titles()).not.toContain('Title of two')
  expect(site.saying(pageText('two'))).toEqual([])
})

test('a takedown in config goes through what is stored, holds for what comes, and gives back what it took when it goes', async () => {
  const site = await opened()
  await site.configure(`takedown: [ { url: "${site.origin.url}/two*", why: At the wish of its author, silent: false } ]\n`)
  await site.poll()
  expect(site.saying(pageText('two'))).toEqual([])
  expect(site.file('category/paper.atom')).toContain('At the wish of its author')
  expect(site.file(site.two.path)).toContain('At the wish of its author')
  expect(await site.explain()).toMatchObject({
    state: 'retracted',
    retracted: { why: 'At the wish of its author', rule: `${site.origin.url}/two*` },
  })
  const newer = { name: 'two-b' }
  site.origin.feed('paper', [...stories, newer])
  site.origin.page('two-b', pageText('two-b'))
  await site.poll()
  expect(site.saying(pageText('two-b'))).toEqual([])
  expect(readFileSync(site.store).includes(pageText('two'))).toBe(false)
  await site.configure('')
  await site.poll()
  await site.poll()
  const back = (await site.entries()).find(({ id }) => id === site.two.id)
  expect(back).toMatchObject({ path: site.two.path, title: 'Title of two', content_html: site.two.content_html })
  expect(await site.titles()).toContain('Title of two-b')
})

test('a running service takes a takedown over from config', async () => {
  const site = await opened()
  const address = `${await served(site, 'run')}/${site.two.path}`
  expect((await fetch(address)).status).toBe(200)
  await site.configure(`takedown: [ { pattern: "/two$", why: Not ours to show } ]\n`)
  await expect.poll(async () => (await fetch(address)).status, { timeout: 60_000, interval: 250 }).toBe(410)
  const feed = async () => (await fetch(new URL('/feed.json', address))).text()
  await expect.poll(feed, { timeout: 60_000, interval: 250 }).not.toContain(pageText('two'))
  expect(await feed()).toContain(pageText('one'))
})
