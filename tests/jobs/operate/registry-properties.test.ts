// Whatever operators do to the registry, and in whichever order: what readers know keeps its meaning (design §7).
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../src/base/errors.ts'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { publish } from '../../../src/jobs/publish/publish.ts'
import { foldName } from '../../../src/model/category.ts'
import type { CategoryCommand, CategoryRecord } from '../../../src/model/registry.ts'
import { redirectsOf } from '../../../src/serve/redirects.ts'
import { configOf, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const runs = Number(process.env.PROPERTY_RUNS ?? 25)
const settings = settingsOf(configOf([{ id: 'a' }]))
const names = ['Rock', 'Pop', 'Jazz', 'ＲＯＣＫ', 'Hard Rock', 'Blues']
const slugs = ['rock', 'pop', 'jazz', 'hard-rock', 'blues', 'loud', 'soft']
const modes = ['auto', 'review', 'listed'] as const

const name = fc.constantFrom(...names)
const slug = fc.constantFrom(...slugs)
const command: fc.Arbitrary<CategoryCommand> = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), slug, name, newSlug: fc.option(slug) }),
  fc.record({ kind: fc.constant('merge' as const), from: slug, into: slug }),
  fc.record({ kind: fc.constant('alias' as const), slug, name }),
  fc.record({ kind: fc.constant('retire' as const), slug }),
  fc.record({
    kind: fc.constant('approve' as const),
    slugs: fc.oneof(fc.constant('all' as const), fc.array(slug, { minLength: 1, maxLength: 2 })),
  }),
)
const step = fc.oneof(
  { weight: 3, arbitrary: command },
  { weight: 2, arbitrary: fc.record({ publishers: fc.array(name, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ mode: fc.constantFrom(...modes) }) },
)
type Step = CategoryCommand | { readonly publishers: readonly string[] } | { readonly mode: (typeof modes)[number] }

/** What readers came to know. */
interface Known {
  readonly feeds: Set<string>
  /** Ids and paths by title. */
  readonly entries: Map<string, string>
  /** All titles that the source ever showed; they end with their publisher. */
  readonly shown: string[]
}

async function take(one: Step, site: TestSite, { known, n }: { readonly known: Known; readonly n: number }): Promise<void> {
  if ('publishers' in one) {
    const items = one.publishers.map((publisher, at) => ({ guid: `${n} ${at}`, title: `Entry ${n} ${at} by ${publisher}`, publisher }))
    known.shown.push(...items.map(({ title }) => title))
    await site.run([{ source: 'a', items }])
  } else if ('mode' in one) {
    Object.assign(site.deps, { settings: { ...settings, publish: { ...settings.publish, newCategories: one.mode } } })
  } else {
    const before = await site.deps.store.categoryRecords()
    await changeCategories(one, site.deps).catch(async (error: unknown) => {
      expect(error).toBeInstanceOf(AppError)
      expect(['unknown-category', 'category-state', 'name-taken', 'slug-taken', 'usage']).toContain(Object(error).code)
      expect(await site.deps.store.categoryRecords()).toEqual(before)
    })
  }
}

function chainsEnd(records: readonly CategoryRecord[]): void {
  const bySlug = new Map(records.map((record) => [record.slug, record]))
  for (const { movedTo, state, names: own } of records) {
    if (state === 'moved') expect(movedTo).not.toBeNull()
    if (movedTo === null) continue
    expect(bySlug.get(movedTo)).toMatchObject({ movedTo: null })
    expect(own).toEqual([])
  }
  const all = records.flatMap((record) => record.names)
  expect(new Set(all).size).toBe(all.length)
}

const feedOf = (site: TestSite, one: string) => JSON.parse(site.files.get(`category/${one}.json`) ?? 'null')
const titlesOf = (feed: { items: readonly { title: string }[] }) => feed.items.map(({ title }) => title)

/** Every feed that ever was answers as it must. */
async function feedsAnswer(site: TestSite, known: Known): Promise<void> {
  const redirectOf = redirectsOf(site.deps.store)
  const bySlug = new Map((await site.deps.store.categoryRecords()).map((record) => [record.slug, record]))
  for (const one of known.feeds) {
    const record = bySlug.get(one)
    const newest = bySlug.get(record?.movedTo ?? one)
    if (record?.state === 'retired' || newest?.state === 'retired') {
      expect([...site.files.keys()].filter((path) => path.startsWith(`category/${one}.`))).toEqual([])
      for (const path of [`category/${one}.atom`, `category/${one}.html`]) expect(await redirectOf(path)).toEqual({ status: 410 })
      continue
    }
    expect(site.files.get(`category/${one}.atom`)).toContain(`<id>tag:news.example,2026:category/${one}</id>`)
    expect(site.files.get(`category/${one}.rss`)).toContain(`category/${one}.rss`)
    const feed = feedOf(site, one)
    expect(feed.title).toBe(newest?.name)
    expect(feed.feed_url).toBe(`https://news.example/category/${one}.json`)
    expect(titlesOf(feed)).toEqual(titlesOf(feedOf(site, newest?.slug ?? '')))
    const moved = record?.state === 'moved' ? { status: 301, to: `/category/${newest?.slug}.html` } : null
    expect(await redirectOf(`category/${one}.html`)).toEqual(moved)
    if (moved !== null)
      expect(site.files.get(`category/${one}.html`)).toContain(`href="https://news.example/category/${newest?.slug}.html"`)
  }
}

async function entriesStay(site: TestSite, known: Known): Promise<void> {
  const entries = await site.entries()
  for (const [title, was] of known.entries) {
    const entry = entries.find((one) => one.title === title)
    expect(`${entry?.id} ${entry?.path}`).toBe(was)
    expect(site.files.has(entry?.path ?? '')).toBe(true)
  }
  for (const { title, id, path } of entries) known.entries.set(title, `${id} ${path}`)
}

/** A category that is open shows all that any of its names brought. */
async function feedsAreWhole(site: TestSite, { shown }: Known): Promise<void> {
  for (const { slug: one, state, names: own } of await site.deps.store.categoryRecords()) {
    if (state !== 'active') continue
    const wanted = shown.filter((title) => own.includes(foldName(title.slice(title.indexOf('by ') + 3))))
    expect(titlesOf(feedOf(site, one) ?? { items: [] }).toSorted()).toEqual(wanted.toSorted())
  }
}

function learn(site: TestSite, known: Known): void {
  for (const path of site.files.keys()) {
    const [, one = null] = /^category\/([^/]+)\.json$/.exec(path) ?? []
    if (one !== null) known.feeds.add(one)
  }
}

test(
  'slugs answer for ever, names lead to one place, chains end, entries stay',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const site = await openSite(settings)
        const known: Known = { feeds: new Set(), entries: new Map(), shown: ['by Rock', 'by Pop', 'by Jazz'] }
        await site.run([
          { source: 'a', items: ['Rock', 'Pop', 'Jazz'].map((publisher) => ({ guid: publisher, title: `by ${publisher}`, publisher })) },
        ])
        learn(site, known)
        for (const [n, one] of steps.entries()) {
          await take(one, site, { known, n })
          chainsEnd(await site.deps.store.categoryRecords())
          await feedsAnswer(site, known)
          await feedsAreWhole(site, known)
          await entriesStay(site, known)
          learn(site, known)
        }
        const files = new Map(site.files)
        await site.deps.store.markAllStale()
        await publish(site.deps)
        expect(new Map(site.files)).toEqual(files)
        await site.close()
      }),
      { numRuns: runs },
    )
  },
  30_000 + 2_000 * runs,
)
