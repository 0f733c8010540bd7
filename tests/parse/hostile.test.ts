// What attackers and mistakes send, a megabyte each. No speed is measured: what is not linear in the document runs into the hang guard.
import { expect, test } from 'vitest'
import type { FeedDocument, NoFeed } from '../../src/parse/document.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { attacks } from './attacks.ts'
import { bytesOf, context } from './context.ts'

const hangGuardMs = 10_000
const longestTitle = 20_000
/** What a document may grow to by being read, besides itself: feeds hand authors and bases down to their entries. */
const slack = 100_000

for (const { name, body, want, absent = [] } of attacks) {
  test(`a megabyte of ${name} ends in ${ending(want)}`, { timeout: hangGuardMs }, async () => {
    const given = body()
    const read = await parseFeed(typeof given === 'string' ? bytesOf(given) : given, context)
    expect(read).toMatchObject(typeof want === 'string' ? { kind: 'no-feed', code: want } : {})
    if (typeof want === 'number') expect(entriesOf(read)).toHaveLength(want)
    const shown = JSON.stringify(read)
    expect(shown.length).toBeLessThan(8 * given.length + slack)
    for (const { title } of entriesOf(read)) expect(title.length).toBeLessThanOrEqual(longestTitle)
    for (const text of absent) expect(shown.includes(JSON.stringify(text).slice(1, -1))).toBe(false)
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
}

function ending(want: string | number | undefined): string {
  if (want === undefined) return 'a value'
  return typeof want === 'number' ? `${want} entries` : want
}

function entriesOf(read: FeedDocument | NoFeed): FeedDocument['entries'] {
  return read.kind === 'feed' ? read.entries : []
}
