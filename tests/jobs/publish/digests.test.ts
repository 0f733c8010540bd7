import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import { configOf, type Document, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

const hour = 3_600_000
/** Seven in the morning in Shanghai, on the 11th of January 2026. */
const seven = Date.UTC(2026, 0, 10, 23)
const day = 24 * hour

const a = (...items: Item[]): Document => ({ source: 'a', items })
const item = (code: number, about: Item = {}): Item => ({ code: `C${code}`, title: `Title ${code}`, text: `<p>Text ${code}</p>`, ...about })
const config = (digest: string, more = '') =>
  configOf(
    [
      { id: 'a', category: 'A' },
      { id: 'b', category: 'B' },
    ],
    `${more}categories:\n  - { name: A, digest: ${digest} }\n`,
  )

async function opened(digest = 'daily', more = ''): Promise<TestSite> {
  const site = await openSite(settingsOf(config(digest, more)))
  onTestFinished(() => site.close())
  // The first poll lists by dates, long ago.
  await site.run([a(item(0, { date: '2025-11-01T00:00:00Z' }))], seven - 20 * hour)
  return site
}

function feedOf(site: TestSite, path = 'category/a/daily.json') {
  return JSON.parse(site.files.get(path) ?? 'null')
}

const titlesIn = (html: string) => [...html.matchAll(/<a href="[^"]*">([^<]*)<\/a>/g)].map(([, title]) => title)

test('an edition holds what came since the one before, and is published when its time has come', async () => {
  const site = await opened()
  await site.run([a(item(0), item(1))], seven - 3 * hour)
  await site.run([a(item(1), item(2))], seven - 2 * hour)
  expect(feedOf(site).items).toEqual([])
  await site.run([a(item(2), item(3))], seven + 2 * 60_000)
  const [edition, ...others] = feedOf(site).items
  expect(others).toEqual([])
  expect(edition).toMatchObject({
    id: 'tag:news.example,2026:digest/a/daily/2026-01-11',
    title: 'A · 2026-01-11 (2 articles)',
    url: 'https://news.example/category/a/daily/2026-01-11.html',
    date_published: '2026-01-10T23:00:00Z',
  })
  expect(titlesIn(edition.content_html)).toEqual(['Title 2', 'Title 1'])
  expect(site.files.get('category/a/daily/2026-01-11.html')).toContain('Title 2')
})
