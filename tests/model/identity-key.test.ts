import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyFromText, makeKey, rankOf, valueOfKey } from '../../src/model/identity-key.ts'
import type { IdentityKey } from '../../src/model/merge.ts'

const names = ['infoCode', 'doi']
const anyValue = fc.string({ unit: 'binary', maxLength: 40 })
const anyKey: fc.Arbitrary<IdentityKey> = fc.oneof(
  anyValue.map((value) => makeKey('configured', 'infoCode', value, 0)),
  anyValue.map((value) => makeKey('configured', 'doi', value, 1)),
  anyValue.map((value) => makeKey('guid', 'guid:a-1', value, rankOf.guid)),
  anyValue.map((value) => makeKey('url', 'url', value, rankOf.url)),
  anyValue.map((value) => makeKey('hash', 'hash:b', value, rankOf.hash)),
)

test('a stored key is read back as it was made', () => {
  fc.assert(
    fc.property(anyKey, (key) => {
      expect(keyFromText(key.text, names)).toEqual(key)
    }),
  )
})

test('a value may hold colons', () => {
  const key = makeKey('guid', 'guid:a', 'urn:uuid:1', rankOf.guid)
  expect(key.text).toBe('guid:a:urn:uuid:1')
  expect(valueOfKey(key)).toBe('urn:uuid:1')
  expect(keyFromText(key.text, names).series).toBe('guid:a')
})

test('what no store can carry is no part of a key', () => {
  expect(makeKey('guid', 'guid:a', 'x\u0000y\ud800z', rankOf.guid).text).toBe('guid:a:xyz')
})

test('values over 1 KB are hashed, counted in bytes', () => {
  expect(makeKey('url', 'url', 'x'.repeat(1024), rankOf.url).text).toBe(`url:${'x'.repeat(1024)}`)
  expect(makeKey('url', 'url', 'x'.repeat(1025), rankOf.url).text).toMatch(/^url:sha256-[0-9a-f]{64}$/)
  expect(makeKey('url', 'url', '国'.repeat(342), rankOf.url).text).toMatch(/^url:sha256-/)
})

test('configured identities go before guid, URL and hash, in config’s order', () => {
  const texts = ['hash:a:1', 'url:https://x.example/', 'doi:1', 'guid:a:1', 'infoCode:1']
  const ranked = texts.map((text) => keyFromText(text, names)).sort((a, b) => a.rank - b.rank)
  expect(ranked.map((key) => key.series)).toEqual(['infoCode', 'doi', 'guid:a', 'url', 'hash:a'])
})

test('an identity that left config still tells apart, but weaker than those that are there', () => {
  const key = keyFromText('isbn:1', names)
  expect(key).toMatchObject({ kind: 'configured', series: 'isbn' })
  expect(key.rank).toBeGreaterThan(keyFromText('doi:1', names).rank)
  expect(key.rank).toBeLessThan(rankOf.guid)
})
