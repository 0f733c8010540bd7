import { expect, test } from 'vitest'
import { isAddressRange, isWithin, networkOf } from '../../src/base/address-range.ts'

const ranges = ['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']
const rows: readonly { address: string; is: boolean }[] = [
  { address: '10.200.3.4', is: true },
  { address: '::ffff:10.1.1.1', is: true },
  { address: '11.0.0.1', is: false },
  { address: '192.0.2.7', is: true },
  { address: '192.0.2.8', is: false },
  { address: 'fd12::1', is: true },
  { address: '::1', is: true },
  { address: '::2', is: false },
  { address: 'unknown', is: false },
  { address: '', is: false },
]
for (const { address, is } of rows) {
  test(`${address || 'nothing'} is ${is ? 'in' : 'outside'} the ranges`, () => expect(isWithin(address, ranges)).toBe(is))
}

test('what is no address or range is none', () => {
  for (const text of ranges) expect(isAddressRange(text)).toBe(true)
  for (const text of ['', '10', '10.0.0.0/33', '1.2.3', 'proxy.example', '::1/129', '10.0.0.1/8/8'])
    expect(isAddressRange(text)).toBe(false)
})

test('a household of IPv6 is one client, however its addresses are written', () => {
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::2'))
  expect(networkOf('2001:db8::1')).not.toBe(networkOf('2001:db8:0:1::1'))
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('')).toBe('')
})
