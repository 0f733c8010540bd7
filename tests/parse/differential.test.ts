// rss-parser reads the same fixtures, given the text our own reader decoded: where the two disagree, the table says who is right and why.
import { decodeHTML } from 'entities'
import Parser from 'rss-parser'
import { expect, test } from 'vitest'
import type { RawDraft } from '../../src/model/entry.ts'
import { decode } from '../../src/parse/charset.ts'
import { parseFeed } from '../../src/parse/feed.ts'
import { context } from './context.ts'
import { disagreements } from './disagreements.ts'
import { type Fixture, fixtures } from './fixtures.ts'
import { known } from './known.ts'

type Item = Readonly<Record<string, unknown>>
const fields = ['title', 'link', 'guid', 'date', 'content'] as const
type Field = (typeof fields)[number]

const theirs = new Parser<Item, Item>({ customFields: { item: ['published', 'updated', 'summary', 'content:encoded'] } })
const readable = (await Promise.all(fixtures.filter(({ name }) => name.endsWith('.xml')).map(readBoth))).flatMap((read) => read ?? [])

test('rss-parser can read some of the fixtures', () => {
  expect(readable.length).toBeGreaterThan(80)
})

for (const { name, ours, items } of readable) {
  const tooMany = disagreements.get(`${name} entries`)
  test(
    tooMany === undefined ? `finds no fewer entries in ${name} than rss-parser` : `rss-parser finds too many in ${name} (${tooMany})`,
    () => {
      expect(ours.length < items.filter(saysSomething).length).toBe(tooMany !== undefined)
    },
  )
  if (!isComparable({ name, ours, items })) continue
  for (const field of fields) {
    const reason = disagreements.get(`${name} ${field}`)
    const claim = reason === undefined ? 'agrees with rss-parser on' : `disagrees with rss-parser (${reason}) on`
    test(`${claim} every ${field} of ${name}`, () => {
      const pairs = items.map((item, index) => compared(field, ours[index], item)).filter((pair) => pair !== null)
      if (reason === undefined) expect(pairs.map(({ our }) => our)).toEqual(pairs.map(({ their }) => their))
      else expect(pairs.map(({ our }) => our)).not.toEqual(pairs.map(({ their }) => their))
    })
  }
}

test('every disagreement was looked at', () => {
  const looked = readable.flatMap(({ name, ours, items }) =>
    ['entries', ...(isComparable({ name, ours, items }) ? fields : [])].map((field) => `${name} ${field}`),
  )
  expect([...disagreements.keys()].filter((key) => !looked.includes(key))).toEqual([])
})

function isComparable({ name, ours, items }: (typeof readable)[number]): boolean {
  return ours.length === items.length && !known.has(name)
}

async function readBoth({ name, bytes }: Fixture) {
  const items = await theirItems(decode(bytes, { contentType: null, charset: null }).text)
  if (items === null) return null
  const read = await parseFeed(bytes, context)
  return { name, items, ours: read.kind === 'feed' ? read.entries : [] }
}

/** Null where rss-parser throws, as it does for most of what is ill-formed. */
async function theirItems(text: string): Promise<readonly Item[] | null> {
  try {
    return (await theirs.parseString(text)).items
  } catch {
    return null
  }
}

function saysSomething(item: Item): boolean {
  return ['title', 'link', 'guid', 'id', 'content', 'content:encoded'].some((name) => text(item[name]) !== null)
}

/** Both readings of a field in one spelling; null where rss-parser found none. */
function compared(field: Field, our: RawDraft | undefined, item: Item): { readonly our: unknown; readonly their: unknown } | null {
  if (our === undefined) return null
  switch (field) {
    case 'title':
      return pair(words(our.title), words(text(item.title)))
    case 'link':
      return pair(our.link, absolute(text(item.link)))
    case 'guid':
      return pair(our.guid, text(item.guid) ?? text(item.id))
    case 'date':
      return pair(our.published, instant(text(item.published) ?? text(item.pubDate) ?? text(item.updated)))
    case 'content':
      return pair(words(our.content ?? our.summary), words(text(item['content:encoded']) ?? text(item.content) ?? text(item.summary)))
  }
}

function pair<T>(our: T | null, their: T | null): { readonly our: T | null; readonly their: T } | null {
  return their === null ? null : { our, their }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** What is left of HTML, or of plain text, without tags, entities and white space. */
function words(html: string | null): string | null {
  return html === null ? null : decodeHTML(decodeHTML(html).replace(/<[/!a-z][^<>]*>/gi, '')).replace(/\s/g, '') || null
}

function absolute(link: string | null): string | null {
  return link === null || !URL.canParse(link, context.url) ? null : new URL(link, context.url).href
}

/** Only dates that carry a zone: rss-parser reads the others in this machine's. */
function instant(date: string | null): number | null {
  const at = date !== null && /(?:z|gmt|[+-]\d\d:?\d\d)\s*$/i.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(at) ? null : at
}
