// Each case changes one thing of one item; strict readers of each format must find all of it again.
import { expect, test } from 'vitest'
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
