import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secondOpinion } from '../../src/parse/second-opinion.ts'
import { context } from './context.ts'

const rss = (items: string) =>
  `<rss version="2.0"><channel><title>T &amp;amp; U</title><link>https://t.example/</link>${items}</channel></rss>`

test('a zone-less date is read in the source’s zone, not in this machine’s', async () => {
  const feed = await secondOpinion(rss('<item><title>a</title><pubDate>2022-01-23 20:41:04</pubDate></item>'), context)
  expect(feed?.entries[0]?.published).toBe(Date.UTC(2022, 0, 23, 12, 41, 4))
})

test('so is one of an Atom entry', async () => {
  const atom =
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><published>2022-01-23T20:41:04</published><updated>2022-01-24T00:00:00</updated></entry></feed>'
  expect((await secondOpinion(atom, context))?.entries[0]?.published).toBe(Date.UTC(2022, 0, 23, 12, 41, 4))
})

test('an item that says nothing is no entry', async () => {
  const feed = await secondOpinion(
    rss('<item/><item><category>only a label</category></item><item><guid isPermaLink="false">g</guid></item>'),
    context,
  )
  expect(feed?.entries.map((entry) => entry.guid)).toEqual(['g'])
})

test('it says that it was asked', async () => {
  const feed = await secondOpinion(rss('<item><title>a</title></item>'), context)
  expect(feed).toMatchObject({
    isSecondOpinion: true,
    title: 'T & U',
    homeUrl: 'https://t.example/',
    warnings: ['Read by the second reader: the first found no entries.'],
  })
})

const silent: readonly { name: string; text: string }[] = [
  { name: 'a feed without items', text: rss('') },
  { name: 'ill-formed XML', text: rss('<item><title>R&D') },
  { name: 'another document', text: '<opml/>' },
  {
    name: 'a date that kills it',
    text: '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><published>soon</published></entry></feed>',
  },
  { name: 'nothing', text: '' },
]
for (const { name, text } of silent) test(`${name} gives no opinion`, async () => expect(await secondOpinion(text, context)).toBeNull())

test('no text throws', async () => {
  const piece = fc.constantFrom(
    '<rss version="2.0">',
    '<channel>',
    '<item>',
    '</item>',
    '</channel>',
    '</rss>',
    '<feed>',
    '<entry/>',
    '<link/>',
    '</feed>',
    '<__proto__>',
    'text',
    '&',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (pieces) => {
      const feed = await secondOpinion(pieces.join(''), context)
      expect(feed === null || feed.entries.length > 0).toBe(true)
    }),
  )
})
