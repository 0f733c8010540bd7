import { expect, test } from 'vitest'
import type { FeedAddresses, FeedWindow } from '../../src/model/publication.ts'
import type { PublicationItem } from '../../src/render/feed-item.ts'
import type { Fragments } from '../../src/render/from-feed.ts'
import { publicationOf } from '../../src/render/publication.ts'
import { childrenOf, type Element, parseXml, textOf } from '../support/xml.ts'
import { type Format, formats, readBack, written } from './read-back.ts'
import { sampleCategory, sampleEntry, site } from './samples.ts'

const root = 'https://news.example/category/guojishangbao'
const feed: FeedWindow = { id: 'tag:news.example,2021:category/guojishangbao', category: sampleCategory(), entries: [sampleEntry()] }

function addresses(name: string): Required<FeedAddresses> {
  return { atom: `${root}/${name}.atom`, json: `${root}/${name}.json` }
}

function linksOf(xml: string): Readonly<Record<string, string>> {
  const head = parseXml(xml)
  const [channel] = childrenOf(head, 'channel')
  const links = channel === undefined ? childrenOf(head, 'link') : childrenOf(channel, 'atom:link')
  return Object.fromEntries(links.map(({ attributes: { rel = '', href = '' } }) => [rel, href]))
}

function headOf(xml: string): Element {
  const head = parseXml(xml)
  return childrenOf(head, 'channel')[0] ?? head
}

test('a feed leads to its newest archive page, in each format', () => {
  const publication = publicationOf({ ...feed, archive: { previous: addresses('2022-01') } }, site)
  expect(linksOf(publication.atom1())).toMatchObject({ self: `${root}.atom`, 'prev-archive': `${root}/2022-01.atom` })
  expect(linksOf(publication.rss2())).toMatchObject({ self: `${root}.rss`, 'prev-archive': `${root}/2022-01.atom` })
  expect(JSON.parse(publication.json1())).toMatchObject({ feed_url: `${root}.json`, next_url: `${root}/2022-01.json` })
  for (const format of formats) expect(written(format, publication)).not.toMatch(/fh:archive\/|_archive/)
})

test('a page of the archive says that it is one, where it stands and which feed it is of', () => {
  const self = { ...addresses('2021-12'), html: `${root}/2021-12.html` }
  const archive = { isArchive: true, current: `${root}.atom`, previous: addresses('2021-11'), next: addresses('2022-01') }
  const publication = publicationOf({ ...feed, self, archive }, site)
  expect(linksOf(publication.atom1())).toEqual({
    self: `${root}/2021-12.atom`,
    alternate: `${root}/2021-12.html`,
    current: `${root}.atom`,
    'prev-archive': `${root}/2021-11.atom`,
    'next-archive': `${root}/2022-01.atom`,
  })
  expect(linksOf(publication.rss2())).toMatchObject({ current: `${root}.atom`, 'next-archive': `${root}/2022-01.atom` })
  for (const xml of [publication.atom1(), publication.rss2()]) expect(childrenOf(headOf(xml), 'fh:archive')).toHaveLength(1)
  expect(JSON.parse(publication.json1())).toMatchObject({
    feed_url: self.json,
    home_page_url: self.html,
    next_url: `${root}/2021-11.json`,
    _archive: { is_archive: true, newer_url: `${root}/2022-01.json` },
  })
  expect(publication.options.id).toBe(feed.id)
})

for (const format of formats) {
  test(`${format}: from the newest document one walks to the first entry`, () => {
    const names = ['', '2022-01-2', '2022-01', '2021-12']
    const documents = new Map(names.flatMap((name, index) => documentsOf(name, names[index + 1], index)))
    const seen: string[] = []
    const start = format === 'json' ? `${root}.json` : format === 'rss' ? `${root}.rss` : `${root}.atom`
    for (let at: string | undefined = start; at !== undefined; ) {
      const text: string = documents.get(at) ?? `nothing at ${at}`
      const reads: Format = at.endsWith('.json') ? 'json' : at.endsWith('.rss') ? 'rss' : 'atom'
      seen.push(...readBack(reads, text).items.map(({ id }) => id))
      at = reads === 'json' ? JSON.parse(text).next_url : linksOf(text)['prev-archive']
    }
    expect(seen).toEqual(['tag:news.example,2022:0', 'tag:news.example,2022:1', 'tag:news.example,2022:2', 'tag:news.example,2022:3'])
  })
}

