import { afterAll, beforeAll, expect, test } from 'vitest'
import { breaches, resolve } from '../support/json-schema.ts'
import { type ServedSite, serveTestSite } from '../support/served-site.ts'
import { configOf, firstRunAt, type Item } from '../support/site.ts'

const minute = 60_000
const json = { 'content-type': 'application/json' }
let site: ServedSite
let document: Readonly<Record<string, unknown>>

function items(publisher: string, count: number, changes: Item = {}): readonly Item[] {
  return Array.from({ length: count }, (_, n) => ({
    guid: `${publisher}-${n}`,
    url: `https://${publisher}.example/${n}`,
    title: `${publisher} ${n}`,
    text: `<p>Text of ${publisher} ${n}</p>`,
    date: new Date(firstRunAt - (n + 1) * minute).toISOString(),
    publisher,
    ...changes,
  }))
}

beforeAll(async () => {
  const yaml = configOf([{ id: 'a' }, { id: 'b' }, { id: 'secret', joins: true }], 'categories:\n  - { name: Hidden, private: true }\n')
  site = await serveTestSite(yaml.replace('{ id: b,', '{ id: b, rights: excerpt,'))
  await site.run([
    {
      source: 'a',
      items: [...items('Alpha', 5), { guid: 'shared', url: 'https://s.example/1', title: 'Shared', code: 'C1', publisher: 'Alpha' }],
    },
    { source: 'b', items: items('Beta', 3) },
    {
      source: 'secret',
      items: [...items('Hidden', 2), { guid: 'own', url: 'https://s.example/2', title: 'Shared', code: 'C1', publisher: 'Hidden' }],
    },
  ])
  document = JSON.parse(await (await site.get('openapi.json')).text())
})
afterAll(() => site.close())

/** Of an entry, a category or a source, whichever is listed. */
interface Listed {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly keys: readonly string[]
  readonly sources: readonly string[]
  readonly content_html: string | null
}

async function listed(answer: Promise<Response>): Promise<readonly Listed[]> {
  return JSON.parse(await (await answer).text())
}

async function titles(answer: Promise<Response>): Promise<readonly string[]> {
  return (await listed(answer)).map(({ title }) => title)
}

test('the document is OpenAPI 3.1: every reference leads somewhere, every operation has a name of its own and an answer', () => {
  const text = JSON.stringify(document)
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Newsstand' }, servers: [{ url: '/' }] })
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) expect(resolve(document, reference)).toBeTypeOf('object')
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toHaveLength(7)
  expect(new Set(ids).size).toBe(7)
  expect(text).not.toMatch(/"description":"","|"schema":\{\}/)
})

const answers: readonly { operation: readonly [path: string, method: string, status: string]; ask: () => Promise<Response> }[] = [
  { operation: ['/api/v1/entries', 'get', '200'], ask: () => site.ask('api/v1/entries') },
  { operation: ['/api/v1/categories', 'get', '200'], ask: () => site.get('api/v1/categories') },
  { operation: ['/api/v1/sources', 'get', '200'], ask: () => site.ask('api/v1/sources') },
  { operation: ['/api/v1/sources/{id}', 'get', '200'], ask: () => site.ask('api/v1/sources/a') },
  { operation: ['/api/v1/status', 'get', '200'], ask: () => site.ask('api/v1/status') },
  { operation: ['/api/v1/explain', 'get', '200'], ask: () => site.ask('api/v1/explain?of=C1') },
  {
    operation: ['/api/v1/poll', 'post', '202'],
    ask: () => site.ask('api/v1/poll', { method: 'POST', headers: json, body: '{"sources":["b"]}' }),
  },
]
for (const { operation, ask } of answers) {
  const [path, method, status] = operation
  test(`${method} ${path} answers as the document says, no more and no less`, async () => {
    const answer = await ask()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([Number(status), 'application/json'])
    const place = ['paths', path.replaceAll('/', '~'), method, 'responses', status, 'content', 'application~json', 'schema']
    const schema = place.reduce<unknown>((one, name) => Object(one)[name.replaceAll('~', '/')], document)
    expect(breaches(await answer.json(), schema, document)).toEqual([])
  })
}

