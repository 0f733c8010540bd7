// A whole site in memory for tests of identity and publishing: real store, reader and jobs; sources answer what the test hands them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256Hex } from '../../src/base/digest.ts'
import { silentLogger } from '../../src/base/log.ts'
import { silentMeter } from '../../src/base/meter.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Fetcher } from '../../src/fetch/fetcher.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { restoreRegistry } from '../../src/jobs/operate/restore-registry.ts'
import { judgeOf } from '../../src/jobs/operate/take-down.ts'
import { fetchArticle } from '../../src/jobs/poll/fetch-article.ts'
import { pollSource } from '../../src/jobs/poll/poll-source.ts'
import { pollWriter } from '../../src/jobs/poll/poll-writer.ts'
import { feedRecords, registryPlan, sourceRecords } from '../../src/jobs/sync.ts'
import { settleAndPublish } from '../../src/jobs/tickets.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { RegistryHeader } from '../../src/model/registry-line.ts'
import type { Settings } from '../../src/model/settings.ts'
import type { Outlet } from '../../src/publish/outlet.ts'
import { inlineQueue } from '../../src/queue/inline.ts'
import { inlineReader } from '../../src/read/inline.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { MemoryRegistry } from './registry.ts'

/** An item of a source's answer; `code` is the configured identity. */
export interface Item {
  readonly guid?: string
  readonly url?: string
  readonly title?: string
  /** ISO. */
  readonly date?: string
  readonly text?: string
  readonly code?: string
  readonly doi?: string
  readonly publisher?: string
}

/** One answer of one source. */
export interface Document {
  readonly source: string
  readonly items: readonly Item[]
  /** Answered instead of the items; null: HTTP 404. */
  readonly body?: string | null
}

export interface TestSource {
  readonly id: string
  readonly priority?: number
  readonly joins?: boolean
  readonly delay?: string
  readonly onUpdate?: string
  /** Default `{publisher}`, else the source's id. */
  readonly category?: string
  /** The article step, as config has it. */
  readonly article?: string
}

export interface TestSite {
  readonly settings: Settings
  readonly deps: Deps
  /** Published files by path. */
  readonly files: ReadonlyMap<string, string>
  /** What addresses answer beside the sources' lists; change it between runs. */
  readonly answers: Map<string, string>
  /** Addresses that were fetched, in order. */
  readonly fetched: readonly string[]
  /** One run: the documents are polled in this order, then settled and published. */
  run(documents: readonly Document[], at?: number): Promise<void>
  entries(): Promise<readonly Entry[]>
  close(): Promise<void>
}

export const firstRunAt = Date.UTC(2026, 0, 10, 12)
const hour = 3_600_000

/** Lines of a config with these sources; two configured identities, `code` stronger than `doi`. */
export function configOf(sources: readonly TestSource[], extra = ''): string {
  const list = sources.map(
    ({ id, priority = 0, joins = false, delay = '0s', onUpdate = 'touch', category = '"{publisher}"', article = '' }) =>
      `  - { id: ${id}, kind: json, url: "https://${id}.example/list", items: "$.items", priority: ${priority}, joins: ${joins}, delay: ${delay}, onUpdate: ${onUpdate}, category: [${category}, ${id}],${article === '' ? '' : ` article: ${article},`} fields: { key: $.guid, link: $.url, title: $.title, published: $.date, content: $.text, publisher: $.publisher } }`,
  )
  return `site: { title: Test, url: "https://news.example/", timezone: Asia/Shanghai }
store: { sqlite: store.sqlite }
publish: { dir: public }
identity:
  - { name: code, query: code, fields: [code], pattern: 'C\\d+' }
  - { name: doi, fields: [doi], pattern: '10\\..+' }
${extra}sources:
${list.join('\n')}
`
}

export function settingsOf(yaml: string): Settings {
  const dir = mkdtempSync(join(tmpdir(), 'newsstand-'))
  try {
    writeFileSync(join(dir, 'newsstand.yaml'), yaml)
    return loadConfig(join(dir, 'newsstand.yaml'), {})
  } finally {
    rmSync(dir, { recursive: true })
  }
}

interface SiteOptions {
  /** The store, for tests that look into it from beside. */
  readonly file?: string
  /** Stands between publishing and its files. */
  readonly around?: (outlet: Outlet) => Outlet
  /** Written at publishing, and read back by a store that is new. */
  readonly registry?: MemoryRegistry | null
  /** When a store that is new is made, where no registry says otherwise. */
  readonly year?: number
}

