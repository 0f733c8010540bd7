import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/parse/feed.ts'
import { bytesOf, context } from './context.ts'
import { fixtures } from './fixtures.ts'

test('random bytes end in a value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.option(fc.string()), async (bytes, contentType) => {
      expect((await parseFeed(bytes, { ...context, contentType })).kind).toMatch(/feed/)
    }),
    { numRuns: 300 },
  )
})

test('fixtures with random wounds end in a value', async () => {
  const bodies = fixtures.map(({ bytes }) => bytes)
  const wound = fc.record({
    at: fc.nat(),
    cut: fc.nat(40),
    put: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom(...tokens).map(bytesOf)),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), fc.array(wound, { minLength: 1, maxLength: 5 }), async (body, wounds) => {
      const bytes = wounds.reduce((sick, { at, cut, put }) => splice(sick, at % (sick.length + 1), { cut, put }), new Uint8Array(body))
      expect((await parseFeed(bytes, context)).kind).toMatch(/feed/)
    }),
    { numRuns: 1000 },
  )
})

const tokens = [
  ...['<', '>', '</', '/>', '<!', '<![CDATA[', ']]>', '<?', '&#', '"', "'", '\0', '{', ']'],
  ...['<item>', '</item>', '<entry/>', '<link>', 'xmlns=""', 'xml:base="x"', '<!DOCTYPE rss [', '<rss>', '</channel>'],
]

function splice(bytes: Uint8Array, at: number, { cut, put }: { cut: number; put: Uint8Array }): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)])
}
