// Sitemaps over real servers: news, plain lists, indexes, gzip files.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { configOver, type Documents, openPolledSite, rssOf, serveDocuments } from '../../support/documents.ts'

interface Listed {
  readonly name: string
  readonly lastmod?: string
}

const tag = (name: string, value: string | undefined) => (value === undefined ? '' : `<${name}>${value}</${name}>`)

function urlset(...urls: readonly Listed[]): string {
  const listed = urls.map(({ name, lastmod }) => `<url><loc>https://news.example/${name}</loc>${tag('lastmod', lastmod)}</url>`)
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed.join('')}</urlset>`
}

function indexOf({ origin }: Pick<Documents, 'origin'>, ...sitemaps: readonly Listed[]): string {
  const listed = sitemaps.map(({ name, lastmod }) => `<sitemap><loc>${origin}/${name}</loc>${tag('lastmod', lastmod)}</sitemap>`)
  return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${listed.join('')}</sitemapindex>`
}

async function opened(settings = '') {
  const documents = await serveDocuments()
  const config = `id: map, kind: sitemap, url: "${documents.origin}/sitemap.xml", every: 10s, category: News${settings}`
  const site = await openPolledSite(configOver(documents, [config]))
  const polled = async () => {
    const before = documents.requests.length
    const { sources } = await site.poll()
    return { report: sources[0], asked: documents.requests.slice(before).map(({ path }) => path) }
  }
  return { documents, site, polled }
}

test('a plain sitemap: titles from addresses, lastmod as the date of change, nothing new the second time', async () => {
  const { documents, site, polled } = await opened()
  documents.set('/sitemap.xml', urlset({ name: 'first-story', lastmod: '2026-01-10T00:00:00Z' }, { name: 'second-story.html' }))
  expect((await polled()).report).toMatchObject({ outcome: 'changed', read: 2, new: 2 })
  expect(await site.titles()).toEqual(['First story', 'Second story'])
  expect((await polled()).report).toMatchObject({ outcome: 'unchanged', new: 0 })
})

test('rules choose among addresses', async () => {
  const { documents, site, polled } = await opened(', rules: [{ keep: { field: link, pattern: "/2026/" } }]')
  documents.set('/sitemap.xml', urlset({ name: '2026/kept-story' }, { name: 'about-us' }))
  await polled()
  expect(await site.titles()).toEqual(['Kept story'])
})

test('a gzip file without a word of its coding is read; a bomb is refused', async () => {
  const { documents, site, polled } = await opened()
  documents.set('/sitemap.xml', gzipSync(urlset({ name: 'packed-story' })))
  expect((await polled()).report).toMatchObject({ outcome: 'changed', new: 1 })
  documents.set('/sitemap.xml', gzipSync(Buffer.alloc(20_000_000, '<url>')))
  expect((await polled()).report).toMatchObject({ outcome: 'failed', code: 'bomb' })
  expect(await site.titles()).toEqual(['Packed story'])
})

test('a feed given as a sitemap is read as one, a web page is not', async () => {
  const { documents, site, polled } = await opened()
  documents.set('/sitemap.xml', rssOf('One'))
  expect((await polled()).report).toMatchObject({ outcome: 'changed', new: 1 })
  documents.set('/sitemap.xml', '<!doctype html><html><body>https://news.example/a</body></html>')
  expect((await polled()).report).toMatchObject({ outcome: 'failed', code: 'not-a-feed' })
  expect(await site.titles()).toEqual(['One'])
})

test('of an index the newest sitemaps are read, and again only when it says that something changed', async () => {
  const { documents, site, polled } = await opened(', pages: 2')
  const { origin } = documents
  const listed = (today: string) =>
    indexOf(
      { origin },
      { name: 'old.xml', lastmod: '2025-01-01' },
      { name: 'today.xml.gz', lastmod: today },
      { name: 'yesterday.xml', lastmod: '2026-01-14' },
    )
  documents.set('/sitemap.xml', listed('2026-01-15T01:00:00Z'))
  documents.set('/today.xml.gz', gzipSync(urlset({ name: 'new-story', lastmod: '2026-01-15T01:00:00Z' })))
  documents.set('/yesterday.xml', urlset({ name: 'late-story' }, { name: 'new-story' }))
  expect(await polled()).toMatchObject({ report: { read: 2, new: 2 }, asked: ['/sitemap.xml', '/today.xml.gz', '/yesterday.xml'] })
  expect(await site.titles()).toEqual(['Late story', 'New story'])
  expect((await polled()).asked).toEqual(['/sitemap.xml'])
  documents.set('/sitemap.xml', listed('2026-01-15T02:00:00Z'))
  documents.set('/today.xml.gz', gzipSync(urlset({ name: 'new-story' }, { name: 'newest-story' })))
  expect(await polled()).toMatchObject({ report: { new: 1 }, asked: ['/sitemap.xml', '/today.xml.gz', '/yesterday.xml'] })
})

test('an index that does not say what changed is read whole each time', async () => {
  const { documents, polled, site } = await opened(', pages: 1')
  documents.set('/sitemap.xml', indexOf(documents, { name: 'a.xml' }, { name: 'b.xml' }))
  documents.set('/a.xml', urlset({ name: 'one-story' }))
  await polled()
  documents.set('/a.xml', urlset({ name: 'one-story' }, { name: 'two-stories' }))
  expect(await polled()).toMatchObject({ report: { new: 1 }, asked: ['/sitemap.xml', '/a.xml'] })
  expect((await site.try('map')).document?.warnings).toEqual([expect.stringContaining('does not say which of its sitemaps has changed')])
})

test('a sitemap of an index that fails is missing, and asked for again with the next visit; when all fail, so does the visit', async () => {
  const { documents, site, polled } = await opened()
  documents.set('/sitemap.xml', indexOf(documents, { name: 'a.xml', lastmod: '2026-01-02' }, { name: 'b.xml', lastmod: '2026-01-01' }))
  documents.set('/a.xml', 500)
  documents.set('/b.xml', urlset({ name: 'one-story' }))
  expect((await polled()).report).toMatchObject({ outcome: 'changed', new: 1 })
  documents.set('/a.xml', urlset({ name: 'two-stories' }))
  expect((await polled()).report).toMatchObject({ outcome: 'changed', new: 1 })
  expect(await site.titles()).toEqual(['One story', 'Two stories'])
  documents.set('/sitemap.xml', indexOf(documents, { name: 'c.xml' }))
  expect((await polled()).report).toMatchObject({
    outcome: 'failed',
    code: 'http-status',
    message: expect.stringContaining('sitemap 1 is missing'),
  })
})

test('indexes that name themselves and each other end', async () => {
  const { documents, site, polled } = await opened()
  documents.set('/sitemap.xml', indexOf(documents, { name: 'sitemap.xml' }, { name: 'inner.xml' }))
  documents.set('/inner.xml', indexOf(documents, { name: 'sitemap.xml' }, { name: 'inner.xml' }, { name: 'leaf.xml' }))
  documents.set('/leaf.xml', urlset({ name: 'one-story' }))
  expect((await polled()).asked).toEqual(['/sitemap.xml', '/inner.xml', '/leaf.xml'])
  expect(await site.titles()).toEqual(['One story'])
})

test('a private address in an index is refused as any other is', async () => {
  const secret = await serveDocuments()
  const { documents, polled } = await opened()
  documents.set('/sitemap.xml', indexOf(secret, { name: 'a.xml' }))
  expect((await polled()).report).toMatchObject({ outcome: 'failed', code: 'blocked' })
  expect(secret.requests).toEqual([])
})
