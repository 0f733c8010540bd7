import { expect, test } from 'vitest'
import { betterText, isLost } from '../../src/identify/better-text.ts'

const sentence = (n: number) =>
  `In year ${n} the harbour company built quay number ${n * 7} beside the old customs house on street ${n * 3}. `
const story = (sentences: number, from = 0) => Array.from({ length: sentences }, (_, n) => `<p>${sentence(from + n)}</p>`).join('')
const chinese =
  '<p>国际商报讯 1月13日，黑龙江省商务工作会议召开。会议总结了全省商务工作，并对新一年工作做了部署，强调稳住外贸外资基本盘。</p>'
const login = '<p>Sign in to continue. Subscribers read all our stories. Choose the plan that suits you, monthly or by the year.</p>'

const rows: readonly { name: string; feed: string | null; page: string | null; use: 'feed' | 'page'; why: RegExp }[] = [
  { name: 'nothing but a feed', feed: story(1), page: null, use: 'feed', why: /no text of its page/ },
  { name: 'nothing but a page', feed: null, page: story(1), use: 'page', why: /feed has no text/ },
  {
    name: 'a teaser and the story',
    feed: story(2),
    page: story(20),
    use: 'page',
    why: /longer: \d+ characters in the feed, \d+ on the page/,
  },
  { name: 'a page of which half was read', feed: story(20), page: story(10), use: 'feed', why: /longer/ },
  { name: 'a login page in place of the story', feed: story(20), page: login, use: 'feed', why: /shows 0 % .*login/ },
  { name: 'a login page longer than the teaser', feed: story(2), page: login.repeat(3), use: 'feed', why: /login/ },
  { name: 'another text that was taken for the story', feed: story(10), page: story(12, 50), use: 'feed', why: /read wrongly/ },
  { name: 'a teaser in other words and a long story', feed: story(2), page: story(60, 50), use: 'page', why: /longer/ },
  { name: 'a few words that the page has not', feed: '<p>The beginning.</p>', page: story(1), use: 'page', why: /longer/ },
  { name: 'a teaser that breaks off', feed: `${story(10)}<p>And then …</p>`, page: story(10), use: 'page', why: /feed’s text breaks off/ },
  { name: 'a teaser that says so', feed: `${story(10)}<p><a href="/">Read more</a></p>`, page: story(10), use: 'page', why: /breaks off/ },
  { name: 'a Chinese teaser that says so', feed: `${chinese}<p>点击阅读全文 &gt;&gt;</p>`, page: chinese, use: 'page', why: /breaks off/ },
  {
    name: 'a page that breaks off',
    feed: story(10),
    page: `${story(10)}<p>Read the full story in our app</p>`,
    use: 'feed',
    why: /page’s .* off/,
  },
  { name: 'a cut page that is twice as long', feed: story(10), page: `${story(20)}<p>Read more</p>`, use: 'page', why: /longer/ },
  { name: 'the same text', feed: story(3), page: story(3), use: 'page', why: /as long/ },
  {
    name: 'the same text without its paragraphs',
    feed: story(3),
    page: story(3).replace(/<\/?p>/g, ''),
    use: 'feed',
    why: /feed’s has more/,
  },
  {
    name: 'replacement characters on the page',
    feed: chinese,
    page: `<p>${'�'.repeat(9)}商报讯</p>${chinese}`,
    use: 'feed',
    why: /page’s .* garbled/,
  },
  {
    name: 'replacement characters in the feed',
    feed: `<p>${'锟斤拷'.repeat(30)}</p>`,
    page: chinese,
    use: 'page',
    why: /feed’s .* garbled/,
  },
  { name: 'a feed with a picture alone', feed: '<img src="https://x.example/1.jpg">', page: story(1), use: 'page', why: /shows no words/ },
  { name: 'a page with a picture alone', feed: story(1), page: '<img src="https://x.example/1.jpg">', use: 'feed', why: /shows no words/ },
]

for (const { name, feed, page, use, why } of rows) {
  test(`${name}: the ${use}'s`, () => {
    const better = betterText(feed, page)
    expect(better.use).toBe(use)
    expect(better.why).toMatch(why)
  })
}

test('a word in the middle that sounds like an end breaks nothing off', () => {
  expect(betterText(`<p>He said: read more books … and laughed.</p>${story(3)}`, story(3).replace(/<\/?p>/g, '')).use).toBe('feed')
})

test('a text is lost when something shorter stands in its place, not when it is shortened or rewritten', () => {
  expect(isLost(story(10), login)).toBe(true)
  expect(isLost(story(10), story(4))).toBe(false)
  expect(isLost(story(10), story(10, 50))).toBe(false)
  expect(isLost('<p>Not found</p>', '<p>x</p>')).toBe(false)
})

test('long texts take no longer than their length', () => {
  const long = story(5_000)
  const before = performance.now()
  for (let round = 0; round < 5; round++) betterText(long, long.replaceAll('quay', 'pier'))
  expect(performance.now() - before).toBeLessThan(20_000)
})
