import { expect, test } from 'vitest'
import { parseUrl } from '../../src/base/parse-url.ts'

test('an address is read, alone or against a base', () => {
  expect(parseUrl('https://x.example/a')?.href).toBe('https://x.example/a')
  expect(parseUrl('b?c', 'https://x.example/a')?.href).toBe('https://x.example/b?c')
  for (const text of ['', 'b?c', 'https://', 'http://[::1']) expect(parseUrl(text)).toBeNull()
})

test('a name beyond ASCII is one however often it is asked', () => {
  // As they come out of documents: with literals Node takes another way.
  const addresses: readonly string[] = JSON.parse('["https://münchen.example/ü", "https://x.example/"]')
  const refused = Array.from({ length: 40_000 }, (_, at) => addresses[at % 2] ?? '').filter((address) => parseUrl(address) === null)
  expect(refused).toEqual([])
})
