import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { planChange } from '../../../src/jobs/plan/plan.ts'
import type { Entry } from '../../../src/model/entry.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { copyForTrial, pinSqlite } from '../../../src/store/snapshots.ts'
import { openSqlite } from '../../../src/store/sqlite.ts'
import { askingNobody, rereadUnder } from '../../support/rereading.ts'
import { configOf, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const item = (name: string, more: Partial<Item> = {}): Item => ({
  guid: name,
  url: `https://a.example/${name}`,
  title: `Title ${name}`,
  date: '2026-01-02T03:04:05Z',
  text: `<p>Text of ${name}, which is long enough to be told from that of others.</p>`,
  ...more,
})

const page = (name: string) => `<html><body><p class="lead">Lead of ${name}.</p><p class="body">Body of ${name}.</p></body></html>`

const yaml = configOf([
  { id: 'a', category: 'Old' },
  { id: 'b', priority: 1 },
  { id: 'c', article: '{ content: .lead }' },
  { id: 'late', delay: '30d' },
])

interface Stored {
  readonly site: TestSite
  readonly plan: (config: string, only?: readonly string[] | null) => Promise<Plan>
}

const dir = mkdtempSync(join(tmpdir(), 'newsstand-planned-'))
const made = join(dir, 'made.sqlite')
let copies = 0

/** Three sources over four runs: entries in kept answers and past them, two that a code joins, texts of their own pages. */
beforeAll(async () => {
  const site = await openSite(settingsOf(yaml), { file: made })
  for (const name of ['c1', 'c2']) site.answers.set(`https://a.example/${name}`, page(name))
  await site.run([
    { source: 'a', items: [item('gone'), item('ad gone'), item('1', { code: 'C1' })] },
    { source: 'b', items: [item('one', { code: 'C1', url: 'https://b.example/one' }), item('2', { code: 'D2', publisher: 'P' })] },
    { source: 'c', items: [item('c1', { text: '' })] },
  ])
  for (const round of [1, 2, 3])
    await site.run([
      { source: 'a', items: [item('ad'), item('1', { code: 'C1' }), item(`a${round}`, { code: 'D2' })] },
      { source: 'c', items: [item('c1', { text: '' }), item('c2', { text: '' }), item(`c${round + 2}`)] },
    ])
  await site.close()
})

afterAll(() => rmSync(dir, { recursive: true }))

async function stored(): Promise<Stored> {
  const file = join(dir, `copy-${++copies}.sqlite`)
  copyFileSync(made, file)
  const site = await openSite(settingsOf(yaml), { file })
  onTestFinished(() => site.close())
  const plan: Stored['plan'] = async (config, only = null) => {
    const copy = join(dir, `copy-${++copies}.sqlite`)
    const { signal } = new AbortController()
    await copyForTrial({ from: file, to: copy, signal })
    const settings = settingsOf(config)
    const identityNames = settings.identity.map(({ name }) => name)
    const store = await openSqlite({ file: copy, siteId: settings.site.id, host: 'news.example', year: 2026, identityNames })
    try {
      const clock = { now: () => firstRunAt + 86_400_000 }
      const deps = { ...site.deps, store, settings, clock, fetcher: askingNobody, pin: () => pinSqlite(copy) }
      return await planChange({ only, signal, onProgress: () => {} }, deps)
    } finally {
      await store.close()
    }
  }
  return { site, plan }
}

/** What readers would see of the difference: told by what they see before and afterwards. */
function seen(before: readonly Entry[], after: readonly Entry[], heirOf: (entry: Entry) => string | null) {
  const [old, now] = [new Map(before.map((entry) => [entry.id, entry])), new Map(after.map((entry) => [entry.id, entry]))]
  const both = after.flatMap((entry) => {
    const was = old.get(entry.id)
    return was === undefined ? [] : [{ was, entry }]
  })
  const wordsOf = ({ title, url, summary, contentHtml, publisher, keys, source }: Entry) =>
    JSON.stringify([title, url, summary, contentHtml, publisher, [...keys].sort(), source])
  const gone = before.filter(({ id }) => !now.has(id))
  const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id).sort()
  return {
    came: ids(after.filter(({ id }) => !old.has(id))),
    lost: ids(gone.filter((entry) => heirOf(entry) === null)),
    merged: ids(gone.filter((entry) => heirOf(entry) !== null)),
    changed: ids(both.filter(({ was, entry }) => wordsOf(was) !== wordsOf(entry)).map(({ entry }) => entry)),
    moved: ids(both.filter(({ was, entry }) => was.categories.join() !== entry.categories.join()).map(({ entry }) => entry)),
  }
}

const told = ({ entries: { new: fresh, lost, changed, merged, split, moved } }: Plan) => {
  const ids = (entries: readonly { readonly id: string | null }[]) => entries.map(({ id }) => id).sort()
  return { came: ids([...fresh, ...split]), lost: ids(lost), merged: ids(merged), changed: ids(changed), moved: ids(moved) }
}

const ruled = (rule: string) => yaml.replace('items: "$.items", priority: 0', `items: "$.items", rules: [${rule}], priority: 0`)

