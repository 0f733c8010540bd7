// Feeds that a list elsewhere names: followed, left, found again; over real servers, a real store, and restarts.
import { expect, onTestFinished, test } from 'vitest'
import type { Logger } from '../../../src/base/log.ts'
import { followedId } from '../../../src/jobs/poll/followed.ts'
import { configOver, type Documents, openPolledSite, rssOf, serveDocuments } from '../../support/documents.ts'
import { startService } from '../../support/service.ts'

function opmlOf(...outlines: readonly string[]): string {
  return `<opml version="2.0"><head><title>L</title></head><body>${outlines.join('')}</body></opml>`
}

function outline(url: string, text = 'F'): string {
  return `<outline text="${text}" type="rss" xmlUrl="${url}"/>`
}

const list = (documents: Documents, more = '') => `id: list, kind: opml, url: "${documents.origin}/list.opml", every: 10s${more}`

/** A site with a list of feeds a and b, polled once. */
async function opened(sources: readonly string[] = []) {
  const documents = await serveDocuments()
  const feed = (name: string) => `${documents.origin}/${name}`
  const idOf = (name: string) => followedId('list', feed(name))
  for (const name of ['a', 'b', 'c']) documents.set(`/${name}`, rssOf(`${name}1`))
  documents.set('/list.opml', opmlOf(outline(feed('a'), 'A'), outline(feed('b'), 'B')))
  const site = await openPolledSite(configOver(documents, [list(documents), ...sources]))
  return { documents, site, feed, idOf }
}

const sorted = (...ids: readonly string[]) => [...ids].sort()

test('a list is visited, and the feeds that it names within the same run', async () => {
  const { site, idOf } = await opened(['id: z, url: "https://z.example/feed", enabled: false'])
  const { sources } = await site.poll()
  expect(sources.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    'list changed',
    ...sorted(idOf('a'), idOf('b')).map((id) => `${id} changed`),
  ])
  expect(await site.titles()).toEqual(['a1', 'b1'])
  expect(await site.watched()).toEqual(['list', ...sorted(idOf('a'), idOf('b')), 'z'])
})

test('only the list is visited where only the list is named, and a feed by its id', async () => {
  const { site, idOf } = await opened()
  expect((await site.poll('list')).sources.map(({ id }) => id)).toEqual(['list'])
  expect((await site.poll(idOf('b'))).sources).toMatchObject([{ id: idOf('b'), outcome: 'changed', new: 1 }])
})

test('a feed that leaves the list is visited no more and its entries stay; when it comes back it goes on', async () => {
  const { site, documents, feed, idOf } = await opened()
  await site.poll()
  documents.set('/list.opml', opmlOf(outline(feed('b')), outline(feed('c'))))
  expect((await site.poll()).sources.map(({ id }) => id)).toEqual(expect.arrayContaining(['list', idOf('b'), idOf('c')]))
  expect(await site.watched()).toEqual(['list', ...sorted(idOf('b'), idOf('c'))])
  expect(await site.titles()).toEqual(['a1', 'b1', 'c1'])
  expect((await site.app.sources()).find(({ id }) => id === 'list')?.follows).toEqual({
    feeds: 2,
    came: 1,
    left: 1,
    changedAt: site.clock.at,
  })

  const asked = documents.requests.length
  documents.set('/a', rssOf('a1', 'a2'))
  await site.poll()
  expect(documents.requests.slice(asked).map(({ path }) => path)).not.toContain('/a')
  documents.set('/list.opml', opmlOf(outline(feed('a')), outline(feed('b')), outline(feed('c'))))
  const { sources } = await site.poll()
  expect(sources.find(({ id }) => id === idOf('a'))).toMatchObject({ outcome: 'changed', read: 2, new: 1 })
  expect(await site.titles()).toEqual(['a1', 'a2', 'b1', 'c1'])
})

const broken: Readonly<Record<string, string | number>> = {
  'an error': 500,
  'a login page': '<!doctype html><html><body>Log in</body></html>',
  'a feed': rssOf('x'),
  'half of a list': '<opml><body><outline text="x" xmlUrl="https://x.example/feed"/>',
  'an empty list': opmlOf(),
  'a list of nothing that can be followed': opmlOf(outline('file:///etc/passwd')),
  'its end for good': 410,
}

