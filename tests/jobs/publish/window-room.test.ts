// What surely stands in a feed is never more than what it holds: else an entry would stand neither there nor in its archive.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldAtLeast } from '../../../src/jobs/publish/window-room.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { publicationOf } from '../../../src/render/publication.ts'
import { sampleEntry, site } from '../../render/samples.ts'

const size = { entries: 500, spanMs: 0, most: 500 }
const times = (unit: string, bytes: number) => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)))

/** What takes more room in one format than in another. */
const unit = fc.constantFrom('a', '長', '😀', '"', '&amp;', '<br>', '<a href="https://x.example/?a=1&amp;b=2"></a>', '\n', "'", '\\')
const plain = fc.constantFrom('a', '長', '&', '<', '"', '\\', '😀')
const shape = fc.record({
  count: fc.integer({ min: 2, max: 60 }),
  html: fc.tuple(unit, fc.integer({ min: 0, max: 120_000 })),
  summary: fc.tuple(plain, fc.integer({ min: 0, max: 3_000 })),
  title: fc.tuple(plain, fc.integer({ min: 0, max: 1_000 })),
  url: fc.tuple(fc.constantFrom('a', '&a=1', '%E9%95%B7'), fc.integer({ min: 0, max: 3_000 })),
  tags: fc.integer({ min: 0, max: 20 }),
})

test('a feed holds at least what surely fits, in every format', { timeout: 60_000 }, () =>
  fc.assert(
    fc.property(shape, ({ count, html, summary, title, url, tags }) => {
      const entries = Array.from({ length: count }, (_, n) =>
        sampleEntry({
          id: `tag:news.example,2026:${n}`,
          title: times(...title),
          url: `https://x.example/?${times(...url)}`,
          summary: summary[1] === 0 ? null : times(...summary),
          contentHtml: times(...html),
          tags: Array.from({ length: tags }, (_, tag) => ({ name: `& ${tag}`, scheme: null })),
        }),
      )
      const publication = publicationOf({ id: 'feed', category: null, entries }, site)
      const held = heldAtLeast(entries.map(spotOf), size)
      expect(publication.rss2().split('<item>').length - 1).toBeGreaterThanOrEqual(held)
      expect(publication.atom1().split('<entry').length - 1).toBeGreaterThanOrEqual(held)
      expect(JSON.parse(publication.json1()).items.length).toBeGreaterThanOrEqual(held)
    }),
    { numRuns: 60 },
  ),
)

function spotOf({ id, title, url, summary, contentHtml, listed, datePublished, ...entry }: Entry) {
  const { authors, publisher, tags, enclosures, language, origin } = entry
  const extra = JSON.stringify({ authors, publisher, tags, enclosures, language, origin })
  const textBytes = Buffer.byteLength(`${title}${url ?? ''}${summary ?? ''}${extra}`)
  return { listed, published: datePublished, id, htmlBytes: Buffer.byteLength(contentHtml ?? ''), textBytes }
}
