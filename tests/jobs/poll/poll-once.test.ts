import { expect, onTestFinished, test } from 'vitest'
import { type PollOptions, pollOnce } from '../../../src/jobs/poll/poll-once.ts'
import { pollWriter } from '../../../src/jobs/poll/poll-writer.ts'
import { configOf, firstRunAt, openSite, settingsOf, type TestSite, type TestSource } from '../../support/site.ts'

const all: PollOptions = { only: null, isForced: false, onProgress: () => {} }
const listOf = (id: string) => `https://${id}.example/list`

/** A site whose sources each show one entry of their own. */
async function opened(...sources: TestSource[]): Promise<TestSite> {
  const site = await openSite(settingsOf(configOf(sources)))
  onTestFinished(() => site.close())
  for (const { id } of sources)
    site.answers.set(listOf(id), JSON.stringify({ items: [{ code: `C${id.replace(/\D/g, '') || 0}`, guid: id, title: `By ${id}` }] }))
  return site
}

const at = (site: TestSite, passed: number) => ({ ...site.deps, clock: { now: () => firstRunAt + passed } })

test('visits what is due and publishes what it found', async () => {
  const site = await opened({ id: 'c1' }, { id: 'b2' }, { id: 'a3' })
  const { sources, published } = await pollOnce(all, at(site, 0))
  expect(sources.map(({ id, outcome, read, new: fresh }) => `${id} ${outcome} ${read} ${fresh}`)).toEqual([
    'c1 changed 1 1',
    'b2 changed 1 1',
    'a3 changed 1 1',
  ])
  expect(published.categories).toBe(3)
  expect(await site.entries()).toHaveLength(3)
})

test('reports in config’s order, whatever was visited first', async () => {
  const site = await opened({ id: 'c1' }, { id: 'b2' }, { id: 'a3' })
  await pollOnce({ ...all, only: ['c1'] }, at(site, 0))
  const { sources } = await pollOnce({ ...all, isForced: true }, at(site, 1))
  expect(site.fetched.slice(1)).toEqual(['b2', 'a3', 'c1'].map(listOf))
  expect(sources.map(({ id }) => id)).toEqual(['c1', 'b2', 'a3'])
})

test('visits nothing before it is due, except by name or by force', async () => {
  const site = await opened({ id: 'a1' }, { id: 'b2' })
  await pollOnce(all, at(site, 0))
  expect(await pollOnce(all, at(site, 1))).toEqual({ sources: [], published: { categories: 0, files: 0 } })
  expect((await pollOnce({ ...all, only: ['b2'] }, at(site, 2))).sources).toMatchObject([{ id: 'b2', outcome: 'unchanged' }])
  expect((await pollOnce({ ...all, isForced: true }, at(site, 3))).sources).toMatchObject([
    { outcome: 'changed', new: 0 },
    { outcome: 'changed', new: 0 },
  ])
})

test('visits each of more sources than may be claimed at once, and each once', async () => {
  const ids = Array.from({ length: 150 }, (_, n) => `s${n + 1}`)
  const site = await opened(...ids.map((id) => ({ id })))
  const { sources } = await pollOnce(all, at(site, 0))
  expect(sources.map(({ id }) => id)).toEqual(ids)
  expect(site.fetched.toSorted()).toEqual(ids.map(listOf).toSorted())
})

test('a source that fails is a report, and holds nothing up', async () => {
  const site = await opened({ id: 'a1' }, { id: 'b2' })
  site.answers.delete(listOf('a1'))
  const { sources } = await pollOnce(all, at(site, 0))
  expect(sources).toMatchObject([
    { id: 'a1', outcome: 'failed', code: 'http-status', read: 0 },
    { id: 'b2', outcome: 'changed' },
  ])
  expect((await site.entries()).map(({ title }) => title)).toEqual(['By b2'])
})

test('a fault of ours ends the run with that fault, after what went well is published, and gives the lease back', async () => {
  const site = await opened({ id: 'a1' }, { id: 'b2' })
  const fault = new Error('the disk is full')
  const { store, fetcher, clock } = site.deps
  const broken: typeof store = {
    ...store,
    recordPolls: (records, traffic) =>
      records.some(({ source }) => source === 'a1') ? Promise.reject(fault) : store.recordPolls(records, traffic),
  }
  const polls = pollWriter({ store: broken, fetcher, clock })
  await expect(pollOnce(all, { ...at(site, 0), polls })).rejects.toBe(fault)
  expect((await site.entries()).map(({ title }) => title)).toEqual(['By b2'])
  expect((await pollOnce(all, at(site, 1))).sources).toMatchObject([{ id: 'a1', outcome: 'changed' }])
})

test('article steps run before publishing, also when they come in hundreds', async () => {
  const site = await opened({ id: 'a', article: '{ url: "https://text.example/{code}", content: $.text }' })
  const codes = Array.from({ length: 600 }, (_, n) => `C${n}`)
  site.answers.set(listOf('a'), JSON.stringify({ items: codes.map((code) => ({ code, title: code })) }))
  for (const code of codes) site.answers.set(`https://text.example/${code}`, JSON.stringify({ text: `<p>All of ${code}</p>` }))
  await pollOnce(all, at(site, 0))
  expect((await site.entries()).every(({ title, contentHtml }) => contentHtml === `<p>All of ${title}</p>`)).toBe(true)
  expect(await site.entries()).toHaveLength(600)
}, 60_000)

test('tells of each step', async () => {
  const site = await opened({ id: 'a1' }, { id: 'b2', article: '{ content: $.text }' })
  const steps: string[] = []
  await pollOnce({ ...all, onProgress: ({ step, done, total }) => void steps.push(`${step} ${done}/${total}`) }, at(site, 0))
  expect(steps).toEqual(['sources 1/2', 'sources 2/2', 'articles 1/1', 'publishing 0/0'])
})
