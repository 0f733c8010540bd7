// On what terms entries are shown: what is withheld is in no file, what is over goes by itself and never comes back as new.
import { expect, onTestFinished, test } from 'vitest'
import { registryPlan, sourceRecords } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { redirectsOf } from '../../../src/serve/redirects.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const sentence = (n: number) => `第${n}句说了一些关于港口的事情。`
const secret = '这一句绝不可以公开'
const one: Item = {
  code: 'C1',
  title: '港口',
  url: 'https://x.example/1?a=1&b=2',
  date: '2026-01-09T10:00:00Z',
  text: `<p>${sentence(1)}</p><p>${sentence(2)}${'很长的一段话'.repeat(40)}${secret}</p><p>${secret}。</p>`,
  publisher: 'Paper',
}

function config(terms: Readonly<Record<string, string>>, { publish = '' } = {}) {
  const yaml = configOf([{ id: 'a' }, { id: 'b', priority: 1 }])
  const lines = Object.entries(terms).map(([id, text]) => [`id: ${id},`, `id: ${id}, ${text},`] as const)
  const written = lines.reduce((text, [from, to]) => text.replace(from, to), yaml)
  return settingsOf(written.replace('publish: { dir: public }', `publish: { dir: public, ${publish} }`))
}

async function opened(terms: Readonly<Record<string, string>>, options = {}): Promise<TestSite & { posts: Map<string, string> }> {
  const site = await openSite(config(terms, options))
  onTestFinished(() => site.close())
  const posts = new Map<string, string>()
  const write = async (path: string, bytes: string | Uint8Array) => {
    posts.set(path, String(bytes))
    return 'written' as const
  }
  const jekyll = { write, writeWithVariants: write, remove: async (path: string) => void posts.delete(path), sync: async () => {} }
  Object.assign(site.deps, { jekyll })
  return { ...site, posts }
}

/** Config changed, as a reload or a restart takes it over; nothing is polled. */
async function reconfigured(site: TestSite, terms: Readonly<Record<string, string>>, at: number): Promise<void> {
  // Each config lies in a folder of its own; where files go has not changed.
  const settings = { ...config(terms), publish: site.settings.publish }
  await site.deps.store.syncCategories((registry) => registryPlan(settings, registry, at))
  await site.deps.store.syncSources(sourceRecords(settings))
  await later({ ...site, deps: { ...site.deps, settings } }, at)
}

async function later(site: TestSite, at: number): Promise<void> {
  Object.assign(site.deps.clock, { at })
  await settleAndPublish(at, site.deps)
}

function postsOf({ posts }: { posts: ReadonlyMap<string, string> }): readonly string[] {
  return [...posts.keys()].filter((path) => path.startsWith('_posts/'))
}

function everything({ files, posts }: { files: ReadonlyMap<string, string>; posts: ReadonlyMap<string, string> }): string {
  return [...files, ...posts].map(([path, text]) => `${path}\n${text}`).join('\n')
}

const refuse = async (path: string): Promise<never> => {
  throw new Error(`${path} is written`)
}
const refusing = { read: async () => null, write: refuse, writeWithVariants: refuse, remove: async () => {}, sync: async () => {} }

const withholding: readonly { name: string; rights: string; shows: readonly string[]; hides: readonly string[] }[] = [
  { name: 'an excerpt', rights: 'rights: excerpt, excerpt: 60', shows: [sentence(1), sentence(2)], hides: [secret, '很长'] },
  { name: 'a short one', rights: 'rights: excerpt, excerpt: 20', shows: [sentence(1)], hides: [secret, '第2句', '很长'] },
  { name: 'a link', rights: 'rights: link', shows: [], hides: [secret, '很长', '句说了', '港口的事情'] },
]
for (const { name, rights, shows, hides } of withholding) {
  test(`${name} keeps what is withheld out of every file`, async () => {
    const site = await opened({ a: rights })
    await site.run([a(one)])
    const text = everything(site)
    for (const hidden of hides) expect(text).not.toContain(hidden)
    for (const path of ['category/paper.rss', 'category/paper.atom', 'category/paper.json', 'feed.rss', 'feed.atom', 'feed.json']) {
      for (const shown of ['港口', ...shows]) expect(site.files.get(path), path).toContain(shown)
      expect(site.files.get(path), path).toMatch(/https:\/\/x\.example\/1\?a=1/)
    }
    const page = site.files.get('paper/2026/01/09/C1.html') ?? ''
    expect(page).toContain('<meta name="robots" content="noindex"')
    expect(page).toContain('<link rel="canonical" href="https://x.example/1?a=1&amp;b=2"')
    expect(postsOf(site)).toEqual(['_posts/2026-01-09-C1.md'])
    expect(site.files.get('sitemap.xml')).not.toContain('C1')
  })

  test(`${name} that config asks for later rewrites every file, and full rights give them back`, async () => {
    const site = await opened({})
    await site.run([a(one)])
    expect(everything(site).split(secret).length).toBeGreaterThan(10)
    const before = new Map(site.files)
    await reconfigured(site, { a: rights }, firstRunAt + hour)
    for (const hidden of hides) expect(everything(site)).not.toContain(hidden)
    await reconfigured(site, {}, firstRunAt + 2 * hour)
    expect(site.files).toEqual(before)
  })
}

