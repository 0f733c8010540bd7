// Feeds that a list names, on the command line: each has an id of its own.
import { expect, onTestFinished, test } from 'vitest'
import { followedId } from '../../src/jobs/poll/followed.ts'
import { rssOf, serveDocuments } from '../support/documents.ts'
import { openSite } from './site.ts'

test('a followed feed is polled, tried, listed and explained by its id, before and after it is on the list', {
  timeout: 120_000,
}, async () => {
  const documents = await serveDocuments()
  const url = `${documents.origin}/a`
  const id = followedId('list', url)
  documents.set('/a', rssOf('a1'))
  const sources = `  - { id: list, kind: opml, url: "file:list.opml" }\n`
  const site = await openSite({ allow: documents.host, more: sources })
  onTestFinished(() => site.close())
  await site.put('config/list.opml', `<opml><body><outline text="群"><outline text="A" xmlUrl="${url}"/></outline></body></opml>`)

  const unknown = await site.run('try', id)
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining(`unknown-source: There is no source "${id}"`) })
  const list = JSON.parse((await site.run('try', 'list', '--json')).stdout)
  expect(list.feeds).toEqual({ feeds: [{ id, url, title: 'A', folder: '群', change: 'new' }], gone: [] })
  expect((await site.run('try', 'list')).stdout).toContain('Feeds  1 on the list: 1 new, 0 as before, 0 gone')

  expect(await site.run('poll', 'list')).toMatchObject({ code: 0 })
  const polled = JSON.parse((await site.run('poll', id, '--json')).stdout)
  expect(polled.sources).toMatchObject([{ id, outcome: 'changed', new: 1 }])
  expect(JSON.parse((await site.run('try', id, '--json')).stdout)).toMatchObject({ source: { id, kind: 'feed', url }, config: null })
  const shown = JSON.parse((await site.run('list', 'sources', '--json')).stdout)
  expect(shown).toContainEqual(expect.objectContaining({ id, kind: 'feed', url, entries: 1 }))
  expect((await site.run('status')).stdout).toContain('List list names 1 feed; it changed')
  expect((await site.run('explain', 'https://articles.example/a1')).stdout).toContain(id)
})
