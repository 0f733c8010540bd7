// A newspaper on loopback and the site that watches it: a feed whose entries lead to pages; fetcher, reader and store are real, the clock is the test's.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'
import { httpFetcher } from '../../src/fetch/http.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { pollOnce } from '../../src/jobs/poll/poll-once.ts'
import { pollWriter } from '../../src/jobs/poll/poll-writer.ts'
import type { Entry } from '../../src/model/entry.ts'
import { inlineQueue } from '../../src/queue/inline.ts'
import { inlineReader } from '../../src/read/inline.ts'
import type { Reader } from '../../src/read/reader.ts'
import { openSite } from './site.ts'

export interface Item {
  readonly path: string
  readonly title?: string
  /** HTML, as the feed has it. */
  readonly text?: string
}

/** What a path answers: HTML, or anything. */
type Page = string | ((headers: IncomingHttpHeaders, response: ServerResponse) => void)

export interface Newspaper {
  readonly host: string
  readonly url: string
  readonly clock: { at: number; now(): number }
  /** What stands in the feed from now on. */
  readonly items: Item[]
  readonly pages: Map<string, Page>
  /** Paths of pages asked for since the last call, the feed's and that of robots.txt left out. */
  asked(): readonly string[]
  /** One run of `poll`. */
  poll(): Promise<void>
  entries(): Promise<readonly Entry[]>
  /** Of the only entry. */
  text(): Promise<string | null>
  /** One run of another process on the same store. */
  pollBeside(): Promise<void>
  close(): Promise<void>
}

export interface NewspaperOptions {
  /** Lines of its source. */
  readonly source?: string
  readonly reader?: Reader
}

export async function startNewspaper({ source = 'fullText: true', reader = inlineReader() }: NewspaperOptions = {}): Promise<Newspaper> {
  const items: Item[] = []
  const pages = new Map<string, Page>()
  let hits: string[] = []
  const server = createServer(({ url: path = '', headers }, response) => {
    if (path !== '/feed' && path !== '/robots.txt') hits.push(path)
    const page = path === '/feed' ? feedOf(items, url) : pages.get(path)
    if (page === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
    else if (typeof page === 'string')
      response.writeHead(200, { 'content-type': path === '/feed' ? 'application/feed+json' : 'text/html' }).end(page)
    else page(headers, response)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const host = `127.0.0.1:${port}`
  const url = `http://${host}`
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-newspaper-'))
  const file = join(folder, 'newsstand.yaml')
  await writeFile(
    file,
    `site: { title: T, url: "https://news.example/" }
store: { sqlite: store.sqlite }
publish: { dir: public }
poll: { delay: 0s, allow: ["${host}", "localhost:${port}"] }
sources:
  - id: paper
    url: ${url}/feed
    every: 1m
    ${source.replaceAll('\n', '\n    ')}
`,
  )
  const clock = { at: Date.UTC(2026, 0, 10, 12), now: () => clock.at }
  const settings = loadConfig(file, {})
  const closing: (() => Promise<unknown>)[] = [() => reader.close()]
  const process = async (node: string): Promise<Deps> => {
    const { deps, close } = await openSite(settings, { file: join(folder, 'store.sqlite') })
    const fetcher = httpFetcher(settings.poll, { clock })
    closing.push(close, () => fetcher.close())
    const queue = inlineQueue({ concurrency: 8, perLane: () => 1, log: silentLogger })
    const polls = pollWriter({ store: deps.store, fetcher, clock })
    return { ...deps, node, clock, fetcher, queue, polls, reader, random: Math.random }
  }
  const run = async (deps: Deps) => void (await pollOnce({ only: null, isForced: false, onProgress: () => {} }, deps))
  const own = await process('own')
  const entries = () => own.store.entries({ source: null, category: null, search: null, limit: 1_000 })
  return {
    host,
    url,
    clock,
    items,
    pages,
    asked: () => {
      const asked = hits
      hits = []
      return asked
    },
    poll: () => run(own),
    pollBeside: async () => run(await process('other')),
    entries,
    text: async () => (await entries())[0]?.contentHtml ?? null,
    close: async () => {
      for (const close of closing) await close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function feedOf(items: readonly Item[], url: string): string {
  const entries = items.map(({ path, title = 'One', text }) => ({ id: path, url: new URL(path, url).href, title, content_html: text }))
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Paper', items: entries })
}

const opening = 'The board of the harbour company met on Friday and approved the plan for a new quay beside the old customs house.'

/** Paragraphs of a story, the same for the same number. */
export function story(about: string, paragraphs = 6): string {
  const more = Array.from(
    { length: paragraphs - 1 },
    (_, n) => `<p>Paragraph ${n + 2} about ${about} goes on, with commas, and with words that nobody else wrote in ${1900 + n}.</p>`,
  )
  return `<p>${opening} It is about ${about}.</p>${more.join('')}`
}

/** What feeds have of a story. */
export const teaser = `<p>${opening} …</p>`

/** A page around a text, as newspapers make them. */
export function pageOf(text: string, { head = '', tail = '' } = {}): string {
  return `<!doctype html><html><head><title>Quay | Paper</title>${head}</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Quay</h1>${text}</article>${tail}<footer>Imprint</footer></body></html>`
}
