// Reading what we publish gives back what we published, as far as each format can say it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collapseSpace, legalText } from '../../src/base/text.ts'
import type { Enclosure, Entry, Person, RawDraft, Tag } from '../../src/model/entry.ts'
import { plainText } from '../../src/normalize/text.ts'
import type { FeedDocument } from '../../src/parse/document.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { publicationOf } from '../../src/render/publication.ts'
import { type Format, formats, written } from '../render/read-back.ts'
import { sampleCategory, sampleEntry, site } from '../render/samples.ts'
import { bytesOf, context } from './context.ts'

const category = sampleCategory({ title: 'R&D <新闻>', description: 'AT&T & others' })

async function readBack(format: Format, entries: readonly Entry[]): Promise<FeedDocument> {
  const text = written(format, publicationOf({ id: 'tag:news.example,2021:feed', category, entries }, site))
  const read = await parseFeed(bytesOf(text), context)
  if (read.kind === 'no-feed') throw new Error(read.message)
  return read
}

const marks = fc.constantFrom(
  '&',
  '<',
  '>',
  '"',
  "'",
  '&amp;',
  '&lt;b&gt;',
  '<b>',
  '</p>',
  ']]>',
  '<!--',
  '央行',
  '😀',
  'é',
  ' ',
  '-',
  '007',
  '{{',
  '\u200f',
)
/** One legal line that says something, as normalize/ leaves titles and names. */
const line = fc
  .array(fc.oneof(fc.string({ maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 4 }), marks), { minLength: 1, maxLength: 6 })
  .map((parts) => collapseSpace(legalText(parts.join(''))))
  .filter((text) => text !== '')
/** RSS leaves open whether a title is HTML: what looks like markup is read as such. */
const unmarked = line.filter((text) => !/[<&]/.test(text))
const word = fc.stringMatching(/^[a-z]{1,8}$/)
const name = fc
  .array(fc.oneof(word, fc.constantFrom('李四', 'Zoë', 'O’Neill')), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
const address = fc.webUrl({ withQueryParameters: true, validSchemes: ['http', 'https'] }).map((url) => new URL(url).href)
const second = fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2199, 0, 1) / 1000 }).map((seconds) => seconds * 1000)

const person: fc.Arbitrary<Person> = fc.record({
  name,
  url: fc.option(address),
  email: fc.option(fc.tuple(word, word).map(([user, host]) => `${user}@${host}.example`)),
})
const tag: fc.Arbitrary<Tag> = fc.record({ name: line, scheme: fc.option(address) })
const enclosure: fc.Arbitrary<Enclosure> = fc.record({
  url: address,
  type: fc.constantFrom('audio/mpeg', 'image/png', 'application/pdf'),
  bytes: fc.option(fc.integer({ min: 1, max: 2 ** 40 })),
  title: fc.option(line),
})
const html = fc
  .array(
    line.map((text) => `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`),
    { minLength: 1, maxLength: 4 },
  )
  .map((blocks) => blocks.join('\n'))

function entryOf(title: fc.Arbitrary<string>): fc.Arbitrary<Entry> {
  const told = fc.record({
    id: fc.uuid().map((id) => `tag:news.example,2022:${id}`),
    title,
    url: address,
    summary: line,
    contentHtml: html,
    authors: fc.uniqueArray(person, { minLength: 1, maxLength: 3, selector: (one) => one.name }),
    tags: fc.uniqueArray(tag, { maxLength: 4, selector: (one) => one.name }),
    enclosures: fc.uniqueArray(enclosure, { maxLength: 3, selector: (one) => one.url }),
    publisher: fc.option(name),
    language: fc.constantFrom(null, 'en', 'zh-TW'),
    origin: fc.option(fc.record({ title: name, url: address })),
    datePublished: second,
    dateModified: fc.option(second),
  })
  return told.map((entry) => sampleEntry(entry))
}

/** What a draft of a published entry shows; what its format cannot say is left out. */
function expectedOf(format: Format, entry: Entry): Partial<RawDraft> {
  const { authors, tags, enclosures, origin, publisher, datePublished, dateModified } = entry
  const isTouched = dateModified !== null && dateModified !== datePublished
  const shared = {
    guid: entry.id,
    link: entry.url,
    title: entry.title,
    published: datePublished,
    content: entry.contentHtml,
    language: entry.language ?? site.language,
  }
  switch (format) {
    case 'rss':
      return {
        ...shared,
        updated: isTouched ? dateModified : null,
        authors: authors.map((one) => ({ name: one.name, url: null, email: null })),
        tags,
        enclosures: enclosures.map((one) => ({ ...one, title: null })),
        origin,
        publisher: origin?.title ?? publisher,
      }
    case 'atom':
      return { ...shared, updated: dateModified ?? datePublished, authors, tags, enclosures, origin, publisher: origin?.title ?? publisher }
    case 'json':
      return {
        ...shared,
        updated: dateModified ?? datePublished,
        authors: authors.map((one) => ({ ...one, email: null })),
        tags: tags.map((one) => ({ ...one, scheme: null })),
        enclosures,
      }
  }
}

for (const format of formats) {
  test(`what is published as ${format} is read back`, async () => {
    const entries = fc.array(entryOf(format === 'rss' ? unmarked : line), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(entries, async (published) => {
        const read = await readBack(format, published)
        expect(read).toMatchObject({ entries: published.map((entry) => expectedOf(format, entry)), warnings: [], isCut: false })
        expect(read.entries.map(({ summary }) => plainText(summary ?? ''))).toEqual(published.map(({ summary }) => summary))
      }),
      { numRuns: 100 },
    )
  })

  test(`a feed published as ${format} is read back`, async () => {
    expect(await readBack(format, [])).toMatchObject({
      kind: 'feed',
      format: format === 'json' ? 'json-feed' : format,
      title: category.title,
      homeUrl: 'https://news.example/category/guojishangbao.html',
      selfUrl: `https://news.example/category/guojishangbao.${format}`,
      language: site.language,
      description: category.description,
      ttlMs: format === 'rss' ? 900_000 : null,
      entries: [],
      isCut: false,
    })
  })
}

test('a title that looks like markup is read back from Atom and JSON Feed', async () => {
  const titles = ['Array<T>', '<b>bold</b>', 'AT&amp;T', '&lt;script&gt;', 'a < b > c', '<!-- x -->', '&#65;']
  const published = titles.map((title, index) => sampleEntry({ title, id: `tag:news.example,2022:${index}` }))
  for (const format of ['atom', 'json'] as const) {
    expect((await readBack(format, published)).entries.map(({ title }) => title)).toEqual(titles)
  }
})
