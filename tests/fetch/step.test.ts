import { expect, test } from 'vitest'
import type { FetchStep } from '../../src/fetch/fetcher.ts'
import { closedSite, fetcherFor, requestFor, serve, visitTo } from './web.ts'

function listener(): { readonly steps: FetchStep[]; readonly onStep: (step: FetchStep) => void } {
  const steps: FetchStep[] = []
  return { steps, onStep: (step) => void steps.push(step) }
}

test('tells each request and its answer, in order', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new?page=1' }).end()
    else response.writeHead(200, { 'content-type': 'text/xml', etag: '"a"', 'x-powered-by': 'tests' }).end('<rss/>')
  })
  const { steps, onStep } = listener()
  await visitTo(site, '/old', { onStep, etag: '"a"', headers: { Accept: 'text/plain' } })
  const sent = {
    'user-agent': expect.any(String),
    accept: '***',
    'accept-encoding': expect.stringContaining('gzip'),
    'if-none-match': '"a"',
  }
  expect(steps).toEqual([
    {
      url: `${site.url}/old`,
      sent,
      postedBytes: null,
      isProxied: false,
      status: 301,
      received: { location: '/new?page=1' },
      ms: expect.any(Number),
    },
    {
      url: `${site.url}/new?page=1`,
      sent,
      postedBytes: null,
      isProxied: false,
      status: 200,
      received: { 'content-type': 'text/xml', etag: '"a"' },
      ms: expect.any(Number),
    },
  ])
})

test('no secret is told: not of the operator’s headers, not of addresses', async () => {
  const secret = 'hunter2'
  const site = await serve((request, response) => {
    if (request.url?.startsWith('/a') === true) response.writeHead(302, { location: `/b?access_token=${secret}` }).end()
    else response.end('ok')
  })
  const { steps, onStep } = listener()
  const outcome = await visitTo(site, `/a?key=${secret}`, { onStep, headers: { Authorization: `Bearer ${secret}`, 'X-Key': secret } })
  expect(outcome).toMatchObject({ kind: 'fetched' })
  expect(steps).toMatchObject([
    { url: `${site.url}/a?key=***`, sent: { authorization: '***', 'x-key': '***' }, received: { location: '/b?access_token=***' } },
    { url: `${site.url}/b?access_token=***`, sent: { authorization: '***', 'x-key': '***' } },
  ])
  expect(JSON.stringify(steps)).not.toContain(secret)
})

test('a request that nobody answers is told as such', async () => {
  const { steps, onStep } = listener()
  const site = await closedSite()
  await visitTo(site, '/feed', { onStep })
  expect(steps).toMatchObject([{ url: `${site.url}/feed`, status: null, received: {} }])
})

test('says what goes through the proxy, and nothing of how the proxy knows us', async () => {
  const proxy = await serve((_, response) => response.end('proxied'))
  const site = await serve((_, response) => response.end('direct'))
  const { steps, onStep } = listener()
  const fetcher = fetcherFor([site.host], { poll: { proxy: { origin: proxy.url, authorization: 'Basic bWU6cA==' } } })
  await fetcher.fetch(requestFor('http://news.example/feed', { onStep }))
  await fetcher.fetch(requestFor(`${site.url}/feed`, { onStep }))
  expect(steps.map(({ url, isProxied }) => [url, isProxied])).toEqual([
    ['http://news.example/feed', true],
    [`${site.url}/feed`, false],
  ])
  expect(JSON.stringify(steps)).not.toContain('bWU6cA==')
})
