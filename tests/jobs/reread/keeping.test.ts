import { expect, test } from 'vitest'
import { unpack } from '../../../src/base/packing.ts'
import { hiding } from '../../../src/base/secrets.ts'
import type { Fetched, Fetcher, FetchOutcome, FetchRequest } from '../../../src/fetch/fetcher.ts'
import { addressToKeep, keeperOf } from '../../../src/jobs/reread/keeping.ts'
import { replaying } from '../../../src/jobs/reread/replaying.ts'

const hide = hiding(['s3cr3t-value'])

const request = (url: string, changes: Partial<FetchRequest> = {}): FetchRequest => ({
  url,
  isOperators: true,
  obeysRobots: false,
  accept: '*/*',
  headers: { authorization: 'Bearer s3cr3t-value' },
  etag: null,
  lastModified: null,
  ...changes,
})

const answered = (url: string, text: string): Fetched => {
  const nothing = { etag: null, lastModified: null, maxAgeMs: null, sentHash: null, movedTo: null }
  return { kind: 'fetched', body: Buffer.from(text), url, contentType: 'text/plain', bytes: text.length, ...nothing }
}

const answering = (answer: (url: string) => FetchOutcome): Fetcher => ({
  fetch: async ({ url }) => answer(url),
  post: async () => ({ kind: 'accepted' }),
  takeTraffic: () => [],
  close: async () => {},
})

test('addresses are kept without secrets, and links lead from them where they did', () => {
  expect(addressToKeep('https://me:word@a.example/x/list?token=abc&k=s3cr3t-value#f', hide)).toBe(
    'https://a.example/x/list?token=***&k=***#f',
  )
  expect(new URL('next', addressToKeep('https://me:word@a.example/x/list', hide)).href).toBe('https://a.example/x/next')
})

test('what was answered is answered again, at the same moment, to whoever asks first and for the pages after', async () => {
  let now = 1_000
  const answer = (url: string): FetchOutcome =>
    url.endsWith('/none') ? { kind: 'unchanged', maxAgeMs: null, movedTo: null } : answered(url, `of ${url}`)
  const keeper = keeperOf({ fetcher: answering(answer), clock: { now: () => now } }, hide)
  await keeper.fetcher.fetch(request('https://a.example/list'))
  expect(keeper.clock.now()).toBe(1_000)
  now = 5_000
  keeper.clock.now()
  await keeper.fetcher.fetch(request('https://a.example/none'))
  await keeper.fetcher.fetch(request('https://a.example/2?key=s3cr3t-value', { post: { contentType: 'a', body: 'page s3cr3t-value' } }))
  keeper.clock.now()
  const documents = await keeper.documents()
  expect(documents.map(({ asked, fetchedAt }) => [asked, fetchedAt])).toEqual([
    ['https://a.example/list', 1_000],
    ['https://a.example/2?key=***', 5_000],
  ])
  expect(JSON.stringify(documents)).not.toContain('s3cr3t-value')

  const replay = replaying(documents, hide)
  const first = await replay.fetcher.fetch(request('https://a.example/elsewhere'))
  expect([first.kind === 'fetched' && Buffer.from(first.body).toString(), replay.clock.now()]).toEqual(['of https://a.example/list', 1_000])
  const again = { post: { contentType: 'a', body: 'page s3cr3t-value' } }
  const second = await replay.fetcher.fetch(request('https://a.example/2?key=s3cr3t-value', again))
  expect([second.kind, replay.clock.now()]).toEqual(['fetched', 5_000])
  expect((await replay.fetcher.fetch(request('https://a.example/2?key=s3cr3t-value'))).kind).toBe('failed')
  expect((await replay.fetcher.post({ url: 'https://a.example/', headers: {}, contentType: 'a', body: '' })).kind).toBe('failed')
})

test('a body that came packed is kept as it came', async () => {
  const { gzipSync } = await import('node:zlib')
  const packed = { packing: 'gzip', bytes: gzipSync('text'), size: 4 } as const
  const fetcher = answering((url) => ({ ...answered(url, 'text'), packed }))
  const keeper = keeperOf({ fetcher, clock: { now: () => 1 } }, hide)
  await keeper.fetcher.fetch(request('https://a.example/'))
  const [document] = await keeper.documents()
  expect(document?.body.bytes).toBe(packed.bytes)
  expect(Buffer.from(await unpack(packed)).toString()).toBe('text')
  await expect(unpack({ ...packed, size: 3 })).rejects.toThrow()
})
