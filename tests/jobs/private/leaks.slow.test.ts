// Whatever becomes of private entries, nothing of them stands anywhere in public: every word of theirs holds "leak".
import { expect, onTestFinished, test } from 'vitest'
import { entryNamed } from '../../../src/app/looking.ts'
import { mergeEntries, splitEntry } from '../../../src/jobs/operate/correct.ts'
import { prune } from '../../../src/jobs/operate/prune.ts'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { chinese } from '../../identify/related-stories.ts'
import { memoryRegistry } from '../../support/registry.ts'
import { type ServedSite, serveTestSite } from '../../support/served-site.ts'
import { configOf, type Document, firstRunAt, type Item, memoryOutlet } from '../../support/site.ts'

const hour = 3_600_000
const day = 24 * hour
const word = /leak/i
const why = 'For a leak of a reason'
const by = 'leaky operator'

const story = (chinese[0]?.paragraphs ?? []).map((line) => `<p>${line}</p>`).join('')
const dated = (n: number) => new Date(firstRunAt - n * day).toISOString()
const open = (n: number, about: Item = {}): Item => ({
  guid: `open-${n}`,
  url: `https://paper.example/${n}`,
  title: `Open story ${n}`,
  text: `<p>What everybody may read of story ${n}.</p>`,
  date: dated(n),
  publisher: 'Paper',
  ...about,
})
const hidden = (n: number, about: Item = {}): Item => ({
  guid: `leak-${n}`,
  url: `https://leak.example/${n}`,
  title: `A leak, number ${n}`,
  text: `<p>Leaked words of number ${n}, a zebra among them.</p>`,
  date: dated(n),
  publisher: 'Leak',
  ...about,
})
const a = (...items: Item[]): Document => ({ source: 'a', items })
const leak = (...items: Item[]): Document => ({ source: 'leaksource', items })

const yaml = configOf(
  [{ id: 'a' }, { id: 'b' }, { id: 'leaksource', priority: 9, joins: true }],
  `categories:
  - { name: Leak, private: true, title: Leak of all, description: Leaks, keep: { entries: 2 } }
  - { name: Paper, digest: daily }
feeds:
  - { slug: leakfeed, title: Leaks, from: [Leak, Paper], private: true, keep: { entries: 2 } }
takedown: [ { url: "https://leak.example/taken/*", why: ${why}, silent: false } ]
`,
).replace('publish: { dir: public }', 'publish: { dir: public, entries: 2, fold: true, digest: daily }')

async function opened() {
  const registry = memoryRegistry()
  const site = await serveTestSite(yaml, { registry })
  onTestFinished(() => site.close())
  const posts = new Map<string, string>()
  Object.assign(site.deps, { jekyll: memoryOutlet(posts) })
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  const named = (words: string) => entryNamed(words, site.settings)
  return { ...site, registry, posts, at, named }
}
type Opened = Awaited<ReturnType<typeof opened>>

/** Where a word of theirs, or an id or a path of an entry that is private only, stands. */
async function leaksIn(site: Opened, own: readonly string[]): Promise<readonly string[]> {
  const texts = new Map([...site.files, ...site.posts].map(([path, text]) => [path, `${path} ${text}`]))
  texts.set('registry.jsonl', site.registry.text)
  for (const path of await openPaths(site)) {
    const answer = await site.get(path)
    texts.set(path, `${[...answer.headers].join(' ')} ${await answer.text()}`)
  }
  return [...texts].filter(([, text]) => word.test(text) || own.some((one) => text.includes(one))).map(([path]) => path)
}

