// A trial is a poll but for the writing: the same plan, and no trace.

import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { proposedSource } from '../../../src/config/ad-hoc-source.ts'
import type { Trial } from '../../../src/jobs/try/trial.ts'
import { trySource } from '../../../src/jobs/try/try-source.ts'
import { inlineReader } from '../../../src/read/inline.ts'
import { viewSqlite } from '../../../src/store/sqlite-view.ts'
import { fetcherFor, serve } from '../../fetch/web.ts'
import { snapshot } from '../../support/files.ts'
import { configOf, type Item, openSite, settingsOf, type TestSource } from '../../support/site.ts'

describe('over HTTP', () => {
  type Route = (response: ServerResponse) => void

  const rss = '<rss><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>'
  const answering =
    (body: string, headers: Readonly<Record<string, string>> = {}): Route =>
    (response) =>
      void response.writeHead(200, { 'content-type': 'text/xml', ...headers }).end(body)
  const redirecting =
    (status: number, location: string): Route =>
    (response) =>
      void response.writeHead(status, { location }).end()

  /** A trial of the source at `/feed` of a server that answers by path, where there is no store. */
  async function trialOf(routes: Readonly<Record<string, Route>>, source = '', more = ''): Promise<Trial & { readonly web: string }> {
    const web = await serve((request, response) => (routes[request.url ?? ''] ?? ((lost) => void lost.writeHead(404).end()))(response))
    const settings = settingsOf(
      `site: { title: T, url: "https://t.example/" }\nstore: { sqlite: s }\npublish: { dir: p }\n${more}\nsources: [{ id: a, url: "${web.url}/feed", ${source} }]\n`,
    )
    const [tried] = settings.sources
    if (tried === undefined) throw new Error('the config has no source')
    const ports = { fetcher: fetcherFor([web.host]), reader: inlineReader(), clock: systemClock }
    return {
      ...(await trySource(tried, { settings, ...ports, store: null, sourceOf: (proposal) => proposedSource(proposal, settings) })),
      web: web.url,
    }
  }

  test('shows what was asked and what came back', async () => {
    const headers = { etag: '"a"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', 'cache-control': 'max-age=86400' }
    const { web, ...trial } = await trialOf({ '/feed': answering(rss, headers) }, 'headers: { X-Key: secret }')
    expect(trial).toMatchObject({
      source: { id: 'a', kind: 'feed', url: `${web}/feed` },
      request: { url: `${web}/feed`, isAdopted: false, validators: { etag: null, lastModified: null }, proxy: null },
      steps: [{ url: `${web}/feed`, sent: { 'x-key': '***' }, status: 200, received: headers }],
      answer: {
        url: `${web}/feed`,
        bytes: rss.length,
        decodedBytes: rss.length,
        etag: '"a"',
        maxAgeMs: 86_400_000,
        movedTo: null,
        isKnown: false,
      },
      report: { outcome: 'changed', code: null },
      document: { title: 'T', format: 'rss', charset: { charset: 'utf-8', by: 'bytes' }, isSecondOpinion: false, isCut: false },
      announced: [],
      article: null,
      changes: { isCompared: false, counts: { new: 1, updated: 0, unchanged: 0, merged: 0 } },
      next: { reasons: ['max-age'] },
    })
  })

  test('shows each redirect, and where a source has moved for good, without its secrets', async () => {
    const { web, steps, answer } = await trialOf({
      '/feed': redirecting(301, '/b'),
      '/b': redirecting(308, '/c?token=secret'),
      '/c?token=secret': answering(rss),
    })
    expect(steps.map(({ status, received }) => [status, received.location])).toEqual([
      [301, '/b'],
      [308, '/c?token=***'],
      [200, undefined],
    ])
    expect(answer).toMatchObject({ url: `${web}/c?token=***`, movedTo: `${web}/c?token=***` })
  })

  test('a feed’s own addresses are shown without their secrets', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="https://a.example/?key=secret"/>
<link rel="next" href="https://a.example/2?key=secret"/><link rel="hub" href="https://me:secret@h.example/"/><link href="https://a.example/"/>
<entry><id>1</id><title>One</title></entry></feed>`
    expect((await trialOf({ '/feed': answering(atom) })).document).toMatchObject({
      format: 'atom',
      homeUrl: 'https://a.example/',
      selfUrl: 'https://a.example/?key=***',
      nextUrl: 'https://a.example/2?key=***',
      hubs: ['https://***@h.example/'],
    })
  })

  test('says which hub a feed announces, and whether it would be asked to push', async () => {
    const link = '<https://hub.example/?key=secret>; rel=hub, <https://a.example/feed>; rel=self'
    const offer = { hubs: ['https://hub.example/?key=***'], topic: 'https://a.example/feed' }
    expect((await trialOf({ '/feed': answering(rss, { link }) })).push).toEqual({ ...offer, declined: 'address' })
    const { push } = await trialOf({ '/feed': answering(rss, { link }) }, '', 'serve: { url: "https://push.example/" }')
    expect(push).toEqual({ ...offer, declined: null })
    expect((await trialOf({ '/feed': answering(rss) })).push).toBeNull()
  })

  const failures: readonly { name: string; route: Route; want: object }[] = [
    {
      name: 'a missing feed',
      route: (response) => void response.writeHead(404).end(),
      want: { report: { outcome: 'failed', code: 'http-status' }, steps: [{ status: 404 }], next: { reasons: ['pace', 'failures'] } },
    },
    {
      name: 'one that is gone',
      route: (response) => void response.writeHead(410).end(),
      want: { report: { outcome: 'gone', code: 'gone' }, next: null },
    },
    {
      name: 'one that asks for peace',
      route: (response) => void response.writeHead(429, { 'retry-after': '7200' }).end(),
      want: { report: { outcome: 'throttled' }, steps: [{ received: { 'retry-after': '7200' } }], next: { reasons: ['retry-after'] } },
    },
    {
      name: 'one that hangs up',
      route: (response) => void response.destroy(),
      want: { report: { outcome: 'failed', code: 'protocol' }, steps: [{ status: null, received: {} }] },
    },
    {
      name: 'a circle of redirects',
      route: redirecting(302, '/feed'),
      want: { report: { outcome: 'failed', code: 'redirect-loop' }, steps: [{ status: 302 }] },
    },
  ]
  for (const { name, route, want } of failures)
    test(`${name} is shown as far as it went`, async () => {
      expect(await trialOf({ '/feed': route })).toMatchObject({ answer: null, document: null, entries: [], changes: null, ...want })
    })

  test('what config switches off can be tried, and would not be polled', async () => {
    const trial = await trialOf({ '/feed': answering(rss) }, 'enabled: false')
    expect(trial).toMatchObject({ source: { enabled: false }, report: { outcome: 'changed' }, next: null })
  })

  describe('by rules', () => {
    const items = [1, 2, 3].map((n) => ({ name: `A story of number ${n}`, url: `https://a.example/${n}`, at: `2026-01-0${n}` }))
    const answer = answering(JSON.stringify({ list: [{ ...items[0], headline: 'A headline' }, ...items.slice(1)] }))
    const mapped = (fields: string) => trialOf({ '/feed': answer }, `kind: json, items: "$.list[*]", fields: ${fields}`)

    test('each field of an entry names the rule that filled it', async () => {
      const { entries, looks } = await mapped('{ title: [$.headline, $.name], link: $.url, publisher: { text: 报 } }')
      const others = [
        { field: 'link', rule: '$.url' },
        { field: 'publisher', rule: 'text: 报' },
      ]
      expect(entries.map(({ draft, rules }) => [draft.title, rules])).toEqual([
        ['A headline', [{ field: 'title', rule: '$.headline' }, ...others]],
        ['A story of number 2', [{ field: 'title', rule: '$.name' }, ...others]],
        ['A story of number 3', [{ field: 'title', rule: '$.name' }, ...others]],
      ])
      expect(looks).toBeNull()
    })

    test('one that finds nothing is counted, and what would be found now is shown', async () => {
      const { document, looks } = await mapped('{ title: [$.heading, $.name], link: $.url }')
      expect(document?.uses).toEqual([
        { field: 'title', rule: '$.heading', index: 0, filled: 0, of: 3 },
        { field: 'title', rule: '$.name', index: 1, filled: 3, of: 3 },
        { field: 'link', rule: '$.url', index: 0, filled: 3, of: 3 },
      ])
      expect(looks?.proposals[0]).toMatchObject({
        read: 3,
        proposal: { items: '$.list[*]', fields: { title: '$.name', published: '$.at' } },
      })
    })

    test('where the whole shape is another, what would be found now is shown, too', async () => {
      const trial = await trialOf({ '/feed': answer }, 'kind: json, items: "$.records[*]", fields: { title: $.title }')
      expect(trial).toMatchObject({ report: { code: 'shape' }, document: null, looks: { proposals: [{ read: 3 }] } })
    })
  })

  test('an empty feed is as wanted', async () => {
    expect(await trialOf({ '/feed': answering('<rss><channel><title>T</title></channel></rss>') })).toMatchObject({
      document: { title: 'T' },
      looks: null,
    })
  })

  test('a page is no feed, and names those that it announces', async () => {
    const page =
      '<!doctype html><link rel="alternate" type="application/rss+xml" href="/a"><link rel="alternate" type="application/atom+xml" href="/b">'
    const { web, ...trial } = await trialOf({ '/feed': answering(page) })
    expect(trial).toMatchObject({
      report: { outcome: 'failed', code: 'not-a-feed' },
      answer: { bytes: page.length },
      document: null,
      announced: [`${web}/a`, `${web}/b`],
      looks: { title: null, proposals: [{ proposal: { kind: 'feed', url: `${web}/a` }, read: null }, { proposal: { url: `${web}/b` } }] },
    })
  })
})

