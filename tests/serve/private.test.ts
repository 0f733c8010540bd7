// Private categories over real sockets: who may read them, and that nobody else learns that they are there.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../src/base/log.ts'
import { giveToken, revokeToken } from '../../src/jobs/private/tokens.ts'
import { privateRoutes } from '../../src/serve/private.ts'
import { operatorToken, type ServedSite, serveTestSite } from '../support/served-site.ts'
import { configOf, firstRunAt } from '../support/site.ts'
import { startTestServer } from '../support/test-server.ts'

const day = 86_400_000
const text = `<p>${'Secret words, and more of them. '.repeat(40)}</p>`
const yaml = configOf(
  [{ id: 'a' }, { id: 'p', category: 'Secret' }],
  'categories:\n  - { name: Secret, private: true }\n  - { name: Other, private: true }\nfeeds:\n  - { slug: inside, title: Inside, private: true, from: [Secret, a] }\n',
)

let site: ServedSite
let token: string

const give = (slug: string | null, expiresInMs: number | null = null) => giveToken({ slug, label: null, expiresInMs }, site.deps)
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(`reader:${text}`).toString('base64')}` })
let clients = 0
/** Each from an address of its own, so that nobody is wrong too often. */
const stranger = () => ({ 'x-forwarded-for': `192.0.2.${clients++ % 250}` })
const sorted = (headers: Headers) => [...headers].filter(([name]) => name !== 'date').sort()

beforeAll(async () => {
  site = await serveTestSite(yaml, { serve: { trustedProxies: ['127.0.0.1'] } })
  await site.run([
    { source: 'a', items: [{ code: 'C1', title: 'Public news', publisher: 'Post', date: '2026-01-01T08:00:00Z' }] },
    { source: 'p', items: [{ code: 'C2', title: 'Inner news', text, date: '2026-01-02T08:00:00Z' }] },
  ])
  for (const [path, bytes] of site.files) {
    const file = join(site.settings.publish.dir, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  token = (await give('secret')).text
})
afterAll(() => site.close())

const paths = [
  'category/secret.atom',
  'category/secret.rss',
  'category/secret.json',
  'category/secret.html',
  'secret/2026/01/02/C2.html',
  'category/secret/2026-01.atom',
]

for (const path of paths) {
  test(`${path} is answered to who holds its token, in the address or a header`, async () => {
    for (const answer of [
      await site.get(`${path}?token=${token}`),
      await site.get(path, bearer(token)),
      await site.get(path, basic(token)),
      await site.ask(path),
    ]) {
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('Inner news')
      expect(answer.headers.get('cache-control')).toBe('private, no-cache')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('x-robots-tag')).toContain('noindex')
      expect(answer.headers.get('vary')).toContain('Authorization')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      for (const name of ['access-control-allow-origin', 'link']) expect([name, answer.headers.get(name)]).toEqual([name, null])
    }
  })

  test(`${path} is not there for anybody else, just as what never was`, async () => {
    const never = path.replaceAll('secret', 'nonexist')
    const other = (await give('other')).text
    const wrong = [{}, bearer(`${token}x`), bearer('nonsense'), bearer(other), basic(operatorToken.slice(1))]
    for (const headers of wrong) {
      const [hidden, absent] = [await site.get(path, { ...headers, ...stranger() }), await site.get(never, { ...headers, ...stranger() })]
      expect([hidden.status, sorted(hidden.headers)]).toEqual([404, sorted(absent.headers)])
      expect(await hidden.text()).toBe(await absent.text())
    }
    for (const query of [`${token.slice(0, -1)}`, other, operatorToken, '', 'nst_aaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbb']) {
      const [hidden, absent] = [await site.get(`${path}?token=${query}`, stranger()), await site.get(`${never}?token=${query}`, stranger())]
      expect([query, hidden.status, sorted(hidden.headers)]).toEqual([query, 404, sorted(absent.headers)])
      expect(await hidden.text()).not.toMatch(/secret|nst_/i)
    }
  })
}

test('its validators hold, change together with it, and go with 304 and HEAD', async () => {
  const path = `category/secret.atom?token=${token}`
  const first = await site.get(path, { 'accept-encoding': 'identity' })
  const [etag, modified] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? '']
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
  for (const condition of [{ 'if-none-match': etag }, { 'if-modified-since': modified }]) {
    const again = await site.get(path, { ...condition, 'accept-encoding': 'identity' })
    expect([again.status, again.headers.get('etag'), again.headers.get('last-modified')]).toEqual([304, etag, modified])
    expect(again.headers.get('cache-control')).toBe('private, no-cache')
  }
  const head = await fetch(site.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
  expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, ''])
  expect(head.headers.get('content-length')).toBe(first.headers.get('content-length'))
  await site.run([{ source: 'p', items: [{ code: 'C3', title: 'More news', date: '2026-01-03T08:00:00Z' }] }], firstRunAt + day)
  const changed = await site.get(path, { 'if-none-match': etag, 'if-modified-since': modified })
  expect(changed.status).toBe(200)
  expect(changed.headers.get('last-modified')).not.toBe(modified)
})

test('it is compressed for who takes that', async () => {
  const { status, headers } = await fetch(`${site.url}category/secret.atom`, { headers: { ...bearer(token), 'accept-encoding': 'br' } })
  expect([status, headers.get('content-encoding')]).toEqual([200, 'br'])
  const plain = await site.get('category/secret.atom', { ...bearer(token), 'accept-encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(headers.get('etag')).toBe(plain.headers.get('etag')?.replace(/"$/, '-br"'))
})

test('a token in the address stands in the addresses of what it opens; one in a header nowhere', async () => {
  const inAddress = await (await site.get(`category/secret.atom?token=${token}`)).text()
  expect(inAddress).toContain(`rel="self" type="application/atom+xml" href="https://news.example/category/secret.atom?token=${token}"`)
  const inHeader = await (await site.get('category/secret.atom', bearer(token))).text()
  expect(inHeader).toContain('href="https://news.example/category/secret.atom"')
  expect(inHeader).not.toContain('token')
})

test('what is public stays what it is, whatever comes with the request', async () => {
  for (const path of ['', 'category/post.atom', 'category/post.html', 'feeds.opml']) {
    const plain = await site.get(path)
    for (const headers of [bearer(token), bearer('wrong'), bearer(operatorToken)]) {
      const answer = await site.get(path, { ...headers, ...stranger() })
      expect([path, answer.status, sorted(answer.headers)]).toEqual([path, 200, sorted(plain.headers)])
    }
    expect((await site.get(`${path}?token=wrong`)).status).toBe(200)
  }
})

test('a token for everything opens every private category, and a list of their feeds', async () => {
  const { text: all, addresses } = await give(null)
  expect(addresses).toEqual({ opml: `https://news.example/token/feeds.opml?token=${all}` })
  for (const slug of ['secret', 'other', 'inside']) expect((await site.get(`category/${slug}.atom?token=${all}`)).status).toBe(200)
  const opml = await site.get(`token/feeds.opml?token=${all}`)
  expect(opml.headers.get('content-type')).toContain('text/x-opml')
  const listed = [...(await opml.text()).matchAll(/xmlUrl="([^"]+)"/g)].map(([, url = '']) =>
    url.replace('https://news.example/', site.url),
  )
  expect(listed.length).toBe(3)
  for (const url of listed) expect((await fetch(url)).status).toBe(200)
  expect((await site.get('token/feeds.opml')).status).toBe(404)
})