test('entries come newest first, in pages that stay in place while new ones come in', async () => {
  const first = await site.get('api/v1/entries?category=alpha&limit=2')
  expect(await titles(Promise.resolve(first.clone()))).toEqual(['Shared', 'Alpha 0'])
  const cursor = first.headers.get('x-next-cursor')
  const [, link = ''] = /^<\/(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? []
  expect(link).toBe(`api/v1/entries?category=alpha&limit=2&cursor=${cursor}`)
  await site.run([{ source: 'a', items: items('Alpha', 1, { guid: 'late', url: 'https://Alpha.example/late', title: 'Late', date: '' }) }])
  expect(await titles(site.get('api/v1/entries?category=alpha&limit=1'))).toEqual(['Late'])
  expect(await titles(site.get(link))).toEqual(['Alpha 1', 'Alpha 2'])
  const last = await site.get(`api/v1/entries?category=alpha&limit=200&cursor=${cursor}`)
  expect(await titles(Promise.resolve(last.clone()))).toEqual(['Alpha 1', 'Alpha 2', 'Alpha 3', 'Alpha 4'])
  expect([last.headers.get('link'), last.headers.get('x-next-cursor')]).toEqual([null, null])
})

test('entries may be asked for by source', async () => {
  expect(await titles(site.get('api/v1/entries?source=b&limit=2'))).toEqual(['Beta 0', 'Beta 1'])
})

test('sources come in pages too, in the order that is asked for', async () => {
  const first = await site.ask('api/v1/sources?sort=entries&limit=1')
  const cursor = first.headers.get('x-next-cursor')
  const idsOf = async (answer: Promise<Response>) => (await listed(answer)).map(({ id }) => id)
  expect(await idsOf(Promise.resolve(first))).toEqual(['a'])
  expect(await idsOf(site.ask(`api/v1/sources?sort=entries&limit=9&cursor=${cursor}`))).toEqual(['b', 'secret'])
  expect(await idsOf(site.ask('api/v1/sources?health=failing'))).toEqual([])
})

test('without the token nothing private is seen, and no more than sources allow; with it, everything', async () => {
  const find = async (answer: Promise<Response>, title: string) => (await listed(answer)).find((entry) => entry.title === title)
  const shared = await find(site.get('api/v1/entries'), 'Shared')
  expect(shared?.sources).toEqual(['a'])
  expect(shared?.keys.filter((key) => /own|secret|s\.example\/2/.test(key))).toEqual([])
  expect((await find(site.ask('api/v1/entries'), 'Shared'))?.sources).toEqual(['a', 'secret'])
  expect((await find(site.get('api/v1/entries'), 'Beta 0'))?.content_html).toBeNull()
  expect((await find(site.ask('api/v1/entries'), 'Beta 0'))?.content_html).toBe('<p>Text of Beta 0</p>')
  expect(await titles(site.get('api/v1/entries?source=secret'))).toEqual([])

  const slugs = async (answer: Promise<Response>) => (await listed(answer)).map(({ slug }) => slug)
  expect(await slugs(site.get('api/v1/categories'))).toEqual(['alpha', 'beta'])
  expect(await slugs(site.ask('api/v1/categories'))).toEqual(['alpha', 'beta', 'hidden'])
  const unknown = await (await site.get('api/v1/entries?category=nowhere')).text()
  expect(await (await site.get('api/v1/entries?category=hidden')).text()).toBe(unknown.replace('nowhere', 'hidden'))
  expect(await titles(site.ask('api/v1/entries?category=hidden&limit=2'))).toHaveLength(2)
})

test('pages of a private category go on behind the one before', async () => {
  const seen: string[] = []
  for (let path: string | null = 'api/v1/entries?category=hidden&limit=1'; path !== null; ) {
    const answer = await site.ask(path)
    seen.push(...(await titles(Promise.resolve(answer.clone()))))
    path = /<\/(.*)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
  }
  expect(seen.sort()).toEqual(['Hidden 0', 'Hidden 1', 'Shared'])
})

test('pages of other sites may read what is open, and caches keep it for a minute; what the operator sees is kept nowhere', async () => {
  const names = ['access-control-allow-origin', 'access-control-expose-headers', 'cache-control', 'vary']
  const of = async (answer: Promise<Response>) => {
    const { headers } = await answer
    return names.map((name) => headers.get(name))
  }
  expect(await of(site.get('api/v1/entries'))).toEqual(['*', 'Link, X-Next-Cursor', 'public, max-age=60', 'Authorization'])
  expect(await of(site.ask('api/v1/entries'))).toEqual([null, null, 'no-store', 'Authorization'])
  expect(await of(site.ask('api/v1/sources'))).toEqual([null, null, 'no-store', null])
})

const wrong: readonly { ask: string; init?: RequestInit; with?: 'token'; status: number; code: string }[] = [
  ...['0', '-1', 'x', '1e9', '1.5', '', '9999999999', '1&limit=2'].map((limit) => ({
    ask: `entries?limit=${limit}`,
    status: 400,
    code: 'usage',
  })),
  ...['x', 'W10', 'WyJzIiwiaWQiLCJhIiwiYSJd', '%00', 'x'.repeat(1_001)].map((cursor) => ({
    ask: `entries?cursor=${cursor}`,
    status: 400,
    code: 'usage',
  })),
  { ask: 'entries?category=nope', status: 404, code: 'unknown-category' },
  { ask: 'entries?category=../../etc/passwd', status: 404, code: 'unknown-category' },
  { ask: 'entries?category=%00', status: 404, code: 'unknown-category' },
  { ask: `entries?search=${'x'.repeat(201)}`, status: 400, code: 'usage' },
  { ask: 'entries?search=%20', status: 400, code: 'usage' },
  { ask: 'entries?source=nope', with: 'token', status: 400, code: 'unknown-source' },
  { ask: 'sources', status: 401, code: 'operator-only' },
  { ask: 'sources/a', status: 401, code: 'operator-only' },
  { ask: 'status', status: 401, code: 'operator-only' },
  { ask: 'explain?of=C1', status: 401, code: 'operator-only' },
  { ask: 'entries', init: { headers: { authorization: 'Bearer wrong' } }, status: 401, code: 'operator-only' },
  { ask: 'sources/nope', with: 'token', status: 404, code: 'unknown-source' },
  { ask: 'sources?sort=size', with: 'token', status: 400, code: 'usage' },
  { ask: 'explain', with: 'token', status: 400, code: 'usage' },
  { ask: 'explain?of=nope', with: 'token', status: 404, code: 'unknown-entry' },
  { ask: 'nonsense', status: 404, code: 'not-found' },
  { ask: 'entries', init: { method: 'DELETE' }, status: 405, code: 'wrong-method' },
  { ask: 'poll', with: 'token', status: 405, code: 'wrong-method' },
  { ask: 'poll', init: { method: 'POST', headers: json, body: '{"sources":["a"]}' }, status: 401, code: 'operator-only' },
  ...['{', '[]', '{}', '{"sources":[]}', '{"sources":["a"],"delay":1}', '{"sources":["a"],"force":"yes"}'].map((body) => ({
    ...{ ask: 'poll', init: { method: 'POST', headers: json, body }, with: 'token' as const, status: 400, code: 'usage' },
  })),
  {
    ask: 'poll',
    init: { method: 'POST', headers: json, body: '{"sources":["nope"]}' },
    with: 'token',
    status: 400,
    code: 'unknown-source',
  },
  { ask: 'poll', init: { method: 'POST', body: '{"sources":["a"]}' }, with: 'token', status: 415, code: 'wrong-type' },
  { ask: 'poll', init: { method: 'POST', headers: json, body: ' '.repeat(70_000) }, with: 'token', status: 413, code: 'too-large' },
  {
    ...{ ask: 'poll', init: { method: 'POST', headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: '{"sources":["a"]}' } },
    ...({ with: 'token', status: 403, code: 'cross-site' } as const),
  },
]
for (const { ask, init = {}, with: access, status, code } of wrong) {
  const body = typeof init.body === 'string' ? ` ${init.body.slice(0, 40).trim()}` : ''
  test(`${init.method ?? 'GET'} ${ask.slice(0, 60)}${body} is answered with ${status} ${code}`, async () => {
    const path = `api/v1/${ask}`
    const answer = await (access === 'token' ? site.ask(path, init) : fetch(site.url + path, init))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    const problem = await answer.json()
    expect(breaches(problem, { $ref: '#/components/schemas/Problem' }, document)).toEqual([])
    expect(problem).toMatchObject({ status, code })
    expect(JSON.stringify(problem)).not.toMatch(/\\n|node_modules|\.sqlite|\.ts:/)
  })
}

test('a body of unknown length is read like any other, up to what is allowed', async () => {
  const post = async (text: string) =>
    (await site.ask('api/v1/poll', { method: 'POST', headers: json, body: new Blob([text]).stream(), duplex: 'half' })).status
  expect(await post('{"sources":["b"]}')).toBe(202)
  expect(await post(' '.repeat(70_000))).toBe(413)
})

test('a client that searches twice at once may not search a third time', async () => {
  const { store } = site.deps
  const search = store.search.bind(store)
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  let begun = 0
  const slowly = async (query: Parameters<typeof search>[0]) => {
    begun++
    await held
    return search(query)
  }
  Object.assign(store, { search: slowly })
  const two = ['a', 'b'].map((word) => site.get(`api/v1/entries?search=${word}`))
  await expect.poll(() => begun).toBe(2)
  const third = await site.get('api/v1/entries?search=c')
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '3'])
  expect((await site.get('api/v1/entries')).status).toBe(200)
  answer()
  expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200])
  Object.assign(store, { search })
  expect((await site.get('api/v1/entries?search=c')).status).toBe(200)
})

