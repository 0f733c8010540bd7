// Private categories leave no trace in any public byte (design §7).
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { changeCategories } from '../../../src/jobs/operate/change-categories.ts'
import { registryPlan } from '../../../src/jobs/sync.ts'
import type { CategoryCommand } from '../../../src/model/registry.ts'
import { redirectsOf } from '../../../src/serve/redirects.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const p = (...items: Item[]): Document => ({ source: 'p', items })
const sources = [{ id: 'a' }, { id: 'b' }, { id: 'p', priority: 9, joins: true, category: 'Secret' }]
const yaml = (isPrivate: boolean) => configOf(sources, `categories:\n  - { name: Secret, private: ${isPrivate}, aliases: [Hidden] }\n`)
const settings = settingsOf(yaml(true))
const runs = Number(process.env.PROPERTY_RUNS ?? 40)

async function siteAfter(...documents: readonly (readonly Document[])[]): Promise<TestSite> {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  for (const some of documents) await site.run(some)
  return site
}

const cases: readonly { name: string; documents: readonly (readonly Document[])[] }[] = [
  { name: 'an entry of its own', documents: [[p({ code: 'C9', title: 'Secret thing', publisher: 'Private' })]] },
  {
    name: 'a sighting of a public entry, of higher priority',
    documents: [[p({ code: 'C1', title: 'Secret thing', date: '2026-01-01T00:00:00Z' }), a({ code: 'C1', title: 'One' })]],
  },
  { name: 'a sighting that came first', documents: [[p({ code: 'C1', title: 'Secret thing' })], [a({ code: 'C1', title: 'One' })]] },
  {
    name: 'a bridge between two public entries',
    documents: [
      [a({ code: 'C1', title: 'One' }), b({ doi: '10.1/x', title: 'Two' }), p({ code: 'C1', doi: '10.1/x', title: 'Secret thing' })],
    ],
  },
  {
    name: 'a contradiction between two identities',
    documents: [
      [p({ code: 'C1', url: 'https://x.example/1', title: 'Secret' }, { code: 'C2', url: 'https://x.example/1', title: 'Thing' })],
      [a({ url: 'https://x.example/1', title: 'One' }), b({ url: 'https://x.example/1', title: 'One' })],
    ],
  },
  {
    name: 'the same id, wanted first',
    documents: [[p({ url: 'https://x.example/1', title: 'Secret thing' })], [a({ url: 'https://x.example/1', title: 'One' })]],
  },
  {
    name: 'the same name, wanted first',
    documents: [[p({ code: 'C1', title: 'Secret thing' })], [a({ code: 'C1', title: 'One', publisher: 'P' })]],
  },
]

for (const { name, documents } of cases) {
  test(`${name} changes no public byte`, async () => {
    const without = documents.map((run) => run.filter(({ source }) => source !== 'p'))
    const [secret, open] = [await siteAfter(...documents), await siteAfter(...without)]
    expect(secret.files).toEqual(open.files)
    expect([...secret.files].filter(([path, text]) => /secret/i.test(path + text))).toEqual([])
  })
}

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    code: fc.constantFrom('C1', 'C2'),
    doi: fc.constantFrom('10.1/x', '10.1/y'),
    guid: fc.constantFrom('g1', 'g2'),
    url: fc.constantFrom('https://x.example/1', 'https://x.example/2'),
    title: fc.constantFrom('One', 'Two', 'Three'),
    date: fc.constantFrom('2026-01-08T10:00:00Z', '2026-01-09T10:00:00Z'),
    publisher: fc.constantFrom('P', 'Q'),
  },
  { requiredKeys: ['title'] },
)
const anyDocument = fc.record({ source: fc.constantFrom('a', 'b', 'p', 'p'), items: fc.array(anyItem, { minLength: 1, maxLength: 3 }) })

test(
  'whatever private sources show, and when, public bytes are those without them',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyDocument, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        async (documents) => {
          const sites = [await openSite(settings), await openSite(settings)] as const
          for (const run of documents) {
            await sites[0].run(run)
            await sites[1].run(run.filter(({ source }) => source !== 'p'))
          }
          for (const site of sites) await site.close()
          expect(sites[0].files).toEqual(sites[1].files)
        },
      ),
      { numRuns: runs },
    )
  },
  30_000 + 1_000 * runs,
)

test('an alias of a private category is private', async () => {
  const site = await siteAfter([
    a({ guid: '1', title: 'Secret thing', publisher: 'ＨＩＤＤＥＮ' }, { guid: '2', title: 'One', publisher: 'P' }),
  ])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['One'])
  expect(site.files.has('category/secret.html')).toBe(false)
})

