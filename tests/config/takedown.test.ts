// What config takes down by address, and what becomes of entries that origins delete.
import { expect, test } from 'vitest'
import { takedownJudge } from '../../src/identify/takedown.ts'
import { load, problemsIn, site } from './folder.ts'

function judgeOf(rule: string, more = '') {
  const settings = load({ 'root.yaml': `${site}${more}takedown: [ { ${rule}, why: gone } ]\n` })
  const judge = takedownJudge(settings)
  return (address: string) => judge([address]) !== null
}

const globs: readonly { name: string; glob: string; address: string; want: boolean }[] = [
  {
    name: 'everything below a folder',
    glob: 'https://paper.example/private/*',
    address: 'https://paper.example/private/2026/a.html',
    want: true,
  },
  { name: 'not the folder beside it', glob: 'https://paper.example/private/*', address: 'https://paper.example/privateer/a', want: false },
  { name: 'one address and no other', glob: 'https://paper.example/a', address: 'https://paper.example/a', want: true },
  { name: 'not what only begins so', glob: 'https://paper.example/a', address: 'https://paper.example/ab', want: false },
  { name: 'nor what only ends so', glob: 'https://paper.example/a', address: 'https://other.example/https://paper.example/a', want: false },
  {
    name: 'without tracking parameters',
    glob: 'https://paper.example/a',
    address: 'https://paper.example/a?utm_source=x&fbclid=1#top',
    want: true,
  },
  {
    name: 'a parameter that says what is shown counts',
    glob: 'https://paper.example/a',
    address: 'https://paper.example/a?id=1',
    want: false,
  },
  { name: 'a query is written as it is', glob: 'https://paper.example/a?id=*', address: 'https://paper.example/a?id=17', want: true },
  { name: 'the case of the host plays no part', glob: 'https://Paper.EXAMPLE/a', address: 'HTTPS://PAPER.example/a', want: true },
  { name: 'that of the path does', glob: 'https://paper.example/a', address: 'https://paper.example/A', want: false },
  { name: 'http and https are one', glob: 'https://paper.example/a', address: 'http://paper.example/a', want: true },
  { name: 'so is a default port', glob: 'https://paper.example:443/a', address: 'https://paper.example/a', want: true },
  { name: 'another port is another address', glob: 'https://paper.example:8443/*', address: 'https://paper.example/a', want: false },
  { name: 'a host alone is its front page', glob: 'https://paper.example', address: 'https://paper.example/', want: true },
  { name: 'hosts may be many', glob: 'https://*.paper.example/*', address: 'https://blog.paper.example/x', want: true },
  { name: 'signs of patterns mean nothing', glob: 'https://paper.example/a.b(c)+*', address: 'https://paper.example/a.b(c)+d', want: true },
  { name: 'a dot is a dot', glob: 'https://paper.example/a.b', address: 'https://paper.example/a-b', want: false },
  {
    name: 'letters of any script',
    glob: 'https://paper.example/私人/*',
    address: 'https://paper.example/%e7%a7%81%E4%BA%BA/1',
    want: true,
  },
  { name: 'hosts of any script', glob: 'https://例子.example/*', address: 'https://xn--fsqu00a.example/1', want: true },
]
for (const { name, glob, address, want } of globs)
  test(`a rule by url: ${name}`, () => expect(judgeOf(`url: "${glob}"`)(address)).toBe(want))

test('a rule by pattern is found anywhere in the address', () => {
  const judge = judgeOf(String.raw`pattern: '/story/\d{4}$'`)
  expect(['https://a.example/story/2026?utm_source=x', 'https://a.example/story/20260'].map(judge)).toEqual([true, false])
})

test('parameters that the operator ignores play no part, those that an identity reads do', () => {
  const ignoring = judgeOf('url: "https://paper.example/a"', 'canonical: { ignore: [ref] }\n')
  const reading = judgeOf('url: "https://paper.example/a"', 'identity: [ { name: story, query: spm, pattern: "\\\\d+" } ]\n')
  expect([ignoring('https://paper.example/a?ref=1'), reading('https://paper.example/a?spm=1')]).toEqual([true, false])
})

test('the first rule that matches says why, silently if nothing else is said', () => {
  const settings = load({
    'root.yaml': `${site}takedown:
  - { url: "https://paper.example/a*", why: "  At the wish\\n of its author " }
  - { pattern: paper, why: all, silent: false }
`,
  })
  const judge = takedownJudge(settings)
  const said = (addresses: readonly string[]) => {
    const order = judge(addresses)
    return order === null ? null : [order.rule, order.why, order.isSilent]
  }
  expect(said(['https://other.example/', 'https://paper.example/ab'])).toEqual([
    'https://paper.example/a*',
    'At the wish of its author',
    true,
  ])
  expect(said(['https://paper.example/b'])).toEqual(['paper', 'all', false])
  expect(said(['urn:paper', 'ftp://paper.example/'])).toBeNull()
})

const wrong: readonly { name: string; line: string; want: string }[] = [
  { name: 'neither', line: '{ why: x }', want: 'root.yaml:3:5 takedown[0]: says nothing to do; write one of url, pattern' },
  {
    name: 'both',
    line: '{ url: "https://a.example/", pattern: a, why: x }',
    want: 'root.yaml:3:5 takedown[0]: says several things at once; write one of url, pattern',
  },
  {
    name: 'no address',
    line: '{ url: "/private/*", why: x }',
    want: 'root.yaml:3:12 takedown[0].url: "/private/*" is no address; write one such as https://paper.example/private/*, "*" for anything',
  },
  {
    name: 'everything there is',
    line: '{ url: "https://*/*", why: x }',
    want: 'root.yaml:3:12 takedown[0].url: "https://*/*" is no address; write one such as https://paper.example/private/*, "*" for anything',
  },
  {
    name: 'a bad pattern',
    line: "{ pattern: '(?=a)', why: x }",
    want: 'root.yaml:3:16 takedown[0].pattern: "(?=a)" is no RE2 pattern: invalid or unsupported Perl syntax: `(?=`; write it without lookaround and backreferences, see the RE2 syntax',
  },
  {
    name: 'no reason',
    line: '{ pattern: a }',
    want: 'root.yaml:3:5 takedown[0].why: is missing; write for example why: At the wish of its author',
  },
]
for (const { name, line, want } of wrong)
  test(`a rule that says ${name} is told with its place`, () => {
    expect(problemsIn({ 'root.yaml': `${site}takedown:\n  - ${line}\n` })).toEqual([want])
  })

test('deletions cascade from poll to category to source', () => {
  const { sources } = load({
    'root.yaml': `${site}poll: { deletions: follow }
categories: [ { name: Tech, deletions: ignore } ]
sources:
  - { id: poll, url: "https://a.example/" }
  - { id: category, url: "https://a.example/", category: Tech }
  - { id: own, url: "https://a.example/", category: Tech, deletions: flag }
`,
  })
  expect(sources.map(({ deletions }) => deletions)).toEqual(['follow', 'ignore', 'flag'])
  const [unset] = load({ 'root.yaml': `${site}sources: [ { id: a, url: "https://a.example/" } ]\n` }).sources
  expect(unset?.deletions).toBe('flag')
})
