// What becomes of entries that their origins delete: named by their feeds, or gone from their pages.
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../../src/base/digest.ts'
import { day, deletingSite } from '../../support/deleting-site.ts'
import { firstRunAt as start } from '../../support/site.ts'

const minute = 60_000
const some = (...names: readonly string[]) => names.map((name) => ({ name }))
const four = some('one', 'two', 'three', 'four')
const withPages = 'article: { content: [.text] }, recheck: [1h]'

describe('entries that a feed names as deleted', () => {
  test('are shown on, and told, where that is flagged', async () => {
    const site = await deletingSite({ a: '' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two', comment: 'Wrong' }])
    await site.poll(start + day, 'a')
    expect((await site.titles()).sort()).toEqual(['Title of four', 'Title of one', 'Title of three', 'Title of two'])
    expect(await site.incidents()).toEqual(['deleted: its document names “Title of two” as deleted: flagged, and shown on'])
    expect((await site.deps.store.source('a', start))?.deleted).toBe(1)
    expect(site.file('feed.atom')).not.toContain('deleted-entry')
  })

  test('leave everything public where that is followed, and feeds name them', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    const two = (await site.entries()).find(({ title }) => title === 'Title of two')
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two' }])
    await site.poll(start + day, 'a')
    expect(await site.titles()).not.toContain('Title of two')
    const named = `<at:deleted-entry ref="${two?.id}" when="2026-01-11T12:00:00Z"`
    for (const path of ['feed.atom', 'category/a.atom']) expect(site.file(path)).toContain(named)
    for (const path of ['index.html', 'category/a.html', 'feed.json', 'feed.rss', 'sitemap.xml'])
      expect(site.file(path)).not.toContain('Title of two')
    expect(site.file(two?.path ?? '')).toContain('This article was deleted by its publisher')
    expect(site.file(two?.path ?? '')).not.toContain('What the feed says')
    expect(await site.deps.store.isGone(two?.path ?? '')).toBe(true)
    await site.poll(start + 32 * day, 'a')
    expect(site.file('feed.atom')).not.toContain('deleted-entry')
  })

  test('come back under the same id and path when the feed shows them again', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    const before = await site.entries()
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two' }])
    await site.poll(start + day, 'a')
    site.origin.feed('a', four)
    await site.poll(start + 2 * day, 'a')
    expect(await site.entries()).toEqual(before)
    expect(site.file('feed.atom')).not.toContain('deleted-entry')
  })

  test('stay away while nothing is said of them any more', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two' }])
    await site.poll(start + day, 'a')
    site.origin.feed('a', some('one', 'three', 'four', 'five'))
    await site.poll(start + 2 * day, 'a')
    expect((await site.titles()).sort()).toEqual(['Title of five', 'Title of four', 'Title of one', 'Title of three'])
  })

  test('are none when the document shows them with a newer date', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', [...some('one', 'three', 'four'), { name: 'two', updated: '2026-01-09T00:00:00Z' }], [{ name: 'two' }])
    await site.poll(start + day, 'a')
    expect(await site.titles()).toContain('Title of two')
    expect(await site.incidents()).toEqual([])
  })

  test('are none in a flood of them', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', some('four'), some('one', 'two', 'three'))
    await site.poll(start + day, 'a')
    expect(await site.titles()).toHaveLength(4)
    expect(await site.incidents()).toEqual([
      'deleted: its document names 3 of 4 known entries as deleted: taken for a mistake, nothing is deleted',
    ])
  })

  test('are told apart where all entries lead to one address', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    const home = (...names: readonly string[]) => some(...names).map((story) => ({ ...story, link: 'https://a.example/' }))
    site.origin.feed('a', home('one', 'two', 'three'))
    await site.poll(start, 'a')
    site.origin.feed('a', home('one', 'three'), [{ name: 'two' }])
    await site.poll(start + day, 'a')
    expect((await site.titles()).sort()).toEqual(['Title of one', 'Title of three'])
  })

  test('may be nothing but named, one after the other', async () => {
    const site = await deletingSite({ a: 'deletions: follow' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', some('three', 'four'), some('one'))
    await site.poll(start + day, 'a')
    site.origin.feed('a', [], some('one', 'two'))
    await site.poll(start + 2 * day, 'a')
    expect((await site.titles()).sort()).toEqual(['Title of four', 'Title of three'])
  })

  test('are nothing to a source that ignores them, nor to another source', async () => {
    const site = await deletingSite({ a: 'deletions: ignore', b: 'deletions: follow' })
    site.origin.feed('a', four)
    site.origin.feed('b', some('five', 'six', 'seven'))
    await site.poll(start, 'a', 'b')
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two' }])
    site.origin.feed('b', some('five', 'six'), [{ name: 'one' }, { name: 'urn:a:one' }])
    await site.poll(start + day, 'a', 'b')
    expect(await site.titles()).toHaveLength(7)
    expect(await site.incidents()).toEqual([])
  })

  test('go as soon as config follows what it flagged, and come back when it does not', async () => {
    const site = await deletingSite({ a: '' })
    site.origin.feed('a', four)
    await site.poll(start, 'a')
    site.origin.feed('a', some('one', 'three', 'four'), [{ name: 'two' }])
    await site.poll(start + day, 'a')
    for (const [deletions, count] of [
      ['follow', 3],
      ['flag', 4],
      ['ignore', 4],
      ['follow', 4],
    ] as const) {
      await site.obey(deletions)
      await site.poll(start + 2 * day)
      expect(await site.titles()).toHaveLength(count)
    }
  })

  test('go on under another source that shows them, whoever is polled first', async () => {
    const shown = async (order: readonly string[]) => {
      const site = await deletingSite({ a: 'deletions: follow, priority: 1', b: '' })
      const told = [{ name: 'one', title: 'A second quay', text: 'As b tells it, in a text of its own.' }]
      site.origin.feed('a', [{ name: 'one', title: 'A second quay' }, ...some('two', 'three')])
      await site.poll(start, 'a')
      site.origin.feed('a', some('two', 'three'), [{ name: 'one' }])
      site.origin.feed('b', told)
      await site.poll(start + day, ...order)
      const [entry] = (await site.entries()).filter(({ title }) => title === 'A second quay')
      expect(entry).toMatchObject({ source: 'b', categories: ['b'], summary: told[0]?.text })
      expect(site.file('feed.atom')).not.toContain('deleted-entry')
      const { host } = new URL(site.origin.url)
      return [...site.files].map(([path, text]) => `${path} ${sha256Hex(text.replaceAll(host, ''))}`).sort()
    }
    expect(await shown(['a', 'b'])).toEqual(await shown(['b', 'a']))
  })

  test('of a private source change nothing public, and private sightings keep nothing public', async () => {
    const site = await deletingSite({ a: 'deletions: follow', b: 'deletions: follow' }, 'categories: [ { name: b, private: true } ]\n')
    site.origin.feed('a', four)
    site.origin.feed('b', four)
    await site.poll(start, 'a', 'b')
    const before = [...site.files]
    site.origin.feed('b', some('one', 'three', 'four'), [{ name: 'two' }])
    await site.poll(start + day, 'a', 'b')
    expect([...site.files]).toEqual(before)
    site.origin.feed('a', some('one', 'two', 'four'), [{ name: 'three' }])
    await site.poll(start + 2 * day, 'a', 'b')
    expect(await site.titles()).not.toContain('Title of three')
    expect(site.file('feed.atom')).toContain('deleted-entry')
  })
})