async function openPaths({ get }: ServedSite): Promise<readonly string[]> {
  const pages: string[] = []
  for (let path: string | undefined = 'api/v1/entries?limit=2'; path !== undefined; ) {
    pages.push(path)
    path = /<[^>]*\/(api\/[^>]+)>; rel="next"/.exec((await get(path)).headers.get('link') ?? '')?.[1]
  }
  expect(pages.length).toBeGreaterThan(1)
  const searches = ['search', 'search.atom', 'search.rss', 'search.json'].flatMap((path) => [`${path}?q=zebra`, `${path}?q=story`])
  const asked = ['api/v1/entries?search=zebra', 'api/v1/categories', 'api', 'openapi.json', 'metrics', 'readyz', 'nowhere/at-all.html']
  const closed = ['status', 'ops.atom', 'api/v1/status', 'api/v1/sources', 'api/v1/explain?of=open-1', 'token/feeds.opml']
  return [...pages, ...searches, ...asked, ...closed]
}

/** Whoever asks for one of these learns no more than where nothing ever was. */
async function expectNothingAt(site: Opened, paths: readonly string[]): Promise<void> {
  const nothing = await site.get('nowhere/2026/01/09/at-all.html')
  for (const path of paths) {
    const answer = await site.get(path)
    expect([path, answer.status, answer.headers.get('location')]).toEqual([path, nothing.status, null])
  }
}

interface Shown {
  readonly id: string
  readonly path: string
  readonly title: string
}

test('merged, split, folded, withdrawn, pruned: what is private leaves no word, id or address in public', async () => {
  const site = await opened()
  const documents = [
    a(open(1), open(2), open(3, { title: chinese[0]?.title ?? '', text: story }), open(4, { code: 'C4' }), open(5), open(6)),
    leak(
      ...[1, 2, 3, 5, 6, 7, 8].map((n) => hidden(n)),
      hidden(9, { title: `${chinese[0]?.title} leak`, text: `${story}<p>And a leak.</p>` }),
      hidden(4, { code: 'C4' }),
      hidden(10, { url: 'https://leak.example/taken/10' }),
      hidden(11, { url: 'https://paper.example/5', title: 'Open story 5' }),
    ),
  ]
  await site.run(documents, firstRunAt)
  const all: readonly Shown[] = JSON.parse(await (await site.ask('api/v1/entries?category=leak&limit=200')).text())
  const own = all.filter(({ title }) => word.test(title))
  expect(own.length).toBeGreaterThan(6)
  const secrets = own.flatMap(({ id, path }) => [id, path])
  const paths = [
    ...own.map(({ path }) => path),
    ...['html', 'rss', 'daily.rss'].map((end) => `category/leak.${end}`),
    'category/leakfeed.atom',
  ]
  const safe = async () => {
    expect(await leaksIn(site, secrets)).toEqual([])
    await expectNothingAt(site, paths)
  }
  await safe()

  const now = firstRunAt + hour
  await mergeEntries(await site.named('leak-1'), await site.named('leak-2'), { by }, site.at(now))
  await mergeEntries(await site.named('leak-3'), await site.named('open-1'), { by }, site.at(now))
  await splitEntry(await site.named('C4'), { source: 'leaksource', key: null, by }, site.at(now))
  await safe()

  await retractEntry(await site.named('leak-5'), { why, isSilent: false, by }, site.at(now))
  await retractEntry(await site.named('leak-6'), { why, isSilent: false, by }, site.at(now))
  await restoreEntry(await site.named('leak-6'), site.at(now))
  await site.run(documents, firstRunAt + 2 * hour)
  await safe()

  const { entries } = await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, site.at(firstRunAt + 9 * day))
  expect(entries).toBeGreaterThan(2)
  await site.run([...documents, a(open(7))], firstRunAt + 10 * day)
  await settleAndPublish(firstRunAt + 11 * day, site.at(firstRunAt + 11 * day))
  expect([...site.files.keys()].filter((path) => /^(?:archive|category\/paper)\/daily\//.test(path)).length).toBeGreaterThan(0)
  await safe()
  await site.deps.store.markAllStale()
  await settleAndPublish(firstRunAt + 11 * day, site.at(firstRunAt + 11 * day))
  await safe()
})
