import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { sha256Hex } from '../../../src/base/digest.ts'
import { importCopy } from '../../../src/jobs/copy/import-copy.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { checkCopy, readCopy } from '../../../src/publish/copy-file.ts'
import { takeCopyIn, withCopy } from '../../support/copies.ts'
import { memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
const sites: TestSite[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close()
})

async function opened(config = configOf([{ id: 'a' }, { id: 'b', category: 'World' }]), year = 2026): Promise<TestSite> {
  const site = await openSite(settingsOf(config), { year })
  sites.push(site)
  return site
}

async function publishAll(site: TestSite, at: number): Promise<ReadonlyMap<string, string>> {
  await site.deps.store.markAllStale()
  await settleAndPublish(at, site.deps)
  return new Map([...site.files].sort())
}

const story = (n: number, more = '') => ({
  guid: `g${n}`,
  url: `https://a.example/${n}`,
  title: `Story ${n}${more}`,
  date: '2026-01-09T10:00:00Z',
  text: `<p>Words of ${n}${more}</p>`,
  publisher: 'Paper',
})
const saying = (...items: Document['items']): Document => ({ source: 'a', items })

/** A site that has lived: revisions, merged, withdrawn and private entries, renamed categories, entries that wait. */
async function livedSite(): Promise<TestSite> {
  const site = await opened()
  const { store } = site.deps
  await site.run([saying(story(1), story(2), story(3), story(4))])
  await site.run([
    saying(story(1, ' and what came of it'), story(5)),
    { source: 'b', items: [{ url: 'https://b.example/x', title: 'Other', text: '<p>x</p>' }] },
  ])
  const [row = 0] = await store.copies.publishedAfter(1, 1)
  await store.retract({ row, at: firstRunAt + 2 * hour, why: 'It was wrong', isSilent: false, by: 'op' })
  await settleAndPublish(firstRunAt + 2 * hour, site.deps)
  await store.tokens.add({ id: 't1', hash: 'f'.repeat(64), slug: null, label: null, createdAt: 1, expiresAt: null, usedDay: null })
  return site
}

describe('a store made of a copy', () => {
  test('has revisions, withdrawals, tokens and what waits; gives the same copy again', async () => {
    const site = await livedSite()
    const other = await opened(undefined, 1999)
    await withCopy(
      site,
      async (file) => {
        await takeCopyIn(file, other)
        const again = await withCopy(other, async (second) => linesOf(second))
        expect(again).toEqual(linesOf(file))
        expect(linesOf(file).some((line) => line.includes('It was wrong'))).toBe(true)
        expect(linesOf(file).some((line) => line.includes('Words of 2'))).toBe(false)
      },
      'copy.jsonl.gz',
    )
    expect(other.deps.store.authority).toEqual(site.deps.store.authority)
    expect(await publishAll(other, firstRunAt + 5 * hour)).toEqual(await publishAll(site, firstRunAt + 5 * hour))
  })

  test('goes on where it was when that was broken off, and is not to be worked on before', async () => {
    const site = await livedSite()
    const other = await opened()
    await withCopy(site, async (file) => {
      const { head, lines, hash } = await checkCopy(file)
      let reads = 0
      const cut = async function* (from: number) {
        for await (const line of readCopy(file, from)) {
          if (line.table === 'entries' && ++reads > 2) throw new Error('the plug was pulled')
          yield line
        }
      }
      await expect(importCopy({ head, lines, hash, read: cut }, { ...other.deps, onProgress: () => {}, atOnce: 2 })).rejects.toThrow(
        'the plug was pulled',
      )
      expect(await other.deps.store.copies.isUnfinished()).toBe(true)
      const asked: number[] = []
      const read = (from: number) => {
        asked.push(from)
        return readCopy(file, from)
      }
      const report = await importCopy({ head, lines, hash, read }, { ...other.deps, onProgress: () => {} })
      expect(report.before).toBeGreaterThan(0)
      expect(asked).toEqual([report.before])
      expect(await other.deps.store.copies.isUnfinished()).toBe(false)
    })
    expect(await publishAll(other, firstRunAt + 5 * hour)).toEqual(await publishAll(site, firstRunAt + 5 * hour))
  })
})

test('what a registry file said of entries is no news once a copy has brought them', async () => {
  const registry = memoryRegistry()
  const settings = settingsOf(configOf([{ id: 'a' }]))
  const site = await openSite(settings, { registry })
  sites.push(site)
  await site.run([saying(story(1), story(2))])
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-claims-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'store.sqlite')
  const other = await openSite(settings, { file, registry: Object.assign(memoryRegistry(), { text: registry.text }) })
  sites.push(other)
  const claims = () => {
    const database = new Database(file, { readonly: true })
    const found = ['claims', 'claim_keys'].map((table) => database.prepare(`select count(*) from ${table}`).pluck().get())
    database.close()
    return found
  }
  expect(claims()).toEqual([2, expect.any(Number)])
  await withCopy(site, (copy) => takeCopyIn(copy, other))
  expect(claims()).toEqual([0, 0])
  expect((await other.entries()).map(({ id }) => id)).toEqual((await site.entries()).map(({ id }) => id))
})

