import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import type { Source } from '../../src/model/source.ts'
import { folderOf, load, site } from './folder.ts'

const minimal = `${site}sources:\n  - id: a\n    url: https://a.example/feed\n`

function onlySource(text: string): Source {
  const [source] = load({ 'root.yaml': site + text }).sources
  if (source === undefined) throw new Error('no source')
  return source
}

test('a minimal config gets every default', () => {
  const { file, store, publish, ...settings } = load({ 'root.yaml': minimal })
  expect(relative(dirname(file), store.sqlite)).toBe('../data/newsstand.sqlite')
  expect(relative(dirname(file), publish.dir)).toBe('../data/public')
  expect(publish).toMatchObject({ entries: 50, jekyll: null })
  expect(settings).toEqual({
    site: {
      id: 'news.example',
      title: '金融消息',
      description: '',
      url: 'https://news.example/',
      language: 'en',
      timezone: 'UTC',
      licence: null,
      contact: null,
      icon: 'assets/icon.svg',
      stylesheet: null,
      search: true,
    },
    assets: [],
    serve: {
      ...{ host: '127.0.0.1', port: 8080, url: null, token: null, hub: true, search: true, feedType: 'registered' },
      ...{ trustedProxies: [], connections: 4096, memoryBytes: 64 * 1024 ** 2 },
    },
    poll: {
      everyMs: 900_000,
      perHost: 1,
      delayMs: 1000,
      connections: 512,
      allow: [],
      proxy: null,
      robots: true,
      push: true,
      userAgent: 'Newsstand/0.1 (+https://news.example/)',
      settleMs: 120_000,
      secrets: [],
      limits: {
        connectMs: 10_000,
        headersMs: 15_000,
        idleMs: 15_000,
        visitMs: 30_000,
        redirects: 5,
        headerBytes: 32 * 1024,
        wireBytes: 10 * 1024 ** 2,
        bodyBytes: 15 * 1024 ** 2,
      },
    },
    identity: [],
    tracking: [],
    slugs: { pinyin: { 投行: 'touhang' } },
    alerts: null,
    notify: [],
    categories: [],
    takedown: [],
    feeds: [],
    sources: [
      {
        id: 'a',
        kind: 'feed',
        url: 'https://a.example/feed',
        title: null,
        enabled: true,
        position: 0,
        priority: 0,
        joins: false,
        ignoresDrift: false,
        everyMs: null,
        schedule: null,
        timezone: 'UTC',
        headers: {},
        category: [{ names: ['a'], when: null, written: 'a' }],
        recipe: {
          kind: 'feed',
          timezone: 'UTC',
          dateFormat: null,
          charset: null,
          keepClasses: [],
          rules: [],
          json: null,
          page: null,
          maxEntries: 1000,
        },
        article: null,
        recheckMs: [],
        pages: 1,
        delayMs: 0,
        onUpdate: 'touch',
        deletions: 'flag',
        rights: 'full',
        excerpt: 200,
        images: 'link',
        attribution: null,
        expiresMs: null,
        formerly: [],
      },
    ],
  })
})

