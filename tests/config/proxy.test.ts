import { expect, test } from 'vitest'
import { proxyAddress, resolveProxy } from '../../src/config/proxy.ts'

for (const address of ['http://proxy.example:3128', 'http://proxy.example/', 'http://[::1]:3128', 'http://me:p%40ss@proxy.example:3128'])
  test(`${address} is a proxy`, () => expect(proxyAddress(address)).toBe(null))

const refused = [
  { name: 'another scheme', address: 'socks5://proxy.example:1080', want: '"socks5://proxy.example:1080" is no proxy that can be used' },
  { name: 'no scheme', address: 'proxy.example:3128', want: '"proxy.example:3128" is no proxy that can be used' },
  { name: 'a path', address: 'http://proxy.example/x', want: '"http://proxy.example/x" is no proxy that can be used' },
  {
    name: 'a slash in the password',
    address: 'http://me:s/3cret@proxy.example',
    want: '"http://…@proxy.example" is no proxy that can be used',
  },
  { name: 'a bare "%"', address: 'http://me:s%3cret%@p.example', want: 'the credentials in "http://…@p.example" cannot be read' },
]

for (const { name, address, want } of refused)
  test(`a proxy with ${name} is refused, its secrets are not repeated`, () => expect(proxyAddress(address)?.message).toBe(want))

test('credentials become a header, and leave the address', () => {
  const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
  expect(resolveProxy('http://me:p%40ss@proxy.example:3128/')).toEqual({ origin: 'http://proxy.example:3128', authorization })
  expect(resolveProxy('http://proxy.example')).toEqual({ origin: 'http://proxy.example', authorization: null })
})
