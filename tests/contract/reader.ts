// What every Reader keeps to. An adapter's test says how it is opened.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ArticleStep, Recipe } from '../../src/model/source.ts'
import type { Body, Reader } from '../../src/read/reader.ts'

const step: ArticleStep = { url: null, kind: 'json', content: ['$.text', '$.content'], fields: {}, paging: null }

function recipe(changes: Partial<Recipe>): Recipe {
  return {
    kind: 'feed',
    timezone: 'Asia/Shanghai',
    dateFormat: null,
    charset: null,
    keepClasses: [],
    rules: [],
    json: null,
    page: null,
    maxEntries: 1000,
    ...changes,
  }
}

const json = recipe({
  kind: 'json',
  keepClasses: ['em_media'],
  rules: [{ kind: 'replace', field: 'content', pattern: '(^|>)　+', with: '$1' }],
  json: {
    items: '$.records',
    fields: { title: [{ kind: 'path', path: '$.title', pattern: null }], link: [{ kind: 'path', path: '$.url', pattern: null }] },
  },
})

function body(text: string | Uint8Array, contentType: string | null = null): Body {
  return {
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    contentType,
    url: 'https://news.example/list/',
    fetchedAt: Date.UTC(2026, 0, 15),
  }
}

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>新闻</title><ttl>5</ttl>
<item><title>一</title><link>https://news.example/1</link><description>&lt;p onclick="x"&gt;a &lt;a href="/b"&gt;b&lt;/a&gt;&lt;/p&gt;</description></item>
<item><title>广告</title><link>https://news.example/2</link></item>
</channel></rss>`

const unreadable = [
  { name: 'a web page for JSON', text: '<html></html>', code: 'json' },
  { name: 'another JSON', text: '{"error":"quota"}', code: 'shape' },
  { name: 'nothing', text: '', code: 'empty' },
]

export function readerContract(name: string, open: () => Reader): void {
  describe(`${name} keeps the contract of a reader:`, () => {
    let reader: Reader
    beforeAll(() => {
      reader = open()
    })
    afterAll(() => reader.close())

    test('a feed comes back clean, after the rules', async () => {
      const reading = await reader.read(
        body(rss, 'application/rss+xml'),
        recipe({ rules: [{ kind: 'drop', field: 'title', pattern: '广告' }] }),
      )
      expect(reading).toMatchObject({
        kind: 'read',
        title: '新闻',
        ttlMs: 300_000,
        isCut: false,
        warnings: [],
        about: {
          charset: { charset: 'utf-8', by: 'bytes' },
          format: 'rss',
          isSecondOpinion: false,
          homeUrl: null,
          selfUrl: null,
          hubs: [],
        },
      })
      const drafts = reading.kind === 'read' ? reading.drafts : []
      expect(drafts.map(({ title, content }) => [title, content])).toEqual([['一', '<p>a <a href="https://news.example/b">b</a></p>']])
    })

    test('no feed is unreadable and names the feeds of the page', async () => {
      const page =
        '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>x</body></html>'
      expect(await reader.read(body(page, 'text/html'), recipe({}))).toMatchObject({
        kind: 'unreadable',
        code: 'not-a-feed',
        announced: ['https://news.example/rss.xml'],
      })
    })

    test('a JSON answer comes back clean', async () => {
      const reading = await reader.read(body('{"records":[{"title":" a ","url":"1.html"},{"title":"b","url":"javascript:x"}]}'), json)
      expect(reading).toMatchObject({ kind: 'read', title: null, ttlMs: null, isCut: false, warnings: [], about: { format: 'json' } })
      const drafts = reading.kind === 'read' ? reading.drafts : []
      expect(drafts.map(({ title, link }) => [title, link])).toEqual([
        ['a', 'https://news.example/list/1.html'],
        ['b', null],
      ])
    })

    test('a JSON answer in the charset of its label', async () => {
      const gbk = new Uint8Array([
        ...new TextEncoder().encode('{"records":[{"title":"'),
        0xd0,
        0xc2,
        0xce,
        0xc5,
        ...new TextEncoder().encode('"}]}'),
      ])
      const reading = await reader.read(body(gbk, 'application/json; charset=GBK'), json)
      expect(reading.kind === 'read' ? reading.drafts[0]?.title : null).toBe('新闻')
    })

    for (const { name, text, code } of unreadable) {
      test(`unreadable as a list and as an article: ${name}`, async () => {
        expect(await reader.read(body(text), json)).toMatchObject({ kind: 'unreadable', code, announced: [] })
        expect(await reader.readArticle(body(text), step, json)).toMatchObject({ kind: 'unreadable', code, announced: [] })
      })
    }

    test('a list page is read by its selectors, from its own base on', async () => {
      const rule = { kind: 'css', select: 'p', attribute: null, html: true, pattern: null } as const
      const page = { items: 'li', fields: { content: [rule] }, next: 'a.next', script: null }
      const html = '<title>T</title><base href="/deep/"><li><a href=a>A</a><p>x<img src=i.png onerror=y()></p></li><a class=next href="?2">'
      expect(await reader.read(body(html), recipe({ kind: 'page', page }))).toMatchObject({
        kind: 'read',
        title: 'T',
        drafts: [{ title: 'A', link: 'https://news.example/deep/a', content: 'x<img src="https://news.example/deep/i.png">' }],
        next: { url: 'https://news.example/deep/?2', body: null },
        uses: [{ field: 'content', rule: 'p', index: 0, filled: 1, of: 1 }],
        about: { format: 'page' },
      })
    })

    test('whatever the bytes of a page are, they are read or refused', async () => {
      const page = { items: '*', fields: {}, next: '*', script: null }
      for (const bytes of [[0], [0xff, 0xfe, 0x3c], [0x3c, 0x61, 0x20, 0x68, 0x72, 0x65, 0x66, 0x3d], [...Array(256).keys()]]) {
        const { kind } = await reader.read(body(new Uint8Array(bytes)), recipe({ kind: 'page', page }))
        expect(['read', 'unreadable']).toContain(kind)
      }
    })

    test('kinds that need a mapping say so without one', async () => {
      for (const kind of ['page', 'json'] as const) {
        expect(await reader.read(body('<html></html>'), recipe({ kind }))).toMatchObject({
          code: 'shape',
          message: `sources of kind "${kind}" cannot be read without items and fields`,
        })
      }
    })

    test('an entry that cannot be cleaned is a warning', async () => {
      // config refuses such patterns; should one come through, each entry tells of it.
      const broken = recipe({ rules: [{ kind: 'replace', field: 'title', pattern: '(?=x)', with: '' }] })
      const reading = await reader.read(body(rss), broken)
      expect(reading).toMatchObject({ kind: 'read', drafts: [] })
      expect(reading.kind === 'read' ? reading.warnings : []).toHaveLength(2)
    })

    test('no more than 20 warnings', async () => {
      const broken = { ...json, rules: [{ kind: 'keep' as const, field: 'title' as const, pattern: '(?=x)' }] }
      const many = JSON.stringify({ records: Array.from({ length: 50 }, (_, i) => ({ title: `t${i}` })) })
      const reading = await reader.read(body(many), broken)
      expect(reading.kind === 'read' ? reading.warnings : []).toHaveLength(21)
      expect(reading.kind === 'read' ? reading.warnings[20] : '').toBe('and 30 more')
    })

    test("an article's text is ruled and cleaned", async () => {
      const text = '　　<p>　　一<script>x</script></p>\n <p>　　二</p><p class="em_media">（来源）</p>'
      expect(await reader.readArticle(body(JSON.stringify({ text })), step, json)).toMatchObject({
        kind: 'read',
        content: '<p>一</p>\n <p>二</p><p class="em_media">（来源）</p>',
      })
    })

    test('an article that shows no text is another shape', async () => {
      expect(await reader.readArticle(body('{"text":"<p> </p>"}'), step, json)).toMatchObject({ kind: 'unreadable', code: 'shape' })
    })

    test('a source that breaks the reader is unreadable, and the next one is read', async () => {
      // config refuses such paths; should one come through, it costs this source a poll.
      const broken = { ...json, json: { items: '$[', fields: {} } }
      expect(await reader.read(body('{}'), broken)).toMatchObject({ kind: 'unreadable', code: 'shape' })
      expect(await reader.readArticle(body('{}'), { ...step, content: ['$['] }, json)).toMatchObject({ kind: 'unreadable', code: 'shape' })
      expect(await reader.read(body(rss), recipe({}))).toMatchObject({ kind: 'read', title: '新闻' })
    })

    test('what a source names keeps its name, whatever it is called', async () => {
      const named = '{"records":[{"title":"a","constructor":"b","toString":"c","id":90071992547409931}]}'
      const reading = await reader.read(body(named), json)
      const fields = reading.kind === 'read' ? reading.drafts[0]?.fields : {}
      expect(Object.entries(fields ?? {})).toEqual([
        ['title', 'a'],
        ['constructor', 'b'],
        ['toString', 'c'],
        ['id', '90071992547409931'],
      ])
    })

    test('documents asked for together each get their own answer, and the bytes stay whose they are', async () => {
      const titles = Array.from({ length: 20 }, (_, i) => `t${i}`)
      const bodies = titles.map((title) => body(JSON.stringify({ records: [{ title }] })))
      const readings = await Promise.all(bodies.map((one) => reader.read(one, json)))
      expect(readings.map((reading) => (reading.kind === 'read' ? reading.drafts.map(({ title }) => title) : []))).toEqual(
        titles.map((title) => [title]),
      )
      expect(bodies.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(
        titles.map((title) => JSON.stringify({ records: [{ title }] })),
      )
    })

    test('a slice of a larger buffer is read, and nothing beside it', async () => {
      const whole = new TextEncoder().encode('{"records":[]}{"records":[{"title":"b"}]}{"records":[]}')
      const reading = await reader.read(body(whole.subarray(14, 41)), json)
      expect(reading).toMatchObject({ kind: 'read', drafts: [{ title: 'b' }] })
    })
  })
}