test('taken back it opens nothing from then on, nor when its time is over', async () => {
  const { record, text: given } = await give('secret', 2 * day)
  const path = `category/secret.json?token=${given}`
  expect((await site.get(path)).status).toBe(200)
  await site.run([], firstRunAt + 4 * day)
  expect((await site.get(path)).status).toBe(404)
  await revokeToken(record.id, site.deps)
  const lasting = await give('secret')
  expect((await site.get(`category/secret.json?token=${lasting.text}`)).status).toBe(200)
  await revokeToken(lasting.record.id, site.deps)
  expect((await site.get(`category/secret.json?token=${lasting.text}`)).status).toBe(404)
  await expect(revokeToken(lasting.record.id, site.deps)).rejects.toMatchObject({ code: 'unknown-token' })
})

test('the day of its last use is noted', async () => {
  const { record, text: given } = await give('inside')
  await site.get('category/inside.rss', bearer(given))
  const [kept] = (await site.deps.store.tokens.list('inside')).filter(({ id }) => id === record.id)
  expect(kept?.usedDay).toBe(Math.floor(site.deps.clock.now() / day))
})

test('an old address leads to the new one, with what opens it', async () => {
  const answer = await site.get(`category/SECRET.atom?token=${token}`)
  expect([answer.status, answer.headers.get('location')]).toEqual([301, `/category/secret.atom?token=${token}`])
  expect((await site.get('category/SECRET.atom', bearer(token))).headers.get('location')).toBe('/category/secret.atom')
})

