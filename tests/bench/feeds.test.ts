import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/parse/feed.ts'
import { context } from '../parse/context.ts'
import { makeFeed, makeFeeds } from './feeds.ts'
import { hostileDocuments } from './hostile.ts'
import { median } from './measure.ts'

test('the same feeds are made every time', () => {
  const digest = () => {
    const hash = createHash('sha256')
    for (const { bytes } of [...makeFeeds(20, 10_000), makeFeed(50_000)]) hash.update(bytes)
    return hash.digest('hex')
  }
  expect(digest()).toBe(digest())
})

test('made feeds are of three formats, about as large as was asked, and read whole', async () => {
  const feeds = makeFeeds(10, 20_000)
  const formats: string[] = []
  for (const { bytes, entries } of feeds) {
    const read = await parseFeed(bytes, context)
    expect(bytes.length).toBeGreaterThanOrEqual(20_000)
    expect(bytes.length).toBeLessThan(30_000)
    expect(read).toMatchObject({ kind: 'feed', warnings: [], isCut: false })
    if (read.kind !== 'feed') continue
    formats.push(read.format)
    expect(read.entries).toHaveLength(entries)
    expect(read.entries.every((entry) => entry.published !== null && (entry.content?.length ?? 0) > 500)).toBe(true)
  }
  expect(formats).toEqual(['rss', 'atom', 'rss', 'rss', 'atom', 'rss', 'rdf', 'rss', 'atom', 'rss'])
})

for (const [name, make] of Object.entries(hostileDocuments)) {
  test(`a hostile document is a megabyte: ${name}`, () => expect(make().length / 1024 ** 2).toBeCloseTo(1, 2))
}

test('the median of an even number is between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5])
})
