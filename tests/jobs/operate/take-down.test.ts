// What config takes down by address: stored already, or coming later; and what comes back when config has the rule no more.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { restoreEntry, retractEntry } from '../../../src/jobs/operate/retract.ts'
import { takeOver } from '../../../src/jobs/reload.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { type MemoryRegistry, memoryRegistry } from '../../support/registry.ts'
import { configOf, type Document, firstRunAt, type Item, openSite, settingsOf } from '../../support/site.ts'

const hour = 3_600_000
const secret = 'Words that nobody is to read any more, in no file and no row.'
const quay: Item = { guid: '1', url: 'https://paper.example/private/quay', title: 'A quay', date: '2026-01-09', text: `<p>${secret}</p>` }
const bridge: Item = {
  guid: '2',
  url: 'https://paper.example/open/bridge',
  title: 'A bridge',
  date: '2026-01-09',
  text: '<p>Open words.</p>',
}
const rule = 'https://paper.example/private/*'
const byUrl = `takedown: [ { url: "${rule}", why: At the wish of its author } ]\n`
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const sources = [{ id: 'a' }, { id: 'b' }]
const asked = (row: number) => ({ row, id: null, path: null, title: 'A quay' })

async function opened(extra = '', registry: MemoryRegistry | null = null) {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-takedown-'))
  const settings = settingsOf(configOf(sources, extra))
  const file = join(dir, 'store.sqlite')
  const site = await openSite(settings, { file, registry })
  const view = await viewSqlite({ file, siteId: settings.site.id, identityNames: [] })
  onTestFinished(async () => {
    await view?.close()
    await site.close()
    rmSync(dir, { recursive: true })
  })
  let now = firstRunAt
  const publish = async () => {
    now += hour
    await settleAndPublish(now, { ...site.deps, clock: { now: () => now } })
  }
  return {
    ...site,
    /** As after a reload of config, and the tick that follows. */
    obey: async (next: string) => {
      const { settings } = await takeOver(settingsOf(configOf(sources, next)), site.deps)
      Object.assign(site.deps, { settings })
      await publish()
    },
    publish,
    run: (documents: readonly Document[]) => {
      now += hour
      return site.run(documents, now)
    },
    titles: async () => (await site.entries()).map(({ title }) => title).sort(),
    /** As they lie on the disk, while the store is open. */
    storeBytes: () => [file, `${file}-wal`].flatMap((one) => (existsSync(one) ? [readFileSync(one)] : [])),
    shown: () => [...site.files].filter(([path]) => !path.startsWith('assets/')),
    dossier: async (row: number) => (await view?.dossier(row, { now, settleMs: 0 })) ?? null,
  }
}

/** The text stands in no file and no revision; the entry's own rows hold none. */
async function expectNoText(site: Awaited<ReturnType<typeof opened>>, row = 1): Promise<void> {
  expect(site.shown().filter(([, text]) => text.includes(secret))).toEqual([])
  const dossier = await site.dossier(row)
  expect(JSON.stringify(dossier)).not.toContain(secret)
}

test('what is stored already goes when config names it, and comes back when it does not', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  const before = await site.entries()
  await site.obey(byUrl)
  expect(await site.titles()).toEqual(['A bridge'])
  await expectNoText(site)
  expect(await site.dossier(1)).toMatchObject({
    state: 'retracted',
    retraction: { why: 'At the wish of its author', rule, by: null, isSilent: true, isShown: false },
  })
  await site.obey('')
  await site.run([a(quay, bridge)])
  const withoutDates = ({ revision: _, dateModified: __, ...entry }: (typeof before)[number]) => entry
  expect((await site.entries()).map(withoutDates)).toEqual(before.map(withoutDates))
})

test('nothing of it is left in the files of the store, though a service has it open', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  await site.run([a({ ...quay, text: `<p>${secret} And more.</p>` }, bridge)])
  const holdsText = () => site.storeBytes().some((bytes) => bytes.includes(secret))
  expect(holdsText()).toBe(true)
  await site.obey(byUrl)
  expect(holdsText()).toBe(false)
  await site.run([a({ ...quay, text: `<p>${secret} And again.</p>` }, bridge)])
  expect(holdsText()).toBe(false)
})

test('what comes later never becomes public, and its text is not kept', async () => {
  const site = await opened(byUrl)
  await site.run([a(quay, bridge)])
  expect(await site.titles()).toEqual(['A bridge'])
  await expectNoText(site)
  expect(site.shown().filter(([, text]) => text.includes('A quay'))).toEqual([])
  await site.run([a({ ...quay, text: `<p>${secret} And more.</p>` }, bridge)])
  await expectNoText(site)
  expect(await site.dossier(1)).toMatchObject({ id: null, state: 'retracted' })
  await site.obey('')
  await site.run([a({ ...quay, text: '<p>New words.</p>' }, bridge)])
  expect(await site.titles()).toEqual(['A bridge', 'A quay'])
})

