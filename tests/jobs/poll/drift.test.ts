// A list that changes its shape, from the first poll to the last: real store, reader and jobs.
import { afterEach, expect, test } from 'vitest'
import { pollSource } from '../../../src/jobs/poll/poll-source.ts'
import { sourceRecords } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { trySource } from '../../../src/jobs/try/try-source.ts'
import type { KnownRows } from '../../../src/store/port/polls.ts'
import type { StoreView } from '../../../src/store/port/views.ts'
import { fetcherFor, serve } from '../../fetch/web.ts'
import { configOf, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
let site: TestSite | null = null

afterEach(async () => {
  await site?.close()
  site = null
})

const item = (index: number): Item => ({
  guid: `g${index}`,
  url: `https://a.example/${index}`,
  title: `第${index}篇文章`,
  date: '2026-01-09T08:00:00Z',
  text: `<p>第${index}篇文章的正文，说明了今天的情况。</p>`,
  publisher: '国际商报',
})
const items = (count: number, change: (item: Item) => Item = (same) => same) => Array.from({ length: count }, (_, at) => change(item(at)))

/** A site whose list was visited often enough to be known. */
async function opened(config = configOf([{ id: 'a' }])): Promise<TestSite> {
  site = await openSite(settingsOf(config))
  for (let count = 6; count <= 12; count += 1) await site.run([{ source: 'a', items: items(count) }])
  return site
}

const nothingKnown: KnownRows = {
  unchanged: async () => new Set(),
  burnt: async () => [],
  around: async () => ({ sightings: [], entries: [], burnt: [], corrections: [] }),
  hidden: async () => new Set(),
}

async function stateOf({ deps }: TestSite) {
  const [source] = await deps.store.sources(deps.clock.now())
  if (source === undefined) throw new Error('there is no source')
  return source.state
}

const renamed = ({ title, ...rest }: Item) => ({ ...rest, headline: title ?? '' })

test('of a redesigned list nothing is stored, and it says so until it is as before', async () => {
  const it = await opened()
  const before = await it.entries()
  expect(before).toHaveLength(12)
  await it.run([{ source: 'a', items: items(14, renamed) }])
  expect(await it.entries()).toEqual(before)
  const state = await stateOf(it)
  expect(state).toMatchObject({
    outcome: 'changed',
    isDrifting: true,
    message: expect.stringMatching(/^field:title: filled in 0 % of items/),
  })
  const [row] = await it.deps.store.ledger('a', 1)
  expect(row).toMatchObject({ isDrifting: true, message: state.message, read: 14, new: 0, updated: 0 })

  await it.run([{ source: 'a', items: items(15) }])
  expect(await stateOf(it)).toMatchObject({ isDrifting: false, message: null, expectations: { breaks: [] } })
  expect(await it.entries()).toHaveLength(15)
})

test('a trial shows what a poll would hold back, and why', async () => {
  const it = await opened()
  const [source] = it.settings.sources
  if (source === undefined) throw new Error('there is no source')
  it.answers.set(source.url, JSON.stringify({ items: items(14, renamed) }))
  const view: StoreView = { ...it.deps.store, rehearse: (plan) => plan(nothingKnown) }
  const trial = await trySource(source, { ...it.deps, store: view, sourceOf: () => null })
  expect(trial.entries).toHaveLength(14)
  expect(trial.report.message).toMatch(/^field:title: /)
  expect(trial.changes?.drift).toMatchObject({ breaks: [{ name: 'field:title' }], isHeldBack: true })
  expect(trial.document?.uses).toContainEqual({ field: 'title', rule: '$.title', index: 0, filled: 0, of: 14 })
})

test('a list that is held back is read again each time', async () => {
  const it = await opened()
  const { bodyHash } = await stateOf(it)
  const redesigned = { source: 'a', items: items(14, renamed) }
  await it.run([redesigned])
  await it.run([redesigned])
  expect(await stateOf(it)).toMatchObject({ bodyHash, outcome: 'changed', expectations: { brokenPolls: 2 } })
})

test('an empty list is told, and takes nothing away', async () => {
  const it = await opened()
  const before = await it.entries()
  await it.run([{ source: 'a', items: [] }])
  expect(await stateOf(it)).toMatchObject({ isDrifting: true, message: 'items: none now, at least 6 as a rule' })
  expect(await it.entries()).toEqual(before)
})

test('drift: false takes what comes', async () => {
  const it = await opened(configOf([{ id: 'a' }]).replace('id: a,', 'id: a, drift: false,'))
  await it.run([{ source: 'a', items: items(14, renamed) }])
  expect(await stateOf(it)).toMatchObject({ isDrifting: false, expectations: { measures: {} } })
  expect(await it.entries()).toHaveLength(14)
})

test('a changed config is learnt from the start, and what was held back is stored', async () => {
  const it = await opened()
  await it.run([{ source: 'a', items: items(14, renamed) }])
  const [record] = sourceRecords(it.settings)
  if (record === undefined) throw new Error('there is no source')
  await it.deps.store.syncSources([{ ...record, fingerprint: 'as the operator wrote it anew' }])
  expect(await stateOf(it)).toMatchObject({ isDrifting: false, expectations: { measures: {}, breaks: [] } })
  await it.run([{ source: 'a', items: items(14, renamed) }], it.deps.clock.now() + hour)
  expect(await it.entries()).toHaveLength(14)
})

test('garbled text does not replace good text, and is stored where there was none', async () => {
  const it = await opened()
  const garbled = (one: Item) => ({ ...one, title: 'ÖÐ¹úÈËÃñ', text: '<p>Ïðèâåò ìèð, Ïðèâåò</p>' })
  await it.run([{ source: 'a', items: [...items(11), garbled(item(11)), garbled(item(12))] }])
  const titles = (await it.entries()).map(({ title }) => title)
  expect(titles).toHaveLength(13)
  expect(titles).toContain('第11篇文章')
  expect(titles.filter((title) => title === 'ÖÐ¹úÈËÃñ')).toHaveLength(1)
})

test('a list page on a real server that is redesigned: its entries stay, what is missing is named, and it mends itself', async () => {
  let page = ''
  const web = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(page))
  const list = (count: number, show: (at: number) => string) => {
    const rows = Array.from({ length: count }, (_, at) => `<li>${show(at)}<p>第${at}条新闻说的是今天的事情。</p></li>`)
    return `<meta charset="utf-8"><ul class="news">${rows.join('')}</ul>`
  }
  const known = (at: number) => `<a href="/${at}.html">第${at}条新闻的标题</a>`
  const redesigned = (at: number) => `<a href="/${at}.html"><img src="/${at}.jpg"></a><h3>第${at}条新闻的标题</h3>`
  const fields = '{ title: a, link: { select: a, attribute: href }, summary: p }'
  const source = `  - { id: a, kind: page, url: "${web.url}/", items: ".news > li", fields: ${fields} }\n`
  const config = configOf([]).replace('sources:\n', `sources:\n${source}`)
  site = await openSite(settingsOf(config))
  const { settings, deps, entries } = site
  const [watched] = settings.sources
  if (watched === undefined) throw new Error('there is no source')
  const poll = async (shown: string) => {
    page = shown
    const claim = { now: deps.clock.now(), runAt: deps.clock.now(), lease: page, leaseMs: 60_000, limit: 1, perHost: 1 }
    const [claimed] = await deps.store.claimDue({ ...claim, known: new Set(['a']), only: ['a'], isForced: true, except: [] })
    if (claimed === undefined) throw new Error('it could not be claimed')
    return pollSource(claimed, watched, { ...deps, fetcher: fetcherFor([web.host]), runAt: claim.runAt, isForced: true })
  }

  for (let count = 5; count <= 9; count += 1) expect(await poll(list(count, known))).toMatchObject({ outcome: 'changed', message: null })
  await settleAndPublish(deps.clock.now(), deps)
  const before = await entries()
  expect(before).toHaveLength(9)
  const message = expect.stringMatching(/^field:title: filled in 0 % of items, 100 % as a rule; nothing of it was stored/)
  expect(await poll(list(10, redesigned))).toMatchObject({ outcome: 'changed', message, read: 10, new: 0, updated: 0 })
  await settleAndPublish(deps.clock.now(), deps)
  expect(await entries()).toEqual(before)
  expect(await poll(list(11, known))).toMatchObject({ outcome: 'changed', message: null, new: 2 })
})
