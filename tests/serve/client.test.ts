import { expect, test } from 'vitest'
import { clientOf } from '../../src/serve/client.ts'

const proxies = ['127.0.0.1', '10.0.0.0/8', '::1']

const rows: readonly { name: string; from: string; forwarded?: string; want: string }[] = [
  { name: 'nobody forwards', from: '192.0.2.1', want: '192.0.2.1' },
  { name: 'IPv4 inside IPv6', from: '::ffff:192.0.2.1', want: '192.0.2.1' },
  { name: 'a stranger forwards', from: '192.0.2.1', forwarded: '203.0.113.5', want: '192.0.2.1' },
  { name: 'a proxy forwards', from: '127.0.0.1', forwarded: '203.0.113.5', want: '203.0.113.5' },
  { name: 'a proxy inside IPv6 forwards', from: '::ffff:127.0.0.1', forwarded: '203.0.113.5', want: '203.0.113.5' },
  { name: 'two proxies', from: '::1', forwarded: '203.0.113.5, 10.1.2.3', want: '203.0.113.5' },
  {
    name: 'what the client wrote stands left of what the proxy saw',
    from: '127.0.0.1',
    forwarded: '10.9.9.9, 203.0.113.5',
    want: '203.0.113.5',
  },
  { name: 'only proxies', from: '127.0.0.1', forwarded: '10.1.1.1, 10.2.2.2', want: '10.1.1.1' },
  { name: 'an address with a port', from: '127.0.0.1', forwarded: '203.0.113.5:4711', want: '203.0.113.5' },
  { name: 'IPv6 in brackets with a port', from: '127.0.0.1', forwarded: '[2001:db8::1]:4711', want: '2001:db8::1' },
  { name: 'no address', from: '127.0.0.1', forwarded: 'unknown', want: '127.0.0.1' },
  { name: 'no address behind a proxy', from: '127.0.0.1', forwarded: '<script>, 10.1.1.1', want: '10.1.1.1' },
  { name: 'nothing', from: '127.0.0.1', forwarded: '', want: '127.0.0.1' },
]
for (const { name, from, forwarded, want } of rows) {
  test(`${name}: ${want}`, () => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    expect(clientOf({ headers, socket: { remoteAddress: from } }, proxies)).toBe(want)
  })
}

test('without trusted proxies nobody is believed, and a connection that has gone has no address', () => {
  expect(clientOf({ headers: { 'x-forwarded-for': '203.0.113.5' }, socket: { remoteAddress: '127.0.0.1' } }, [])).toBe('127.0.0.1')
  expect(clientOf({ headers: {}, socket: {} }, proxies)).toBe('')
})