test(`a list that answers with ${Object.keys(broken).join(', ')} changes nothing`, async () => {
  const { site, documents, idOf } = await opened()
  await site.poll()
  const seen: string[] = []
  for (const [name, answer] of Object.entries(broken)) {
    documents.set('/list.opml', answer)
    documents.set('/a', rssOf('a1', name))
    seen.push(...(await site.poll()).sources.flatMap(({ id, outcome }) => (id === 'list' ? [outcome] : [])))
    expect(await site.watched()).toEqual(['list', ...sorted(idOf('a'), idOf('b'))])
    expect(await site.titles()).toContain(name)
  }
  expect(seen).toEqual(['failed', 'failed', 'failed', 'failed', 'changed', 'changed', 'gone'])
})

test('a trial shows what a poll would follow from then on, and changes nothing', async () => {
  const { site, documents, feed, idOf } = await opened([`id: own, enabled: false, url: "https://own.example/feed?token=s3cret"`])
  const own = outline('https://own.example/feed?token=s3cret')
  documents.set('/list.opml', opmlOf(outline(feed('a')), outline(feed('b')), own))
  await site.poll()
  documents.set('/list.opml', opmlOf(outline(feed('b'), 'B'), outline(feed('c'), 'C'), own))
  const { feeds, document, looks } = await site.try('list')
  expect(feeds).toEqual({
    feeds: [
      { id: idOf('b'), url: feed('b'), title: 'B', folder: null, change: 'kept' },
      { id: idOf('c'), url: feed('c'), title: 'C', folder: null, change: 'new' },
      { id: 'own', url: 'https://own.example/feed?token=***', title: 'F', folder: null, change: 'watched' },
    ],
    gone: [{ id: idOf('a'), url: feed('a') }],
  })
  expect(document).toMatchObject({ format: 'opml', title: 'L' })
  expect(looks).toBeNull()
  expect(await site.watched()).toEqual(['list', ...sorted(idOf('a'), idOf('b')), 'own'])
  expect(await site.try(idOf('a'))).toMatchObject({ feeds: null, document: { title: 'F' }, changes: { isCompared: true } })
})

test('after a restart, and while its list cannot be had, its feeds are visited', async () => {
  const { site, documents, idOf } = await opened()
  await site.poll()
  documents.set('/list.opml', 503)
  documents.set('/b', rssOf('b1', 'b2'))
  await site.restart()
  expect(await site.watched()).toEqual(['list', ...sorted(idOf('a'), idOf('b'))])
  const { sources } = await site.poll()
  expect(sources.map(({ id, outcome }) => `${id} ${outcome}`)).toContain(`${idOf('b')} changed`)
  expect(await site.titles()).toEqual(['a1', 'b1', 'b2'])
})

test('a feed that config watches is not followed twice, and that is told; when config drops it, the list takes over', async () => {
  const lines: string[] = []
  const tell = (facts: object, text: string) => void lines.push(`${text} ${JSON.stringify(facts)}`)
  const log: Logger = { debug: () => {}, info: () => {}, warn: tell, error: tell }
  const documents = await serveDocuments()
  const url = `${documents.origin}/a`
  documents.set('/a', rssOf('a1'))
  documents.set('/list.opml', opmlOf(outline(`${url}?utm_source=list`), outline(`${documents.origin}/b`)))
  const site = await openPolledSite(configOver(documents, [list(documents), `id: own, url: "${url}"`]), log)
  await site.poll()
  expect(await site.watched()).toEqual(['list', followedId('list', `${documents.origin}/b`), 'own'])
  expect(lines.filter((line) => line.startsWith('a feed of the list is watched already'))).toEqual([
    expect.stringContaining('"watchedBy":"own"'),
  ])
  await site.reload(configOver(documents, [list(documents)]))
  expect(await site.watched()).toEqual(['list', ...sorted(followedId('list', `${documents.origin}/b`), followedId('list', url))])
})

