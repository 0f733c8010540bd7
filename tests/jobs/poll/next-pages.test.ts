// What becomes of a list whose later pages do not come as they should.
import { expect, test } from 'vitest'
import type { Fetcher, FetchOutcome } from '../../../src/fetch/fetcher.ts'
import { visit } from '../../../src/jobs/poll/visit.ts'
import { neverPolled } from '../../../src/model/poll.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { inlineReader } from '../../../src/read/inline.ts'
import { settingsOf } from '../../support/site.ts'

const origin = 'https://api.example'

/** One source with pages; those of the web answer by path. */
function listWith({ limits = '{}', pages = 9, more = '' }: { limits?: string; pages?: number; more?: string } = {}): Settings {
  return settingsOf(`site: { title: Test, url: "https://news.example/" }
poll: { limits: ${limits} }
sources:
  - { id: a, kind: json, url: "${origin}/1", items: $.items, fields: { title: $, key: $ }, next: $.next, pages: ${pages}${more} }
`)
}

function page(items: readonly unknown[], next: string | null, url = origin): FetchOutcome {
  const body = new TextEncoder().encode(JSON.stringify({ items, next }))
  return {
    kind: 'fetched',
    url,
    body,
    contentType: null,
    etag: '"1"',
    lastModified: null,
    maxAgeMs: null,
    bytes: 100,
    sentHash: null,
    movedTo: null,
  }
}

type Answer = FetchOutcome | ((signal: AbortSignal | undefined) => Promise<FetchOutcome>)

async function visited(settings: Settings, answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const fetcher: Pick<Fetcher, 'fetch'> = {
    fetch: async ({ url }, signal) => {
      signal?.throwIfAborted()
      asked.push(new URL(url).pathname)
      const answer = answers[new URL(url).pathname]
      if (answer === undefined) return { kind: 'failed', code: 'http-status', message: 'HTTP 404', bytes: 7 }
      return typeof answer === 'function' ? answer(signal) : answer
    },
  }
  const [source] = settings.sources
  if (source === undefined) throw new Error('no source')
  const ports = { fetcher: { ...unused, ...fetcher }, reader: inlineReader(), clock: { now: () => 0 }, settings }
  const found = await visit(source, neverPolled, ports)
  if (found.kind !== 'changed') throw new Error(found.kind)
  const { drafts, warnings, isCut, uses } = found.reading
  return { asked, titles: drafts.map(({ title }) => title), warnings, isCut, uses, bytes: found.fetched.bytes }
}

const unused: Fetcher = {
  fetch: () => Promise.reject(new Error('not asked')),
  post: () => Promise.reject(new Error('not asked')),
  takeTraffic: () => [],
  close: async () => {},
}

const first = page(['a', 'b'], '/2')

const failures = [
  { name: 'fails', answer: undefined, says: 'page 2 is missing: HTTP 404', bytes: 107 },
  {
    name: 'is throttled',
    answer: { kind: 'throttled', retryAfterMs: 1, message: 'HTTP 429' },
    says: 'page 2 is missing: HTTP 429',
    bytes: 100,
  },
  { name: 'is gone', answer: { kind: 'gone', message: 'HTTP 410' }, says: 'page 2 is missing: HTTP 410', bytes: 100 },
  {
    name: 'is no JSON',
    answer: { ...page([], null), body: new Uint8Array([60]) },
    says: 'page 2 is missing: the answer is not JSON',
    bytes: 200,
  },
  {
    name: 'is of another shape',
    answer: { ...page([], null), body: new Uint8Array([123, 125]) },
    says: 'page 2 is missing: no list',
    bytes: 200,
  },
] as const

for (const { name, answer, says, bytes } of failures)
  test(`a page that ${name} is a warning, and the list is cut`, async () => {
    const found = await visited(listWith(), { '/1': first, ...(answer === undefined ? {} : { '/2': answer }) })
    expect(found).toMatchObject({ asked: ['/1', '/2'], titles: ['a', 'b'], warnings: [expect.stringContaining(says)], isCut: true, bytes })
  })

test('an empty page ends the list', async () => {
  const found = await visited(listWith(), { '/1': first, '/2': page([], '/3'), '/3': page(['c'], null) })
  expect(found).toMatchObject({ asked: ['/1', '/2'], warnings: [], isCut: false })
})

test('a page behind one that is known goes unseen, one behind a new entry does not', async () => {
  const found = await visited(listWith(), {
    '/1': first,
    '/2': page(['b', 'c'], '/3'),
    '/3': page(['a', 'c'], '/4'),
    '/4': page(['d'], null),
  })
  expect(found).toMatchObject({ asked: ['/1', '/2', '/3'], titles: ['a', 'b', 'c'] })
})

test('an entry that stands twice on one page is left to identity', async () => {
  const found = await visited(listWith(), { '/1': page(['a', 'a'], '/2'), '/2': page(['b', 'b', 'a'], null) })
  expect(found.titles).toEqual(['a', 'a', 'b', 'b'])
})

test('what became of the rules is counted over all pages', async () => {
  const found = await visited(listWith(), { '/1': first, '/2': page(['c', ''], null) })
  expect(found.uses).toEqual(['title', 'key'].map((field) => ({ field, rule: '$', index: 0, filled: 3, of: 4 })))
})

test('no more entries are read than a poll may have', async () => {
  const found = await visited(listWith({ limits: '{ entries: 3 }' }), { '/1': first, '/2': page(['c', 'd'], '/3') })
  expect(found).toMatchObject({ asked: ['/1', '/2'], titles: ['a', 'b', 'c'], isCut: false })
  expect(found.warnings).toEqual(['the list goes on after its first 3 entries: poll.limits.entries may be larger'])
})

test('a circle ends where it was begun, also at the address that answered', async () => {
  const moved = page(['a'], `${origin}/moved`, `${origin}/moved`)
  expect(await visited(listWith(), { '/1': moved })).toMatchObject({ asked: ['/1'], warnings: [], isCut: false })
  const circle = { '/1': first, '/2': page(['c'], '/3'), '/3': page(['d'], '/2') }
  expect(await visited(listWith(), circle)).toMatchObject({ asked: ['/1', '/2', '/3'], titles: ['a', 'b', 'c', 'd'], warnings: [] })
})

test('all pages behind the first have the time of one visit', async () => {
  const never = (signal: AbortSignal | undefined) =>
    new Promise<FetchOutcome>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
  const found = await visited(listWith({ limits: '{ visit: 2s }' }), { '/1': first, '/2': page(['c'], '/3'), '/3': never })
  expect(found).toMatchObject({ titles: ['a', 'b', 'c'], isCut: true })
  expect(found.warnings).toEqual([expect.stringContaining('take longer than 2s together')])
})

test('what else breaks is no warning', async () => {
  const broken = () => Promise.reject(new Error('the fetcher was closed'))
  await expect(visited(listWith(), { '/1': first, '/2': broken })).rejects.toThrow('the fetcher was closed')
})