test('readers are told of it only where the rule says so', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  await site.obey(byUrl.replace('why:', 'silent: false, why:'))
  expect(await site.titles()).toEqual(['A bridge', 'A quay'])
  expect(JSON.stringify(site.shown())).not.toContain(secret)
  expect((await site.entries()).find(({ title }) => title === 'A quay')?.retraction).toMatchObject({ why: 'At the wish of its author' })
  await site.obey(byUrl)
  expect(await site.titles()).toEqual(['A bridge'])
})

test('any source that shows it at such an address is enough, whoever comes first', async () => {
  for (const order of [
    [a({ ...quay, code: 'C1', url: 'https://open.example/quay' }), b({ ...quay, code: 'C1' })],
    [b({ ...quay, code: 'C1' }), a({ ...quay, code: 'C1', url: 'https://open.example/quay' })],
  ]) {
    const site = await opened(byUrl)
    await site.run(order)
    expect(await site.titles()).toEqual([])
    await expectNoText(site)
    const late = await opened(byUrl)
    for (const document of order) await late.run([document])
    expect(await late.titles()).toEqual([])
  }
})

test('an entry that leaves such an address comes back', async () => {
  const site = await opened(byUrl)
  await site.run([a(quay, bridge)])
  await site.run([a({ ...quay, url: 'https://paper.example/open/quay' }, bridge)])
  await site.run([a({ ...quay, url: 'https://paper.example/open/quay' }, bridge)])
  expect(await site.titles()).toEqual(['A bridge', 'A quay'])
})

test('of two rules the other one holds it when one goes', async () => {
  const site = await opened(`takedown: [ { url: "${rule}", why: First }, { pattern: quay, why: Second } ]\n`)
  await site.run([a(quay, bridge)])
  expect((await site.dossier(1))?.retraction).toMatchObject({ why: 'First', rule })
  await site.obey('takedown: [ { pattern: quay, why: Second } ]\n')
  expect((await site.dossier(1))?.retraction).toMatchObject({ why: 'Second', rule: 'quay' })
  expect(await site.titles()).toEqual(['A bridge'])
})

test('what was retracted by hand stays so, whatever rules come and go', async () => {
  const site = await opened()
  await site.run([a(quay, bridge)])
  await retractEntry(asked(1), { why: 'By hand', isSilent: true, by: 'ops' }, site.deps)
  await site.obey(byUrl)
  expect((await site.dossier(1))?.retraction).toMatchObject({ why: 'By hand', by: 'ops', rule: null })
  await site.obey('')
  expect(await site.titles()).toEqual(['A bridge'])
})

test('retracting by hand what a rule withdrew makes it stay', async () => {
  const site = await opened(byUrl)
  await site.run([a(quay, bridge)])
  await retractEntry(asked(1), { why: 'By hand', isSilent: true, by: 'ops' }, site.deps)
  await site.obey('')
  expect((await site.dossier(1))?.retraction).toMatchObject({ why: 'By hand', rule: null })
})

test('what a rule withdraws cannot be given back by hand, but is not lost either', async () => {
  const site = await opened(byUrl)
  await site.run([a(quay, bridge)])
  const refusal = { code: 'not-retracted', message: expect.stringContaining(rule) }
  await expect(restoreEntry(asked(1), site.deps)).rejects.toMatchObject(refusal)
  await retractEntry(asked(1), { why: 'By hand', isSilent: true, by: 'ops' }, site.deps)
  await expect(restoreEntry(asked(1), site.deps)).rejects.toMatchObject(refusal)
  expect((await site.dossier(1))?.retraction).toMatchObject({ rule, by: null })
})

test('a private entry goes too, and nothing public changes', async () => {
  const closed = 'categories: [ { name: b, private: true } ]\n'
  const site = await opened(closed)
  await site.run([a(bridge), b(quay)])
  const before = site.shown()
  await site.obey(closed + byUrl)
  expect(site.shown()).toEqual(before)
  await expectNoText(site, 2)
})

test('rules that stay as they are cost one look', async () => {
  const site = await opened(byUrl)
  await site.run([a(quay, bridge)])
  let looks = 0
  const { takedown } = site.deps.store
  Object.assign(site.deps.store, {
    takedown: {
      ...takedown,
      keys: (...args: Parameters<typeof takedown.keys>) => {
        looks++
        return takedown.keys(...args)
      },
    },
  })
  await site.publish()
  expect(looks).toBe(0)
})

test('a store that is made again goes by config alone: the rule holds, and gives back the id that readers knew', async () => {
  const registry = memoryRegistry()
  const before = await opened('', registry)
  await before.run([a(quay, bridge)])
  const known = (await before.entries()).find(({ title }) => title === 'A quay')
  await before.obey(byUrl)
  const after = await opened(byUrl, registry)
  await after.run([a(quay, bridge)])
  expect(await after.titles()).toEqual(['A bridge'])
  await after.obey('')
  await after.run([a(quay, bridge)])
  expect((await after.entries()).find(({ title }) => title === 'A quay')).toMatchObject({ id: known?.id, path: known?.path })
})