test('405 names what goes there', async () => {
  const answer = await fetch(`${site.url}api/v1/entries`, { method: 'DELETE' })
  expect(answer.headers.get('allow')).toBe('GET, HEAD')
})

test('a poll that was asked for is claimed, and asks for the whole document', async () => {
  const { store, settings, clock } = site.deps
  const known = new Set(settings.sources.map(({ id }) => id))
  const claims = async (now: number) => {
    const claim = { now, runAt: now, lease: `at ${now}`, leaseMs: 1, limit: 9, perHost: 9, only: null, isForced: false, except: [] }
    return (await store.claimDue({ ...claim, known })).filter(({ id }) => id === 'a').map(({ isForced }) => isForced)
  }
  await site.run([{ source: 'a', items: [] }])
  expect(await claims(clock.now() + 1)).toEqual([])
  const answer = await site.ask('api/v1/poll', { method: 'POST', headers: json, body: '{"sources":["a","a"],"force":true}' })
  expect(await answer.json()).toMatchObject({ asked: ['a'], force: true })
  expect(await claims(clock.now() + 1)).toEqual([true])
})

test('the page for people tells every operation and runs no script', async () => {
  const page = await (await site.get('api')).text()
  expect(page).toContain('curl &#39;https://news.example/api/v1/entries&#39;')
  expect(page).toContain('Authorization: Bearer $NEWSSTAND_TOKEN')
  for (const { operation } of answers) expect(page).toContain(`${operation[1].toUpperCase()} ${operation[0]}`)
  expect(page).not.toContain('<script')
  expect((await site.get('api/v1')).headers.get('location')).toBe('/api')
})