function documentsOf(name: string, older: string | undefined, index: number): readonly (readonly [string, string])[] {
  const window: FeedWindow = {
    ...feed,
    entries: [sampleEntry({ id: `tag:news.example,2022:${index}` })],
    ...(name !== '' && { self: addresses(name) }),
    archive: { isArchive: name !== '', ...(older !== undefined && { previous: addresses(older) }) },
  }
  const publication = publicationOf(window, site)
  const base = name === '' ? root : `${root}/${name}`
  return formats.map((format) => [`${base}.${format}`, written(format, publication)])
}

test('what was withdrawn is told by id, instant and reason, and only where a format can', () => {
  const at = Date.UTC(2022, 0, 25)
  const gone = [
    { id: 'tag:news.example,2022:a', at, why: 'A <mistake> & a "lie"' },
    { id: 'tag:news.example,2022:b', at },
  ]
  const publication = publicationOf({ ...feed, deleted: gone }, site)
  const atom = parseXml(publication.atom1())
  const deleted = childrenOf(atom, 'at:deleted-entry')
  expect(atom.attributes['xmlns:at']).toBe('http://purl.org/atompub/tombstones/1.0')
  expect(deleted.map(({ attributes }) => attributes)).toEqual(gone.map(({ id }) => ({ ref: id, when: '2022-01-25T00:00:00Z' })))
  expect(deleted.map((one) => childrenOf(one, 'at:comment').map(textOf))).toEqual([['A <mistake> & a "lie"'], []])
  expect(JSON.parse(publication.json1())._deleted).toEqual([
    { id: 'tag:news.example,2022:a', date_deleted: '2022-01-25T00:00:00Z', why: 'A <mistake> & a "lie"' },
    { id: 'tag:news.example,2022:b', date_deleted: '2022-01-25T00:00:00Z' },
  ])
  expect(publication.rss2()).not.toContain('tag:news.example,2022:a')
})

test('however many are withdrawn at once, entries keep their room', () => {
  const deleted = Array.from({ length: 10_000 }, (_, n) => ({ id: `tag:news.example,2022:gone-${n}`, at: n * 1000, why: '一'.repeat(100) }))
  const atom = publicationOf({ ...feed, deleted }, site).atom1()
  const told = childrenOf(parseXml(atom), 'at:deleted-entry').map(({ attributes }) => attributes.ref)
  expect(told).toHaveLength(300)
  expect(told[0]).toBe('tag:news.example,2022:gone-9999')
  expect(readBack('atom', atom).items).toHaveLength(1)
})

test('several hubs are named in every format', () => {
  const hubs = ['https://hub.example/', 'https://other.example/']
  const publication = publicationOf(feed, site, { hubs })
  expect(childrenOf(headOf(publication.rss2()), 'atom:link').filter(({ attributes }) => attributes.rel === 'hub')).toHaveLength(2)
  expect(childrenOf(headOf(publication.atom1()), 'link').filter(({ attributes }) => attributes.rel === 'hub')).toHaveLength(2)
  expect(JSON.parse(publication.json1()).hubs).toEqual(hubs.map((url) => ({ type: 'WebSub', url })))
})

test('a browser is told of the style sheet that makes a feed readable', () => {
  const publication = publicationOf(feed, site)
  for (const xml of [publication.atom1(), publication.rss2()])
    expect(xml.split('\n')[1]).toBe('<?xml-stylesheet href="https://news.example/assets/feed.css" type="text/css"?>')
})

for (const format of formats) {
  test(`${format}: an item of a known version is not written again, one without a version always is`, () => {
    const kept = new Map<string, string>()
    const made: string[] = []
    const fragments: Fragments = {
      of({ version = '' }: PublicationItem, of, make) {
        const key = `${of} ${version}`
        const text = kept.get(key) ?? make()
        if (!kept.has(key)) made.push(version)
        kept.set(key, text)
        return text
      },
    }
    const write = (title: string, revision: number) => {
      const window = { ...feed, entries: [sampleEntry({ title, revision })] }
      return written(format, publicationOf(window, site, { fragments, versionOf: (entry) => `${entry.id} ${entry.revision}` }))
    }
    expect(write('一', 1)).toBe(written(format, publicationOf({ ...feed, entries: [sampleEntry({ title: '一' })] }, site)))
    expect(write('二', 1)).toBe(write('一', 1))
    expect(readBack(format, write('二', 2)).items[0]?.title).toBe('二')
    expect(made).toHaveLength(2)
    const unnamed = publicationOf(feed, site, { fragments })
    expect(readBack(format, written(format, unnamed)).items).toHaveLength(1)
    expect(made).toHaveLength(2)
  })
}
