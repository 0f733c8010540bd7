import { expect, test } from 'vitest'
import type { FeedDocument } from '../../src/parse/document.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { bytesOf, context } from './context.ts'
import { fixtures } from './fixtures.ts'
import { known } from './known.ts'

async function readText(text: string, changes: Partial<typeof context> = {}): Promise<FeedDocument> {
  const read = await parseFeed(bytesOf(text), { ...context, ...changes })
  if (read.kind === 'no-feed') throw new Error(read.message)
  return read
}

test('there are fixtures', () => {
  expect(fixtures.length).toBeGreaterThan(100)
})

for (const { name, bytes, expected } of fixtures) {
  const fault = known.get(name)
  const check = fault === undefined ? test : test.fails
  check(`reads ${name} as expected${fault === undefined ? '' : ` (not yet: ${fault})`}`, async () => {
    expect(shown(await parseFeed(bytes, context))).toMatchObject(expected)
  })
}

/** As fixtures write it: instants in UTC. */
function shown(read: unknown): unknown {
  return JSON.parse(
    JSON.stringify(read, (name, value) => (isInstant(name, value) ? new Date(value).toISOString().replace('.000Z', 'Z') : value)),
  )
}

function isInstant(name: string, value: unknown): value is number {
  return (name === 'published' || name === 'updated') && typeof value === 'number'
}

test('an empty feed is a feed', async () => {
  const feed = await readText('<rss version="2.0"><channel><title>Quiet</title></channel></rss>')
  expect(feed).toMatchObject({ kind: 'feed', title: 'Quiet', entries: [], warnings: [], isCut: false })
})

test('reads no more entries than asked for, and the channel behind them', async () => {
  const items = Array.from({ length: 30 }, (_, index) => `<item><guid>${index}</guid></item>`).join('')
  const feed = await readText(`<rss><channel>${items}<title>Last</title></channel></rss>`, { maxEntries: 10 })
  expect(feed.entries.map((entry) => entry.guid)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  expect(feed).toMatchObject({ title: 'Last', warnings: ['20 entries past the limit of 10 were not read.'], isCut: false })
})

test('reads no more JSON entries than asked for', async () => {
  const items = Array.from({ length: 5 }, (_, id) => ({ id }))
  const feed = await readText(JSON.stringify({ title: 'x', items }), { maxEntries: 2 })
  expect(feed.entries).toHaveLength(2)
  expect(feed.warnings).toEqual(['3 entries past the limit of 2 were not read.'])
})

test('an entry nested too deep is not read, those before it are', async () => {
  const feed = await readText(
    `<rss><channel><item><guid>whole</guid></item><item><guid>deep</guid>${'<a>'.repeat(300)}</item></channel></rss>`,
  )
  expect(feed.entries.map((entry) => entry.guid)).toEqual(['whole'])
  expect(feed).toMatchObject({ isCut: true, warnings: ['Elements are nested deeper than 256 levels; nothing was read from there on.'] })
})

test('an entry cut in two is shown beside the whole ones', async () => {
  const feed = await readText('<rss version="2.0"><channel><title>x</title><item><title>half')
  expect(feed).toMatchObject({ isCut: true, entries: [], half: { title: 'half' } })
})

test('the operator’s date format is tried first', async () => {
  const feed = await readText('<rss><channel><item><pubDate>02/03/2022 10:00</pubDate></item></channel></rss>', {
    dateFormat: 'dd/MM/yyyy HH:mm',
  })
  expect(feed.entries[0]?.published).toBe(Date.UTC(2022, 2, 2, 2))
})