test('pictures are in no file where config drops them, and come back when it does not', async () => {
  const picture = 'https://cdn.example/p.jpg'
  const site = await opened({})
  await site.run([a({ ...one, text: `<p>${sentence(1)}</p><figure><img src="${picture}" /></figure>` })])
  const before = new Map(site.files)
  expect(everything(site)).toContain(picture)
  await reconfigured(site, { a: 'images: drop' }, firstRunAt + hour)
  expect(everything(site)).not.toContain(picture)
  expect(site.files.get('feed.json')).toContain(sentence(1))
  await reconfigured(site, {}, firstRunAt + 2 * hour)
  expect(site.files).toEqual(before)
})

test('a new source that shows entries as they are makes nothing stale', async () => {
  const site = await opened({ a: 'rights: link' })
  await site.run([a(one)])
  const yaml = configOf([{ id: 'a' }, { id: 'b', priority: 1 }, { id: 'c' }]).replace('id: a,', 'id: a, rights: link,')
  const settings = { ...settingsOf(yaml), publish: site.settings.publish }
  await site.deps.store.syncSources(sourceRecords(settings))
  await later({ ...site, deps: { ...site.deps, settings, outlet: refusing } }, firstRunAt + hour)
})

test('the owner’s rights hold, whoever else shows the entry', async () => {
  const site = await opened({ b: 'rights: link' })
  await site.run([a(one), b({ ...one, text: secret })])
  expect(everything(site)).not.toContain(secret)
  const other = await opened({ a: 'rights: link' })
  await other.run([a(one), b(one)])
  expect(everything(other)).toContain(secret)
})

test('a retired source keeps its rights, its excerpt and its line', async () => {
  const site = await opened({ a: 'rights: excerpt, excerpt: 20, attribution: "来源 {publisher}"' })
  await site.run([a(one)])
  const before = new Map(site.files)
  await site.deps.store.syncSources(sourceRecords(site.settings).filter(({ id }) => id !== 'a'))
  await site.deps.store.markAllStale()
  await later(site, firstRunAt + hour)
  expect(site.files).toEqual(before)
})

test('the attribution line ends each text in feeds, pages and posts, and is not stored', async () => {
  const site = await opened({ a: 'attribution: "来源：{publisher} & {source}", title: 要闻' })
  await site.run([a(one)])
  const line = '来源：Paper &amp; 要闻'
  const linked = `<a href="https://x.example/1?a=1&amp;b=2">${line}</a>`
  const [json] = JSON.parse(site.files.get('feed.json') ?? '').items
  expect(json.content_html).toMatch(new RegExp(`${secret}。</p><p>${linked.replace(/[?.]/g, '\\$&')}</p>$`))
  expect(site.files.get('paper/2026/01/09/C1.html')).toContain(linked)
  expect(site.files.get('feed.atom')).toContain('来源：Paper')
  expect(site.files.get('category/paper.rss')).toContain('来源：Paper')
  expect(everything({ files: new Map(), posts: site.posts })).toContain('来源：Paper')
  expect(site.files.get('category/paper.html')).not.toContain('来源：Paper &amp;')
  expect(JSON.stringify(await site.entries())).not.toContain('来源')
})

