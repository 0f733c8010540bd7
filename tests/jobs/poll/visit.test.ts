// What a visit asks for, by what is remembered of its source.
import { expect, onTestFinished, test } from 'vitest'
import type { Fetched, FetchOutcome, FetchRequest } from '../../../src/fetch/fetcher.ts'
import { pollSource } from '../../../src/jobs/poll/poll-source.ts'
import { pollWriter } from '../../../src/jobs/poll/poll-writer.ts'
import type { StoredSource } from '../../../src/store/port/sources.ts'
import { configOf, firstRunAt, openSite, settingsOf } from '../../support/site.ts'

const minute = 60_000
const hour = 60 * minute
const url = 'https://a.example/list'

interface Answer {
  readonly titles?: readonly string[]
  readonly etag?: string | null
  readonly movedTo?: string | null
}

/** A site with one source, whose visits answer what the test says; each is `passed` after the one before. */
async function opened() {
  const loaded = settingsOf(configOf([{ id: 'a' }]))
  const settings = { ...loaded, sources: loaded.sources.map((source) => ({ ...source, headers: { authorization: 'secret' } })) }
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  const { store } = site.deps
  const requests: FetchRequest[] = []
  const lines: object[] = []
  const clock = { at: firstRunAt, now: () => clock.at }
  let answer: FetchOutcome
  const fetcher = {
    ...site.deps.fetcher,
    fetch: async (request: FetchRequest) => {
      requests.push(request)
      return answer
    },
  }
  const note = (facts: object) => void lines.push(facts)
  const log = { error: note, warn: note, info: note, debug: note }
  const deps = { ...site.deps, settings, fetcher, clock, log, polls: pollWriter({ store, fetcher, clock }) }
  const visit = async (outcome: FetchOutcome, { passed = hour, isForced = false } = {}) => {
    clock.at += passed
    answer = outcome
    lines.length = 0
    const lease = { now: clock.at, runAt: clock.at, lease: 'test', leaseMs: minute, limit: 1, perHost: 1 }
    const [claimed] = await store.claimDue({ ...lease, known: new Set(['a']), only: ['a'], isForced, except: [] })
    const [source] = settings.sources
    if (claimed === undefined || source === undefined) throw new Error('the source could not be claimed')
    return pollSource(claimed, source, { ...deps, runAt: clock.at, isForced })
  }
  const stored = async (): Promise<StoredSource> => {
    const [source] = await store.sources(clock.at)
    if (source === undefined) throw new Error('the store has no source')
    return source
  }
  return { ...site, settings, clock, visit, stored, lines, asked: () => requests.at(-1), ledger: () => store.ledger('a', 10) }
}

function whole({ titles = ['One'], etag = '"1"', movedTo = null }: Answer = {}): Fetched {
  const body = new TextEncoder().encode(JSON.stringify({ items: titles.map((title) => ({ guid: title, title })) }))
  return {
    kind: 'fetched',
    url: movedTo ?? url,
    body,
    contentType: 'application/json',
    etag,
    lastModified: null,
    maxAgeMs: null,
    bytes: body.length,
    sentHash: null,
    movedTo,
  }
}

const notModified: FetchOutcome = { kind: 'unchanged', maxAgeMs: null, movedTo: null }
const http500: FetchOutcome = { kind: 'failed', code: 'http-status', message: 'HTTP 500', bytes: 0 }

test('asks with the validators of the last whole answer', async () => {
  const site = await opened()
  await site.visit(whole())
  expect(site.asked()).toMatchObject({ url, isOperators: true, etag: null })
  await site.visit(notModified)
  expect(site.asked()).toMatchObject({ etag: '"1"' })
  await site.visit(http500)
  await site.visit(notModified)
  expect(site.asked()).toMatchObject({ etag: '"1"' })
})

test('a whole answer counts, also under the same validator', async () => {
  const site = await opened()
  await site.visit(whole({ titles: ['One'] }))
  expect(await site.visit(whole({ titles: ['Two', 'One'] }))).toMatchObject({ outcome: 'changed', new: 1 })
  expect(await site.visit(whole({ titles: ['Two', 'One'], etag: '"new each time"' }))).toMatchObject({ outcome: 'unchanged', read: 0 })
})

test('tells what was sent the last time, so that the same need not be decoded', async () => {
  const site = await opened()
  await site.visit({ ...whole(), sentHash: 'a' })
  expect(await site.visit({ kind: 'same-bytes', fetched: { ...whole(), sentHash: 'a', etag: '"2"' } })).toMatchObject({
    outcome: 'unchanged',
  })
  expect(site.asked()).toMatchObject({ sentHash: 'a' })
  expect((await site.stored()).state).toMatchObject({ etag: '"2"', sentHash: 'a', outcome: 'unchanged' })
  await site.visit({ ...whole(), sentHash: 'encoded otherwise' })
  expect((await site.stored()).state).toMatchObject({ outcome: 'unchanged', sentHash: 'encoded otherwise' })
})

