// A store that is lost never changes a public address: what the registry file keeps, and how it is read back.
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { renewRegistry } from '../../../src/jobs/operate/keep-registry.ts'
import { restoreRegistry } from '../../../src/jobs/operate/restore-registry.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { type MemoryRegistry, memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const p = (...items: Item[]): Document => ({ source: 'p', items })
const sources = [{ id: 'a' }, { id: 'b' }, { id: 'p', category: 'Secret' }]
const yaml = (secrets: string, extra = '') => configOf(sources, `categories:\n${secrets}${extra}`)
const settings = settingsOf(yaml('  - { name: Secret, private: true }\n'))
const hour = 3_600_000
const later = firstRunAt + 5 * 365 * 24 * hour

async function opened(
  registry: MemoryRegistry,
  options: { readonly year?: number; readonly from?: typeof settings } = {},
): Promise<TestSite> {
  const site = await openSite(options.from ?? settings, { registry, year: options.year ?? 2026 })
  onTestFinished(() => site.close())
  return site
}

/** A site after these runs, and the registry that it left. */
async function siteAfter(
  ...runs: readonly (readonly Document[])[]
): Promise<{ readonly site: TestSite; readonly registry: MemoryRegistry }> {
  const registry = memoryRegistry()
  const site = await opened(registry)
  for (const documents of runs) await site.run(documents)
  return { site, registry }
}

/** What readers hold of an entry. */
function known({ id, path, listed, datePublished, dateModified, firstSeen }: Entry) {
  return { id, path, listed, datePublished, dateModified, firstSeen }
}

async function knownIn(site: TestSite) {
  return (await site.entries()).map(known).sort((x, y) => (x.id < y.id ? -1 : 1))
}

const one: Item = { code: 'C1', guid: 'g1', url: 'https://x.example/1', title: 'One', publisher: 'Post', date: '2026-01-01T08:00:00Z' }
const { code: _, ...uncoded } = one
const two: Item = { guid: 'g2', url: 'https://x.example/2', title: 'Two', publisher: 'Times', date: '2026-01-02T08:00:00Z' }
const three: Item = { url: 'https://x.example/3', title: 'Three', publisher: 'Post' }
const four: Item = { title: 'Four', publisher: 'Post' }

test('the same articles are the same entries in a new store, whatever year it is made in', async () => {
  const { site, registry } = await siteAfter([a(one, two)], [a(three, one), b(four)], [b(four, { ...one, title: 'One' })])
  const again = await opened(registry, { year: 2031 })
  await again.run([b({ ...one, title: 'One' }, four), a(two, three, one)], later)
  expect(await knownIn(again)).toEqual(await knownIn(site))
  expect([...again.files.keys()].filter((path) => path.endsWith('.html')).sort()).toEqual(
    [...site.files.keys()].filter((path) => path.endsWith('.html')).sort(),
  )
})

test('what comes new to a new store gets ids of the former one', async () => {
  const { registry } = await siteAfter([a(one)])
  const again = await opened(registry, { year: 2031 })
  await again.run([a(two)], later)
  expect((await again.entries())[0]?.id).toMatch(/^tag:news\.example,2026:/)
})

test('what nothing shows any more keeps its address from others', async () => {
  const odd: Item = { ...one, code: 'C1', url: 'https://x.example/other', guid: 'g9', title: 'Another thing' }
  const { site, registry } = await siteAfter([a(one, two)])
  const before = (await site.entries()).find(({ title }) => title === 'One')
  const again = await opened(registry)
  // The same file name on the same day, of an article that a configured identity tells apart.
  await again.run([b({ ...two, guid: 'g8', url: 'https://x.example/9', title: 'Else' }), a({ ...odd, code: 'c1' })], later)
  const [entries, path] = [await again.entries(), before?.path]
  expect(entries.map((entry) => entry.path)).not.toContain(path)
  expect(registry.text).toContain(path)
})

test('another article under the address of a lost one is another entry', async () => {
  const url = 'https://x.example/2'
  const { site, registry } = await siteAfter([a(two)])
  const again = await opened(registry)
  await again.run([b({ url, title: 'What Two gets wrong', guid: 'blog-1' })], later)
  expect((await again.entries()).map(({ id }) => id)).not.toEqual((await site.entries()).map(({ id }) => id))
  const third = await opened(registry)
  await third.run([b({ url, title: 'TWO', guid: 'wire-1' })], later)
  expect((await third.entries()).map(known)).toEqual((await site.entries()).map(known))
})

