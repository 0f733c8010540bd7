// `explain` as people and scripts run it: beside a service, on a terminal, and when nothing is found.
import stringWidth from 'string-width'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Explanation } from '../../src/app.ts'
import { describeExplanation } from '../../src/cli/explain-sheet.ts'
import { explanationShape } from '../../src/model/explanation-shape.ts'
import { snapshot } from '../support/files.ts'
import { feedOf, items, openSite, type SmallSite } from './site.ts'

/** Not a measure: on a busy machine each start takes seconds. */
const hang = 120_000

/** One for all: starting the program takes most of the time. */
let site: SmallSite
beforeAll(async () => {
  site = await openSite()
  await site.put('config/one.json', feedOf([...items, { id: 'k', url: 'https://one.example/k?token=s3cret', title: 'Key' }]))
  const { code, stderr } = await site.run('explain', 'a')
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'unknown-entry: Nothing is stored yet\nRun "newsstand poll" first.\n' })
  expect((await site.run('poll')).code).toBe(0)
}, hang)
afterAll(() => site.close())

test('tells an entry’s life in JSON, by its address, and changes nothing', async () => {
  const before = await snapshot(site.dir)
  const { code, stdout, stderr } = await site.run('explain', 'https://one.example/a?utm_source=x', '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(await snapshot(site.dir)).toEqual(before)
  expect(JSON.parse(stdout)).toMatchObject({
    found: { by: 'key', value: 'url:https://one.example/a', merged: null, others: [] },
    title: '第一篇',
    path: expect.stringMatching(/^keji\/2026\/01\/02\/[0-9a-f]{16}\.html$/),
    url: 'https://one.example/a',
    state: 'published',
    because: [],
    owner: 'one',
    revision: 1,
    dates: {
      given: { text: '2026-01-02T03:04:05Z', source: 'one' },
      published: '2026-01-02T03:04:05Z',
      listed: '2026-01-02T03:04:05Z',
      expires: null,
    },
    terms: { rights: 'full', excerpt: 200, images: 'link', attribution: null, expires: null },
    text: { use: 'feed', source: 'one', characters: 2 },
    article: { state: 'none', attempts: 0, message: null, next: null, pages: [] },
    sightings: [
      { source: 'one', owner: true, public: true, retired: false, titles: ['第一篇'], categories: [{ name: '科技', rule: '科技' }] },
    ],
    categories: [{ name: '科技', slug: 'keji', home: true, why: null }],
    feeds: [
      { slug: null, url: 'https://news.example/feed.atom', in: true, place: 2, of: 3 },
      { slug: 'keji', url: 'https://news.example/category/keji.atom', in: true, place: 2, of: 3 },
    ],
  })
})

test('tells it to people too, secrets masked', async () => {
  const { code, stdout } = await site.run('explain', 'k')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Key {2}published\n {2}id {9}tag:news\.example,\d{4}:[0-9a-f]{32}\n/)
  for (const part of ['url:https://one.example/k?token=***', 'in everything, place 1 of 3', '科技 (keji), home'])
    expect(stdout).toContain(part)
  expect(stdout).not.toMatch(/s3cret|\u001b/)
})

