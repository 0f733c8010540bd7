// The operator's pages over a real store and real sockets.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { statusDesk } from '../../src/app/status-desk.ts'
import { silentLogger } from '../../src/base/log.ts'
import { lending } from '../../src/jobs/lending.ts'
import { csrfName, csrfOf, operatorOnly, sameSite } from '../../src/serve/operator.ts'
import { opsRoutes } from '../../src/serve/ops.ts'
import type { RunningServer } from '../../src/serve/server.ts'
import { statusRoutes } from '../../src/serve/status.ts'
import { liveStatus } from '../../src/serve/status-live.ts'
import { configOf, firstRunAt, openSite, settingsOf, type TestSite } from '../support/site.ts'
import { startTestServer } from '../support/test-server.ts'

const token = 'correct-horse-battery'
const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
const hour = 3_600_000

let site: TestSite
let server: RunningServer

async function open(yaml: string, secrets: readonly string[] = []): Promise<void> {
  const settings = settingsOf(yaml)
  site = await openSite({ ...settings, poll: { ...settings.poll, secrets } })
  const lent = lending(site.deps)
  const desk = statusDesk(lent)
  const operator = operatorOnly(() => token, site.deps.clock)
  const guards = { operator, sameSite: sameSite(() => token) }
  const live = liveStatus({ pulse: desk.pulse, log: silentLogger, lookMs: 5 })
  const started = await startTestServer({ routes: [statusRoutes(desk, guards, live), opsRoutes(desk, operator)] })
  server = {
    ...started,
    close: () => {
      live.close()
      return started.close()
    },
  }
}

const config = configOf(
  ['a', 'b', 'c'].map((id) => ({ id })),
  `serve: { token: ${token} }\n`,
)
const reopen = async (yaml: string, secrets: readonly string[] = []) => {
  await server.close()
  await site.close()
  await open(yaml, secrets)
}

beforeEach(() => open(config))
afterEach(async () => {
  await server.close()
  await site.close()
})

const authorization = `Basic ${Buffer.from(`me:${token}`).toString('base64')}`
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(server.url + path, { headers: { authorization, ...headers } })
const text = async (path: string) => (await get(path)).text()
const press = (path: string, fields: Readonly<Record<string, string>> = {}) =>
  fetch(`${server.url}status/sources/${path}`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ [csrfName]: csrfOf(token), ...fields }),
    redirect: 'manual',
  })
/** Failures show the sentence, not the whole page. */
const tells = (page: string, ...wanted: readonly RegExp[]) => expect(wanted.filter((one) => !one.test(page))).toEqual([])
const item = (n: number, title = `Story ${n}`) => ({ guid: String(n), title, url: `https://a.example/${n}` })

/** The source answers 404, so many times, an hour apart. */
async function fails(source: string, times: number, from = firstRunAt): Promise<void> {
  for (let n = 0; n < times; n++) await site.run([{ source, items: [], body: null }], from + n * hour)
}

test('all of it is the operator’s alone, and nothing is kept by caches', async () => {
  for (const path of ['status', 'status/sources/a', 'status/events', 'ops.atom']) {
    expect([path, (await fetch(server.url + path)).status]).toEqual([path, 401])
    const { status, headers } = await fetch(server.url + path, { method: 'HEAD', headers: { authorization } })
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, expect.stringMatching(/no-store|private, no-cache/)])
  }
})