test('an identity that says otherwise is stronger than an address', async () => {
  const { site, registry } = await siteAfter([a({ ...uncoded, code: 'C1' })])
  const again = await opened(registry)
  const { guid: _, ...unnamed } = uncoded
  await again.run([a({ ...unnamed, code: 'C2' })], later)
  expect((await again.entries())[0]?.id).not.toBe((await site.entries())[0]?.id)
})

test('merged entries go on answering for each other', async () => {
  const { site, registry } = await siteAfter([a(uncoded), b({ code: 'C1', title: 'One here', url: 'https://y.example/1' })], [a(one)])
  const [winner] = await site.entries()
  const moved = registry.text.split('\n').flatMap((line) => (line.includes('"to"') ? [JSON.parse(line)] : []))
  expect(moved).toMatchObject([{ to: winner?.id }])
  expect(moved).toHaveLength(1)
  const again = await opened(registry)
  expect(await again.deps.store.movedFrom(moved[0].path)).toBe(winner?.path)
  await again.run([b({ code: 'C1', title: 'One here', url: 'https://y.example/1' })], later)
  expect(await again.deps.store.movedFrom(moved[0].path)).toBe(winner?.path)
  expect(again.files.get(moved[0].path)).toContain(winner?.path)
  await again.run([a(uncoded)], later + hour)
  expect((await again.entries()).map(({ id, sources: seen }) => [id, seen])).toEqual([[winner?.id, ['a', 'b']]])
})

test('names, slugs and addresses of before stay', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  await site.deps.store.changeCategories(
    () => [
      { kind: 'moved', from: 'post', to: 'daily' },
      { kind: 'retired', slug: 'times' },
    ],
    firstRunAt + hour,
  )
  await settleAndPublish(firstRunAt + hour, site.deps)
  const before = (await site.deps.store.categoryRecords()).filter((row) => !row.isPrivate)
  const again = await opened(registry)
  await again.run([a(one)], later)
  const after = (await again.deps.store.categoryRecords()).filter((row) => !row.isPrivate)
  const told = (rows: typeof before) =>
    rows.map(({ slug, name, kind, state, movedTo, aliases }) => ({ slug, name, kind, state, movedTo, aliases }))
  expect(told(after)).toEqual(told(before))
  expect((await again.entries()).map(known)).toEqual((await site.entries()).filter(({ title }) => title === 'One').map(known))
})

test('a later listing in a category, and in an output feed, stays', async () => {
  const from = settingsOf(yaml('  - { name: Secret, private: true }\n', 'feeds:\n  - { slug: picks, title: Picks, from: [Times] }\n'))
  const registry = memoryRegistry()
  const site = await opened(registry, { from })
  await site.run([a(one)])
  await site.run([a({ ...one, publisher: 'Times' })])
  const again = await opened(registry, { from })
  await again.run([a({ ...one, publisher: 'Times' })], later)
  const listed = async (of: TestSite) => {
    const size = { entries: 10, spanMs: 0, most: 10 }
    return [...(await of.deps.store.window('times', size)), ...(await of.deps.store.window('picks', size))].map((entry) => entry.listed)
  }
  expect(await listed(again)).toEqual([firstRunAt + hour, firstRunAt + hour])
  expect(await listed(again)).toEqual(await listed(site))
})

test('a withdrawn entry stays withdrawn', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  const row = 1
  expect(await site.deps.store.pages([row])).toMatchObject([{ entry: { title: 'One' } }])
  await site.deps.store.retract({ row, at: firstRunAt + hour, why: 'It was wrong', isSilent: true, by: null })
  await settleAndPublish(firstRunAt + hour, site.deps)
  const again = await opened(registry)
  await again.run([a({ ...one, text: 'all of it' }, two)], later)
  expect((await again.entries()).map(({ title }) => title)).toEqual(['Two'])
  expect([...again.files.values()].join('\n')).not.toContain('all of it')
})

test('nothing private is in it, also once it is private, and public again it is what it was', async () => {
  const open = settingsOf(yaml('  - { name: Post }\n'))
  const registry = memoryRegistry()
  const site = await opened(registry, { from: open })
  await site.run([a(one, two)])
  const before = await knownIn(site)
  const shut = settingsOf(yaml('  - { name: Post, private: true }\n'))
  const { takeOver } = await import('../../../src/jobs/reload.ts')
  const { settings: taken } = await takeOver(shut, site.deps)
  await settleAndPublish(firstRunAt + hour, { ...site.deps, settings: taken })
  expect(registry.text).not.toMatch(/C1|g1|x\.example\/1|[Pp]ost|2026\/01\/01/)
  const again = await opened(registry, { from: open })
  await again.run([a(two, one)], later)
  expect((await knownIn(again)).map(({ id, path }) => ({ id, path }))).toEqual(before.map(({ id, path }) => ({ id, path })))
  const never = await siteAfter([p({ ...one, title: 'Hidden' }), a(two)])
  expect(never.registry.text).not.toMatch(/code:|guid:p|hash:p|x\.example\/1|secret/i)
})