test('a full config keeps what is written', () => {
  const settings = load({
    'root.yaml': `
site: { id: mine, title: T, description: D, url: "http://news.example/sub", language: zh-CN, timezone: Asia/Shanghai }
store: { sqlite: /var/lib/x.sqlite }
publish: { dir: out, entries: 20, hubs: ['https://hub.example/'], newCategories: review, jekyll: { dir: site } }
serve: { host: 0.0.0.0, port: 0, url: 'https://push.example', token: 'abcdefghijkl', hub: false, search: false, feedType: xml, trustedProxies: ['10.0.0.0/8'], connections: 9, memory: 1MB }
poll: { every: 5m, perHost: 4, delay: 0s, allow: ["LOCALHOST:81"], userAgent: Me, connections: 9, proxy: "http://p.example:3128", robots: false, settle: 10s, limits: { visit: 1m, bodyBytes: 1MB, entries: 10 } }
identity: [{ name: code, query: c, fields: [c, d], pattern: 'X\\d+' }]
canonical: { ignore: [ref] }
slugs: { overrides: { 重: chong } }
categories: [{ name: 科技, slug: keji, title: t, description: d, group: g, order: 1, icon: i, private: true, aliases: [kj] }]
`,
  })
  expect(settings.site).toMatchObject({ id: 'mine', url: 'http://news.example/sub/', language: 'zh-CN' })
  expect(settings.store.sqlite).toBe('/var/lib/x.sqlite')
  expect(settings.publish).toEqual({
    dir: join(dirname(settings.file), 'out'),
    entries: 20,
    pages: 'all',
    newCategories: 'review',
    related: true,
    fold: false,
    hubs: ['https://hub.example/'],
    digests: [],
    keep: null,
    jekyll: { dir: join(dirname(settings.file), 'site') },
  })
  expect(settings.serve).toEqual({
    ...{ host: '0.0.0.0', port: 0, url: 'https://push.example/', token: 'abcdefghijkl', hub: false, search: false, feedType: 'xml' },
    ...{ trustedProxies: ['10.0.0.0/8'], connections: 9, memoryBytes: 1024 ** 2 },
  })
  expect(settings.poll).toMatchObject({
    everyMs: 300_000,
    perHost: 4,
    delayMs: 0,
    allow: ['localhost:81'],
    userAgent: 'Me',
    connections: 9,
    proxy: { origin: 'http://p.example:3128', authorization: null },
    robots: false,
    settleMs: 10_000,
  })
  expect(settings.poll.limits).toMatchObject({ visitMs: 60_000, bodyBytes: 1024 ** 2 })
  expect(settings.identity[0]).toMatchObject({ name: 'code', query: 'c', fields: ['c', 'd'] })
  expect(settings.identity[0]?.pattern.matchesWhole('X12')).toBe(true)
  expect(settings.tracking).toEqual(['ref'])
  expect(settings.slugs.pinyin).toEqual({ 投行: 'touhang', 重: 'chong' })
  expect(settings.categories).toEqual([
    {
      name: '科技',
      slug: 'keji',
      title: 't',
      description: 'd',
      group: 'g',
      order: 1,
      icon: 'i',
      isPrivate: true,
      fold: null,
      digests: [],
      keep: null,
      aliases: ['kj'],
    },
  ])
})

test('a JSON source becomes a recipe of plain data', () => {
  const { recipe, article } = onlySource(`
sources:
  - id: a
    kind: json
    url: https://a.example/list
    items: $.list[*]
    fields:
      title: $.t
      link: [{ path: $.l, pattern: 'id=(\\d+)' }, { uri: "https://a.example/{id}" }]
      tags: { text: "{publisher}新闻" }
    article: { url: "https://a.example/text/{id}", content: $.text }
    timezone: Asia/Shanghai
    dateFormat: yyyy-MM-dd
    charset: gb18030
    keepClasses: [x]
    rules:
      - keep: { field: title, pattern: a }
      - drop: { field: title, pattern: b }
      - replace: { field: content, pattern: c }
      - relabel: { when: title, pattern: d, field: tags, to: e }
`)
  expect(structuredClone(recipe)).toEqual({
    kind: 'json',
    timezone: 'Asia/Shanghai',
    dateFormat: 'yyyy-MM-dd',
    charset: 'gb18030',
    keepClasses: ['x'],
    rules: [
      { kind: 'keep', field: 'title', pattern: 'a' },
      { kind: 'drop', field: 'title', pattern: 'b' },
      { kind: 'replace', field: 'content', pattern: 'c', with: '' },
      { kind: 'relabel', when: 'title', pattern: 'd', field: 'tags', to: 'e' },
    ],
    json: {
      items: '$.list[*]',
      fields: {
        title: [{ kind: 'path', path: '$.t', pattern: null }],
        link: [
          { kind: 'path', path: '$.l', pattern: 'id=(\\d+)' },
          { kind: 'uri', template: 'https://a.example/{id}' },
        ],
        tags: [{ kind: 'text', template: '{publisher}新闻' }],
      },
    },
    page: null,
    maxEntries: 1000,
  })
  const step = { url: 'https://a.example/text/{id}', kind: 'json', content: ['$.text'], fields: {}, paging: null }
  expect(article).toEqual(step)
})