test('asks without validators once a day, where nothing but 304 comes', async () => {
  const site = await opened()
  await site.visit(whole())
  const conditional: boolean[] = []
  for (let visit = 0; visit < 48; visit++) {
    await site.visit(notModified)
    conditional.push(site.asked()?.etag !== null)
  }
  expect(conditional.flatMap((is, at) => (is ? [] : [at + 1]))).toEqual([24, 48])
  await site.visit(whole({ titles: ['One'] }))
  expect((await site.stored()).state).toMatchObject({ outcome: 'unchanged', lastWholeAt: site.clock.at })
})

test('and so finds what a server that is stuck on 304 hides', async () => {
  const site = await opened()
  await site.visit(whole({ titles: ['One'] }))
  for (let visit = 0; visit < 24; visit++) await site.visit(notModified)
  const hidden = site.asked()?.etag === null ? whole({ titles: ['Two', 'One'] }) : notModified
  expect(site.asked()?.etag).toBeNull()
  expect(await site.visit(hidden)).toMatchObject({ outcome: 'changed', new: 1 })
})

test('an address that has moved for good is visited there after three visits, with other validators, without the operator’s secrets', async () => {
  const site = await opened()
  const there = 'https://feeds.a.example/list'
  for (let visit = 0; visit < 2; visit++) await site.visit(whole({ movedTo: there }))
  expect((await site.stored()).state).toMatchObject({ adoptedUrl: null, movedTo: there, movedTimes: 2, etag: '"1"' })
  expect(site.asked()).toMatchObject({ url, headers: { authorization: 'secret' } })
  await site.visit(whole({ movedTo: there }))
  expect(await site.stored()).toMatchObject({ url, host: 'feeds.a.example', state: { adoptedUrl: there, etag: null } })
  expect(site.lines).toContainEqual({ sourceId: 'a', url: there })
  await site.visit(whole())
  expect(site.asked()).toMatchObject({ url: there, isOperators: false, etag: null, headers: {} })
})

test('a move within the origin keeps the operator’s headers', async () => {
  const site = await opened()
  const there = 'https://a.example/other'
  for (let visit = 0; visit < 4; visit++) await site.visit(whole({ movedTo: visit < 3 ? there : null }))
  expect(site.asked()).toMatchObject({ url: there, headers: { authorization: 'secret' } })
})

test('a move to another owner is told once, and left to the operator', async () => {
  const site = await opened()
  const there = 'https://b.example/list'
  const told: boolean[] = []
  for (let visit = 0; visit < 5; visit++) {
    await site.visit(whole({ movedTo: there }))
    told.push(site.lines.some((line) => 'url' in line && line.url === there))
  }
  expect(told).toEqual([false, false, true, false, false])
  expect(site.asked()).toMatchObject({ url })
  expect((await site.stored()).state).toMatchObject({ adoptedUrl: null, movedTo: there, movedTimes: 5 })
})

test('a document of which nothing is known is a gap', async () => {
  const site = await opened()
  await site.visit(whole({ titles: ['One', 'Two'] }))
  expect((await site.stored()).state.isGap).toBe(false)
  await site.visit(whole({ titles: ['Three', 'Two'] }))
  expect((await site.stored()).state.isGap).toBe(false)
  await site.visit(whole({ titles: ['Five', 'Six'] }))
  expect((await site.stored()).state.isGap).toBe(true)
  expect((await site.ledger())[0]).toMatchObject({ isGap: true, new: 2 })
  expect(site.lines).toHaveLength(2)
  await site.visit(notModified)
  expect((await site.stored()).state.isGap).toBe(false)
  expect((await site.ledger()).map(({ isGap }) => isGap)).toEqual([false, true, false, false])
})

test('a single entry that takes the place of another is none, nor is an empty document', async () => {
  const site = await opened()
  for (const titles of [['One', 'Two'], [], ['Three'], ['Four']]) {
    await site.visit(whole({ titles }))
    expect((await site.stored()).state.isGap).toBe(false)
  }
})

test('a change is something new, not another order', async () => {
  const site = await opened()
  await site.visit(whole({ titles: ['One'] }))
  await site.visit(whole({ titles: ['Two', 'One'] }))
  expect((await site.stored()).state.lastChangeAt).toBe(site.clock.at)
  const changedAt = site.clock.at
  await site.visit(whole({ titles: ['One', 'Two'] }))
  expect((await site.stored()).state).toMatchObject({ outcome: 'changed', lastChangeAt: changedAt })
})

test('writes one line a poll, with what came of it and when the next one is', async () => {
  const site = await opened()
  await site.visit(whole({ titles: ['One', 'Two'] }))
  const next = new Date((await site.stored()).state.nextPollAt).toISOString()
  const line = { sourceId: 'a', outcome: 'changed', code: null, message: null, read: 2, new: 2, updated: 0, merged: 0, ms: 0 }
  expect(site.lines).toEqual([{ ...line, bytes: expect.any(Number), next: next.replace('.000Z', 'Z') }])
  await site.visit({ kind: 'gone', message: 'HTTP 410' })
  expect(site.lines).toMatchObject([{ sourceId: 'a', outcome: 'gone', code: 'gone', next: null }])
})
