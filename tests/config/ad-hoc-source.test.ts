import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configLines, sourceAt } from '../../src/config/ad-hoc-source.ts'
import { settingsOf } from '../support/site.ts'

const settings = settingsOf(`site: { title: T, url: "https://t.example/", timezone: Asia/Shanghai }
store: { sqlite: s }
publish: { dir: p }
poll: { limits: { entries: 77 } }
sources:
  - { id: a-example, url: "https://a.example/1", every: 10s, headers: { X-Key: secret } }
  - { id: a-example-2, url: "https://a.example/2" }
`)

test('an address is a feed source with default settings', () => {
  expect(sourceAt('https://b.example/feed', settings)).toMatchObject({
    id: 'b-example',
    kind: 'feed',
    url: 'https://b.example/feed',
    enabled: true,
    everyMs: null,
    schedule: null,
    timezone: 'Asia/Shanghai',
    headers: {},
    category: [{ names: ['b-example'] }],
    recipe: { kind: 'feed', maxEntries: 77, rules: [] },
    article: null,
  })
})

const ids = [
  { address: 'https://www.B.example:8080/x', want: 'b-example' },
  { address: 'https://a.example/3', want: 'a-example-3' },
  { address: 'http://[::1]:8080/', want: '1' },
  { address: 'https://新闻.example/', want: 'xn-efvy88h-example' },
  { address: 'file:///tmp/My%20Feed.xml', want: 'my-20feed-xml' },
  { address: `https://${'long.'.repeat(20)}example/`, want: 'long-'.repeat(12).slice(0, 60) },
]
for (const { address, want } of ids)
  test(`the id of ${address.slice(0, 40)} is made of its host, and nobody else's`, () => {
    const { id } = sourceAt(address, settings)
    expect(id).toBe(want)
    expect(id).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/)
  })

test('a file is relative to the working folder', () => {
  expect(sourceAt('file:feed.xml', settings).url).toBe(pathToFileURL('feed.xml').href)
})

const refused = ['ftp://b.example/', 'mailto:me@b.example', 'https://me:secret@b.example/', 'file://host/x', 'https://']
for (const address of refused)
  test(`${address} is refused`, () => expect(() => sourceAt(address, settings)).toThrow(expect.objectContaining({ code: 'usage' })))

test('a password is not repeated', () => {
  expect(() => sourceAt('https://me:secret@b.example/', settings)).toThrow(/^"https:\/\/…@b\.example\/" is no address/)
})

const titles = [
  { title: 'Plain title', want: 'Plain title' },
  { title: '央行新闻', want: '央行新闻' },
  { title: 'yes', want: 'yes' },
  { title: '2026', want: '2026' },
  { title: 'a: b # c', want: 'a: b # c' },
  { title: '"quoted" \\ back', want: '"quoted" \\ back' },
  { title: '- dash', want: '- dash' },
  { title: 'trailing ', want: 'trailing ' },
  { title: `a $${'{HOME}'}`, want: 'b.example' },
  { title: 'a {template}', want: 'b.example' },
  { title: ' ', want: 'b.example' },
  { title: null, want: 'b.example' },
]
for (const { title, want } of titles)
  test(`the lines that watch a feed are read back: ${title}`, () => {
    const url = 'https://b.example/feed?a=1&b=%20#c'
    expect(parse(configLines({ kind: 'feed', url, title }, settings, 1))).toEqual({ sources: [{ id: 'b-example', url, category: want }] })
  })

test('they are four lines', () => {
  expect(configLines({ kind: 'feed', url: 'https://b.example/feed', title: 'News' }, settings, 1)).toBe(
    'sources:\n  - id: b-example\n    url: https://b.example/feed\n    category: News\n',
  )
})
