// On what terms entries are shown: excerpt, images, expires and attribution, from publish by way of the category to the source.
import { expect, test } from 'vitest'
import { load, problemsIn, site } from './folder.ts'

const day = 86_400_000

test('terms cascade from publish to category to source, and each may take them back', () => {
  const { sources } = load({
    'root.yaml': `${site}publish: { excerpt: 300, images: https-only, expires: 30d, attribution: "来源：{publisher}" }
categories:
  - { name: Tech, excerpt: 100, images: drop, expires: 1h, attribution: "Read in {source}" }
  - { name: Free, expires: never, attribution: none }
sources:
  - { id: publish, url: "https://a.example/" }
  - { id: category, url: "https://a.example/", category: Tech }
  - { id: own, url: "https://a.example/", category: Tech, excerpt: 50, images: link, expires: never, attribution: none }
  - { id: free, url: "https://a.example/", category: Free }
  - { id: back, url: "https://a.example/", category: Free, expires: 2d, attribution: "{title}" }
`,
  })
  expect(sources.map(({ id, excerpt, images, expiresMs, attribution }) => [id, excerpt, images, expiresMs, attribution])).toEqual([
    ['publish', 300, 'https-only', 30 * day, '来源：{publisher}'],
    ['category', 100, 'drop', day / 24, 'Read in {source}'],
    ['own', 50, 'link', null, null],
    ['free', 300, 'https-only', null, null],
    ['back', 300, 'https-only', 2 * day, '{title}'],
  ])
})

const wrong: readonly { name: string; line: string; want: string }[] = [
  {
    name: 'a span without unit',
    line: 'expires: "30"',
    want: 'expires: "30" is no duration; write a number and its unit, such as 30d, or never',
  },
  { name: 'a span too short', line: 'expires: 5s', want: 'expires: "5s" is out of range; write 1m to 36500d, or never' },
  {
    name: 'a field that entries have not',
    line: 'attribution: "by {autor}"',
    want: 'attribution: {autor} is no field of an attribution; did you mean {author}?',
  },
  {
    name: 'a field near to none',
    line: 'attribution: "{x}"',
    want: 'attribution: {x} is no field of an attribution; write {publisher}, {source}, {author}, {url}, {title}',
  },
  {
    name: 'braces without a name',
    line: 'attribution: "{}"',
    want: 'attribution: "{}" has braces that hold no field name; write for example {publisher}',
  },
  {
    name: 'a policy of pictures that there is not',
    line: 'images: none',
    want: 'images: "none" is not known here; write one of link, https-only, drop',
  },
  { name: 'an excerpt of nothing', line: 'excerpt: 0', want: 'excerpt: 0 is out of range; write a number from 20 to 5000' },
]
for (const { name, line, want } of wrong)
  test(`${name} is told`, () => {
    const [problem] = problemsIn({ 'root.yaml': `${site}sources:\n  - id: a\n    url: https://a.example/\n    ${line}\n` })
    expect(problem?.replace(/^root.yaml:\d+:\d+ sources\[0\]\./, '')).toBe(want)
  })