test('an excerpt ends with the line, title and link stand alone', async () => {
  const site = await opened({ a: 'rights: excerpt, excerpt: 20, attribution: "来源：{publisher}"' })
  await site.run([a(one)])
  const [json] = JSON.parse(site.files.get('feed.json') ?? '').items
  expect(json.content_html).toBe(`<p>${sentence(1)}</p><p><a href="https://x.example/1?a=1&amp;b=2">来源：Paper</a></p>`)
  const link = await opened({ a: 'rights: link, attribution: "来源：{publisher}"' })
  await link.run([a(one)])
  expect(link.files.get('feed.json')).not.toContain('来源')
})

test('an entry whose time is over leaves lists and feeds by itself; its page says so', async () => {
  const site = await opened({ a: 'expires: 30d' })
  await site.run([a(one), b({ ...one, code: 'C2', url: 'https://x.example/2', title: 'Stays' })])
  const month = firstRunAt + 30 * 24 * hour
  await later(site, month - 1)
  expect(site.files.get('feed.atom')).toContain('港口')
  await later(site, month)
  expect((await site.entries()).map(({ title }) => title)).toEqual(['Stays'])
  const page = 'paper/2026/01/09/C1.html'
  for (const [path, text] of [...site.files, ...site.posts])
    if (path !== page && !path.includes('C2')) expect(text, path).not.toContain('C1')
  expect(postsOf(site)).toEqual(['_posts/2026-01-09-C2.md'])
  expect(site.files.get(page)).toContain('This article has expired')
  expect(site.files.get(page)).toContain('https://x.example/1?a=1&amp;b=2')
  expect(site.files.get(page)).not.toContain('句说了')
  expect(await redirectsOf(site.deps.store)(page)).toEqual({ status: 410 })
  expect((await site.deps.store.sources(month)).map(({ id, entries }) => [id, entries])).toEqual([
    ['a', 0],
    ['b', 1],
  ])
  expect((await site.deps.store.categories()).map(({ slug, entries }) => [slug, entries])).toEqual([['paper', 1]])
})

test('what is over never comes back as new, though its source shows it again, changed', async () => {
  const site = await opened({ a: 'expires: 1d' })
  await site.run([a(one)])
  const after = firstRunAt + 25 * hour
  await site.run([a({ ...one, title: '港口，更新' })], after)
  expect(await site.entries()).toEqual([])
  await site.run([a({ ...one, title: '港口，再更新' })], after + hour)
  expect(await site.entries()).toEqual([])
  expect((await site.deps.store.sources(after))[0]?.entries).toBe(0)
  expect(site.files.get('feed.json')).not.toContain('港口')
})

test('a source of higher priority takes an entry over with its own term', async () => {
  const site = await opened({ a: 'expires: 1d' })
  await site.run([a(one)])
  const id = (await site.entries())[0]?.id
  await later(site, firstRunAt + 25 * hour)
  await site.run([b({ ...one, title: 'Port' })], firstRunAt + 26 * hour)
  expect((await site.entries()).map((entry) => [entry.id, entry.title, entry.listed < firstRunAt + hour])).toEqual([[id, 'Port', true]])
})

test('a longer term brings back what is not over yet, where it stood; a shorter one takes it at once', async () => {
  const site = await opened({ a: 'expires: 1d' })
  // The first poll of a source is no news; what comes later is, and is listed when it comes.
  await site.run([a()], firstRunAt - hour)
  await site.run([a(one)], firstRunAt)
  const [first] = await site.entries()
  const files = new Map(site.files)
  await later(site, firstRunAt + 25 * hour)
  expect(await site.entries()).toEqual([])
  await reconfigured(site, { a: 'expires: 2d' }, firstRunAt + 26 * hour)
  expect(await site.entries()).toEqual([first])
  expect(site.files).toEqual(files)
  await reconfigured(site, { a: 'expires: 1h' }, firstRunAt + 27 * hour)
  expect(await site.entries()).toEqual([])
  await reconfigured(site, { a: 'expires: never' }, firstRunAt + 28 * hour)
  expect(site.files).toEqual(files)
})

test('an expired entry that becomes private leaves no page behind', async () => {
  const site = await opened({ a: 'expires: 1d' })
  await site.run([a(one)])
  await later(site, firstRunAt + 25 * hour)
  const settings = settingsOf(configOf([{ id: 'a' }], 'categories: [{ name: Paper, private: true }]\n'))
  await site.deps.store.syncCategories((registry) => registryPlan(settings, registry, firstRunAt))
  await later(site, firstRunAt + 26 * hour)
  expect([...site.files.keys()].filter((path) => path.includes('C1'))).toEqual([])
})
