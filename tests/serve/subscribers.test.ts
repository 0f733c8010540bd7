import { expect, test } from 'vitest'
import { announcementIn, subscriberBook } from '../../src/serve/subscribers.ts'

const day = 86_400_000
const rows: readonly { name: string; userAgent: string; want: readonly [agent: string, subscribers: number, feedId: string] | null }[] = [
  { name: 'Feedbin, by feed', userAgent: 'Feedbin feed-id:1373711 - 12 subscribers', want: ['Feedbin', 12, '1373711'] },
  {
    name: 'Feedly, which claims to be like another',
    userAgent: 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 25 subscribers; like FeedFetcher-Google)',
    want: ['Feedly', 25, ''],
  },
  {
    name: 'NewsBlur',
    userAgent: 'NewsBlur Feed Fetcher - 3 subscribers - http://www.newsblur.com/site/1 (Mozilla/5.0)',
    want: ['NewsBlur', 3, ''],
  },
  { name: 'one subscriber', userAgent: 'NewsBlur Feed Fetcher - 1 subscriber', want: ['NewsBlur', 1, ''] },
  {
    name: 'Inoreader',
    userAgent: 'Mozilla/5.0 (compatible; inoreader.com; 4 subscribers; feed-id=99)',
    want: ['Inoreader', 4, '99'],
  },
  {
    name: 'The Old Reader',
    userAgent: 'Mozilla/5.0 (compatible; theoldreader.com; 7 subscribers; feed-id=4ee)',
    want: ['The Old Reader', 7, '4ee'],
  },
  { name: 'readers', userAgent: 'BazQux/2.4 (+https://bazqux.com/fetcher; 2 readers)', want: ['BazQux', 2, ''] },
  { name: 'an unknown one, told apart by its name', userAgent: 'Papyrus/3 (5 subscribers)', want: ['other', 5, 'Papyrus'] },
  { name: 'a browser', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', want: null },
  { name: 'a reader for one', userAgent: 'NetNewsWire (RSS Reader; https://netnewswire.com/)', want: null },
  { name: 'words without a number', userAgent: 'Feedly (many subscribers)', want: null },
  { name: 'a number that is none', userAgent: 'Feedly (999999999999 subscribers)', want: null },
  { name: 'a name without end', userAgent: `Feedly 5 subscribers ${'x'.repeat(600)}`, want: null },
]
for (const { name, userAgent, want } of rows) {
  test(`reads ${name}`, () => {
    const found = announcementIn(userAgent)
    expect(found === null ? null : [found.agent, found.subscribers, found.feedId]).toEqual(want)
  })
}

test('keeps the latest word of each service and feed id, most first, for a week', () => {
  const clock = { at: 0, now: () => clock.at }
  const book = subscriberBook(clock)
  book.note('feed.atom', 'Feedly/1.0 (25 subscribers)')
  book.note('feed.atom', 'Feedbin feed-id:1 - 10 subscribers')
  book.note('feed.atom', 'Feedbin feed-id:2 - 3 subscribers')
  book.note('feed.atom', undefined)
  clock.at = 6 * day
  book.note('feed.atom', 'Feedbin feed-id:1 - 30 subscribers')
  book.note('category/a.rss', 'curl/8')
  expect(book.latest()).toEqual([
    { feed: 'feed.atom', agent: 'Feedbin', subscribers: 33 },
    { feed: 'feed.atom', agent: 'Feedly', subscribers: 25 },
  ])
  clock.at = 7 * day
  expect(book.latest()).toEqual([{ feed: 'feed.atom', agent: 'Feedbin', subscribers: 30 }])
})

test('forgets what was said longest ago rather than grow without end', () => {
  const book = subscriberBook({ now: () => 0 })
  for (let feed = 0; feed < 10_100; feed++) book.note(`category/${feed}.rss`, 'Feedly (5 subscribers)')
  const feeds = book.latest().map(({ feed }) => feed)
  expect(feeds).toHaveLength(10_000)
  expect(feeds).not.toContain('category/99.rss')
  expect(feeds).toContain('category/100.rss')
})