const minute = 60_000
const page = { url: null, kind: 'page', content: [], fields: {}, paging: { next: null, most: 10 } }
const css = (select: string) => ({ kind: 'css', select, attribute: null, html: false, pattern: null })

const steps: readonly { name: string; lines: string; article: object | null; recheckMs?: readonly number[] }[] = [
  { name: 'no article step', lines: 'fullText: false', article: null },
  { name: 'full text', lines: 'fullText: true', article: page },
  { name: 'an article of which nothing is written', lines: 'article: {}', article: page },
  {
    name: 'selectors and paths',
    lines: 'article: { content: [.text, $.articleBody], next: a.next, pages: 3 }',
    article: { ...page, content: ['.text', '$.articleBody'], paging: { next: 'a.next', most: 3 } },
  },
  {
    name: 'a page that the operator named',
    lines: 'article: { url: "https://a.example/{id}", content: .text }',
    article: { ...page, url: 'https://a.example/{id}', content: ['.text'] },
  },
  {
    name: 'rules of fields',
    lines: `article: { title: h1, publisher: [{ select: .from, pattern: '：(.*)' }, $.publisher, { text: 晨报 }], published: { select: time, attribute: datetime, dateFormat: yyyy } }`,
    article: {
      ...page,
      fields: {
        title: [css('h1')],
        published: [{ ...css('time'), attribute: 'datetime', dateFormat: 'yyyy' }],
        publisher: [
          { ...css('.from'), pattern: '：(.*)' },
          { kind: 'path', path: '$.publisher', pattern: null },
          { kind: 'text', template: '晨报' },
        ],
      },
    },
  },
  { name: 'rechecks', lines: 'article: { recheck: [24h, 1h, 60m] }', article: page, recheckMs: [60 * minute, 1440 * minute] },
  { name: 'rechecks of full text', lines: 'fullText: true\n    recheck: [1h]', article: page, recheckMs: [60 * minute] },
]

for (const { name, lines, article: wanted, recheckMs: times = [] } of steps) {
  test(`an article step: ${name}`, () => {
    const { article, recheckMs } = onlySource(`\nsources:\n  - id: a\n    url: https://a.example/\n    ${lines}`)
    expect({ article, recheckMs }).toEqual({ article: wanted, recheckMs: times })
  })
}

const categories: readonly { name: string; text: string; want: readonly unknown[] }[] = [
  { name: 'a name', text: 'category: 科技', want: [{ names: ['科技'], when: null, written: '科技' }] },
  { name: 'the title without one', text: 'title: 少数派', want: [{ names: ['少数派'], when: null, written: '少数派' }] },
  { name: 'the id when the title looks like a template', text: 'title: "{x}"', want: [{ names: ['a'], when: null, written: 'a' }] },
  {
    name: 'a list of rules',
    text: 'category: [{ when: { field: title, pattern: 快讯 }, name: [快讯, b] }, "{publisher}"]',
    want: [
      {
        names: ['快讯', 'b'],
        when: { field: 'title', pattern: expect.objectContaining({ source: '快讯' }) },
        written: '{"when":{"field":"title","pattern":"快讯"},"name":["快讯","b"]}',
      },
      { names: ['{publisher}'], when: null, written: '{publisher}' },
    ],
  },
]
for (const { name, text, want } of categories)
  test(`a source's category is ${name}`, () => {
    expect(onlySource(`sources:\n  - id: a\n    url: https://a.example/\n    ${text}`).category).toEqual(want)
  })