test('an entry that only private sources go on showing leaves nothing but its mark', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  const [line] = registry.text.split('\n').filter((text) => text.includes('code:C1'))
  await site.run([a({ ...one, publisher: 'Secret' }, two)])
  expect(registry.text).not.toMatch(/code:C1|x\.example\/1|C1\.html/)
  expect(registry.text).toContain(`{"entry":"${JSON.parse(line ?? '{}').entry}","hidden":"sha256-`)
})

test('what private sources call a public entry is not told', async () => {
  const { registry } = await siteAfter([a(uncoded), p({ ...uncoded, guid: 'inside' })])
  expect(registry.text).toContain('guid:a:g1')
  expect(registry.text).not.toMatch(/inside|:p:/)
})

test('sources under other ids are known by those', async () => {
  const { site, registry } = await siteAfter([a(two, four)])
  const renamed = settingsOf(
    yaml('  - { name: Secret, private: true }\n')
      .replace('id: a,', 'id: c, formerly: [a],')
      .replaceAll('a.example', 'c.example')
      .replace('"{publisher}", a]', '"{publisher}", c]'),
  )
  const again = await opened(registry, { from: renamed })
  await again.run([{ source: 'c', items: [{ guid: 'g2', title: 'Two', publisher: 'Times', date: '2026-01-02T08:00:00Z' }, four] }], later)
  expect(await knownIn(again)).toEqual(await knownIn(site))
})

test('only what is new is added, and the same twice leaves it alone', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  const first = registry.text
  await site.run([a(one, two)])
  expect(registry.text).toBe(first)
  await site.run([a(one, two, three)])
  expect(registry.text.startsWith(first)).toBe(true)
  expect(registry.text.slice(first.length).split('\n')).toHaveLength(2)
  expect(registry.renewals).toBe(1)
})

test('a key under which an entry is seen later is added, although nothing that readers see has changed', async () => {
  const { site, registry } = await siteAfter([a(two)])
  await site.run([a({ ...two, guid: 'g2-new' })])
  expect(registry.text).toContain('guid:a:g2-new')
})

test('a file that is cut, lost or another than it was is written anew', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  await renewRegistry(site.deps)
  await settleAndPublish(firstRunAt + hour, site.deps)
  const whole = registry.text
  for (const damaged of ['', whole.slice(0, -7), `${whole}x`]) {
    registry.text = damaged
    await settleAndPublish(firstRunAt + hour, site.deps)
    expect(registry.text).toBe(whole)
  }
})

