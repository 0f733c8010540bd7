// Lists over several pages, from config to entries: a real API on loopback, the built program.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { ShownEntry, ShownPoll } from '../support/shown.ts'
import { openSite, type SmallSite } from './site.ts'

interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Api {
  readonly host: string
  readonly asked: Asked[]
  /** By path; change it between polls. */
  readonly routes: Map<string, (asked: Asked) => Answer>
}

async function openApi(routes: Readonly<Record<string, (asked: Asked) => Answer>>): Promise<Api> {
  const asked: Asked[] = []
  const table = new Map(Object.entries(routes))
  const server = createServer((request, response) => void answer(request, response))
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const one = { method: request.method ?? '', url: new URL(request.url ?? '', 'http://api.example'), body, headers: request.headers }
    asked.push(one)
    const { status = 200, headers = {}, body: said = '' } = table.get(one.url.pathname)?.(one) ?? { status: 404 }
    const text = typeof said === 'string' ? said : JSON.stringify(said)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { host: `127.0.0.1:${address.port}`, asked, routes: table }
}

async function siteWith(api: Api, sources: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<SmallSite> {
  const more = sources.map((source) => `  - { ${source.replaceAll('HOST', `http://${api.host}`)} }`).join('\n')
  const site = await openSite({ allow: api.host, more, env })
  onTestFinished(() => site.close())
  return site
}

async function polled(site: SmallSite, ...args: readonly string[]): Promise<ShownPoll['sources'][number]> {
  const { stdout, stderr } = await site.run('poll', 'list', '--json', ...args)
  const summary: ShownPoll = JSON.parse(stdout)
  const [report] = summary.sources
  if (report === undefined) throw new Error(stderr)
  return report
}

async function keysOf(site: SmallSite): Promise<readonly string[]> {
  const entries: readonly ShownEntry[] = JSON.parse(
    (await site.run('list', 'entries', '--source', 'list', '--json', '--limit', '1000')).stdout,
  )
  return entries
    .flatMap(({ keys }) => keys.filter((key) => key.startsWith('guid:')))
    .map((key) => key.replace('guid:list:', ''))
    .sort()
}

const item = (id: unknown) => ({ id, title: `title ${String(id)}` })
const fields = 'fields: { key: $.id, title: $.title }'
const numberOf = ({ url }: Asked, name = 'page') => Number(url.searchParams.get(name))

const lists = [
  { name: 'a top-level array', config: `items: $, ${fields}`, says: () => ({ body: [item('a'), item('b')] }), want: ['a', 'b'], asks: 1 },
  {
    name: 'lists in a list',
    config: `items: "$.groups[*].items[*]", ${fields}`,
    says: () => ({ body: { groups: [{ items: [item('a')] }, {}, { items: [item('b'), item('c')] }] } }),
    want: ['a', 'b', 'c'],
    asks: 1,
  },
  {
    name: 'numbers with all their digits, and names that objects have',
    config: `items: $.items, ${fields}`,
    says: () => ({
      body: '{"__proto__":{"items":[]},"items":[{"id":9007199254740993,"title":"a"},{"id":9007199254740992,"title":"b","__proto__":1}]}',
    }),
    want: ['9007199254740992', '9007199254740993'],
    asks: 1,
  },
  {
    name: 'an address in the answer, relative',
    config: `items: $.items, ${fields}, next: $.links.next, pages: 9`,
    says: (asked: Asked) => {
      const page = numberOf(asked)
      return { body: { items: [item(page)], links: { next: page < 3 ? `?page=${page + 1}` : null } } }
    },
    want: ['0', '1', '2', '3'],
    asks: 4,
  },
  {
    name: 'a cursor in the address',
    config: `items: $.items, ${fields}, next: { cursor: $.next, url: "HOST/list?size=2&c={cursor}" }, pages: 9`,
    says: ({ url }: Asked) => {
      const page = url.searchParams.get('c')
      return { body: { items: [item(page ?? 'first')], next: page === null ? 'a/b c' : page === 'a/b c' ? 'last' : '' } }
    },
    want: ['a/b c', 'first', 'last'],
    asks: 3,
  },
  {
    name: 'a number, until a page brings nothing',
    config: `items: $.items, ${fields}, next: { number: page, from: 1 }, pages: 9`,
    says: (asked: Asked) => ({ body: { items: numberOf(asked) <= 2 ? [item(`p${numberOf(asked)}`)] : [] } }),
    want: ['p1', 'p2'],
    asks: 3,
  },
  {
    name: 'a number, until a page brings nothing new',
    config: `items: $.items, ${fields}, next: { number: page, from: 0 }, pages: 9`,
    says: (asked: Asked) => ({ body: { items: [item(Math.min(numberOf(asked), 2))] } }),
    want: ['0', '1', '2'],
    asks: 4,
  },
  {
    name: 'a cursor in a body, as a mapping',
    config: `items: $.items, ${fields}, method: POST, body: { size: 2, after: "{cursor}" }, next: { cursor: $.next }, pages: 9`,
    says: ({ method, body, headers }: Asked) => {
      const { after = 0, size } = JSON.parse(body)
      const isRight = method === 'POST' && size === 2 && headers['content-type'] === 'application/json'
      return isRight ? { body: { items: [item(`after ${after}`)], next: after < 2 ? after + 1 : null } } : { status: 400 }
    },
    want: ['after 0', 'after 1', 'after 2'],
    asks: 3,
  },
  {
    name: 'a number in a form that is posted',
    config: `items: $.items, ${fields}, method: POST, body: "q=a&p={page}", next: { number: p }, pages: 3`,
    says: ({ body, headers, url }: Asked) => {
      const isRight = headers['content-type'] === 'application/x-www-form-urlencoded' && url.search === ''
      return isRight ? { body: { items: [item(body)] } } : { status: 400 }
    },
    want: ['q=a&p=1', 'q=a&p=2', 'q=a&p=3'],
    asks: 3,
  },
  {
    name: 'JSONP',
    config: `items: $.items, ${fields}, jsonp: true, next: $.next, pages: 2`,
    says: (asked: Asked) => ({ body: `/**/cb(${JSON.stringify({ items: [item(numberOf(asked))], next: '?page=1' })});` }),
    want: ['0', '1'],
    asks: 2,
  },
]

const rss = (page: number) =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title>${page < 3 ? `<atom:link rel="next" href="?page=${page + 1}"/>` : ''}<item><guid>${page}</guid><title>title ${page}</title></item></channel></rss>`
const jsonFeed = (page: number) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: 't',
  next_url: page < 3 ? `?page=${page + 1}` : undefined,
  items: [{ id: String(page), content_text: `text ${page}` }],
})

/** Every list is a source of one site, which is polled once. */
test('reads lists of all kinds', async () => {
  const all = [
    ...lists.map(({ config, ...list }) => ({ ...list, config: `kind: json, ${config}` })),
    ...[rss, jsonFeed].map((bodyOf) => ({
      name: `a feed over as many pages as config says: ${bodyOf.name}`,
      config: 'pages: 3',
      says: (asked: Asked): Answer => ({ body: bodyOf(numberOf(asked)) }),
      want: ['0', '1', '2'],
      asks: 3,
    })),
  ]
  const api = await openApi(Object.fromEntries(all.map(({ says }, at) => [`/list-${at}`, says])))
  const site = await siteWith(
    api,
    all.map(({ config }, at) => `id: list-${at}, url: HOST/list-${at}, ${config.replace('HOST/list?', `HOST/list-${at}?`)}`),
  )
  const summary: ShownPoll = JSON.parse((await site.run('poll', '--json')).stdout)
  const entries: readonly ShownEntry[] = JSON.parse((await site.run('list', 'entries', '--json', '--limit', '1000')).stdout)
  for (const [at, { name, want, asks }] of all.entries()) {
    const id = `list-${at}`
    expect(
      summary.sources.find((report) => report.id === id),
      name,
    ).toMatchObject({ outcome: 'changed', read: want.length })
    const keys = entries.flatMap((entry) => entry.keys.filter((key) => key.startsWith(`guid:${id}:`)))
    expect(keys.map((key) => key.replace(`guid:${id}:`, '')).sort(), name).toEqual(want)
    expect(
      api.asked.filter(({ url }) => url.pathname === `/${id}`),
      name,
    ).toHaveLength(asks)
  }
})

test('says that a list goes on behind the last page that config lets read', async () => {
  const api = await openApi({ '/list': (asked) => ({ body: jsonFeed(numberOf(asked)) }) })
  const site = await siteWith(api, ['id: list, url: HOST/list, pages: 3'])
  const { stdout } = await site.run('try', 'list', '--json')
  expect(JSON.parse(stdout).document.warnings).toEqual(['the list goes on after page 3: "pages" may be larger'])
})

test('one page is read where config says nothing, and nothing is said of it', async () => {
  const api = await openApi({ '/list': (asked) => ({ body: jsonFeed(numberOf(asked)) }) })
  const site = await siteWith(api, ['id: list, url: HOST/list'])
  const { entries, document } = JSON.parse((await site.run('try', 'list', '--json')).stdout)
  expect(entries).toHaveLength(1)
  expect(document.warnings).toEqual([])
})

const paged = `id: list, kind: json, url: HOST/list, items: $.items, ${fields}, next: $.next, pages: 9`

/** Two pages with validators; the second fails as long as it is to. */
function brittle(): { readonly routes: Readonly<Record<string, (asked: Asked) => Answer>>; isMended: boolean } {
  const made = {
    isMended: false,
    routes: {
      '/list': ({ headers }: Asked) =>
        headers['if-none-match'] === '"1"' ? { status: 304 } : { headers: { etag: '"1"' }, body: { items: [item('a')], next: '/second' } },
      '/second': () => (made.isMended ? { body: { items: [item('b')] } } : { status: 500 }),
    },
  }
  return made
}

test('a page that fails keeps those before it, and is asked for again by the next visit', async () => {
  const upstream = brittle()
  const api = await openApi(upstream.routes)
  const site = await siteWith(api, [paged])
  expect(await polled(site)).toMatchObject({ outcome: 'changed', read: 1 })
  expect((await site.run('try', 'list')).stdout).toContain('page 2 is missing')
  upstream.isMended = true
  expect(await polled(site)).toMatchObject({ outcome: 'changed', read: 2, new: 1 })
  expect(await keysOf(site)).toEqual(['a', 'b'])
})

test('304, or the same bytes, of the first page ends the visit', async () => {
  const upstream = brittle()
  upstream.isMended = true
  const api = await openApi(upstream.routes)
  const site = await siteWith(api, [paged])
  await polled(site)
  const { length } = api.asked
  expect(await polled(site)).toMatchObject({ outcome: 'unchanged', read: 0 })
  api.routes.set('/list', () => ({ body: { items: [item('a')], next: '/second' } }))
  expect(await polled(site)).toMatchObject({ outcome: 'unchanged', read: 0 })
  expect(api.asked.slice(length).map(({ url }) => url.pathname)).toEqual(['/list', '/list'])
  expect(await polled(site, '--force')).toMatchObject({ outcome: 'changed', read: 2 })
})

test('what stands on two pages, for the list has grown meanwhile, is one entry', async () => {
  const pages = [
    [item('c'), item('b')],
    [{ ...item('b'), text: 'read 5 times' }, item('a')],
  ]
  const api = await openApi({ '/list': (asked) => ({ body: { items: pages[numberOf(asked)], next: '?page=1' } }) })
  const site = await siteWith(api, [paged])
  expect(await polled(site)).toMatchObject({ read: 3, new: 3 })
})

test('bytes are those of all pages', async () => {
  const api = await openApi({
    '/list': (asked) => ({ body: JSON.stringify({ items: [item(numberOf(asked))], next: '?page=1' }).padEnd(1000) }),
  })
  const site = await siteWith(api, [paged])
  expect(await polled(site)).toMatchObject({ bytes: 2000 })
})

test('headers go along within the origin, and to no other; what is posted neither', async () => {
  const other = await openApi({ '/list': () => ({ body: { items: [item('b')] } }) })
  const api = await openApi({
    '/list': ({ url }) => ({
      body: { items: [item(`a${url.search}`)], next: url.search === '' ? '/list?x' : `http://${other.host}/list` },
    }),
  })
  const more = (extra: string) => `${paged}, headers: { x-api-key: secret-of-the-api }${extra}`
  const site = await openSite({ allow: `${api.host}", "${other.host}`, more: `  - { ${more('').replace('HOST', `http://${api.host}`)} }` })
  onTestFinished(() => site.close())
  expect(await polled(site)).toMatchObject({ read: 3 })
  expect(api.asked.map(({ headers }) => headers['x-api-key'])).toEqual(['secret-of-the-api', 'secret-of-the-api'])
  expect(other.asked.map(({ headers }) => headers['x-api-key'])).toEqual([undefined])

  const posting = await siteWith(api, [more(', method: POST, body: { q: 1 }')])
  expect(await polled(posting)).toMatchObject({ outcome: 'changed', read: 2 })
  expect(other.asked).toHaveLength(1)
})

