import { expect, test } from 'vitest'
import { countTraffic } from '../../src/fetch/traffic.ts'
import { fetcherFor, requestFor, serve } from './web.ts'

test('counts requests and bytes of each host, redirects too, since the last taking', async () => {
  const other = await serve((_, response) => response.writeHead(302, { location: `${site.url}/feed` }).end())
  const site = await serve((_, response) => response.end('12345'))
  const fetcher = fetcherFor([site.host, other.host])
  await fetcher.fetch(requestFor(`${site.url}/feed`))
  await fetcher.fetch(requestFor(`${other.url}/feed`))
  expect(fetcher.takeTraffic()).toEqual([
    { host: site.host, requests: 2, bytes: 10 },
    { host: other.host, requests: 1, bytes: 0 },
  ])
  expect(fetcher.takeTraffic()).toEqual([])
})

test('a body that was given up counts as far as it came', async () => {
  const site = await serve((_, response) => {
    response.write('12345', () => response.destroy())
  })
  const fetcher = fetcherFor([site.host])
  await fetcher.fetch(requestFor(site.url))
  expect(fetcher.takeTraffic()).toEqual([{ host: site.host, requests: 1, bytes: 5 }])
})

test('very many hosts are counted together past the first ten thousand', () => {
  const traffic = countTraffic()
  for (let host = 0; host < 10_500; host += 1) traffic.request(`host${host}.example`)
  traffic.bytes('host10400.example', 7)
  traffic.bytes('host3.example', 2)
  const taken = traffic.take()
  expect(taken.length).toBe(10_001)
  expect(taken.at(-1)).toEqual({ host: '*', requests: 500, bytes: 7 })
  expect(taken[3]).toEqual({ host: 'host3.example', requests: 1, bytes: 2 })
})