test('written anew it only depends on what it says', async () => {
  const { site, registry } = await siteAfter([a(two)], [a(one, three)])
  const other = await siteAfter([a(two)], [a(three, one)])
  for (const { deps } of [site, other.site]) {
    await renewRegistry(deps)
    await settleAndPublish(firstRunAt + hour, deps)
  }
  expect(registry.text).toBe(other.registry.text)
  expect(
    registry.text
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line).entry ?? ''),
  ).toEqual(
    registry.text
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line).entry ?? '')
      .sort(),
  )
})

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    code: fc.constantFrom('C1', 'C2', 'C3'),
    guid: fc.constantFrom('g1', 'g2', 'g3'),
    url: fc.constantFrom('https://x.example/1', 'https://x.example/2', 'https://x.example/3'),
    title: fc.constantFrom('One', 'Two', 'Three'),
    date: fc.constantFrom('2026-01-08T10:00:00Z', '2026-01-09T10:00:00Z'),
    publisher: fc.constantFrom('Post', 'Times'),
  },
  { requiredKeys: ['title'] },
)
const anyRun = fc.array(fc.record({ source: fc.constantFrom('a', 'b', 'p'), items: fc.array(anyItem, { minLength: 1, maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 3,
})

test('whatever was published, and whatever is read afterwards, no address changes hands and every one goes on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 4 }), anyRun, async (history, afterwards) => {
      const registry = memoryRegistry()
      const site = await openSite(settings, { registry })
      for (const documents of history) await site.run(documents)
      const last = new Map(history.flat().map((document) => [document.source, document]))
      const before = await site.entries()
      const moves = await movesIn(registry, site)
      const again = await openSite(settings, { registry, year: 2040 })
      try {
        await again.run([...last.values()].reverse(), later)
        const after = await again.entries()
        expectSameWhereKnown(before, after)
        await expectFoundAgain(before, again)
        // Two that were known may be one by now.
        for (const [path, to] of moves) expect([to, await again.deps.store.movedFrom(to)]).toContain(await again.deps.store.movedFrom(path))
        await again.run(afterwards, later + hour)
        expectSameWhereKnown(before, await again.entries())
        await renewRegistry(again.deps)
        await settleAndPublish(later + hour, again.deps)
        for (const { id, path } of before) expect(registry.text).toContain(`{"entry":"${id}","path":"${path}"`)
      } finally {
        await site.close()
        await again.close()
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
  )
}, 120_000)

async function movesIn(registry: MemoryRegistry, site: TestSite): Promise<ReadonlyMap<string, string>> {
  const moves = new Map<string, string>()
  for await (const line of registry.lines()) {
    const to = line.kind === 'moved' ? await site.deps.store.movedFrom(line.path) : null
    if (line.kind === 'moved' && to !== null) moves.set(line.path, to)
  }
  return moves
}

/** Ids and paths belong together as before; what its source shows as before is what it was. */
function expectSameWhereKnown(before: readonly Entry[], after: readonly Entry[]): void {
  const byId = new Map(before.map((entry) => [entry.id, entry]))
  const byPath = new Map(before.map((entry) => [entry.path.toLowerCase(), entry]))
  for (const entry of after) {
    const [sameId, samePath] = [byId.get(entry.id), byPath.get(entry.path.toLowerCase())]
    expect(sameId).toBe(samePath)
    if (sameId !== undefined) expect(known(entry)).toEqual({ ...known(sameId), dateModified: entry.dateModified, listed: sameId.listed })
  }
}

/** An entry whose configured identity was its alone, and identifies still, goes on under its address when an entry of no other is shown. */
async function expectFoundAgain(before: readonly Entry[], again: TestSite): Promise<void> {
  const codesOf = ({ keys }: Entry) => keys.filter((key) => key.startsWith('code:'))
  const after = await again.entries()
  for (const entry of before) {
    const [code = '', ...others] = codesOf(entry)
    // What private sources show plays no part in what is public.
    const isShown = after.some((one) => codesOf(one).length === 1 && one.keys.includes(code) && !one.sources.includes('p'))
    if (!isShown || others.length > 0 || before.some((one) => one !== entry && one.keys.includes(code))) continue
    const burnt = await again.deps.store.settle({ now: later, settleMs: 0 }, (settling) => settling.burnt([code]))
    if (burnt.length > 0) continue
    expect([after.some(({ id }) => id === entry.id), await again.deps.store.movedFrom(entry.path)]).not.toEqual([false, null])
  }
}

test('the file of another site, or of other ids, is refused', async () => {
  const { site } = await siteAfter([a(one)])
  const read = (header: Parameters<typeof restoreRegistry>[0]) => restoreRegistry(header, site.deps)
  const header = { kind: 'header', site: 'news.example', host: 'news.example', year: 2026 } as const
  await read(header)
  await expect(read({ ...header, site: 'other.example' })).rejects.toMatchObject({
    code: 'other-site',
    message: 'The registry registry.jsonl belongs to the site "other.example", not to "news.example"',
  })
  await expect(read({ ...header, year: 2025 })).rejects.toMatchObject({
    code: 'other-site',
    message: 'The registry registry.jsonl names ids of news.example,2025, and the store makes those of news.example,2026',
  })
})

test('a store of before takes over what was published since', async () => {
  const { site, registry } = await siteAfter([a(one)])
  const old = await openSite(settings, { registry: memoryRegistry() })
  onTestFinished(() => old.close())
  await old.run([a(one)])
  await site.run([a(two, one)])
  await site.run([a(three, two, one)])
  const restored = { ...old.deps, registryFile: registry }
  await restoreRegistry({ kind: 'header', site: 'news.example', host: 'news.example', year: 2026 }, restored)
  Object.assign(old.deps, { registryFile: registry })
  await old.run([a(one, two, three)], later)
  expect(await knownIn(old)).toEqual(await knownIn(site))
})

test('a damaged line stops a new store; one that has published writes the file anew', async () => {
  const { site, registry } = await siteAfter([a(one, two)])
  const whole = registry.text
  registry.text = whole.replace('"keys"', '"key')
  const header = { kind: 'header', site: 'news.example', host: 'news.example', year: 2026 } as const
  await expect(openSite(settings, { registry })).rejects.toMatchObject({ code: 'registry-damaged' })
  await restoreRegistry(header, site.deps)
  await settleAndPublish(firstRunAt + hour, site.deps)
  expect(registry.text.split('\n').sort()).toEqual(whole.split('\n').sort())
})
