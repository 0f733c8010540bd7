// How an entry's page is asked for, by what config says of it.
import { expect, test } from 'vitest'
import type { Fetcher, FetchOutcome, FetchRequest } from '../../../src/fetch/fetcher.ts'
import { visitArticle } from '../../../src/jobs/poll/visit-article.ts'
import { emptyDraft } from '../../../src/model/entry.ts'
import { inlineReader } from '../../../src/read/inline.ts'
import { settingsOf } from '../../support/site.ts'

const rows: readonly { name: string; article: string; link?: string; want: Partial<FetchRequest> }[] = [
  {
    name: 'the entry’s own page',
    article: '{}',
    want: { url: 'https://a.example/1', isOperators: false, obeysRobots: true, headers: { 'x-key': 'secret' } },
  },
  {
    name: 'a page elsewhere',
    article: '{}',
    link: 'https://b.example/1',
    want: { url: 'https://b.example/1', obeysRobots: true, headers: {} },
  },
  {
    name: 'an API that the operator named',
    article: '{ url: "https://api.example/{id}", content: $.text }',
    want: { url: 'https://api.example/7', isOperators: true, obeysRobots: false, headers: { 'x-key': 'secret' } },
  },
  {
    name: 'a page that the operator named',
    article: '{ url: "https://api.example/{id}", content: .text }',
    want: { url: 'https://api.example/7', isOperators: true, obeysRobots: true, headers: { 'x-key': 'secret' } },
  },
  {
    name: 'a file that the operator named',
    article: '{ url: "file:///texts/{id}.json", content: $.text }',
    want: { url: 'file:///texts/7.json', isOperators: true },
  },
  {
    name: 'an address that is all the web’s',
    article: '{ url: "{+text}", content: $.text }',
    want: { url: 'file:///etc/passwd', isOperators: false, obeysRobots: true, headers: {} },
  },
]

/** A source with an article step, and a fetcher that answers the same to all. */
function visiting(article: string, outcome: FetchOutcome) {
  const head = 'site: { title: T, url: "https://news.example/" }\nstore: { sqlite: s }\npublish: { dir: p }\n'
  const lines = `sources: [{ id: a, url: "https://a.example/feed", headers: { x-key: secret }, article: ${article} }]`
  const [source] = settingsOf(head + lines).sources
  if (source === undefined) throw new Error('no source')
  const asked: FetchRequest[] = []
  const fetch = async (request: FetchRequest) => {
    asked.push(request)
    return outcome
  }
  const fetcher: Fetcher = { fetch, post: async () => ({ kind: 'accepted' }), takeTraffic: () => [], close: async () => {} }
  return { asked, visit: { source, fetcher, reader: inlineReader(), clock: { now: () => 0 } } }
}

for (const { name, article, link = 'https://a.example/1', want } of rows) {
  test(name, async () => {
    const { asked, visit } = visiting(article, { kind: 'gone', message: 'HTTP 410' })
    const draft = { ...emptyDraft, link, fields: { id: '7', text: 'file:///etc/passwd' } }
    expect(await visitArticle(draft, { ...visit, known: null })).toMatchObject({ kind: 'failed', gone: 410 })
    expect(asked).toMatchObject([want])
  })
}

test('a validator is sent when there is something to be kept', async () => {
  const { asked, visit } = visiting('{}', { kind: 'unchanged', maxAgeMs: null, movedTo: null })
  const draft = { ...emptyDraft, link: 'https://a.example/1' }
  expect(await visitArticle(draft, { ...visit, known: { etag: '"1"', lastModified: null } })).toEqual({ kind: 'unchanged' })
  expect(await visitArticle(draft, { ...visit, known: null })).toMatchObject({ kind: 'failed' })
  expect(asked.map(({ etag }) => etag)).toEqual(['"1"', null])
})

test('an entry without an address has no page', async () => {
  const { asked, visit } = visiting('{}', { kind: 'gone', message: 'HTTP 410' })
  expect(await visitArticle(emptyDraft, { ...visit, known: null })).toMatchObject({ kind: 'failed', gone: null })
  expect(asked).toEqual([])
})