test('nothing that the environment gave is shown anywhere', async () => {
  const secrets = { KEY: 'k3y/of the-api', TOKEN: 'Bearer t0ken-of-the-api', PASS: 'pass"w0rd', PART: 'p4rt-of-the-path' }
  const api = await openApi({
    '/ok/p4rt-of-the-path': ({ url, body }) => ({
      body: { items: [item(`a${url.search}`)], next: url.searchParams.has('again') ? null : `${url.search}&again=1`, said: body },
    }),
    '/moved': () => ({ status: 302, headers: { location: `/elsewhere?${new URLSearchParams({ app: secrets.KEY })}` } }),
  })
  const asking = `items: $.items, ${fields}, headers: { authorization: "\${TOKEN}" }, method: POST, body: { pass: "\${PASS}" }`
  const site = await siteWith(
    api,
    [
      `id: list, kind: json, url: "HOST/ok/\${PART}?app=\${KEY}", ${asking}, next: $.next, pages: 3`,
      `id: failing, kind: json, url: "HOST/failing/\${PART}?app=\${KEY}", ${asking}`,
      `id: moved, kind: json, url: "HOST/moved?app=\${KEY}", ${asking}`,
      `id: odd, kind: json, url: "HOST/odd?app=\${KEY}", ${asking}`,
    ],
    secrets,
  )
  api.routes.set('/odd', () => ({ body: { [`no list for ${secrets.KEY}`]: 1 } }))
  const said: string[] = []
  const run = async (...command: readonly string[]) => {
    const { stdout, stderr } = await site.run(...command)
    said.push(`${stdout}\n${stderr}`)
    if (command.includes('--json')) expect(() => JSON.parse(stdout)).not.toThrow()
  }
  await run('poll', '--json', '--log-level', 'debug')
  const shown = [['status'], ['list', 'sources'], ['check', '--online'], ['try', 'list'], ['try', 'failing']]
  await Promise.all(shown.flatMap((command) => [run(...command), run(...command, '--json')]))
  expect(api.asked[0]).toMatchObject({ body: JSON.stringify({ pass: secrets.PASS }), headers: { authorization: secrets.TOKEN } })
  expect(said.join('\n')).toContain('/failing/***?app=***')
  for (const secret of ['k3y', 't0ken', 'w0rd', 'p4rt']) expect(said.filter((text) => text.includes(secret))).toEqual([])

  await site.put('config/broken.yaml', `${site.config}\n  - { id: bad, url: "ftp://api.example/\${PART}?app=\${KEY}" }\n`)
  for (const flags of [[], ['--json']]) {
    const { code, stdout, stderr } = await site.run('check', '--config', 'config/broken.yaml', ...flags)
    expect(code).toBe(3)
    expect(`${stdout}${stderr}`).toContain('ftp://api.example/***?app=***')
    expect(`${stdout}${stderr}`).not.toMatch(/k3y|p4rt/)
  }
}, 120_000)
