// From an address nobody has written a source for to entries that can be read: what is proposed is pasted, checked and polled.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { systemClock } from '../../src/base/clock.ts'
import { silentLogger } from '../../src/base/log.ts'
import { configLines, proposedSource, sourceAt } from '../../src/config/ad-hoc-source.ts'
import { loadConfig } from '../../src/config/load.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import type { TriedProposal } from '../../src/jobs/try/looks.ts'
import { trySource } from '../../src/jobs/try/try-source.ts'
import type { Entry } from '../../src/model/entry.ts'
import { inlineReader } from '../../src/read/inline.ts'
import { listPages } from '../extract/list-pages.ts'

interface Site {
  readonly name: string
  readonly type: string
  readonly body: string
}

const answers: readonly Site[] = [
  {
    name: 'seconds since 1970',
    value: {
      data: {
        list: [1, 2, 3].map((n) => ({ id: n, title: `Story number ${n}`, url: `https://a.example/${n}`, ctime: 1_763_700_000 + n })),
      },
    },
  },
  {
    name: 'a list at the top',
    value: [1, 2, 3].map((n) => ({ id: n, headline: `Story number ${n}`, href: `/s/${n}`, time: '2025-11-21 12:40:00' })),
  },
].map(({ name, value }) => ({ name, type: 'application/json', body: JSON.stringify(value) }))

const sitemap: Site = {
  name: 'a news sitemap',
  type: 'application/xml',
  body: `<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${[
    1, 2, 3,
  ]
    .map(
      (n) =>
        `<url><loc>https://b.example/${n}</loc><news:news><news:publication_date>2025-11-21</news:publication_date><news:title>Story number ${n}</news:title></news:news></url>`,
    )
    .join('')}</urlset>`,
}

const sites: readonly Site[] = [
  ...listPages.map(({ name, html }) => ({ name, type: 'text/html; charset=utf-8', body: html })),
  ...answers,
  sitemap,
]

interface Outcome {
  readonly url: string
  /** Paths asked for before the lines stood in config. */
  readonly asked: readonly string[]
  readonly proposals: readonly TriedProposal[]
  /** What the best one reads, when its lines stand in config. */
  readonly entries: readonly Entry[]
}

const outcomes = new Map<string, Outcome>()
const servers: Server[] = []
let folder = ''

/** A host of its own for each, as on the web; all are watched by one program. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'newsstand-proposals-'))
  const webs = await Promise.all(sites.map(startWeb))
  const root = (include: string) =>
    `site: { title: T, url: "https://t.example/", timezone: Asia/Shanghai }\nstore: { sqlite: s.sqlite }\npublish: { dir: p }\npoll: { delay: 0s, allow: ${JSON.stringify(webs.map(({ host }) => host))} }\n${include}`
  await writeFile(join(folder, 'empty.yaml'), root(''))
  const settings = loadConfig(join(folder, 'empty.yaml'), {})
  const ports = { fetcher: httpFetcher(settings.poll, { clock: systemClock }), reader: inlineReader(), clock: systemClock }
  const found = []
  for (const [at, { url, asked }] of webs.entries()) {
    const deps = { settings, ...ports, store: null, sourceOf: (proposal: TriedProposal['proposal']) => proposedSource(proposal, settings) }
    const { looks } = await trySource(sourceAt(url, settings), deps)
    const proposals = looks?.proposals ?? []
    const [best] = proposals
    const lines = best === undefined ? null : configLines(best.proposal, settings, at + 1)
    if (lines !== null) await writeFile(join(folder, `mine-${at}.yaml`), lines)
    found.push({ url, proposals, asked: [...asked], id: lines === null ? null : (/id: (\S+)/.exec(lines)?.[1] ?? null) })
  }
  await ports.fetcher.close()
  await writeFile(join(folder, 'full.yaml'), root('include: ["mine-*.yaml"]\n'))
  const app = await openApp(loadConfig(join(folder, 'full.yaml'), {}), { log: silentLogger })
  const report = await app.poll({ only: null, isForced: true, onProgress: () => {} })
  expect(report.sources.filter(({ outcome }) => outcome !== 'changed')).toEqual([])
  for (const [at, { name }] of sites.entries()) {
    const { id, ...outcome } = found[at] ?? { id: null, url: '', asked: [], proposals: [] }
    const entries = id === null ? [] : await app.entries({ source: id, category: null, search: null, limit: 1_000 })
    outcomes.set(name, { ...outcome, entries })
  }
  await app.close()
})

afterAll(async () => {
  for (const server of servers) server.close()
  await rm(folder, { recursive: true, force: true })
})

async function startWeb({ type, body }: Site) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/robots.txt') response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': type }).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
  return { host, url: `http://${host}/finance/`, asked }
}

function outcomeOf(name: string): Outcome {
  const outcome = outcomes.get(name)
  if (outcome === undefined) throw new Error(`nothing was tried for ${name}`)
  return outcome
}

function dayOf({ datePublished }: Entry): string {
  return new Date(datePublished + 8 * 3_600_000).toISOString().slice(0, 10)
}

describe('a list page', () => {
  for (const { name, want, never = [], also = [] } of listPages)
    test(name, () => {
      const { url, proposals, entries } = outcomeOf(name)
      const [best, ...others] = proposals
      expect(best?.entries.map(({ title }) => title) ?? []).toEqual(want.slice(0, 3).map(([, title]) => title))
      const days = new Map(want.map(([path, , day]) => [path, day]))
      const shown = entries.map((entry) => {
        const path = entry.url?.replace(new URL(url).origin, '') ?? ''
        return [path, entry.title, days.get(path) === null ? null : dayOf(entry)]
      })
      expect(shown.toSorted()).toEqual(want.toSorted())
      const titles = proposals.flatMap((proposal) => proposal.entries.map(({ title }) => title))
      for (const title of never) expect(titles).not.toContain(title)
      expect(others.flatMap(({ entries: [first] }) => first?.title ?? [])).toEqual(expect.arrayContaining([...also]))
    })
})

describe('what is no page', () => {
  for (const { name } of [...answers, sitemap])
    test(name, () => {
      const { proposals, entries } = outcomeOf(name)
      expect(proposals).toMatchObject([{ read: 3, proposal: { kind: name === sitemap.name ? 'sitemap' : 'json' } }])
      expect(entries.map(({ title }) => title).sort()).toEqual([1, 2, 3].map((n) => `Story number ${n}`))
      expect(new Set(entries.map(dayOf))).toEqual(new Set(['2025-11-21']))
    })
})

test('an address is asked once, and nothing beside it is guessed', () => {
  for (const [name, { asked }] of outcomes) expect(asked, name).toEqual(['/finance/'])
})