const changes: readonly { readonly name: string; readonly config: string; readonly kinds: readonly (keyof Plan['entries'])[] }[] = [
  { name: 'nothing', config: yaml, kinds: [] },
  { name: 'a rule of category', config: yaml.replace('category: [Old, a]', 'category: [New, a]'), kinds: ['moved'] },
  { name: 'a replacement', config: ruled('{ replace: { field: title, pattern: Title, with: Headline } }'), kinds: ['changed'] },
  { name: 'a rule that drops', config: ruled('{ drop: { field: title, pattern: "ad|a2" } }'), kinds: ['lost'] },
  { name: 'an identity that goes', config: yaml.replace("'C\\d+'", "'X\\d+'"), kinds: ['changed', 'split'] },
  { name: 'an identity that comes', config: yaml.replace("'C\\d+'", "'[CD]\\d+'"), kinds: ['changed', 'merged'] },
  { name: 'a selector of texts', config: yaml.replace('.lead', '.body'), kinds: ['changed'] },
  { name: 'where the items of a list are', config: yaml.replace('title: $.title', 'title: $.guid'), kinds: ['changed'] },
  {
    name: 'a private category',
    config: yaml.replace('sources:\n', 'categories: [{ name: Old, private: true }]\nsources:\n'),
    kinds: ['lost'],
  },
  {
    name: 'another feed of ours',
    config: yaml.replace('sources:\n', 'feeds: [{ slug: both, title: Both, from: [Old, b] }]\nsources:\n'),
    kinds: [],
  },
]

for (const { name, config, kinds } of changes)
  test(`the plan of ${name} is what rereading then does`, async () => {
    const { site, plan } = await stored()
    const before = await site.entries()
    const planned = await plan(config)
    expect(Object.entries(planned.entries).flatMap(([kind, list]) => (list.length > 0 ? [kind] : []))).toEqual(
      expect.arrayContaining([...kinds]),
    )
    await rereadUnder(site, config)
    const after = await site.entries()
    const heirs = new Map<string, string | null>()
    for (const { id, path } of before) heirs.set(id, await site.deps.store.movedFrom(path))
    expect(told(planned)).toEqual(seen(before, after, ({ id }) => heirs.get(id) ?? null))
  })

test('a plan of what is in force says nothing, and no source is read anew', async () => {
  const { plan } = await stored()
  const planned = await plan(yaml)
  expect(Object.values(planned.entries).flat()).toEqual([])
  expect(planned).toMatchObject({ feeds: [], sources: { added: [], removed: [], renamed: [], reread: [] } })
})

test('feeds, categories and sources of a plan', async () => {
  const { plan } = await stored()
  const moved = await plan(yaml.replace('category: [Old, a]', 'category: [New, a]'))
  expect(moved.categories).toMatchObject({ new: [{ slug: 'new', name: 'New' }], emptied: [{ slug: 'old', name: 'Old' }] })
  expect(moved.feeds.map(({ slug }) => slug)).toEqual([null, 'b', 'new', 'old'])
  expect(moved.feeds.find(({ slug }) => slug === 'old')).toMatchObject({ came: 0, changed: 0 })
  const fed = await plan(yaml.replace('sources:\n', 'feeds: [{ slug: both, title: Both, from: [Old, b] }]\nsources:\n'))
  expect(fed.feeds).toEqual([{ slug: 'both', came: 8, left: 0, changed: 0 }])
  const renamed = await plan(yaml.replace('id: b,', 'id: bee, formerly: [b],'))
  expect(renamed.sources).toMatchObject({ added: [], removed: [], renamed: [{ from: 'b', to: 'bee' }] })
  const others = await plan(configOf([{ id: 'a', category: 'Old' }, { id: 'b', priority: 1 }, { id: 'z' }]))
  expect(others.sources).toMatchObject({ added: ['z'], removed: ['c', 'late'] })
  expect(others.entries.lost).toEqual([])
})

test('what waits to be published, and would be part of an entry that is, is told as merged', async () => {
  const { site, plan } = await stored()
  await site.run([{ source: 'late', items: [item('waiting', { code: 'D2', url: 'https://late.example/1' })] }])
  const { merged } = (await plan(yaml.replace("'C\\d+'", "'[CD]\\d+'"))).entries
  const home = merged.find(({ id }) => id === null)
  expect(home).toMatchObject({ title: 'Title waiting', into: { id: expect.stringContaining('tag:') } })
})

test('a source that is being visited is read anew all the same: its visitor works on the store', async () => {
  const { site, plan } = await stored()
  const now = firstRunAt + 86_400_000 - 1_000
  const claim = { now, runAt: now, lease: 'other', leaseMs: 60_000, limit: 1, perHost: 1, isForced: true, except: [] }
  expect(await site.deps.store.claimDue({ ...claim, known: new Set(['a']), only: ['a'] })).toHaveLength(1)
  const planned = await plan(yaml.replace("'C\\d+'", "'X\\d+'"), ['a'])
  expect(planned.sources.reread.map(({ id }) => id)).toEqual(['a'])
})

test('only named sources are read anew', async () => {
  const { plan } = await stored()
  const planned = await plan(yaml.replace("'C\\d+'", "'X\\d+'"), ['c'])
  expect(planned.sources.reread.map(({ id }) => id)).toEqual(['c'])
  expect(planned.entries.split).toEqual([])
})
