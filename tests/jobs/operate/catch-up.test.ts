// A backup takes the store's place: what readers were shown since is neither lost nor given twice.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changesSince } from '../../../src/jobs/operate/catch-up.ts'
import { keepRegistry } from '../../../src/jobs/operate/keep-registry.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { RegistryRow } from '../../../src/model/registry.ts'
import type { RegisteredCategory } from '../../../src/model/registry-line.ts'
import { restoreSqlite } from '../../../src/store/restoring.ts'
import { copySqlite } from '../../../src/store/sqlite-copy.ts'
import { type MemoryRegistry, memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const settings = settingsOf(configOf([{ id: 'a' }, { id: 'b' }]))
const hour = 3_600_000
let dir: string
let file: string
let registry: MemoryRegistry

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-catch-up-'))
  file = join(dir, 'store.sqlite')
  registry = memoryRegistry()
})
afterEach(() => rmSync(dir, { recursive: true }))

async function working<T>(work: (site: TestSite) => Promise<T>): Promise<T> {
  const site = await openSite(settings, { file, registry })
  try {
    return await work(site)
  } finally {
    await site.close()
  }
}

const a = (...items: Item[]): Document => ({ source: 'a', items })
const one: Item = { code: 'C1', guid: 'g1', url: 'https://x.example/1', title: 'One', publisher: 'Post', text: '<p>Of one</p>' }
const two: Item = { guid: 'g2', url: 'https://x.example/2', title: 'Two', publisher: 'Times', text: '<p>Of two</p>' }
const three: Item = { guid: 'g3', url: 'https://x.example/3', title: 'Three', publisher: 'Daily', text: '<p>Of three</p>' }
/** Found twice, before it turned out to be one. */
const elsewhere: Item = { guid: 'b3', url: 'https://y.example/3', title: 'Three', publisher: 'Daily', text: '<p>Of three, elsewhere</p>' }

const backUp = () => copySqlite({ from: file, to: join(dir, 'backup.sqlite'), at: firstRunAt })
const restore = () =>
  restoreSqlite({ from: join(dir, 'backup.sqlite'), file, siteId: settings.site.id, at: firstRunAt + 30 * hour, isForced: true })

const shown = (site: TestSite) =>
  site
    .entries()
    .then((entries) => entries.map(({ id, path, title, listed, datePublished }) => ({ id, path, title, listed, datePublished })))

test('what came since the backup comes again under its id, path and place, and nothing twice', async () => {
  await working((site) => site.run([a(one)], firstRunAt))
  await backUp()
  const before = await working(async (site) => {
    await site.run([a(two, one), { source: 'b', items: [elsewhere] }], firstRunAt + hour)
    await site.run([a(three, two, one)], firstRunAt + 2 * hour)
    return shown(site)
  })
  expect(before).toHaveLength(4)
  await restore()
  const after = await working(async (site) => {
    await site.run([a(three, two, one), { source: 'b', items: [elsewhere] }], firstRunAt + 40 * hour)
    return shown(site)
  })
  expect(after).toEqual(before)
  const lines = registry.text.split('\n').flatMap((line) => (line.includes('"entry"') ? [JSON.parse(line).entry] : []))
  expect(new Set(lines).size).toBe(lines.length)
})

test('what no source shows any more keeps its address from others', async () => {
  await working((site) => site.run([a(one)], firstRunAt))
  await backUp()
  const gone = await working(async (site) => {
    await site.run([a(two, one)], firstRunAt + hour)
    return (await shown(site)).find(({ title }) => title === 'Two')
  })
  await restore()
  await working((site) => site.run([a(three, one)], firstRunAt + 40 * hour))
  expect(registry.text).toContain(gone?.id)
  expect(registry.text).toContain(gone?.path)
})

