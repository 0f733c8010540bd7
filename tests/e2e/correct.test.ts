// An operator merges two entries and splits one: what readers of the running server get.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { mergeEntries, splitEntry } from '../../src/jobs/operate/correct.ts'
import { filesOutlet } from '../../src/publish/files.ts'
import { serveTestSite } from '../support/served-site.ts'
import { configOf, type Document, firstRunAt, type Item } from '../support/site.ts'

const hour = 3_600_000
const quay: Item = {
  guid: 'g1',
  url: 'https://paper.example/quay',
  title: 'A second quay',
  date: '2026-01-09T08:00:00Z',
  text: '<p>Quay.</p>',
}
const wire: Item = {
  guid: 'w1',
  url: 'https://wire.example/7',
  title: 'Harbour to grow',
  date: '2026-01-09T09:00:00Z',
  text: '<p>Harbour.</p>',
}
const a = (...items: Item[]): Document => ({ source: 'a', items })
const b = (...items: Item[]): Document => ({ source: 'b', items })
const named = (row: number) => ({ row, id: null, path: null, title: '' })

test('the address that goes answers 301, whatever later polls bring; a split gives back an entry, under an address of its own', async () => {
  const site = await serveTestSite(configOf([{ id: 'a' }, { id: 'b' }]))
  onTestFinished(() => site.close())
  const { dir } = site.settings.publish
  Object.assign(site.deps, { outlet: filesOutlet(dir) })
  const fileAt = (path = '') => readFile(join(dir, path), 'utf8')
  const at = (now: number) => ({ ...site.deps, clock: { now: () => now } })
  const items = async (path: string): Promise<readonly { id: string; title: string }[]> =>
    JSON.parse(await (await site.get(path)).text()).items
  await site.run([a(quay)])
  await site.run([b(wire)])
  const [second, first] = await site.entries()
  const merged = await mergeEntries(named(2), named(1), { by: 'ops' }, at(firstRunAt + 3 * hour))
  expect(merged).toMatchObject({ kind: 'merged', entry: { id: first?.id }, other: { id: second?.id } })

  const gone = await site.get(`${second?.path}`)
  expect([gone.status, gone.headers.get('location')]).toEqual([301, `/${first?.path}`])
  expect(await fileAt(second?.path)).toContain(`<link rel="canonical" href="https://news.example/${first?.path}"`)
  expect((await items('feed.json')).map(({ id }) => id)).toEqual([first?.id])
  const told = await (await site.ask('api/v1/explain?of=guid:b:w1')).json()
  expect(told).toMatchObject({ id: first?.id, corrections: [{ kind: 'joined', by: 'ops', holds: true }] })

  await site.run([b({ ...wire, title: 'Harbour grows' }), a({ ...quay, text: '<p>Quay, again.</p>' })], firstRunAt + 4 * hour)
  expect((await items('feed.json')).map(({ id }) => id)).toEqual([first?.id])
  expect((await site.get(`${second?.path}`)).status).toBe(301)

  const split = await splitEntry(named(1), { source: 'b', key: null, by: 'ops' }, at(firstRunAt + 5 * hour))
  expect((await items('feed.json')).map(({ title }) => title)).toEqual(['Harbour grows', 'A second quay'])
  expect((await items('category/b.json')).map(({ id }) => id)).toEqual([split.other?.id])
  expect(await fileAt(split.other?.path ?? '')).toContain('Harbour grows')
  expect((await site.get(`${second?.path}`)).headers.get('location')).toBe(`/${first?.path}`)
})