test('settings cascade from default to category to source', () => {
  const { sources } = load({
    'root.yaml': `site: { title: T, url: "https://news.example/", timezone: Asia/Tokyo }
categories:
  - { name: Tech, aliases: [科技], every: 5m, timezone: Asia/Shanghai, delay: 10m, rights: excerpt, onUpdate: silent }
sources:
  - { id: none, url: "https://a.example/" }
  - { id: category, url: "https://a.example/", category: " tech " }
  - { id: alias, url: "https://a.example/", category: [科技] }
  - { id: own, url: "https://a.example/", category: Tech, every: 1h, timezone: UTC, delay: 0s, rights: full, onUpdate: relist }
  - { id: schedule, url: "https://a.example/", category: Tech, schedule: "@hourly" }
  - { id: several, url: "https://a.example/", category: [Tech, News] }
`,
  })
  const cascade = sources.map(({ id, everyMs, timezone, delayMs, rights, onUpdate }) => [id, everyMs, timezone, delayMs, rights, onUpdate])
  expect(cascade).toEqual([
    ['none', null, 'Asia/Tokyo', 0, 'full', 'touch'],
    ['category', 300_000, 'Asia/Shanghai', 600_000, 'excerpt', 'silent'],
    ['alias', 300_000, 'Asia/Shanghai', 600_000, 'excerpt', 'silent'],
    ['own', 3_600_000, 'UTC', 0, 'full', 'relist'],
    ['schedule', null, 'Asia/Shanghai', 600_000, 'excerpt', 'silent'],
    ['several', null, 'Asia/Tokyo', 0, 'full', 'touch'],
  ])
})

test('included files come after the root file, in the order of the list and by path, each once', () => {
  const source = (id: string) => `sources: [{ id: ${id}, url: "https://${id}.example/" }]`
  const { sources } = load({
    'root.yaml': `${site}include: [z/*.yaml, a/*.yaml, z/2.yaml, "*.yaml"]\n${source('root')}`,
    'z/10.yaml': source('z10'),
    'z/2.yaml': source('z2'),
    'a/1.yaml': source('a1'),
    'a/empty.yaml': '# nothing yet',
  })
  expect(sources.map(({ id, position }) => [id, position])).toEqual([['root', 0], ['z10', 1], ['z2', 2], ['a1', 3]]) // biome-ignore format: a table
})

test('file addresses are relative to the file that holds them, templates stay', () => {
  const folder = folderOf({
    'root.yaml': `${site}include: [s/*.yaml]`,
    's/a.yaml': `sources:
  - { id: a, url: "file:../data/一.xml", article: { url: "file:../text/{id}.json", content: $.text } }
  - { id: b, url: "file:///data/x.xml", article: { url: "file:{id}.json", content: $.text } }`,
  })
  const base = pathToFileURL(folder).href
  const [a, b] = loadConfig(join(folder, 'root.yaml'), {}).sources
  expect([a?.url, a?.article?.url]).toEqual([`${base}/data/%E4%B8%80.xml`, `${base}/text/{id}.json`])
  expect([b?.url, b?.article?.url]).toEqual(['file:///data/x.xml', `${base}/s/{id}.json`])
})

test('anchors serve within a file, empty settings are as if not written', () => {
  const { sources, categories: none } = load({
    'root.yaml': `${site}categories:
sources:
  - { id: a, url: &url "https://a.example/", headers: &headers { X-A: b }, title: }
  - { id: b, url: *url, headers: *headers }`,
  })
  expect(none).toEqual([])
  expect(sources.map(({ url, title, headers }) => ({ url, title, headers }))).toEqual(
    Array(2).fill({ url: 'https://a.example/', title: null, headers: { 'X-A': 'b' } }),
  )
})

test('settings are frozen to the last leaf', () => {
  const settings = load({ 'root.yaml': `${minimal}    rules: [{ drop: { field: title, pattern: a } }]` })
  const loose: unknown[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) loose.push(value)
    Object.values(value).forEach(visit)
  }
  visit(settings)
  expect(loose).toEqual([])
  expect(() => Object.assign(settings.sources[0]?.recipe.rules[0] ?? {}, { kind: 'keep' })).toThrow(TypeError)
})