export async function openSite(
  settings: Settings,
  { file = ':memory:', around = (outlet) => outlet, registry: registryFile = null, year = 2026 }: SiteOptions = {},
): Promise<TestSite> {
  const answers = new Map<string, string>()
  const files = new Map<string, string>()
  const fetched: string[] = []
  const clock = { at: firstRunAt, now: () => clock.at }
  const header = await headerOf(registryFile)
  const store = await openSqlite({
    file,
    siteId: settings.site.id,
    host: 'news.example',
    year: header?.year ?? year,
    identityNames: settings.identity.map(({ name }) => name),
  })
  const fetcher = answering(answers, fetched)
  let secrets = 0
  const deps: Deps = {
    node: 'test',
    settings,
    store,
    polls: pollWriter({ store, fetcher, clock }),
    following: { renew: async () => {}, settings: () => settings },
    queue: inlineQueue({ concurrency: 1, perLane: () => 1, log: silentLogger }),
    fetcher,
    reader: inlineReader(),
    runCommand: async () => ({ kind: 'done' }),
    outlet: around(memoryOutlet(files)),
    jekyll: null,
    registryFile,
    withWriterLock: (work) => work(),
    clock,
    random: () => 0.5,
    secret: () => `secret-${++secrets}`,
    log: silentLogger,
    meter: silentMeter,
  }
  if (header !== null) await restoreRegistry(header, deps)
  store.takedown.follow(judgeOf(settings))
  await store.syncSources(sourceRecords(settings))
  await store.syncCategories((registry) => registryPlan(settings, registry, clock.now()), feedRecords(settings, clock.now()))
  let runs = 0
  return {
    settings,
    deps,
    files,
    answers,
    fetched,
    run: async (documents, at = firstRunAt + hour * runs++) => {
      clock.at = at
      for (const document of documents) await poll(document, { deps, answers, at })
      for (const { entry } of await store.dueArticles(at, 100)) await fetchArticle(entry, at, deps)
      await settleAndPublish(at, deps)
    },
    entries: () => store.entries({ source: null, category: null, search: null, limit: 10_000 }),
    close: () => store.close(),
  }
}

async function headerOf(registry: MemoryRegistry | null): Promise<RegistryHeader | null> {
  for await (const line of registry?.lines() ?? []) return line.kind === 'header' ? line : null
  return null
}

/** What must not depend on the order of arrival within a run. */
export async function portrait(site: TestSite): Promise<unknown> {
  const entries = await site.entries()
  return { entries, files: [...site.files].map(([path, text]) => `${path} ${sha256Hex(text).slice(0, 8)}`).sort() }
}

/** What must not depend on how documents fall into runs: which entries there are, their keys, sources and categories. */
export async function identities(site: TestSite): Promise<readonly string[]> {
  const entries = await site.entries()
  return entries
    .map(({ keys, sources, categories }) =>
      JSON.stringify({ keys: [...keys].sort(), sources: [...sources].sort(), categories: [...categories].sort() }),
    )
    .sort()
}

interface Polling {
  readonly deps: Deps
  readonly answers: Map<string, string>
  readonly at: number
}

async function poll({ source: id, items, body }: Document, { deps, answers, at }: Polling): Promise<void> {
  const source = deps.settings.sources.find((candidate) => candidate.id === id)
  if (source === undefined) throw new RangeError(`no source ${id}`)
  if (body === null) answers.delete(source.url)
  else answers.set(source.url, body ?? JSON.stringify({ items }))
  const claim = {
    now: at,
    runAt: at,
    lease: 'test',
    leaseMs: 60_000,
    limit: 1,
    perHost: 1,
    known: new Set([id]),
    only: [id],
    isForced: true,
    except: [],
  }
  const [claimed] = await deps.store.claimDue(claim)
  if (claimed === undefined) throw new Error(`${id} could not be claimed`)
  const report = await pollSource(claimed, source, { ...deps, runAt: at, isForced: false })
  if (report.outcome === 'failed' && body === undefined) throw new Error(`${id}: ${report.code} ${report.message}`)
}

function answering(answers: ReadonlyMap<string, string>, fetched: string[]): Fetcher {
  return {
    fetch: async ({ url }) => {
      fetched.push(url)
      const text = answers.get(url)
      if (text === undefined) return { kind: 'failed', code: 'http-status', message: 'HTTP 404', bytes: 0 }
      const body = new TextEncoder().encode(text)
      return {
        kind: 'fetched',
        url,
        body,
        contentType: 'application/json',
        etag: null,
        lastModified: null,
        maxAgeMs: null,
        bytes: body.length,
        sentHash: null,
        movedTo: null,
      }
    },
    post: async () => ({ kind: 'accepted' }),
    takeTraffic: () => [],
    close: async () => {},
  }
}

export function memoryOutlet(files: Map<string, string>): Outlet {
  const write: Outlet['write'] = async (path, bytes) => {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
    const isSame = files.get(path) === text
    files.set(path, text)
    return isSame ? 'unchanged' : 'written'
  }
  const read: Outlet['read'] = async (path) => (files.has(path) ? Buffer.from(files.get(path) ?? '') : null)
  return { read, write, writeWithVariants: write, remove: async (path) => void files.delete(path), sync: async () => {} }
}
