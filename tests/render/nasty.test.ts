// Each case changes one thing of one item; strict readers of each format must find all of it again.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { legalText } from '../../src/base/text.ts'
import { Publication } from '../../src/render/publication.ts'
import { type NastyCase, nastyCases, plainFeed, plainItem } from './nasty-cases.ts'
import { type Format, formats, isClean, type ReadItem, readBack, written } from './read-back.ts'
import { checkAtom } from './strict-atom.ts'
import { checkJsonFeed } from './strict-json-feed.ts'
import { checkRss } from './strict-rss.ts'

const check: Readonly<Record<Format, (text: string) => void>> = { rss: checkRss, atom: checkAtom, json: checkJsonFeed }

const plain: ReadItem = {
  id: plainItem.id,
  title: plainItem.title,
  link: plainItem.link,
  summary: plainItem.summary,
  content: plainItem.content,
  authors: ['Jane Doe'],
  tags: ['News'],
  attachments: ['https://cdn.example/a.mp3 audio/mpeg 5'],
  updated: '2026-01-02T03:04:05Z',
  published: '2026-01-01T00:00:00Z',
}

function writtenOf({ item, feed }: NastyCase, format: Format): string {
  const publication = new Publication({ ...plainFeed, ...feed })
  publication.addItem({ ...plainItem, ...item })
  // A neighbour that nothing may spill over to.
  publication.addItem({ ...plainItem, id: 'tag:news.example,2026:2' })
  return written(format, publication)
}

test('there are many cases, each of its own', () => {
  expect(nastyCases.length).toBeGreaterThan(200)
  expect(new Set(nastyCases.map(({ name }) => name)).size).toBe(nastyCases.length)
})

for (const format of formats)
  for (const one of nastyCases)
    test(`${format}: ${one.name}`, () => {
      const text = writtenOf(one, format)
      check[format](text)
      expect(isClean(text)).toBe(true)
      const id = one.item?.id ?? plain.id
      expect(readBack(format, text).items).toEqual([
        { ...plain, id, ...one.want, ...one.wantIn?.[format] },
        { ...plain, id: 'tag:news.example,2026:2' },
      ])
    })

for (const format of formats)
  for (const one of nastyCases.filter(({ feed }) => feed?.title !== undefined))
    test(`${format}: ${one.name}, as it is read`, () => {
      const given = one.feed?.title ?? ''
      const legal = given
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, '')
        .replace(/\p{Surrogate}/gu, '')
      const want = format === 'json' ? legal : legal.replace(/\r\n?/g, '\n')
      expect(readBack(format, writtenOf(one, format)).title).toBe(want)
    })

/** Any code units, and what markup is made of. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('\ud800', '\udfff', ']]>', '&', '<', '>', '"', '\r', '\n', '\u0000', '\ufffe'),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => legalText(text).trim() !== '')

for (const format of formats)
  test(`${format} carries any text there is`, () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const item = {
          title: text,
          summary: text,
          content: `<p>${text}</p>`,
          author: [{ name: text }],
          category: [{ name: text, scheme: text }],
        }
        const document = writtenOf({ name: 'any', item, feed: { title: text, description: text } }, format)
        check[format](document)
        const legal = legalText(text)
        const shown = format === 'json' ? legal : legal.replace(/\r\n?/g, '\n')
        const [read] = readBack(format, document).items
        expect(read).toMatchObject({
          title: shown,
          summary: shown,
          content: `<p>${shown}</p>`,
          authors: [shown],
          tags: [format === 'atom' ? legal : shown],
        })
      }),
      { numRuns: 200 },
    )
  })