test('the overview says what fails and since when, in the words of status', async () => {
  await site.run([{ source: 'b', items: [item(1)] }])
  await fails('a', 3)
  const page = await text('status')
  expect(page).toContain('1 of 3 sources is failing.')
  tells(page, /id="attention"[\s\S]*sources\/a"[\s\S]*http-status: <span lang="en">HTTP 404/)
  tells(page, /id="incidents"[\s\S]*is failing/)
  tells(page, /Last publishing<\/dt><dd><time/)
})

test('a Chinese site tells in Chinese what each code means, and the message as it was recorded', async () => {
  await reopen(config.replace('title: Test', 'title: 测试, language: zh-CN'))
  await fails('a', 3)
  const meaning = '对方返回了错误状态码（http-status）'
  tells(
    await text('status'),
    new RegExp(`id="attention"[\\s\\S]*${meaning}: <span lang="en">HTTP 404`),
    new RegExp(`id="incidents"[\\s\\S]*${meaning}`),
  )
  tells(await text('status/sources/a'), new RegExp(`id="state"[\\s\\S]*${meaning}`), new RegExp(`id="ledger"[\\s\\S]*${meaning}`))
  tells(await text('status?health=failing'), new RegExp(`class="count"[^>]*>${meaning} 3×`))
})

test('sources are found, filtered and sorted, and what no address of ours asks for is left out', async () => {
  await fails('b', 1)
  const shown = async (query: string) =>
    [...(await text(`status?${query}`)).matchAll(/<th scope="row"><a href="[^"]*sources\/(\w+)"/g)].map(([, id]) => id)
  expect(await shown('')).toEqual(['b', 'a', 'c'])
  expect(await shown('order=id&desc=1')).toEqual(['c', 'b', 'a'])
  expect(await shown('health=failing')).toEqual(['b'])
  expect(await shown('q=c.example')).toEqual(['c'])
  expect(await shown('page=2')).toEqual([])
  expect(await shown('health=ill&order=drop+table&page=-1&desc=x')).toEqual(['b', 'a', 'c'])
})

test('no script and no markup of others stands in any page, wherever it came from', async () => {
  await site.run([{ source: 'a', items: [item(1, hostile), item(2)] }])
  await site.deps.store.syncSources([])
  const pages = [
    await text(`status?q=${encodeURIComponent(hostile)}`),
    await text('status/sources/a'),
    await text(`status/sources/a?done=${encodeURIComponent(hostile)}`),
  ]
  for (const page of pages) {
    expect(page).not.toMatch(/<script>|<img src=x/)
    expect([...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      expect.stringMatching(/^<script src="[./]*static\/status\.js\?v=\w{12}" defer="">$/),
    ])
    expect(page).not.toMatch(/ on\w+="|style="/)
  }
  expect(pages[1]).toContain('&lt;script&gt;alert(1)')
})

test('titles and messages of sources are text', async () => {
  await reopen(config.replace('id: a,', `id: a, title: '${hostile}',`))
  site.answers.set('https://b.example/list', hostile)
  await site.run([{ source: 'b', items: [], body: hostile }])
  for (const path of ['status', 'status/sources/a', 'status/sources/b', 'ops.atom']) expect(await text(path)).not.toMatch(/<script>|<img/)
})

test('pages say where scripts, forms and requests may go', async () => {
  const { headers } = await get('status')
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*script-src 'self'; connect-src 'self'/)
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('no-store')
})

test('a source that nobody knows is not there', async () => {
  expect((await get('status/sources/nobody')).status).toBe(404)
  for (const deed of ['poll', 'pause', 'resume', 'forget']) expect((await press(`nobody/${deed}`)).status).toBe(404)
  expect((await press('a/burn')).status).toBe(404)
})

test('secrets of config do not show, nor what the environment gave', async () => {
  const secret = config
    .replace('https://a.example/list', 'https://a.example/from-environment/list?token=s3cret')
    .replace('id: a,', 'id: a, headers: { Authorization: "Bearer s3cret" },')
  await reopen(secret, ['from-environment'])
  await fails('a', 3)
  const pages = [await text('status'), await text('status/sources/a'), await text('ops.atom')]
  expect(pages[1]).toContain('Authorization')
  for (const page of pages) expect(/s3cret|from-environment/.exec(page)?.[0]).toBeUndefined()
})

test('pause and resume, with a word that is told once done, and 303 back', async () => {
  const paused = await press('a/pause')
  expect([paused.status, paused.headers.get('location')]).toEqual([303, '../a?done=paused'])
  const back = new URL(paused.headers.get('location') ?? '', `${server.url}status/sources/a/pause`)
  expect(back.pathname).toBe('/status/sources/a')
  const page = await text('status/sources/a?done=paused')
  expect(page).toContain('Paused: it is not polled until you resume it.')
  tells(page, /action="[^"]*\/a\/resume"/)
  await site.run([{ source: 'b', items: [item(1)] }])
  expect((await site.deps.store.source('a', firstRunAt))?.pausedAt).toBe(firstRunAt)
  await press('a/resume')
  expect((await site.deps.store.source('a', firstRunAt))?.pausedAt).toBeNull()
})

test('poll now, and without conditions, is found by the next tick of whichever process polls', async () => {
  await press('b/poll', { whole: '1' })
  await press('c/poll')
  const wanted = { runAt: firstRunAt, lease: 'tick', leaseMs: hour, limit: 9, perHost: 1, known: new Set(['a', 'b', 'c']) }
  const claimed = await site.deps.store.claimDue({ ...wanted, now: firstRunAt, only: null, isForced: false, except: [] })
  expect(claimed.slice(0, 2).map(({ id, isForced }) => [id, isForced])).toEqual([
    ['b', true],
    ['c', false],
  ])
})

test('forgotten validators', async () => {
  await site.run([{ source: 'a', items: [item(1)] }])
  expect((await site.deps.store.source('a', firstRunAt))?.state.bodyHash).not.toBeNull()
  await press('a/forget')
  expect((await site.deps.store.source('a', firstRunAt))?.state.bodyHash).toBeNull()
})

const refused: readonly { name: string; headers: Readonly<Record<string, string>>; body: string; want: number }[] = [
  { name: 'without the field', headers: { authorization }, body: 'whole=1', want: 403 },
  {
    name: 'from another site',
    headers: { authorization, 'Sec-Fetch-Site': 'cross-site' },
    body: `${csrfName}=${csrfOf(token)}`,
    want: 403,
  },
  { name: 'without the token', headers: {}, body: `${csrfName}=${csrfOf(token)}`, want: 401 },
  { name: 'longer than any form of ours', headers: { authorization }, body: `x=${'y'.repeat(5_000)}`, want: 413 },
]
test('a form that is not ours does nothing', async () => {
  for (const { name, headers, body, want } of refused) {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }
    const answer = await fetch(`${server.url}status/sources/a/pause`, { method: 'POST', headers: form, body })
    expect([name, answer.status]).toEqual([name, want])
  }
  expect((await site.deps.store.source('a', firstRunAt))?.pausedAt).toBeNull()
})

