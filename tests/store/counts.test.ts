// The numbers beside the sources stay what counting would give, whatever identity, settling and operators do.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { category } from '../contract/store-samples.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../support/site.ts'

const ids = ['a', 'b', 'c']
const settings = settingsOf(configOf(ids.map((id, priority) => ({ id, priority }))))

const item: fc.Arbitrary<Item> = fc.record(
  {
    guid: fc.constantFrom('g1', 'g2', 'g3', 'g4'),
    url: fc.constantFrom('https://x.example/1', 'https://x.example/2', 'https://x.example/3'),
    code: fc.constantFrom('C1', 'C2', 'C3'),
    title: fc.constantFrom('One', 'Two', 'Three'),
    publisher: fc.constantFrom('Open', 'Closed'),
  },
  { requiredKeys: ['title'] },
)

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ source: fc.constantFrom(...ids), items: fc.uniqueArray(item, { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ isClosed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ renamed: fc.constant(true) }) },
)

async function counted(site: TestSite) {
  const entries = await site.entries()
  return ids.map((id) => [id, entries.filter((entry) => entry.sources.includes(id)).length])
}

async function kept(site: TestSite) {
  const sources = await site.deps.store.sources(firstRunAt)
  return ids.map((id) => [id, sources.find((source) => source.id === id)?.entries ?? 0])
}

test('published entries by source, kept and counted, agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }), async (runs) => {
      const site = await openSite(settings)
      try {
        for (const run of runs) {
          for (const change of run) {
            if ('isClosed' in change) await close(site, change.isClosed)
            if ('renamed' in change) await leaveAndReturn(site)
          }
          await site.run(run.flatMap((change) => ('items' in change ? [change] : [])))
          expect(await kept(site)).toEqual(await counted(site))
        }
      } finally {
        await site.close()
      }
    }),
    { numRuns: 20 },
  )
}, 300_000)

/** The publisher's category becomes private, or public again: its entries leave and return. */
async function close({ deps }: TestSite, isClosed: boolean): Promise<void> {
  await deps.store.syncCategories((registry) =>
    registry
      .filter(({ folded }) => folded === 'closed')
      .map(({ slug, name }) => ({ ...category(slug, { name }), folded: 'closed', isPrivate: isClosed, createdAt: firstRunAt })),
  )
}

async function leaveAndReturn({ deps }: TestSite): Promise<void> {
  const records = (await deps.store.sources(firstRunAt)).map(({ isRetired: _, state: __, entries: ___, news: ____, ...record }) => record)
  const renamed = records.map((record) => {
    const settings = { ...record, fingerprint: '', rules: '', formerly: [] }
    return record.id === 'a' ? { ...settings, id: 'z', formerly: ['a'] } : settings
  })
  await deps.store.syncSources(renamed)
  await deps.store.syncSources(renamed.map((record) => (record.id === 'z' ? { ...record, id: 'a', formerly: ['z'] } : record)))
}
