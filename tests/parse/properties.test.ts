import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RawDraft } from '../../src/model/entry.ts'
import type { FeedDocument, NoFeed } from '../../src/parse/document.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { bytesOf, context } from './context.ts'
import { fixtures } from './fixtures.ts'
import { documents } from './grammar.ts'
import { knownCuts } from './known.ts'

const byName = new Map(fixtures.map(({ name, bytes }) => [name, bytes]))

test('random bytes end in a value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.option(fc.string()), async (bytes, contentType) => {
      expect((await parseFeed(bytes, { ...context, contentType })).kind).toMatch(/feed/)
    }),
    { numRuns: 300 },
  )
})

test('fixtures with random wounds end in a value', async () => {
  const wound = fc.record({
    at: fc.nat(),
    cut: fc.nat(40),
    put: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constantFrom(...tokens).map(bytesOf)),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...byName.keys()), fc.array(wound, { minLength: 1, maxLength: 5 }), async (name, wounds) => {
      const sick = wounds.reduce(
        (body, { at, cut, put }) => splice(body, at % (body.length + 1), { cut, put }),
        new Uint8Array(byName.get(name) ?? []),
      )
      expectSane(await parseFeed(sick, context), sick.length)
    }),
    { numRuns: 400 },
  )
})

const tokens = [
  ...['<', '>', '</', '/>', '<!', '<![CDATA[', ']]>', '<?', '&#', '"', "'", '\0', '{', ']'],
  ...['<item>', '</item>', '<entry/>', '<link>', 'xmlns=""', 'xml:base="x"', '<!DOCTYPE rss [', '<rss>', '</channel>'],
]

function splice(bytes: Uint8Array, at: number, { cut, put }: { cut: number; put: Uint8Array }): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)])
}

test('any tree of what feeds are made of ends in a value, the same each time', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (text) => {
      const read = await parseFeed(bytesOf(text), context)
      expectSane(read, text.length)
      expect(entriesOf(read).length).toBeLessThanOrEqual(text.match(/<(?:\w+:)?(?:item|entry)\b/gi)?.length ?? 0)
      expect(await parseFeed(bytesOf(text), context)).toEqual(read)
    }),
    { numRuns: 400 },
  )
})

/** What holds for every reading, whatever the document. */
function expectSane(read: FeedDocument | NoFeed, length: number): void {
  expect(JSON.stringify(read).length).toBeLessThan(20 * length + 5000)
  for (const entry of entriesOf(read)) {
    expect(entry.title).toBe(entry.title.replace(/\s+/g, ' ').trim())
    const addresses = [entry.link, entry.originalLink, entry.contentBase, entry.origin?.url, ...entry.enclosures.map(({ url }) => url)]
    for (const url of addresses) expect(url ?? 'https://none.example/').toMatch(/^(?:https?|ftp):\/\/|^magnet:/)
    for (const at of [entry.published, entry.updated]) expect(at ?? 1).toBeGreaterThan(0)
    for (const { name } of [...entry.authors, ...entry.tags]) expect(name.trim()).not.toBe('')
  }
  expect(Object.prototype).not.toHaveProperty('polluted')
}

test('a fixture cut anywhere shows no entry that the whole one does not have, and says that it is cut where it lacks one', async () => {
  const names = [...byName.keys()].filter((name) => !knownCuts.has(name))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.double({ min: 0, max: 1, noNaN: true }), async (name, part) => {
      const bytes = byName.get(name) ?? new Uint8Array()
      await expectLess(bytes, Math.floor(part * bytes.length))
    }),
    { numRuns: 800 },
  )
})

async function expectLess(bytes: Uint8Array, at: number): Promise<void> {
  const whole = entriesOf(await parseFeed(bytes, context))
  const cut = await parseFeed(bytes.subarray(0, at), context)
  const known = new Set(whole.map(identity))
  expect(entriesOf(cut).filter((entry) => !known.has(identity(entry)))).toEqual([])
  if (cut.kind === 'feed' && cut.entries.length < whole.length) expect(cut.isCut).toBe(true)
}

function identity({ guid, link, title }: RawDraft): string {
  return JSON.stringify([guid, link, title])
}

function entriesOf(read: FeedDocument | NoFeed): readonly RawDraft[] {
  return read.kind === 'feed' ? read.entries : []
}