test('the page of a source has its ledger, charts in words, entries and config', async () => {
  await site.run([{ source: 'a', items: [item(1), item(2)] }])
  await fails('a', 2, firstRunAt + hour)
  const page = await text('status/sources/a')
  expect(page).toContain('aria-label="The last 3 polls: changed 1, failed 2"')
  tells(page, /<title>2026-01-10 20:00:00, changed, \d+ ms, 2 read, 2 new<\/title>/)
  tells(page, /<title>2026-01-10: 2<\/title>/)
  tells(page, /id="ledger"[\s\S]*2 times in a row[\s\S]*http-status/)
  tells(page, /id="recent"[\s\S]*Story 1/)
  tells(page, /class="config">\{\s*&quot;id&quot;: &quot;a&quot;/)
})

test('script and style sheet keep for a year under the address that names their bytes', async () => {
  const page = await text('status')
  for (const [, href] of page.matchAll(/(?:src|href)="\.\/(static\/status\.[^"]*)"/g)) {
    const said = await fetch(server.url + href)
    expect([said.status, said.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
  expect((await fetch(`${server.url}static/status.js`)).headers.get('cache-control')).toBe('no-cache')
})

test('who listens is told of every poll', async () => {
  const said = await get('status/events')
  expect(said.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const heard = listenTo(said)
  const first = await heard.next()
  await site.run([{ source: 'a', items: [item(1)] }])
  expect(await heard.next()).not.toBe(first)
  await heard.leave()
})

test('what happened is a feed with lasting ids, and 304 while nothing else did', async () => {
  await reopen(config.replace('dir: public', 'dir: public, newCategories: review'))
  await fails('a', 3)
  await site.run([{ source: 'b', items: [{ guid: '1', title: 'x', publisher: '新京报 & <b>' }] }], firstRunAt + 3 * hour)
  const said = await get('ops.atom')
  expect(said.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
  const feed = await said.text()
  tells(feed, /<title>a is failing<\/title>/)
  expect(feed).toContain('<title>新京报 &amp; &lt;b&gt; waits as a new category</title>')
  const ids = [...feed.matchAll(/<id>(.*)<\/id>/g)].map(([, id]) => id)
  expect(ids[0]).toBe('tag:news.example,2026:ops')
  expect(new Set(ids).size).toBe(ids.length)
  expect((await get('ops.atom', { 'If-None-Match': said.headers.get('etag') ?? '' })).status).toBe(304)
  await site.run([{ source: 'a', items: [item(1)] }], firstRunAt + 9 * hour)
  const later = await text('ops.atom')
  expect(later).toContain('<title>a is failing no more</title>')
  for (const id of ids) expect(later).toContain(`<id>${id}</id>`)
  expect([...site.files].filter(([, body]) => body.includes('failing'))).toEqual([])
})

function listenTo(said: Response): { next(): Promise<string>; leave(): Promise<void> } {
  const reader = said.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    next: async () => {
      for (;;) {
        const [whole = '', pulse = ''] = /event: pulse\ndata: (.*)\n\n/.exec(text) ?? []
        if (whole !== '') {
          text = text.slice(text.indexOf(whole) + whole.length)
          return pulse
        }
        const read = await reader?.read()
        if (read === undefined || read.done) throw new Error('the stream ended')
        text += read.value
      }
    },
    leave: async () => reader?.cancel(),
  }
}
