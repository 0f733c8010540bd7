// The configs in git.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/model/settings.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const shipped = (name: string, env: Record<string, string> = {}): Settings => loadConfig(join(root, 'config', name), env)

test('the default config reads documents of this disk and keeps away from the network', () => {
  const { site, store, publish, serve, sources } = shipped('newsstand.yaml')
  expect(site).toMatchObject({ title: '金融消息', url: 'http://127.0.0.1:8080/', language: 'zh-CN', timezone: 'Asia/Shanghai' })
  expect([store.sqlite, publish.dir].map((path) => relative(root, path))).toEqual(['data/newsstand.sqlite', 'data/public'])
  expect(serve).toMatchObject({ host: '127.0.0.1', port: 8080 })

  const enabled = sources.filter((source) => source.enabled)
  expect(enabled.length).toBeGreaterThan(5)
  for (const { id, url } of enabled) expect(existsSync(fileURLToPath(url)), id).toBe(true)
})

test('the environment opens the port and the public feeds', () => {
  const { serve, sources } = shipped('newsstand.yaml', { NEWSSTAND_PORT: '9000', NEWSSTAND_ONLINE: 'true' })
  expect(serve.port).toBe(9000)
  expect(sources.filter((source) => source.enabled && source.url.startsWith('https:'))).toHaveLength(3)
})

test('the original has five sources, a store and folders of its own', () => {
  const { site, store, publish, serve, poll, sources, categories } = shipped('finews.yaml')
  expect(site.url).toBe('http://finews.withounder.com/')
  expect([store.sqlite, publish.dir, publish.jekyll?.dir ?? ''].map((path) => relative(root, path))).toEqual([
    'data/finews/newsstand.sqlite',
    'data/finews/public',
    'data/finews/jekyll',
  ])
  expect(serve.port).toBe(8081)
  expect(poll).toMatchObject({ perHost: 4, delayMs: 0, everyMs: 30_000, allow: [] })
  expect(categories).toMatchObject([{ name: '东财滚动新闻', slug: 'emnews' }])
  expect(sources.map(({ id, url, everyMs }) => [id, url, everyMs])).toEqual([
    ['finews-102', 'http://finews.zning.xyz/web/webapi?type=102&count=100', 30_000],
    ['finews-45', 'http://finews.zning.xyz/web/webapi?type=45&count=100', 30_000],
    ['finews-37', 'http://finews.zning.xyz/information/newmarket/web/webapi?marketType=37&count=100', 30_000],
    ['finews-38', 'http://finews.zning.xyz/information/newmarket/web/webapi?marketType=38&count=100', 30_000],
    ['finews-39', 'http://finews.zning.xyz/information/newmarket/web/webapi?marketType=39&count=100', 30_000],
  ])
})

test('in the original the rolling list goes last and every list keeps the media line', () => {
  const { sources, identity } = shipped('finews.yaml')
  expect(sources.toSorted((a, b) => a.priority - b.priority)[0]?.id).toBe('finews-102')
  for (const { id, recipe } of sources) {
    expect(recipe.keepClasses, id).toEqual(['em_media'])
    expect(recipe, id).toMatchObject({ timezone: 'Asia/Shanghai', dateFormat: 'yyyy-MM-dd HH:mm:ss' })
    expect(recipe.rules, id).toContainEqual({ kind: 'replace', field: 'content', pattern: '(^|>)　+', with: '$1' })
  }
  expect(identity.map(({ name, query, fields }) => ({ name, query, fields }))).toEqual([
    { name: 'infoCode', query: 'infoCode', fields: ['infoCode', 'infocode'] },
  ])
})

test('another origin changes what is fetched and nothing that is published', () => {
  const origin = 'http://127.0.0.1:9000'
  const usual = shipped('finews.yaml')
  const moved = shipped('finews.yaml', { FINEWS_ORIGIN: origin, FINEWS_ALLOW: '127.0.0.1:9000', FINEWS_PORT: '0' })
  expect(moved.poll.allow).toEqual(['127.0.0.1:9000'])
  expect(moved.serve.port).toBe(0)
  for (const { url, article } of moved.sources)
    for (const address of [url, article?.url]) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:9000\//)
  expect(moved.site).toEqual(usual.site)
  expect(moved.sources.map(({ recipe }) => recipe)).toEqual(usual.sources.map(({ recipe }) => recipe))
})

test('the original with its pages differs by one source, which goes last', () => {
  const [usual, pages] = [shipped('finews.yaml'), shipped('finews-pages.yaml')]
  const { sources } = pages
  for (const part of ['site', 'store', 'publish', 'serve', 'poll', 'categories'] as const) expect(pages[part], part).toEqual(usual[part])
  expect(pages.identity.map(({ name, query, fields }) => [name, query, fields])).toEqual([
    ['infoCode', 'infoCode', ['infoCode', 'infocode']],
  ])
  expect(sources.filter(({ id }) => id !== 'finews-share').map(({ position, ...source }) => source)).toEqual(
    usual.sources.map(({ position, ...source }) => source),
  )
  expect(sources.toSorted((a, b) => a.priority - b.priority)[0]).toMatchObject({ id: 'finews-share', kind: 'page' })
})
