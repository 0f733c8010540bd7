import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const sources = `sources:
  - { id: 36kr, url: "https://36kr.example/feed", category: 科技 }
  - { id: daily, url: "https://daily.example/feed", formerly: [old-daily] }
categories:
  - { name: 科技, slug: keji, aliases: [科技频道] }
`
const withFeeds = (feeds: string, rest = sources) => ({ 'root.yaml': `${site}${rest}feeds:\n${feeds}\n` })

test('an output feed says what it is made of, and nothing more need be said', () => {
  expect(load(withFeeds('  - { slug: morning, title: 早报, from: [科技, old-daily] }')).feeds).toEqual([
    {
      slug: 'morning',
      title: '早报',
      description: null,
      group: null,
      order: null,
      icon: null,
      isPrivate: false,
      fold: null,
      digests: [],
      keep: null,
      from: ['科技', 'daily'],
      rules: [],
    },
  ])
})

test('rules keep and drop by what readers see', () => {
  const rules = '[{ keep: { field: title, pattern: 快讯 } }, { drop: { field: tags, pattern: ad } }]'
  expect(load(withFeeds(`  - { slug: morning, title: 早报, private: true, from: [keji], rules: ${rules} }`)).feeds).toMatchObject([
    {
      isPrivate: true,
      rules: [
        { kind: 'keep', field: 'title', pattern: '快讯' },
        { kind: 'drop', field: 'tags', pattern: 'ad' },
      ],
    },
  ])
})

const names: readonly { name: string; from: string }[] = [
  { name: 'a category by its name', from: '科技' },
  { name: 'a category by an alias', from: '科技频道' },
  { name: 'a category by its slug, whatever its case', from: 'KEJI' },
  { name: 'a source by its id', from: '36kr' },
  { name: 'a category that a source is named for', from: 'daily' },
]
for (const { name, from } of names) {
  test(`a feed is made of ${name}`, () => {
    expect(load(withFeeds(`  - { slug: x, title: X, from: ["${from}"] }`)).feeds[0]?.from).toEqual([from])
  })
}

const wrong: readonly { name: string; feeds: string; want: readonly string[] }[] = [
  {
    name: 'an unknown name, with the nearest one',
    feeds: '  - { slug: x, title: X, from: [科技, "36k"] }',
    want: ['root.yaml:8:37 feeds[0].from[1]: "36k" is neither a category nor a source; did you mean "36kr"?'],
  },
  {
    name: 'an unknown name that is near to none',
    feeds: '  - slug: x\n    title: X\n    from: [财经新闻]',
    want: [
      'root.yaml:10:12 feeds[0].from[0]: "财经新闻" is neither a category nor a source; write the name or slug of a category, or the id of a source',
    ],
  },
  {
    name: 'another output feed',
    feeds: '  - { slug: one, title: X, from: [科技] }\n  - { slug: two, title: X, from: [one] }',
    want: ['root.yaml:9:35 feeds[1].from[0]: "one" is an output feed; write the categories and sources that it is made of'],
  },
  {
    name: 'the slug of a category',
    feeds: '  - { slug: keji, title: X, from: [科技] }',
    want: ['root.yaml:8:13 feeds[0].slug: the slug "keji" is taken by categories[0].slug at root.yaml:6:23; choose another'],
  },
  {
    name: 'a slug that the program needs',
    feeds: '  - { slug: feeds, title: X, from: [科技] }',
    want: ['root.yaml:8:13 feeds[0].slug: the slug "feeds" is kept for the program; choose another, with a letter in it'],
  },
  {
    name: 'a feed of nothing',
    feeds: '  - { slug: x, title: X, from: [] }',
    want: ['root.yaml:8:32 feeds[0].from: the list is empty; write at least one item'],
  },
  {
    name: 'a feed that does not say of what it is made',
    feeds: '  - { slug: x, title: X }',
    want: ['root.yaml:8:5 feeds[0].from: is missing; write a list'],
  },
  {
    name: 'a rule that does two things',
    feeds: '  - { slug: x, title: X, from: [科技], rules: [{ keep: { field: title, pattern: a }, drop: { field: title, pattern: b } }] }',
    want: ['root.yaml:8:46 feeds[0].rules[0]: says several things at once; write one of keep, drop'],
  },
  {
    name: 'a field that readers do not see',
    feeds: '  - { slug: x, title: X, from: [科技], rules: [{ keep: { field: key, pattern: a } }] }',
    want: [
      'root.yaml:8:63 feeds[0].rules[0].keep.field: "key" is not known here; write one of title, link, summary, content, author, publisher, tags',
    ],
  },
  {
    name: 'a pattern that is none',
    feeds: '  - { slug: x, title: X, from: [科技], rules: [{ keep: { field: title, pattern: "(" } }] }',
    want: [
      'root.yaml:8:79 feeds[0].rules[0].keep.pattern: "(" is no RE2 pattern: missing closing ): `(`; write it without lookaround and backreferences, see the RE2 syntax',
    ],
  },
]
for (const { name, feeds, want } of wrong) {
  test(`${name} is told with its place`, () => {
    expect(problemsIn(withFeeds(feeds))).toEqual(want)
  })
}

test('a name that publishers may bring is no mistake', () => {
  const rest = 'sources: [{ id: news, url: "https://news.example/feed", category: "{publisher}" }]\n'
  expect(load(withFeeds('  - { slug: x, title: X, from: [国际商报] }', rest)).feeds[0]?.from).toEqual(['国际商报'])
})

test('nor is a slug that is yet to be made of a name', () => {
  const rest = 'sources: [{ id: news, url: "https://news.example/feed", category: 国际商报 }]\n'
  expect(load(withFeeds('  - { slug: x, title: X, from: [guojishangbao] }', rest)).feeds[0]?.from).toEqual(['guojishangbao'])
})

test('where only config makes categories it is one', () => {
  const rest = 'publish: { newCategories: listed }\nsources: [{ id: news, url: "https://news.example/feed", category: "{publisher}" }]\n'
  expect(problemsIn(withFeeds('  - { slug: x, title: X, from: [国际商报] }', rest))).toHaveLength(1)
})

test('a feed of a list that is followed may be named', () => {
  const rest = 'sources: [{ id: blogs, kind: opml, url: "https://news.example/list.opml", category: 博客 }]\n'
  expect(load(withFeeds('  - { slug: x, title: X, from: [blogs.a-example-0123456789] }', rest)).feeds).toHaveLength(1)
})

test('included files hold no feeds', () => {
  const files = { 'root.yaml': `${site}include: [more.yaml]\n`, 'more.yaml': 'feeds: []\n' }
  expect(problemsIn(files)).toEqual(['more.yaml:1:1 feeds: "feeds" is an unknown key; write one of categories, identity, sources'])
})