test('a feed goes by the list’s settings, and its entries into its folder, else into a category of its own', async () => {
  const documents = await serveDocuments()
  documents.set('/a', rssOf('a1'))
  documents.set('/b', rssOf('b1'))
  documents.set(
    '/list.opml',
    opmlOf(`<outline text="科技 {x}">${outline(`${documents.origin}/a`)}</outline>`, outline(`${documents.origin}/b`, 'B feed')),
  )
  const site = await openPolledSite(configOver(documents, [list(documents, ', headers: { X-Token: s3cret }, rights: link, priority: 3')]))
  await site.poll()
  expect((await site.app.categories()).map(({ name }) => name).sort()).toEqual(['B feed', '科技 x'])
  expect(await site.app.sources()).toMatchObject([{ id: 'list' }, { rights: 'link', priority: 3 }, { rights: 'link', priority: 3 }])
  expect(documents.requests.map(({ headers }) => headers['x-token'])).toEqual(['s3cret', 's3cret', 's3cret'])
})

test('headers of the list stay at its origin', async () => {
  const [documents, elsewhere] = [await serveDocuments(), await serveDocuments()]
  elsewhere.set('/a', rssOf('a1'))
  documents.set('/list.opml', opmlOf(outline(`${elsewhere.origin}/a`)))
  const yaml = configOver(documents, [list(documents, ', headers: { X-Token: s3cret }')]).replace(']', `, "${elsewhere.host}"]`)
  const site = await openPolledSite(yaml)
  await site.poll()
  expect(elsewhere.requests).toHaveLength(1)
  expect(elsewhere.requests[0]?.headers).not.toHaveProperty('x-token')
})

test('a private address on a list is refused as any other is', async () => {
  const [documents, secret] = [await serveDocuments(), await serveDocuments()]
  documents.set('/list.opml', opmlOf(outline(`${secret.origin}/a`), outline('http://169.254.169.254/latest')))
  const site = await openPolledSite(configOver(documents, [list(documents)]))
  const { sources } = await site.poll()
  expect(sources.map(({ code }) => code)).toEqual([null, 'blocked', 'blocked'])
  expect(secret.requests).toEqual([])
})

test('what another process has read of a list is taken over with the next visit to it', async () => {
  const { site, documents, feed, idOf } = await opened()
  await site.poll()
  // This one has its own store open all the while.
  const second = await site.second()
  documents.set('/list.opml', opmlOf(outline(feed('c'))))
  await second.poll('list')
  expect(await site.watched()).toEqual(['list', idOf('c')])
  const { sources } = await site.poll()
  expect(sources.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['list unchanged', `${idOf('c')} changed`])
})

test('a list under a new id keeps its feeds, and they all that they had', async () => {
  const { site, documents, feed } = await opened()
  await site.poll()
  await site.reload(configOver(documents, [list(documents, ', formerly: [list]').replace('id: list', 'id: renamed')]))
  const ids = sorted(followedId('renamed', feed('a')), followedId('renamed', feed('b')))
  expect(await site.watched()).toEqual(['renamed', ...ids])
  expect((await site.app.sources()).filter(({ isRetired }) => isRetired)).toEqual([])
  const { sources } = await site.poll()
  expect(sources.map(({ outcome, new: fresh }) => `${outcome} ${fresh}`)).toEqual(['unchanged 0', 'unchanged 0', 'unchanged 0'])
})

test('a running service follows a list as it changes', async () => {
  const documents = await serveDocuments()
  const feed = (name: string) => `${documents.origin}/${name}`
  for (const name of ['a', 'b']) documents.set(`/${name}`, rssOf(`${name}1`))
  documents.set('/list.opml', opmlOf(outline(feed('a'))))
  const service = await startService(configOver(documents, [list(documents)]))
  onTestFinished(() => service.stop())
  await service.published('a1')
  documents.set('/list.opml', opmlOf(outline(feed('b'))))
  service.clock.at += 3_600_000
  await service.published('a1', 'b1')
  documents.set('/a', rssOf('a1', 'a2'))
  documents.set('/list.opml', opmlOf(outline(feed('a'))))
  service.clock.at += 3_600_000
  await service.published('a1', 'a2', 'b1')
  expect(service.app.settings().sources.map(({ id }) => id)).toEqual(['list', followedId('list', feed('a'))])
})