test('what becomes private is taken down; what becomes public again has the same id, path and place', async () => {
  const site = await openSite(settingsOf(yaml(false)))
  onTestFinished(() => site.close())
  const become = (isPrivate: boolean) =>
    site.deps.store.syncCategories((registry) => registryPlan(settingsOf(yaml(isPrivate)), registry, firstRunAt))
  await site.run([p({ code: 'C1', title: 'Secret thing', date: '2026-01-01T00:00:00Z' }), a({ code: 'C2', title: 'One' })])
  const [before, pathsBefore] = [await site.entries(), new Map(site.files)]
  await become(true)
  await site.run([])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['One'])
  const shown = [...site.files].filter(([path, text]) => /secret/i.test(path + text))
  expect(shown).toEqual([])
  await become(false)
  await site.run([])
  expect(await site.entries()).toEqual(before)
  expect(site.files.get(before[1]?.path ?? '')).toEqual(pathsBefore.get(before[1]?.path ?? ''))
})

test('commands on a private category change no public byte', async () => {
  const [secret, open] = [await openSite(settings), await openSite(settings)]
  onTestFinished(async () => {
    await secret.close()
    await open.close()
  })
  const first = [
    a({ code: 'C1', title: 'One', publisher: 'P' }),
    p({ code: 'C1', title: 'Secret thing' }, { code: 'C9', title: 'Secret other' }),
  ]
  await secret.run(first)
  await open.run(first.slice(0, 1))
  const commands: readonly CategoryCommand[] = [
    { kind: 'rename', slug: 'secret', name: 'Arcane', newSlug: 'arcane' },
    { kind: 'alias', slug: 'arcane', name: 'P2' },
    { kind: 'rename', slug: 'arcane', name: 'Secret', newSlug: 'secret' },
    { kind: 'retire', slug: 'arcane' },
    { kind: 'retire', slug: 'secret' },
    { kind: 'approve', slugs: ['secret'] },
  ]
  for (const command of commands) {
    await changeCategories(command, secret.deps)
    expect(secret.files).toEqual(open.files)
  }
  const redirectOf = redirectsOf(secret.deps.store)
  for (const slug of ['secret', 'arcane', 'Arcane']) expect(await redirectOf(`category/${slug.toLowerCase()}.html`)).toBeNull()
  await secret.run([b({ code: 'C3', title: 'Secret too', publisher: 'P2' })])
  await open.run([])
  expect(secret.files).toEqual(open.files)
})

test('a name that a command gave to a private category hides what comes under it, from public entries too', async () => {
  const [secret, open] = [await openSite(settings), await openSite(settings)]
  onTestFinished(async () => {
    await secret.close()
    await open.close()
  })
  await secret.run([p({ code: 'C9', title: 'Secret' })])
  await open.run([])
  await changeCategories({ kind: 'alias', slug: 'secret', name: 'Arcane' }, secret.deps)
  await changeCategories({ kind: 'rename', slug: 'secret', name: 'Veiled', newSlug: null }, secret.deps)
  const hidden = (publisher: string): Document => ({
    source: 'a',
    items: [{ code: 'C1', title: 'Secret thing', date: '2026-01-01T00:00:00Z', publisher }],
  })
  for (const name of ['ＡＲＣＡＮＥ', 'veiled']) {
    await secret.run([hidden(name), b({ code: 'C1', title: 'One', publisher: 'P' })])
    await open.run([b({ code: 'C1', title: 'One', publisher: 'P' })])
    expect(secret.files).toEqual(open.files)
  }
})

test('what moved and then becomes private is taken down with its old feeds, and comes back with them', async () => {
  const site = await openSite(settingsOf(yaml(false)))
  onTestFinished(() => site.close())
  const become = (isPrivate: boolean) =>
    site.deps.store.syncCategories((registry) => registryPlan(settingsOf(yaml(isPrivate)), registry, firstRunAt))
  const redirectOf = redirectsOf(site.deps.store)
  await site.run([p({ code: 'C1', title: 'Secret thing', date: '2026-01-01T00:00:00Z' }), a({ code: 'C2', title: 'One' })])
  await changeCategories({ kind: 'rename', slug: 'secret', name: 'Secret', newSlug: 'arcane' }, site.deps)
  const before = new Map(site.files)
  expect([...before.keys()].filter((path) => path.startsWith('category/secret.'))).toHaveLength(4)
  await become(true)
  await site.run([])
  expect([...site.files].filter(([path, text]) => /secret|arcane/i.test(path + text))).toEqual([])
  expect(await redirectOf('category/secret.html')).toBeNull()
  await become(false)
  await site.run([])
  const files = (from: ReadonlyMap<string, string>) => [...from].filter(([path]) => /^category\//.test(path)).sort()
  expect(files(site.files)).toEqual(files(before))
})