test('a password that is meant for a proxy before us does not stand in the way of a token in the address', async () => {
  const answer = await site.get(`category/secret.atom?token=${token}`, { ...basic('of the proxy'), ...stranger() })
  expect(answer.status).toBe(200)
})

test('too many wrong tokens from an address are told so, and who is right is let in', async () => {
  const path = 'category/secret.atom'
  const statuses: number[] = []
  for (let n = 0; n < 40; n++) statuses.push((await site.get(`${path}?token=nst_aaaaaaaaaa_${String(n).padStart(26, 'b')}`)).status)
  expect(statuses.at(-1)).toBe(429)
  expect((await site.get(`${path}?token=${token}`)).status).toBe(200)
  expect((await site.get('category/nonexist.atom?token=nst_aaaaaaaaaa_cccccccccccccccccccccccccc')).status).toBe(429)
})

test('what fails is logged without what opened it', async () => {
  const told: unknown[] = []
  const desk = {
    open: async () => ({}),
    find: async () => Promise.reject(new Error('the disk is gone')),
    modifiedAt: async () => 0,
  }
  const log = { ...silentLogger, error: (...said: unknown[]) => void told.push(said) }
  const routes = privateRoutes(desk, { memoryBytes: 1_000, feedType: () => 'registered' })
  const broken = await startTestServer({ routes: [routes], log })
  onTestFinished(() => broken.close())
  const answer = await fetch(`${broken.url}category/secret.atom?token=${token}`)
  expect(answer.status).toBe(500)
  expect(JSON.stringify(told)).toContain('the disk is gone')
  expect(JSON.stringify(told) + (await answer.text())).not.toContain(token)
})

const publicPaths = [
  ...['', 'feed.rss', 'feed.atom', 'feed.json', 'feeds.opml', 'sitemap.xml', 'category/post.html', 'category/post.atom'],
  ...['search?q=Inner', 'search?q=Secret', 'search.atom?q=Inner', 'api/v1/categories', 'api/v1/entries', 'api/v1/entries?category=secret'],
  ...['api/v1/sources', 'openapi.json', 'metrics', 'status', 'ops.atom', 'readyz', 'hub', 'secret.html', 'category/secre.html'],
  ...['token/', 'token/feeds.opml', 'category/secret/', 'secret/2026/01/02/C2'],
]

for (const path of publicPaths) {
  test(`/${path} says nothing of what is private`, async () => {
    const answer = await site.get(path, stranger())
    const said =
      [...answer.headers].join('\n') +
      (await answer.text()).replace(/<\/?mark>/g, '').replace(/(?:value|href|content)="[^"]*(?:q=|secre)[^"]*"|value="[^"]*"/g, '')
    expect(said).not.toMatch(/Inner news|Secret words|C2\.html/)
    if (!/q=Secret/.test(path)) expect(said).not.toMatch(/category\/secret|>Secret</)
  })
}

test('what is public besides is found by those who look for it', async () => {
  expect(await (await site.get('search?q=Public')).text()).toContain('<mark>Public</mark> news')
})

test('the published folder holds nothing of it, whatever was asked for', async () => {
  const texts = [...site.files].map(([path, text]) => path + text).join('\n')
  expect(texts).toContain('Public news')
  expect(texts).not.toMatch(/secret|Inner news|More news|nst_/i)
})

test('our hub takes no subscription to it, and feeds of it name no hub', async () => {
  const topic = 'https://news.example/category/secret.atom'
  const body = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.callback': 'http://127.0.0.1:9/x' })
  const never = new URLSearchParams({ ...Object.fromEntries(body), 'hub.topic': topic.replace('secret', 'nonexist') })
  const [hidden, absent] = [
    await fetch(`${site.url}hub`, { method: 'POST', body }),
    await fetch(`${site.url}hub`, { method: 'POST', body: never }),
  ]
  expect(hidden.status).toBe(absent.status)
  expect(await hidden.text()).toBe((await absent.text()).replaceAll('nonexist', 'secret'))
})