describe('a store that has entries', () => {
  test('keeps them, and gets what is missing', async () => {
    const site = await livedSite()
    const other = await opened()
    await other.run([saying(story(1), story(9))], firstRunAt)
    const before = await other.entries()
    await withCopy(site, async (file) => {
      expect(await takeCopyIn(file, other)).toMatchObject({ kind: 'joining', kept: 1, conflicts: [] })
      expect(await takeCopyIn(file, other)).toMatchObject({ kind: 'joining', entries: 0, conflicts: [] })
    })
    await publishAll(other, firstRunAt + 5 * hour)
    const after = await other.entries()
    for (const entry of before) expect(after).toContainEqual(entry)
    const ids = after.map(({ id }) => id)
    for (const { id } of await site.entries()) expect(ids).toContain(id)
    expect(new Set(ids).size).toBe(ids.length)
    await other.run([saying(story(3), story(5), story(9))], firstRunAt + 6 * hour)
    expect((await other.entries()).map(({ id }) => id).sort()).toEqual([...ids].sort())
  })

  test('names what it knows otherwise', async () => {
    const site = await opened()
    await site.run([saying({ ...story(1), code: 'C1' })])
    const other = await opened()
    await other.run([saying({ ...story(1), guid: 'g1' })])
    await withCopy(site, async (file) => {
      const report = await takeCopyIn(file, other)
      expect(report.conflicts).toEqual([{ what: (await site.entries())[0]?.id, why: expect.stringMatching(/is known as tag:.* here$/) }])
    })
    expect(await other.entries()).toHaveLength(1)
  })
})

test('an entry whose path is another one’s here stays out, and is named', async () => {
  const [site, other] = [await opened(), await opened()]
  await site.run([saying(story(1))])
  await other.run([saying(story(9))])
  const [{ path } = { path: '' }] = await other.entries()
  await withCopy(site, async (file) => {
    const { head, lines } = await checkCopy(file)
    const read = async function* (from: number) {
      for await (const line of readCopy(file, from)) yield line.table === 'entries' ? { ...line, row: { ...line.row, path } } : line
    }
    const report = await importCopy({ head, lines, hash: 'another', read }, { ...other.deps, onProgress: () => {} })
    expect(report).toMatchObject({ entries: 0, conflicts: [{ why: `its path ${path} is another entry's here` }] })
  })
  expect((await other.entries()).map(({ title }) => title)).toEqual(['Story 9'])
})

describe('a copy that is not taken in', () => {
  const spoil: readonly { name: string; by: (text: string) => string; want: RegExp }[] = [
    { name: 'one that ends in the middle', by: (text) => text.slice(0, text.length / 2), want: /ends in the middle/ },
    { name: 'one without its last line', by: (text) => text.replace(/[^\n]*\n$/, ''), want: /ends in the middle/ },
    { name: 'one that was changed', by: (text) => text.replace('Story 1', 'Story 7'), want: /not what was written/ },
    { name: 'one that lacks a line', by: (text) => text.split('\n').toSpliced(3, 1).join('\n'), want: /not what was written/ },
    { name: 'another file', by: () => '{"a":1}\n', want: /first line does not say/ },
    { name: 'an empty one', by: () => '', want: /first line does not say/ },
  ]
  for (const { name, by, want } of spoil)
    test(name, async () => {
      const site = await opened()
      await site.run([saying(story(1), story(2))])
      await withCopy(site, async (file) => {
        writeFileSync(file, by(readFileSync(file, 'utf8')))
        await expect(checkCopy(file)).rejects.toMatchObject({ code: 'copy-damaged', message: expect.stringMatching(want) })
      })
    })

  test('one of another site, or of a later version', async () => {
    const site = await opened()
    await withCopy(site, async (file) => {
      const { head, lines, hash } = await checkCopy(file)
      const take = (changed: object) =>
        importCopy(
          { head: { ...head, ...changed }, lines, hash, read: (from) => readCopy(file, from) },
          { ...site.deps, onProgress: () => {} },
        )
      await expect(take({ site: 'elsewhere' })).rejects.toMatchObject({ code: 'other-site' })
      await expect(take({ tables: [...head.tables, '999-later'] })).rejects.toMatchObject({ code: 'copy-newer' })
    })
  })
})

/** But for the first, which says when it was made, and the last, which names all of them. Counters of pages count what was written since. */
function linesOf(file: string): readonly string[] {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  return text
    .split('\n')
    .slice(1, -2)
    .map((line) => line.replace(/"(?:page_wanted|wanted|keys_wanted)":\d+/g, ''))
}

test('a copy names itself by what it holds', async () => {
  const site = await opened()
  await withCopy(site, async (file) => {
    const before = readFileSync(file, 'utf8').replace(/[^\n]*\n$/, '')
    expect((await checkCopy(file)).hash).toBe(sha256Hex(before))
  })
})
