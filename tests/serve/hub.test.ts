// What may be asked of the hub (W3C WebSub §5.1), and what it says to the rest.
import { expect, test } from 'vitest'
import type { HubAnswer, HubWish } from '../../src/model/hub.ts'
import { hubRoutes } from '../../src/serve/hub.ts'

const form = 'application/x-www-form-urlencoded'
const wish = { 'hub.mode': 'subscribe', 'hub.topic': 'https://news.example/feed.atom', 'hub.callback': 'https://reader.example/?a=b&c' }

function hub({ answer = 'taken', isOpen = true }: { readonly answer?: HubAnswer; readonly isOpen?: boolean } = {}) {
  const wishes: HubWish[] = []
  const routes = hubRoutes({
    isOpen: () => isOpen,
    ask: async (asked) => {
      wishes.push(asked)
      return answer
    },
  })
  const post = (body: string | Uint8Array, contentType = form) =>
    routes.request('/hub', { method: 'POST', headers: { 'content-type': contentType }, body })
  const ask = (fields: Readonly<Record<string, string>>) => post(new URLSearchParams({ ...wish, ...fields }).toString())
  return { routes, wishes, post, ask }
}

test('§5.1.2 a request that is taken is answered 202', async () => {
  const { ask, wishes } = hub()
  expect((await ask({})).status).toBe(202)
  const { 'hub.topic': topic, 'hub.callback': callback } = wish
  expect(wishes).toEqual([{ mode: 'subscribe', topic, callback, secret: null, leaseSeconds: null }])
})

test('§5.1 secret and lease are taken; parameters that are not known are passed over', async () => {
  const { ask, wishes } = hub()
  await ask({ 'hub.secret': '密'.repeat(66), 'hub.lease_seconds': '864000', 'hub.verify': 'sync', foo: 'bar' })
  expect(wishes).toMatchObject([{ secret: '密'.repeat(66), leaseSeconds: 864_000 }])
})

test('§5.1 of an unsubscription the lease is ignored', async () => {
  const { ask, wishes } = hub()
  expect((await ask({ 'hub.mode': 'unsubscribe', 'hub.lease_seconds': 'soon' })).status).toBe(202)
  expect(wishes).toMatchObject([{ mode: 'unsubscribe' }])
})

test('§5.1 the type of the form may have parameters', async () => {
  expect((await hub().post(new URLSearchParams(wish).toString(), `${form}; charset=UTF-8`)).status).toBe(202)
})

const wrong: readonly { readonly name: string; readonly fields: Readonly<Record<string, string>>; readonly says: string }[] = [
  { name: 'no mode', fields: { 'hub.mode': '' }, says: 'hub.mode' },
  { name: 'another mode', fields: { 'hub.mode': 'denied' }, says: 'hub.mode' },
  { name: 'no topic', fields: { 'hub.topic': '' }, says: 'hub.topic' },
  { name: 'no callback', fields: { 'hub.callback': '' }, says: 'hub.callback' },
  { name: 'a relative callback', fields: { 'hub.callback': '/callback' }, says: 'hub.callback' },
  { name: 'a callback that is no address of the web', fields: { 'hub.callback': 'file:///etc/passwd' }, says: 'hub.callback' },
  { name: 'a callback with a user name', fields: { 'hub.callback': 'https://u:p@reader.example/' }, says: 'hub.callback' },
  { name: 'a callback with a fragment', fields: { 'hub.callback': 'https://reader.example/#a' }, says: 'hub.callback' },
  { name: 'a callback that is too long', fields: { 'hub.callback': `https://reader.example/${'a'.repeat(4_096)}` }, says: 'hub.callback' },
  { name: 'a secret of 200 bytes', fields: { 'hub.secret': 's'.repeat(200) }, says: 'hub.secret' },
  { name: 'a lease in words', fields: { 'hub.lease_seconds': '10 days' }, says: 'hub.lease_seconds' },
  { name: 'a lease below nothing', fields: { 'hub.lease_seconds': '-1' }, says: 'hub.lease_seconds' },
]
for (const { name, fields, says } of wrong)
  test(`§5.1.2 ${name} is refused in plain text that does not repeat it`, async () => {
    const { ask, wishes } = hub()
    const answer = await ask(fields)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await answer.text()
    expect(text).toContain(says)
    for (const value of Object.values(fields)) if (value.length > 4) expect(text).not.toContain(value)
    expect(wishes).toEqual([])
  })

test('§5.1 what is no form in UTF-8 is refused', async () => {
  const { post } = hub()
  expect((await post(JSON.stringify(wish), 'application/json')).status).toBe(415)
  expect((await post(Uint8Array.of(0x68, 0xff, 0xfe))).status).toBe(400)
})

test('§5.1.2 what is no topic, and what is too much, is an error', async () => {
  const unknown = await hub({ answer: 'unknown-topic' }).ask({})
  expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('hub.topic')])
  const full = await hub({ answer: 'full' }).ask({})
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '3600'])
})

test('§6 nobody need tell the hub what is published', async () => {
  const { post, wishes } = hub()
  expect((await post('hub.mode=publish&hub.url=https://news.example/feed.atom')).status).toBe(202)
  expect(wishes).toEqual([])
})

test('whoever opens it in a browser reads what it is', async () => {
  const { routes } = hub()
  const page = await routes.request('/hub')
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('WebSub hub')])
  expect((await routes.request('/hub', { method: 'PUT' })).status).toBe(405)
})

test('where feeds name no hub, there is none', async () => {
  const { ask, routes } = hub({ isOpen: false })
  expect((await ask({})).status).toBe(404)
  expect((await routes.request('/hub')).status).toBe(404)
})
