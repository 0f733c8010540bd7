import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { csrfName, csrfOf, operatorOnly, sameSite } from '../../src/serve/operator.ts'
import type { RouteEnv } from '../../src/serve/routes.ts'
import type { RunningServer } from '../../src/serve/server.ts'
import { startTestServer } from '../support/test-server.ts'

const bearer = { Authorization: 'Bearer correct-horse' }
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }

let current: string | null
let now: number
let server: RunningServer

beforeEach(async () => {
  current = 'correct-horse'
  now = 1_000
  const routes = new Hono<RouteEnv>()
  const operator = operatorOnly(() => current, { now: () => now })
  for (const path of ['/status', '/api/v1/status']) routes.get(path, operator, (context) => context.text('in'))
  routes.post(
    '/status',
    operator,
    sameSite(() => current),
    (context) => context.text('done'),
  )
  server = await startTestServer({ routes: [routes] })
})
afterEach(() => server.close())

const basic = (user: string, password: string): Readonly<Record<string, string>> => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const get = (headers: Readonly<Record<string, string>> = {}, path = 'status'): Promise<Response> => fetch(server.url + path, { headers })
const post = (headers: Readonly<Record<string, string>>, body = ''): Promise<Response> =>
  fetch(`${server.url}status`, { method: 'POST', headers, body })

const callers: readonly { name: string; headers: Readonly<Record<string, string>>; want: number }[] = [
  { name: 'nobody', headers: {}, want: 401 },
  { name: 'the bearer', headers: bearer, want: 200 },
  { name: 'the bearer in small letters', headers: { Authorization: 'bearer correct-horse' }, want: 200 },
  { name: 'a browser', headers: basic('', 'correct-horse'), want: 200 },
  { name: 'a reader with a name', headers: basic('me', 'correct-horse'), want: 200 },
  { name: 'the token as the name', headers: basic('correct-horse', ''), want: 401 },
  { name: 'the start of the token', headers: basic('me', 'correct'), want: 401 },
  { name: 'more than the token', headers: basic('me', 'correct-horse2'), want: 401 },
  { name: 'another scheme', headers: { Authorization: 'Digest correct-horse' }, want: 401 },
  { name: 'an empty password', headers: basic('', ''), want: 401 },
  { name: 'no base64', headers: { Authorization: 'Basic !' }, want: 401 },
]
for (const { name, headers, want } of callers) {
  test(`${name} gets ${want}`, async () => {
    const said = await get(headers)
    expect(said.status).toBe(want)
    if (want === 401) expect(said.headers.get('www-authenticate')).toMatch(/^Basic realm="Newsstand".*Bearer/)
  })
}

test('a password outside ASCII is read as UTF-8', async () => {
  current = 'correct-horse-电池'
  expect((await get(basic('操作', current))).status).toBe(200)
})

test('a token with colons is read whole', async () => {
  current = 'a:b:c:d:e:f:g'
  expect((await get(basic('me', current))).status).toBe(200)
})

test('without a token nobody passes, and it is said how to set one', async () => {
  current = null
  const said = await get(basic('', ''))
  expect(said.status).toBe(403)
  expect(await said.text()).toMatch(/serve\.token.*NEWSSTAND_TOKEN=\$\(openssl rand -hex 16\)/)
})

test('a token that is changed counts at once', async () => {
  current = 'another-token'
  expect((await get(bearer)).status).toBe(401)
})

test('the API answers by a problem with a code', async () => {
  const said = await get({}, 'api/v1/status')
  expect(said.headers.get('content-type')).toBe('application/problem+json')
  expect(await said.json()).toMatchObject({ status: 401, code: 'operator-only', advice: expect.stringContaining('serve.token') })
})

test('after ten wrong tokens a minute passes before even the right one is heard', async () => {
  for (let i = 0; i < 10; i++) expect((await get(basic('me', `guess ${i}`))).status).toBe(401)
  const said = await get(bearer)
  expect([said.status, said.headers.get('retry-after')]).toEqual([429, '60'])
  now += 60_000
  expect((await get(bearer)).status).toBe(200)
})

test('who gives no token at all is asked for it as often as they like', async () => {
  for (let i = 0; i < 20; i++) expect((await get()).status).toBe(401)
})

test('no answer repeats what was given', async () => {
  expect(await (await get(basic('me', 'hunter2-hunter2'))).text()).not.toContain('hunter2')
})

const browser = basic('', 'correct-horse')
const field = `${csrfName}=${csrfOf('correct-horse')}`
const writers: readonly { name: string; headers: Readonly<Record<string, string>>; body?: string; want: number }[] = [
  { name: 'our own form', headers: { ...browser, ...form, 'Sec-Fetch-Site': 'same-origin' }, body: field, want: 200 },
  {
    name: 'our own form, its Origin hidden',
    headers: { ...browser, ...form, 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
    body: field,
    want: 200,
  },
  { name: 'a form without the field', headers: { ...browser, ...form, 'Sec-Fetch-Site': 'same-origin' }, want: 403 },
  {
    name: 'a form with the field of another token',
    headers: { ...browser, ...form },
    body: `${csrfName}=${csrfOf('old-old-old-old')}`,
    want: 403,
  },
  { name: 'a form of another site', headers: { ...browser, ...form, 'Sec-Fetch-Site': 'cross-site' }, body: field, want: 403 },
  { name: 'a form of a neighbour', headers: { ...browser, ...form, 'Sec-Fetch-Site': 'same-site' }, body: field, want: 403 },
  { name: 'a form whose Origin is another', headers: { ...browser, ...form, Origin: 'https://evil.example' }, body: field, want: 403 },
  { name: 'a form whose Origin is hidden', headers: { ...browser, ...form, Origin: 'null' }, body: field, want: 403 },
  { name: 'text that no form needs', headers: { ...browser, 'Content-Type': 'text/plain' }, body: field, want: 403 },
  { name: 'JSON, which no form sends', headers: { ...browser, 'Content-Type': 'application/json' }, body: '{}', want: 200 },
  {
    name: 'JSON of another site',
    headers: { ...browser, 'Content-Type': 'application/json', Origin: 'https://evil.example' },
    body: '{}',
    want: 403,
  },
  { name: 'a program with the token', headers: bearer, want: 200 },
  { name: 'a form without a password', headers: form, body: field, want: 401 },
]
for (const { name, headers, body = '', want } of writers) {
  test(`${name}: ${want}`, async () => expect((await post(headers, body)).status).toBe(want))
}

test('a form of our own origin passes where the browser says only that', async () => {
  const origin = new URL(server.url).origin
  expect((await post({ ...browser, ...form, Origin: origin }, field)).status).toBe(200)
})
