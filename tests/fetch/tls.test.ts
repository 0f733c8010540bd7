import { expect, test } from 'vitest'
import { visitElsewhere } from './elsewhere.ts'
import { serveSecurely, trusting } from './secure.ts'
import { fetcherFor, nameServer, requestFor } from './web.ts'

test('a certificate that nobody vouches for is refused, and the message says what to do', async () => {
  const { port, greetings } = await serveSecurely()
  const fetcher = fetcherFor([`tls.example:${port}`], { lookup: nameServer('127.0.0.1').lookup })
  expect(await fetcher.fetch(requestFor(`https://tls.example:${port}/`))).toMatchObject({
    code: 'tls',
    message: expect.stringContaining('(DEPTH_ZERO_SELF_SIGNED_CERT); its owner must mend that'),
  })
  expect(greetings).toEqual([])
})

test('a trusted server is spoken to by HTTP/1.1 under its name, and known again', async () => {
  const { port, greetings } = await serveSecurely()
  const url = `https://tls.example:${port}/`
  const ends = await visitElsewhere({ allow: [`tls.example:${port}`], urls: [url, url], inTurn: true }, { env: await trusting() })
  expect(ends).toEqual(['fetched', 'fetched'])
  expect(greetings).toEqual([
    ['tls.example', 'http/1.1', 'new'],
    ['tls.example', 'http/1.1', 'known'],
  ])
})

for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
  test(`a certificate for another name is refused by ${version}, the first time and every time`, async () => {
    const { port, greetings } = await serveSecurely(version)
    const url = `https://other.example:${port}/`
    const ends = await visitElsewhere({ allow: [`other.example:${port}`], urls: [url, url, url], inTurn: true }, { env: await trusting() })
    expect(ends).toEqual(Array(3).fill(expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID')))
    expect(greetings).toEqual([])
  })
