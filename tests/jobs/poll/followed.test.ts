// Which sources the lists of config make, and under what ids.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followedId, withFollowed } from '../../../src/jobs/poll/followed.ts'
import type { FollowedFeed } from '../../../src/model/followed.ts'
import { settingsOf } from '../../support/site.ts'

const config = settingsOf(`site: { title: T, url: "https://news.example/" }
sources:
  - { id: first, url: "https://first.example/feed" }
  - { id: list, kind: opml, url: "https://lists.example/a.opml", category: ["{folder}", "All {publisher}"], rights: excerpt, charset: gbk, formerly: [was] }
  - { id: second, kind: opml, url: "https://lists.example/b.opml" }
  - { id: last, url: "https://last.example/feed" }
`)

const named = (url: string, more: Partial<FollowedFeed> = {}): FollowedFeed => ({
  list: 'list',
  url,
  title: null,
  folder: null,
  since: 0,
  goneAt: null,
  ...more,
})

test('ids are those of the address, the same over http and https, and as long as config may write them', () => {
  expect(followedId('list', 'https://www.Blog.example/feed?utm_source=x')).toBe(followedId('list', 'http://www.blog.example/feed'))
  expect(followedId('list', 'https://blog.example/feed')).toMatch(/^list\.blog-example-[0-9a-f]{10}$/)
  expect(followedId('list', 'https://blog.example/a')).not.toBe(followedId('list', 'https://blog.example/b'))
  for (const list of ['x'.repeat(40), 'x'.repeat(52)])
    expect(followedId(list, `https://${'long-'.repeat(10)}name.example/feed`)).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/)
})

test('without a list the settings stay the very same', () => {
  const plain = { ...config, sources: config.sources.filter(({ kind }) => kind !== 'opml') }
  expect(withFollowed(plain, [named('https://a.example/feed')]).settings).toBe(plain)
})

test('feeds stand behind their list, in the same order whatever the list’s', () => {
  const urls = ['https://c.example/1', 'https://a.example/1', 'https://b.example/1']
  const ids = urls.map((url) => followedId('list', url)).sort()
  fc.assert(
    fc.property(fc.shuffledSubarray(urls, { minLength: 3 }), (shuffled) => {
      const { sources } = withFollowed(
        config,
        shuffled.map((url) => named(url)),
      ).settings
      expect(sources.map(({ id }) => id)).toEqual(['first', 'list', ...ids, 'second', 'last'])
      expect(sources.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6])
    }),
  )
})

test('a feed has the list’s settings, but for those of the list’s own document', () => {
  const { sources } = withFollowed(config, [named('https://a.example/feed', { title: 'A', folder: '{科技}' })]).settings
  expect(sources[2]).toMatchObject({
    kind: 'feed',
    url: 'https://a.example/feed',
    title: 'A',
    rights: 'excerpt',
    recipe: { kind: 'feed', charset: null },
    category: [{ names: ['科技'], written: '{folder}' }, { names: ['All {publisher}'] }],
    formerly: [followedId('was', 'https://a.example/feed')],
  })
})

test('without a folder a rule of it yields nothing, without a title the host stands in', () => {
  const { sources } = withFollowed(config, [named('https://a.example/feed')]).settings
  expect(sources[2]).toMatchObject({ title: 'a.example', category: [{ names: ['All {publisher}'] }] })
})

test('each feed is watched once: config goes before lists, the first list before the second', () => {
  const { settings, doubled } = withFollowed(config, [
    named('http://first.example/feed'),
    named('https://a.example/feed', { list: 'second' }),
    named('https://a.example/feed#top'),
    named('https://a.example/feed?utm_medium=rss'),
  ])
  const id = followedId('list', 'https://a.example/feed')
  expect(settings.sources.map((source) => source.id)).toEqual(['first', 'list', id, 'second', 'last'])
  expect(doubled.map(({ list, by }) => `${list} ${by}`).sort()).toEqual([`list ${id}`, 'list first', `second ${id}`].sort())
})

test('a feed that config writes under the id that it had is config’s', () => {
  const id = followedId('list', 'https://a.example/feed')
  const adopted = settingsOf(`site: { title: T, url: "https://news.example/" }
sources:
  - { id: list, kind: opml, url: "https://lists.example/a.opml" }
  - { id: ${id}, url: "https://a.example/new-address" }
`)
  expect(withFollowed(adopted, [named('https://a.example/feed')])).toMatchObject({
    settings: { sources: adopted.sources },
    doubled: [{ by: id }],
  })
})

test('what left the list, and what another list names that is not in config, is not followed', () => {
  const kept = [named('https://a.example/feed', { goneAt: 1 }), named('https://b.example/feed', { list: 'stranger' })]
  expect(withFollowed(config, kept).settings.sources.map(({ id }) => id)).toEqual(['first', 'list', 'second', 'last'])
})
