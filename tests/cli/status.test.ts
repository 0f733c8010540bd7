// `status`: who needs to be looked at, and what for.
import stringWidth from 'string-width'
import { afterEach, expect, test } from 'vitest'
import { describeStatus, type Status } from '../../src/cli/status-sheet.ts'
import { nothingLearnt } from '../../src/model/expectations.ts'
import { neverPolled, type PollState } from '../../src/model/poll.ts'
import { statusShape } from '../../src/model/source-shape.ts'
import { serve } from '../fetch/web.ts'
import { openSite, type SmallSite } from './site.ts'

const now = Date.parse('2026-06-01T04:00:00Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Stored = Status['sources'][number]

const well: Partial<PollState> = {
  outcome: 'changed',
  lastPollAt: now - minute,
  nextPollAt: now + 5 * minute,
  lastChangeAt: now - 2 * hour,
}

function source(id: string, state: Partial<PollState> = {}, changes: Partial<Stored> = {}): Stored {
  return {
    id,
    kind: 'feed',
    url: `https://${id}.example/feed?token=s3cret`,
    host: `${id}.example`,
    priority: 0,
    position: 0,
    joins: false,
    title: null,
    rights: 'full',
    excerpt: 200,
    images: 'link',
    attribution: null,
    deletions: 'flag',
    deleted: 0,
    expiresMs: null,
    delayMs: 0,
    pausedAt: null,
    enabled: true,
    hasArticle: false,
    isRetired: false,
    state: { ...neverPolled, ...well, ...state },
    entries: 12,
    failingSince: null,
    follows: null,
    push: null,
    news: { week: 30, month: 100 },
    ...changes,
  }
}

const failed: Partial<PollState> = {
  outcome: 'failed',
  code: 'http-status',
  message: 'https://b.example/feed answered 500; it is asked again later',
  failures: 3,
}

function shown(
  sources: readonly Stored[],
  {
    hosts = [] as Status['hosts'],
    waiting = [] as readonly string[],
    hub = { subscriptions: 0, failing: 0 },
    answers = { answers: 0, articles: 0, bytes: 0, most: 0 },
    columns = null as number | null,
  } = {},
): string {
  return describeStatus(
    { sources, hosts, waiting, hub, answers, trafficDays: 7, zone: 'Asia/Shanghai', now },
    { isTerminal: false, columns },
  )
}

test('categories that wait are counted, the first of them named, and nothing is said of none', () => {
  expect(shown([source('a')])).not.toContain('category')
  expect(shown([source('a')], { waiting: ['摇滚'] })).toContain('1 new category waits ("newsstand category list --state waiting"): 摇滚\n')
  expect(shown([source('a')], { waiting: [...'abcdefg'] })).toContain('7 new categories wait')
  expect(shown([source('a')], { waiting: [...'abcdefg'] })).toContain('a, b, c, d, e …')
  expect(shown([source('a')])).not.toContain('WebSub')
  expect(shown([source('a')], { hub: { subscriptions: 1, failing: 0 } })).toContain('\n1 WebSub subscription\n')
  expect(shown([source('a')], { hub: { subscriptions: 1_200, failing: 3 } })).toContain('1,200 WebSub subscriptions, 3 of them cannot be')
})

test('kept answers are counted, where there are any', () => {
  expect(shown([source('a')])).not.toContain('Kept for plan')
  const answers = { answers: 6_000, articles: 1, bytes: 12 * 1024 ** 2, most: 200 * 1024 ** 2 }
  const line = '\nKept for plan and reread: 6,000 answers of sources and 1 page of an entry, 12 MB of at most 200 MB\n'
  expect(shown([source('a')], { answers })).toContain(line)
  expect(shown([source('a')], { answers: { ...answers, answers: 1, articles: 0 } })).toContain(' 1 answer of sources, 12 MB')
})

test('a line for each source, the worst first, with what is wrong beneath', () => {
  const breaks = [{ name: 'items', message: 'none now, at least 20 as a rule' }]
  const fallbacks = [{ field: 'title', from: 'h2', to: 'a' }]
  const sources = [
    source('ok'),
    source('moved', { adoptedUrl: 'https://moved.example/new?key=s3cret' }),
    source('gap', { isGap: true }),
    source('never', neverPolled, { entries: 0, news: { week: 0, month: 0 } }),
    source('b', failed, { failingSince: now - 3 * hour }),
    source('once', { ...failed, failures: 1 }),
    source('gone', { outcome: 'gone', code: 'gone', message: 'gone for good', failures: 1 }),
    source('busy', { outcome: 'throttled', code: 'rate-limited', message: 'asked for peace', nextPollAt: now + 30 * hour }),
    source('drift', { isDrifting: true, expectations: { ...nothingLearnt, breaks, fallbacks } }),
  ]
  expect(shown(sources).split('\n')).toEqual([
    'source  health           next poll                  a day  entries  last change',
    'gone    gone             never                      4.3    12       2 h ago',
    '    gone: gone for good',
    'b       failing 3×, 3 h  12:05, in 5 min            4.3    12       2 h ago',
    '    http-status: https://b.example/feed answered 500; it is asked again later',
    'once    failing          12:05, in 5 min            4.3    12       2 h ago',
    '    http-status: https://b.example/feed answered 500; it is asked again later',
    'busy    throttled        2026-06-02 18:00, in 30 h  4.3    12       2 h ago',
    '    rate-limited: asked for peace',
    'gap     gap              12:05, in 5 min            4.3    12       2 h ago',
    '    gap: its last document showed nothing that was known, so entries were missed; it is visited',
    '    sooner',
    'drift   drifting         12:05, in 5 min            4.3    12       2 h ago',
    '    drifting: items: none now, at least 20 as a rule; "try" shows what its pages look like now',
    '    fallback: title: "h2" finds nothing any more, "a" stands in',
    'moved   moved            12:05, in 5 min            4.3    12       2 h ago',
    '    moved: it is visited at https://moved.example/new?key=***; write that into config in place of',
    '    https://moved.example/feed?token=***',
    'never   never polled     due                         0      0',
    'ok      ok               12:05, in 5 min            4.3    12       2 h ago',
    '3 of 9 sources are failing. Others: 1 throttled, 1 gap, 1 drifting, 1 moved, 1 never polled.',
    '',
  ])
})

test('fits a terminal, whatever is long', () => {
  const long = source('a-source-with-a-very-long-name-that-somebody-gave-it', {
    ...failed,
    nextPollAt: now + 40 * day,
    message: '很长的消息'.repeat(40),
  })
  for (const columns of [80, 100]) {
    const lines = shown([long, source('ok')], { columns }).split('\n')
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
  }
})

test('of very many sources those that are well are only counted', () => {
  const sources = Array.from({ length: 10_000 }, (_, n) => source(`s${n}`, n % 100 === 7 ? { ...failed, failures: n } : {}))
  const lines = shown([...sources, source('fresh', neverPolled)]).split('\n')
  expect(lines[1]).toMatch(/^s9907 +failing/)
  expect(lines.filter((line) => line.startsWith('s'))).toHaveLength(51)
  expect(lines.slice(-3)).toEqual([
    '… and 50 more to look at (--json shows all)',
    '100 of 10,001 sources are failing. Others: 1 never polled.',
    '',
  ])
  expect(shown(sources.filter(({ state }) => state.outcome === 'changed'))).toBe('No source is failing; 9,900 are watched.\n')
})

test('says when nobody seems to visit them', () => {
  const late = (minutes: number) => source(`late${minutes}`, { nextPollAt: now - minutes * minute })
  expect(shown([late(5)])).not.toContain('running')
  expect(shown([late(5), late(30), late(240), source('gone', { outcome: 'gone', nextPollAt: 0 })])).toContain(
    '2 have been due for up to 4 h: is "newsstand run" running?\n',
  )
  expect(shown([])).toBe('No source is watched: config names none that is enabled.\n')
})

test('names the hosts that were asked most', () => {
  const hosts = Array.from({ length: 12 }, (_, n) => ({ host: `h${n}.example`, requests: 1200 - n, bytes: (12 - n) * 1_000_000 }))
  const lines = shown([source('ok')], { hosts }).split('\n')
  expect(lines.slice(2, 6)).toEqual([
    'No source is failing; 1 is watched.',
    '',
    'busiest hosts in 7 days  requests  received',
    'h0.example               1,200      11 MB',
  ])
  expect(lines.slice(-3)).toEqual(['h9.example               1,191     2.9 MB', '… and 2 more hosts', ''])
})

test('--json has the keys of list sources, and how each source is', () => {
  const state = { ...failed, adoptedUrl: 'https://a.example/new?key=s3cret', isGap: true, movedTo: 'https://other.example/', movedTimes: 3 }
  expect(statusShape(source('a', state, { failingSince: now - hour }))).toEqual({
    id: 'a',
    kind: 'feed',
    url: 'https://a.example/feed?token=***',
    outcome: 'failed',
    code: 'http-status',
    message: 'https://b.example/feed answered 500; it is asked again later',
    failures: 3,
    last_poll: '2026-06-01T03:59:00Z',
    next_poll: '2026-06-01T04:05:00Z',
    entries: 12,
    health: 'failing',
    failing_since: '2026-06-01T03:00:00Z',
    items_per_day: 4.3,
    last_change: '2026-06-01T02:00:00Z',
    follows: null,
    push: null,
    deleted: 0,
    gap: true,
    drifting: false,
    drift: [],
    held_back: false,
    fallbacks: [],
    adopted_url: 'https://a.example/new?key=***',
    proposed_url: 'https://other.example/',
  })
})

test('says by whom a source is pushed, and why it is visited rarely', () => {
  const push = { hub: 'https://hub.example/?key=s3cret', state: 'active', leaseUntil: now + day, lastPushAt: now, failures: 0 } as const
  const trusted = source('a', { nextPollAt: now + 6 * hour }, { push: { ...push, isTrusted: true } })
  expect(shown([trusted])).toMatch(/18:00, in 6 h; pushed by hub\.example/)
  expect(shown([source('a', {}, { push: { ...push, isTrusted: false } })])).not.toContain('hub.example')
  expect(statusShape(trusted).push).toEqual({
    hub: 'hub.example',
    state: 'active',
    trusted: true,
    lease_until: '2026-06-02T04:00:00Z',
    last_push: '2026-06-01T04:00:00Z',
  })
})

let site: SmallSite | null = null
afterEach(() => site?.close())

test('shows a source that has moved for good once it is adopted, and what was asked of whom', async () => {
  const web = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' }).end()
    else
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end('<rss><channel><item><guid>1</guid><title>One</title></item></channel></rss>')
  })
  site = await openSite({ allow: web.host, more: `  - { id: mover, url: "${web.url}/old" }\n` })
  for (let polls = 0; polls < 3; polls++) expect((await site.run('poll', 'mover', '--force')).code).toBe(0)
  const { code, stdout } = await site.run('status', '--json')
  const said = JSON.parse(stdout)
  expect({ code, failing: said.failing, keys: Object.keys(said) }).toEqual({
    code: 0,
    failing: 0,
    keys: ['sources', 'failing', 'hosts', 'hosts_days', 'categories_waiting', 'hub', 'answers'],
  })
  expect(said.sources.find(({ id }: { id: string }) => id === 'mover')).toMatchObject({
    health: 'moved',
    adopted_url: `${web.url}/new`,
    items_per_day: 0.1,
  })
  expect(said.hosts).toEqual([{ host: web.host, requests: 6, bytes: expect.any(Number) }])
  expect((await site.run('status')).stdout).toContain(`moved: it is visited at ${web.url}/new`)
})

test('the web cannot steer a terminal by its messages, and secrets stay inside', () => {
  const said = shown([
    source('a', { ...failed, message: 'a \u001b[2J b' }),
    source('b', { movedTo: 'https://b.example/?key=s3cret', movedTimes: 3 }),
    source('c', { adoptedUrl: 'https://c.example/?key=s3cret' }),
  ])
  expect(said.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  expect(said).not.toContain('s3cret')
  expect(said).toContain('https://b.example/?key=***')
  expect(said).toContain('https://c.example/?key=***')
})

test('says what lists of feeds have followed, however many sources are well', () => {
  const follows = { feeds: 1_200, came: 3, left: 1, changedAt: now - 2 * hour }
  const sources = [source('list', well, { kind: 'opml', follows }), ...Array.from({ length: 1_200 }, (_, n) => source(`list.s${n}`, well))]
  expect(shown(sources)).toContain('List list names 1,200 feeds; it changed 2 h ago: 3 new, 1 gone.')
})