describe('entries whose pages are gone', () => {
  const opened = async (more: string, names: readonly string[] = ['one', 'two', 'three', 'four', 'five']) => {
    const site = await deletingSite({ a: `${withPages}, ${more}` })
    site.origin.feed('a', some(...names))
    for (const name of names) site.origin.page(name, `The page of ${name}, which says much more than its feed does.`)
    await site.poll(start, 'a')
    return site
  }
  const later = start + 61 * minute

  test('go at once where the page says 410, and come back with it', async () => {
    const site = await opened('deletions: follow')
    const before = await site.entries()
    site.origin.page('two', 410)
    await site.poll(later)
    expect(await site.titles()).not.toContain('Title of two')
    expect(await site.incidents()).toEqual([
      'deleted: the page of “Title of two” answers 410: taken out of everything public, if no other source shows it',
    ])
    site.origin.page('two', 'The page of two, which says much more than its feed does.')
    await site.poll(later + day)
    expect(await site.entries()).toEqual(before)
  })

  test('are flagged where nothing else is said, and their text stays', async () => {
    const site = await opened('title: A')
    site.origin.page('two', 410)
    await site.poll(later)
    expect(await site.entries()).toHaveLength(5)
    expect(site.file('feed.atom')).toContain('The page of two')
    expect(await site.incidents()).toEqual(['deleted: the page of “Title of two” answers 410: flagged, and shown on'])
  })

  test('go where the page says 404 twice, a day apart', async () => {
    const site = await opened('deletions: follow')
    site.origin.page('two', 404)
    await site.poll(later)
    expect(await site.incidents()).toEqual([])
    await site.poll(later + day - minute)
    expect(await site.titles()).toContain('Title of two')
    await site.poll(later + day)
    expect(await site.titles()).not.toContain('Title of two')
    expect(await site.incidents()).toHaveLength(1)
  })

  test('stay where it was there in between', async () => {
    const site = await opened('deletions: follow')
    site.origin.page('two', 404)
    await site.poll(later)
    site.origin.page('two', 'The page of two, which says much more than its feed does.')
    await site.poll(later + day)
    site.origin.page('two', 404)
    await site.poll(later + 3 * day)
    expect(await site.titles()).toHaveLength(5)
    expect(await site.incidents()).toEqual([])
  })

  test.each([403, 503])('stay where it says %i, however often', async (status) => {
    const site = await opened('deletions: follow')
    site.origin.page('two', status)
    for (let after = 0; after < 4; after++) await site.poll(later + after * 2 * day)
    expect(await site.titles()).toHaveLength(5)
    expect(await site.incidents()).toEqual([])
  })

  test('stay where it shows a login page', async () => {
    const site = await opened('deletions: follow')
    site.origin.page('two', 'Please log in.')
    for (let after = 0; after < 3; after++) await site.poll(later + after * 2 * day)
    expect(await site.titles()).toHaveLength(5)
    expect(await site.incidents()).toEqual([])
  })

  test.each([404, 410])('stay where most of them say %i: it is a redesign', async (status) => {
    const site = await opened('deletions: follow')
    for (const name of ['one', 'two', 'three']) site.origin.page(name, status)
    for (let after = 0; after < 4; after++) await site.poll(later + after * day)
    expect(await site.titles()).toHaveLength(5)
    expect(site.file('feed.atom')).not.toContain('deleted-entry')
    expect(await site.incidents()).toContain(
      'deleted: most pages that were looked at are gone at once: taken for a redesign, nothing is deleted',
    )
  })

  test('are nothing where they were never read', async () => {
    const site = await deletingSite({ a: `${withPages}, deletions: follow` })
    site.origin.feed('a', four)
    for (let after = 0; after < 4; after++) await site.poll(start + after * day, 'a')
    expect(await site.titles()).toHaveLength(4)
    expect(await site.incidents()).toEqual([])
  })

  test('are ignored where config says so', async () => {
    const site = await opened('deletions: ignore')
    site.origin.page('two', 410)
    await site.poll(later)
    expect([await site.titles(), await site.incidents()]).toEqual([expect.arrayContaining(['Title of two']), []])
  })
})