test('what is not found ends with 1, says how it was looked for and what may have been meant', async () => {
  const missing = await site.run('explain', '一篇')
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toMatch(
    /^unknown-entry: No entry is known by "一篇"; looked for code:一篇, the guids of all sources\nDid you mean "第一篇" \(tag:/,
  )
})

for (const args of [[], [''], ['a', 'b'], ['guid:none:1']])
  test(`explain ${JSON.stringify(args)} is wrong usage`, async () => {
    expect((await site.run('explain', ...args)).code).toBe(2)
  })

test(
  'works beside a service on the same store',
  async () => {
    const service = site.start('run')
    await service.said(/http:\/\/127\.0\.0\.1:\d+\//)
    expect((await site.run('explain', 'a')).stdout).toContain('第一篇')
    service.kill('SIGTERM')
    expect((await service.ended).code).toBe(0)
  },
  hang,
)

const at = Date.UTC(2026, 5, 1)
const change = { ahead: '利率', removed: '不变', added: '下\u001b[2J调', behind: '。' }

const sample: Explanation = {
  found: { by: 'key', value: 'code:C1', merged: { row: 2, id: 'tag:x,2026:2', path: 'a/b.html', title: 'Former' }, others: [] },
  entry: {
    id: 'tag:news.example,2026:0123456789abcdef0123456789abcdef',
    path: 'keji/2026/06/01/C1.html',
    title: '很长的标题'.repeat(30),
    page: 'https://news.example/keji/2026/06/01/C1.html',
    url: `https://one.example/${'a'.repeat(60)}`,
    state: 'expired',
    because: ['its time is over'],
    revision: 2,
    owner: 'one',
  },
  dates: {
    given: null,
    published: at,
    origin: 'as its source gives it',
    modified: at,
    listed: at,
    firstSeen: at,
    firstPublished: at,
    embargoUntil: at,
    expires: at,
  },
  text: { use: 'page', source: 'one', why: '因为'.repeat(60), characters: 12_345 },
  article: { state: 'failed', attempts: 2, nextAt: at + 600_000, message: 'answered 500', pages: [] },
  sightings: Array.from({ length: 12 }, (_, n) => ({
    source: `source-${n}`,
    isOwner: n === 0,
    why: 'lower priority: 0 after 2 of source-0',
    isPublic: true,
    isRetired: n === 1,
    firstSeen: at,
    lastSeen: at,
    keys: [`code:C1`, `guid:source-${n}:\u001b[2J1`],
    titles: ['旧标题', '新标题'.repeat(40)],
    link: null,
    categories: [{ name: '科技', rule: '{publisher}' }],
  })),
  joins: [{ key: 'code:C1', sources: ['source-0', 'source-1'], why: 'they share this configured identity' }],
  corrections: [
    {
      at,
      by: 'ops',
      kind: 'parted',
      sides: [[{ source: 'source-0', key: 'code:C1' }], [{ source: 'source-12', key: 'url:https://one.example/?token=s3cret' }]],
      elsewhere: [{ row: 4, id: null, path: null, title: '分开的' }],
      holds: false,
    },
  ],
  merged: [],
  coverage: {
    group: [
      {
        id: 'tag:x,2026:5',
        path: 'a/e.html',
        title: '同一件事',
        outlet: '晚报',
        published: at,
        textShare: 0.87,
        why: 'text 87 %, same address',
      },
    ],
    near: [
      {
        id: null,
        path: null,
        title: '公告',
        outlet: null,
        published: at,
        textShare: 0.9,
        why: 'text 90 %, but other figures stand in the same places',
      },
    ],
  },
  related: [{ row: 3, id: null, path: null, title: '别的', key: 'url:https://one.example/?token=s3cret' }],
  vetoes: [{ key: 'url:https://one.example/', scope: '*', source: 'one', reason: 'shared by articles with different code', at }],
  burnt: [
    { key: 'url:https://one.example/', scope: '*', source: 'one' },
    { key: 'guid:one:1', scope: 'one', source: 'one' },
  ],
  categories: [{ name: '科技', slug: 'keji', isHome: true, listed: at, by: [{ source: 'source-0', rule: '{publisher}' }], why: null }],
  feeds: [
    {
      slug: 'keji',
      url: 'https://news.example/category/keji.atom',
      isIn: false,
      place: 1_234,
      of: 10_000,
      why: 'not one of the newest 50',
      archive: 'https://news.example/category/keji/2026-05-2.atom',
    },
  ],
  revisions: [
    { revision: 1, at, after: null, title: '旧', isRetitled: false, textShare: 0, changes: [], fields: [] },
    { revision: 2, at, after: 1, title: '新', isRetitled: true, textShare: 0.0312, changes: [change], fields: ['contentHtml'] },
  ],
  terms: { rights: 'link', excerpt: 200, images: 'link', attribution: null, expiresMs: 86_400_000 },
  imported: null,
  retraction: null,
  pruning: null,
  deletions: [],
  answers: { lists: [{ source: 'a', at: Date.UTC(2026, 0, 10), bytes: 2048 }], pages: [] },
  digests: [{ slug: null, every: 'weekly', day: '2026-01-12', url: 'https://news.example/archive/weekly/2026-01-12.html' }],
}

test('fits a terminal, steers none, and keeps secrets, whatever stands in it', () => {
  for (const columns of [80, 100]) {
    const text = describeExplanation(sample, { zone: 'Asia/Shanghai', now: at }, { isTerminal: false, columns })
    // Addresses stay whole, so that they can be copied.
    const lines = text.split('\n').filter((line) => !/https?:\/\//.test(line))
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    expect(text).not.toContain('s3cret')
    expect(text).toContain('… and 4 more (--json shows all)')
  }
  const text = describeExplanation(sample, { zone: 'Asia/Shanghai', now: at }, { isTerminal: false, columns: null })
  expect(text).toContain('\n  article    2 attempts failed (answered 500); next in 10 min\n')
  expect(text).toMatch(/not one of the newest 50; in archive\s+2026-05-2\n/)
  expect(text).toContain('\n  terms      title and link only; shown for 24 h\n')
  expect(text).toContain('\n  2          2026-06-01 08:00  title: 新, 3.1 % of the text\n')
  expect(text).toContain('利率[-不变-]{+下[2J调+}。\n')
  expect(text).toContain('\n             guid:one:1 at one\n')
  expect(text.match(/no key/g)).toHaveLength(1)
  expect(JSON.stringify(explanationShape(sample))).not.toContain('s3cret')
})
