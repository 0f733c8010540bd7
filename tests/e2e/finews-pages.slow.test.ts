// The pages that people read, beside the lists of the original: every article once, wherever it is seen first.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { silentLogger } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Entry } from '../../src/model/entry.ts'
import { type Article, makeArticle } from '../support/articles.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { articles } from './site.ts'

/** In no list; one is told in UTF-8, one in GBK. */
const onlyOnPages: readonly Article[] = [62, 63].map((n) => ({ ...makeArticle(n), lists: [] }))
const lists = ['finews-102', 'finews-45', 'finews-37', 'finews-38', 'finews-39']

let upstream: Upstream
const folders: string[] = []

/** The entries of a new site after these polls, each of one or several sources. */
async function entriesAfter(config: string, polls: readonly (readonly string[])[]): Promise<readonly Entry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-pages-'))
  folders.push(folder)
  await cp(fileURLToPath(new URL('../../config', import.meta.url)), join(folder, 'config'), { recursive: true })
  const settings = loadConfig(join(folder, 'config', config), { FINEWS_ORIGIN: upstream.origin, FINEWS_ALLOW: upstream.host })
  const app = await openApp(settings, { log: silentLogger })
  try {
    for (const only of polls) {
      const { sources } = await app.poll({ only, isForced: true, onProgress: () => {} })
      expect(sources.map(({ id, outcome, message }) => ({ id, outcome, message }))).toEqual(
        sources.map(({ id }) => ({ id, outcome: 'changed', message: null })),
      )
    }
    return await app.entries({ source: null, category: null, search: null, limit: 10_000 })
  } finally {
    await app.close()
  }
}

/** Which entry has which infoCode; one that has none, or one that another has, would show. */
function identities(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ id, keys }) => `${keys.filter((key) => key.startsWith('infoCode:')).join()} ${id}`).sort()
}

let usual: readonly Entry[]
let both: readonly Entry[]
beforeAll(async () => {
  upstream = await startUpstream([...articles, ...onlyOnPages])
  usual = await entriesAfter('finews.yaml', [lists])
  both = await entriesAfter('finews-pages.yaml', [[...lists, 'finews-share']])
})
afterAll(async () => {
  await upstream.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test('the lists alone show what stands in lists, once', () => {
  expect(usual).toHaveLength(articles.length)
  expect(new Set(identities(usual)).size).toBe(articles.length)
})

test('with the pages the same entries have the same ids, and what stands on pages alone comes to them', () => {
  const added = both.filter(({ keys }) => onlyOnPages.some(({ infoCode }) => keys.includes(`infoCode:${infoCode}`)))
  expect(added).toHaveLength(onlyOnPages.length)
  expect(identities(both.filter((entry) => !added.includes(entry)))).toEqual(identities(usual))
  for (const entry of both) expect(entry.sources).toContain('finews-share')
})

test('what a list owns stays as it is, but for the keys and the categories that the page adds', () => {
  const byId = new Map(both.map((entry) => [entry.id, entry]))
  for (const { title, url, contentHtml, datePublished, path, id } of usual)
    expect(byId.get(id)).toMatchObject({ title, url, contentHtml, datePublished, path })
})

test('a share page gives title, time, outlet and text', () => {
  for (const { infoCode, title, publisher, showtime, text } of onlyOnPages) {
    const entry = both.find((one) => one.keys.includes(`infoCode:${infoCode}`))
    expect(entry).toMatchObject({
      title: title.replace(/\s+/g, ' ').trim(),
      publisher,
      url: `http://finews.zning.xyz/html_News/NewsShare.html?infoCode=${infoCode}`,
      datePublished: Date.parse(`${showtime.slice(0, 16).replace(' ', 'T')}+08:00`),
    })
    const { origin } = new URL(entry?.url ?? '')
    expect(entry?.contentHtml?.replaceAll('\n', '')).toBe(
      `${text.replaceAll('>\u3000\u3000', '>').replaceAll('\n', '').replaceAll(']]>', ']]&gt;').replaceAll('="/', `="${origin}/`)}<p class="em_media">（文章来源：${publisher.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}）</p>`,
    )
  }
})

test('share pages are asked for once, and only where no list tells the text', () => {
  const asked = upstream.requests.map(({ path }) => path).filter((path) => path.includes('NewsShare'))
  expect(asked.sort()).toEqual(onlyOnPages.map(({ infoCode }) => `/html_News/NewsShare.html?infoCode=${infoCode}`).sort())
})

const orders: readonly (readonly (readonly string[])[])[] = [
  [['finews-share'], lists],
  [
    ['finews-39', 'finews-share', 'finews-102'],
    ['finews-37', 'finews-45', 'finews-38'],
  ],
]
for (const polls of orders)
  test(`${polls.map((only) => only.join(' ')).join(', then ')}: the same entries under the same ids`, async () => {
    expect(identities(await entriesAfter('finews-pages.yaml', polls))).toEqual(identities(both))
  })