describe('against the store', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'newsstand-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** What stands on disk; -shm is memory that readers share. */
  async function written() {
    const { 'store.sqlite-shm': _, ...files } = await snapshot(folder)
    return files
  }

  /** A site whose store is a file, and trials that look into it from beside. */
  async function opened(...sources: readonly TestSource[]) {
    const settings = settingsOf(configOf(sources))
    const file = join(folder, 'store.sqlite')
    const site = await openSite(settings, { file })
    onTestFinished(() => site.close())
    const view = await viewSqlite({ file, siteId: settings.site.id, identityNames: settings.identity.map(({ name }) => name) })
    onTestFinished(async () => view?.close())
    return {
      ...site,
      trial: async (id: string, items: readonly Item[]): Promise<Trial> => {
        const source = settings.sources.find((one) => one.id === id)
        if (source === undefined) throw new RangeError(`no source ${id}`)
        site.answers.set(source.url, JSON.stringify({ items }))
        const before = await written()
        const trial = await trySource(source, { ...site.deps, store: view, sourceOf: () => null })
        expect(await written()).toEqual(before)
        return trial
      },
    }
  }

  const item = (n: number, changes: Partial<Item> = {}): Item => ({
    guid: `g${n}`,
    url: `https://a.example/${n}`,
    title: `Title ${n}`,
    date: '2026-01-01T00:00:00Z',
    text: `<p>text ${n}</p>`,
    publisher: '报',
    ...changes,
  })
  const changesOf = ({ entries }: Trial) => entries.map(({ draft, change }) => [draft.title, change])

  test('plans what the poll then does', async () => {
    const site = await opened({ id: 'a' })
    await site.run([{ source: 'a', items: [item(1), item(2), item(3)] }])
    const items = [item(4), item(1, { title: 'Title 1, corrected' }), item(3), item(4)]
    const trial = await site.trial('a', items)
    expect(changesOf(trial)).toEqual([
      ['Title 4', 'new'],
      ['Title 1, corrected', 'updated'],
      ['Title 3', 'unchanged'],
      ['Title 4', 'repeated'],
    ])
    expect(trial.changes).toMatchObject({ isCompared: true, counts: { new: 1, updated: 1, unchanged: 1, merged: 0 }, isGap: false })
    const [published] = (await site.entries()).filter((entry) => entry.title === 'Title 1')
    expect(trial.entries[1]).toMatchObject({ entry: published?.id, changed: ['title', 'fields'], sources: [] })
    await site.run([{ source: 'a', items }])
    expect((await site.deps.store.ledger('a', 1))[0]).toMatchObject({ new: 1, updated: 1, merged: 0 })
    const again = await site.trial('a', items)
    expect(again).toMatchObject({ answer: { isKnown: true }, changes: { counts: { new: 0, updated: 0, unchanged: 4, merged: 0 } } })
  })

  test('keys are shown strongest first, with what a category’s rule says', async () => {
    const site = await opened({ id: 'a' })
    const [entry] = (await site.trial('a', [item(1, { code: 'C1' })])).entries
    expect(entry?.keys).toEqual([
      { key: 'code:C1', kind: 'configured', isBurnt: false },
      { key: 'guid:a:g1', kind: 'guid', isBurnt: false },
      { key: 'url:https://a.example/1', kind: 'url', isBurnt: false },
      { key: expect.stringMatching(/^hash:a:/), kind: 'hash', isBurnt: false },
    ])
    expect(entry?.categories).toEqual([{ name: '报', rule: '{publisher}' }])
    expect(entry?.text).toEqual({ start: 'text 1', characters: 6 })
  })

  test('what another source shows already is merged with it', async () => {
    const site = await opened({ id: 'a' }, { id: 'b' })
    await site.run([{ source: 'b', items: [item(1, { code: 'C1' })] }])
    const trial = await site.trial('a', [item(9, { code: 'C1' })])
    const [published] = await site.entries()
    expect(trial.entries).toMatchObject([{ change: 'merged', entry: published?.id, sources: ['b'] }])
    expect(trial.changes?.counts).toEqual({ new: 0, updated: 0, unchanged: 0, merged: 1 })
  })

  test('two published entries that turn out to be one are named', async () => {
    const site = await opened({ id: 'a' }, { id: 'b' })
    await site.run([{ source: 'a', items: [item(1, { title: 'Same', url: 'https://x.example/1' })] }])
    await site.run([{ source: 'b', items: [item(2, { title: 'Same', url: 'https://x.example/2', code: 'C1' })] }])
    const ids = (await site.entries()).map((entry) => entry.id)
    const { changes } = await site.trial('a', [item(1, { title: 'Same', url: 'https://x.example/1', code: 'C1' })])
    expect(changes?.merges.flatMap(({ from, into }) => [from, into]).sort()).toEqual([...ids].sort())
  })

  test('a key that tells nothing apart is told, with the reason', async () => {
    const site = await opened({ id: 'a' })
    const shared = { url: 'https://a.example/all' }
    const [first, second] = (await site.trial('a', [item(1, shared), item(2, shared)])).entries
    const veto = { key: 'url:https://a.example/all', reason: 'two different drafts of one document share it' }
    expect(first).toMatchObject({ change: 'new', vetoes: [veto] })
    expect(second).toMatchObject({ change: 'new', vetoes: [veto] })
    expect(first?.keys.find(({ kind }) => kind === 'url')).toMatchObject({ isBurnt: true })
  })

  test('a key that was burnt before is shown as such, without a reason of today', async () => {
    const site = await opened({ id: 'a' })
    const shared = { url: 'https://a.example/all' }
    await site.run([{ source: 'a', items: [item(1, shared), item(2, shared)] }])
    const { entries, changes } = await site.trial('a', [item(3, shared)])
    expect(entries[0]?.keys.map(({ kind, isBurnt }) => [kind, isBurnt])).toEqual([
      ['guid', false],
      ['url', true],
      ['hash', false],
    ])
    expect(changes?.vetoes).toEqual([])
  })

  test('a document that shares nothing with those before is a gap', async () => {
    const site = await opened({ id: 'a' })
    await site.run([{ source: 'a', items: [item(1), item(2)] }])
    expect((await site.trial('a', [item(3), item(4)])).changes).toMatchObject({ isGap: true })
  })

  test('asks unconditionally, and says with which validators a poll would ask', async () => {
    const site = await opened({ id: 'a' })
    await site.run([{ source: 'a', items: [item(1)] }])
    const [source] = site.settings.sources
    if (source === undefined) throw new Error('the config has no source')
    const [stored] = await site.deps.store.sources(0)
    if (stored === undefined) throw new Error('the store has no source')
    const remembered = { ...stored, state: { ...stored.state, etag: '"a"', lastModified: null, lastPollAt: 0, lastWholeAt: 0 } }
    const asked: unknown[] = []
    const fetcher = {
      ...site.deps.fetcher,
      fetch: async (...[request]: Parameters<typeof site.deps.fetcher.fetch>) => {
        asked.push({ etag: request.etag, lastModified: request.lastModified })
        return site.deps.fetcher.fetch(request)
      },
    }
    const view = { sources: async () => [remembered], followed: async () => [], rehearse: async () => never(), close: async () => {} }
    site.answers.delete(source.url)
    const trial = await trySource(source, { ...site.deps, fetcher, store: view, sourceOf: () => null })
    expect(asked).toEqual([{ etag: null, lastModified: null }])
    expect(trial.request.validators).toEqual({ etag: '"a"', lastModified: null })
  })

  const step = '{ url: "https://a.example/text?id={guid}&key=secret", content: $.text }'

  test('the text of the first new entry is fetched', async () => {
    const site = await opened({ id: 'a', article: step })
    site.answers.set('https://a.example/text?id=g1&key=secret', '{"text":"<p>whole 1</p>"}')
    await site.run([{ source: 'a', items: [item(1)] }])
    site.answers.set('https://a.example/text?id=g2&key=secret', '{"text":"<p>whole 2</p>"}')
    const { article } = await site.trial('a', [item(1), item(2), item(3)])
    expect(article).toMatchObject({
      wanted: 2,
      title: 'Title 2',
      found: { kind: 'read', article: { contentHtml: '<p>whole 2</p>', url: 'https://a.example/text?id=g2&key=***' } },
      better: { use: 'page', why: expect.any(String) },
      text: { start: 'whole 2', characters: 7 },
    })
    expect((await site.trial('a', [item(1)])).article).toMatchObject({ wanted: 0, title: 'Title 1' })
  })

  test('a text that cannot be had is no failure of the visit', async () => {
    const site = await opened({ id: 'a', article: step })
    const trial = await site.trial('a', [item(1)])
    expect(trial).toMatchObject({ report: { outcome: 'changed' }, article: { found: { kind: 'failed' }, text: null } })
  })
})

function never(): never {
  throw new Error('nothing is planned where nothing was read')
}