test('an entry that was withdrawn since is withdrawn again, text and all', async () => {
  await working((site) => site.run([a(one, two)], firstRunAt))
  await backUp()
  await working(async (site) => {
    const row = (await site.deps.store.register.linesAfter('', 10)).written.find(
      ({ text }) => text.includes('"C1"') || text.includes('code:C1'),
    )
    await site.deps.store.retract({ row: row?.entry ?? 0, at: firstRunAt + hour, why: 'It was wrong.', isSilent: true, by: null })
    await settleAndPublish(firstRunAt + hour, site.deps)
  })
  await restore()
  await working(async (site) => {
    await site.run([a(one, two)], firstRunAt + 40 * hour)
    expect((await shown(site)).map(({ title }) => title)).toEqual(['Two'])
    expect(JSON.stringify([...site.files])).not.toContain('Of one')
  })
})

test('a category that was renamed since stands where it was moved to', async () => {
  await working((site) => site.run([a(one)], firstRunAt))
  await backUp()
  await working(async (site) => {
    await site.deps.store.changeCategories(
      () => [
        { kind: 'named', slug: 'post', name: 'The Post' },
        { kind: 'moved', from: 'post', to: 'the-post' },
      ],
      firstRunAt + hour,
    )
    await settleAndPublish(firstRunAt + hour, site.deps)
  })
  const records = () => working(async (site) => (await site.deps.store.categoryRecords()).filter(({ slug }) => slug.includes('post')))
  const before = await records()
  await restore()
  const after = await records()
  const told = (all: typeof before) =>
    all.map(({ slug, name, state, movedTo, names, entries }) => ({ slug, name, state, movedTo, names, entries }))
  expect(told(after)).toEqual(told(before))
})

test('a store put back takes over once; later starts leave it alone', async () => {
  await working((site) => site.run([a(one)], firstRunAt))
  await backUp()
  await restore()
  await working(async ({ deps }) => {
    expect(await deps.store.care.restoredAt()).toBe(firstRunAt + 30 * hour)
    await keepRegistry(deps)
    await deps.store.care.takenOver()
    expect(await deps.store.care.restoredAt()).toBeNull()
  })
})

test('a damaged registry file does not keep a backup from its place', async () => {
  await working((site) => site.run([a(one)], firstRunAt))
  await backUp()
  registry.text = registry.text.replace('"entry"', '"entr')
  await restore()
  await working(async (site) => expect(await shown(site)).toHaveLength(1))
})

const row = (slug: string, more: Partial<RegistryRow> = {}): RegistryRow => ({
  ...{ slug, kind: 'category', name: slug, folded: slug, state: 'active', movedTo: null, isPrivate: false },
  ...{ isAutomatic: true, wasPublic: true, renamedFrom: null, createdAt: 0 },
  ...more,
})
const line = (slug: string, more: Partial<RegisteredCategory> = {}): RegisteredCategory => ({
  ...{
    kind: 'category',
    slug,
    is: 'category',
    name: slug,
    names: [],
    state: 'active',
    movedTo: null,
    isAutomatic: true,
    renamedFrom: null,
  },
  ...more,
})
const since: readonly { name: string; rows: RegistryRow[]; lines: RegisteredCategory[]; want: unknown[] }[] = [
  { name: 'nothing is done where both agree', rows: [row('x')], lines: [line('x')], want: [] },
  { name: 'one that ended', rows: [row('x')], lines: [line('x', { state: 'retired' })], want: [{ kind: 'retired', slug: 'x' }] },
  {
    name: 'one that is private by now stays as it is',
    rows: [row('x', { isPrivate: true })],
    lines: [line('x', { state: 'retired' })],
    want: [],
  },
  { name: 'a name that another one has is not given', rows: [row('x'), row('y')], lines: [line('x', { name: 'Y' })], want: [] },
  {
    name: 'two moves in a row are one',
    rows: [row('x')],
    lines: [line('x', { state: 'moved', movedTo: 'z' }), line('y', { state: 'moved', movedTo: 'z' }), line('z')],
    want: [{ kind: 'moved', from: 'x', to: 'z' }],
  },
]
for (const { name, rows, lines, want } of since)
  test(`commands of before: ${name}`, () => expect(changesSince(rows, new Map(lines.map((one) => [one.slug, one])))).toEqual(want))
