import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importOpml, type OpmlReport, type OpmlWish } from '../../src/app/opml.ts'
import { exportOpml } from '../../src/app/opml-export.ts'
import { describeOpml } from '../../src/cli/exchange-sheet.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/model/settings.ts'
import { readOpml } from '../../src/parse/opml.ts'
import { gbkHtml } from '../support/gbk.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'newsstand-opml-'))
  mkdirSync(join(dir, 'sources'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const root = (rest = '') => `site: { title: Test, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
${rest}include: [ "sources/*.yaml" ]
`
const own = `sources:
  - { id: tech, url: "https://tech.example/feed?utm_source=x", category: 科技 }
`

function configured(rest?: string): Settings {
  writeFileSync(join(dir, 'newsstand.yaml'), root(rest))
  writeFileSync(join(dir, 'sources', 'own.yaml'), own)
  return loadConfig(join(dir, 'newsstand.yaml'), {})
}

function take(opml: string | Uint8Array, wish: Partial<OpmlWish> = {}, settings = configured()): Promise<OpmlReport> {
  const path = join(dir, 'My feeds.opml')
  writeFileSync(path, opml)
  return importOpml(settings, { path, to: null, isForced: false, isDry: false, env: {}, ...wish })
}

const list = (body: string) => `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${body}</body></opml>`
const feed = (title: string, url: string) =>
  `<outline type="rss" text="${escaped(title)}" title="${escaped(title)}" xmlUrl="${escaped(url)}"/>`
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
const folder = (name: string, inside: string) => `<outline text="${escaped(name)}">${inside}</outline>`

describe('an OPML file', () => {
  test('becomes sources that config takes in: folders are categories, the folders around them groups', async () => {
    const report = await take(
      list(
        folder('News', folder('科技', feed('A & B: "c"', 'https://a.example/feed')) + feed('World', 'http://w.example/rss')) +
          feed('Alone', 'https://alone.example/'),
      ),
    )
    expect(report).toMatchObject({ isWritten: true, include: null, already: [], warnings: [] })
    expect(report.file).toBe(join(dir, 'sources', 'imported-my-feeds.yaml'))
    const { sources, categories } = loadConfig(join(dir, 'newsstand.yaml'), {})
    expect(sources.map(({ id, url, title, category }) => [id, url, title, category[0]?.names[0]])).toEqual([
      ['a-b-c', 'https://a.example/feed', 'A & B: "c"', '科技'],
      ['world', 'http://w.example/rss', 'World', 'News'],
      ['alone', 'https://alone.example/', 'Alone', 'Alone'],
      ['tech', 'https://tech.example/feed?utm_source=x', null, '科技'],
    ])
    expect(categories.map(({ name, group }) => [name, group])).toEqual([['科技', 'News']])
  })

  const odd: readonly { name: string; title: string; url: string; folder: string; category?: string }[] = [
    {
      name: 'variables',
      title: '\u0024{HOME} of $x',
      url: 'https://a.example/\u0024{x}?q={y}',
      folder: '\u0024{HOME}',
      category: '$ HOME',
    },
    { name: 'what YAML reads as something else', title: 'yes', url: 'https://a.example/#x', folder: '2026' },
    { name: 'marks of YAML', title: "- it's: {a} [b] # c", url: 'https://a.example/?a=1&b=%20', folder: '* & !' },
    { name: 'templates', title: '{title}', url: 'https://a.example/1', folder: '{publisher}', category: 'publisher' },
    { name: 'backslashes', title: 'a\\b', url: 'https://a.example/2', folder: 'c\\d' },
  ]
  for (const row of odd)
    test(`with ${row.name} is read back as it was`, async () => {
      const report = await take(list(folder(row.folder, feed(row.title, row.url))))
      const source = loadConfig(join(dir, 'newsstand.yaml'), {}).sources.find(({ id }) => id === report.sources[0]?.id)
      expect(source).toMatchObject({ title: row.title, url: new URL(row.url).href })
      expect(source?.category[0]?.names).toEqual([row.category ?? row.folder])
    })

  test('of an address that is watched already adds nothing', async () => {
    const report = await take(
      list(
        feed('T', 'http://www.tech.example/feed/') + feed('New', 'https://new.example/') + feed('New again', 'https://new.example/#top'),
      ),
    )
    expect(report.already).toEqual([
      { url: 'http://www.tech.example/feed/', title: 'T', source: 'tech' },
      { url: 'https://new.example/#top', title: 'New again', source: 'new' },
    ])
    expect(report.sources.map(({ id }) => id)).toEqual(['new'])
  })

  test('gives each source an id of its own, the same every time', async () => {
    const body = list(['1', '2', '3'].map((n) => feed('Same', `https://${n}.example/`)).join('') + feed('…', 'https://dots.example/x'))
    const first = await take(body, { isDry: true })
    const ids = first.sources.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect(ids).toEqual(['same', expect.stringMatching(/^same-[0-9a-f]{6}$/), expect.stringMatching(/^same-[0-9a-f]{6}$/), 'dots-example'])
    expect((await take(body, { isDry: true })).sources).toEqual(first.sources)
  })

  test('is only shown in a dry run', async () => {
    const report = await take(list(feed('New', 'https://new.example/')), { isDry: true })
    expect(report.yaml).toContain('  - id: new\n    url: https://new.example/\n')
    expect(readdirSync(join(dir, 'sources'))).toEqual(['own.yaml'])
  })

  test('is not written over a file unasked; with --force its sources keep their ids', async () => {
    const body = list(feed('New', 'https://new.example/'))
    const { file, sources } = await take(body)
    const before = readFileSync(file, 'utf8')
    await expect(take(list(feed('Other', 'https://other.example/')))).rejects.toMatchObject({ code: 'file-exists' })
    expect(readFileSync(file, 'utf8')).toBe(before)
    const settings = loadConfig(join(dir, 'newsstand.yaml'), {})
    expect((await take(body, { isForced: true }, settings)).sources).toEqual(sources)
  })

  test('says what include lacks where config does not take the file in', async () => {
    const report = await take(list(feed('New', 'https://new.example/')), { to: join(dir, 'elsewhere', 'x.yaml') })
    expect(report).toMatchObject({ isWritten: true, include: join('elsewhere', 'x.yaml') })
  })

  test('that would break config leaves everything as it was', async () => {
    const settings = configured()
    writeFileSync(join(dir, 'sources', 'later.yaml'), 'sources:\n  - { id: new, url: "https://elsewhere.example/" }\n')
    await expect(take(list(feed('New', 'https://new.example/')), {}, settings)).rejects.toMatchObject({ code: 'config-invalid' })
    expect(readdirSync(join(dir, 'sources')).sort()).toEqual(['later.yaml', 'own.yaml'])
  })

  test('with a password in an address has it in a header, where nobody else reads it', async () => {
    const report = await take(list(feed('Secret', 'https://me:p%40ss@s.example/feed')))
    expect(loadConfig(join(dir, 'newsstand.yaml'), {}).sources[0]).toMatchObject({
      url: 'https://s.example/feed',
      headers: { Authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
    })
    expect(statSync(report.file).mode & 0o777).toBe(0o600)
    expect(describeOpml({ ...report, isWritten: false }, { isTerminal: false, columns: 80 })).not.toMatch(/p(?:%40|@)ss|bWU6/)
  })

  test('of an old reader, in GBK', async () => {
    const gbk = gbkHtml(
      `<?xml version="1.0" encoding="gbk"?><opml><body>${folder('财经新闻频道', feed('第一财经日报', 'https://a.example/'))}</body></opml>`,
    )
    expect((await take(gbk)).sources).toMatchObject([{ title: '第一财经日报', category: '财经新闻频道' }])
  })

  test('that is none is refused', async () => {
    await expect(take('<html><body>x</body></html>')).rejects.toMatchObject({ code: 'not-a-feed' })
    await expect(
      importOpml(configured(), { path: join(dir, 'none.opml'), to: null, isForced: false, isDry: false, env: {} }),
    ).rejects.toMatchObject({
      code: 'cannot-read',
    })
  })
})

describe('export opml', () => {
  test('gives other readers the feeds in folders, and no one else their passwords', async () => {
    const settings = configured(`sources:
  - { id: secret, url: "https://s.example/feed", category: 科技, headers: { X-Key: k, Authorization: Basic bWU6cGE6c3M= } }
  - { id: loose, url: "https://l.example/feed", title: 'L & "M"', category: "{publisher}" }
  - { id: page, kind: page, url: "https://p.example/", items: li }
`)
    const file = join(dir, 'out', 'sources.opml')
    expect(await exportOpml(settings, file, { isForced: false })).toEqual({ sources: 3, left: ['page'], bare: ['secret'] })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const read = readOpml(readFileSync(file, 'utf8'), 'https://news.example/')
    expect(read).toMatchObject({
      kind: 'list',
      feeds: [
        { url: 'https://me:pa%3Ass@s.example/feed', title: 'secret', folder: '科技' },
        { url: 'https://tech.example/feed?utm_source=x', title: 'tech', folder: '科技' },
        { url: 'https://l.example/feed', title: 'L & "M"', folder: null },
      ],
    })
    await expect(exportOpml(settings, file, { isForced: false })).rejects.toMatchObject({ code: 'file-exists' })
  })
})
