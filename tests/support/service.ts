// A service in this process, over real sources and a real store; its clock is the test's.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type App, openApp } from '../../src/app.ts'
import { type Logger, silentLogger } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'

export interface Origin {
  readonly host: string
  /** Paths with the User-Agent that asked, in order of arrival. */
  readonly requests: readonly { readonly path: string; readonly userAgent: string }[]
  /** How many requests were open at the same time, at most. */
  readonly mostOpen: number
  /** Titles of a feed, whose entries have the same address in every feed; null: 404. It has an ETag, and answers 304 to it. */
  set(path: string, titles: readonly string[] | null): void
  /** Keeps those who ask for a path waiting until `release`; resolves when somebody does. */
  hold(path: string): Promise<void>
  release(path: string): void
  close(): Promise<void>
}

export async function startOrigin(): Promise<Origin> {
  const feeds = new Map<string, readonly string[]>()
  const held = new Map<string, { asked(): void; readonly free: Promise<void>; release(): void }>()
  const requests: { path: string; userAgent: string }[] = []
  let open = 0
  let mostOpen = 0
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    requests.push({ path, userAgent: request.headers['user-agent'] ?? '' })
    open++
    mostOpen = Math.max(mostOpen, open)
    const hold = held.get(path)
    hold?.asked()
    await hold?.free
    open--
    const titles = feeds.get(path)
    if (titles === undefined) response.writeHead(404).end()
    else if (isKnown(request, titles)) response.writeHead(304).end()
    else response.writeHead(200, { 'content-type': 'application/feed+json', etag: etagOf(titles) }).end(feedOf(path, titles))
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    host: `127.0.0.1:${port}`,
    requests,
    get mostOpen() {
      return mostOpen
    },
    set: (path, titles) => void (titles === null ? feeds.delete(path) : feeds.set(path, titles)),
    hold: (path) =>
      new Promise((asked) => {
        let release = () => {}
        const free = new Promise<void>((resolve) => {
          release = resolve
        })
        held.set(path, { asked, free, release })
      }),
    release: (path) => {
      held.get(path)?.release()
      held.delete(path)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isKnown({ headers }: IncomingMessage, titles: readonly string[]): boolean {
  return headers['if-none-match'] === etagOf(titles)
}

function etagOf(titles: readonly string[]): string {
  return `"${Buffer.from(titles.join()).toString('base64url')}"`
}

function feedOf(path: string, titles: readonly string[]): string {
  const items = titles.map((title) => ({ id: title, title, url: `https://articles.example/${encodeURIComponent(title)}` }))
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: path, items })
}

export interface Service {
  readonly app: App
  readonly clock: { at: number; now(): number }
  /** Reads this config as the service's own from now on. */
  reload(yaml: string): ReturnType<App['reload']>
  titles(): Promise<readonly string[]>
  /** Waits until these entries are published, whatever their order. */
  published(...titles: readonly string[]): Promise<void>
  /** Stops it as SIGTERM does, and starts it again. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const waiting = { timeout: 25_000, interval: 50 }

/** Lines of config that every test needs; `more` stands at the top level. */
export function configWith(sources: readonly string[], more = ''): string {
  const lines = sources.map((source) => `  - { ${source} }\n`).join('')
  return `site: { title: T, url: "https://news.example/" }\nstore: { sqlite: store.sqlite }\npublish: { dir: public }\nserve: { port: 0 }\n${more}\nsources:\n${lines || '  []\n'}`
}

export async function startService(yaml: string, log: Logger = silentLogger): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-service-'))
  const file = join(folder, 'newsstand.yaml')
  const clock = { at: Date.now(), now: () => clock.at }
  const load = async (text: string) => {
    await writeFile(file, text)
    return loadConfig(file, {})
  }
  const start = async () => {
    const app = await openApp(loadConfig(file, {}), { log, clock })
    await app.run()
    return app
  }
  await load(yaml)
  let app = await start()
  const titles = async () =>
    (await app.entries({ source: null, category: null, search: null, limit: 1_000 })).map(({ title }) => title).sort()
  return {
    get app() {
      return app
    },
    clock,
    reload: async (text) => app.reload(await load(text)),
    titles,
    published: (...wanted) => expect.poll(titles, waiting).toEqual([...wanted].sort()),
    restart: async () => {
      await app.close()
      app = await start()
    },
    stop: async () => {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until `look` says what is wanted. */
export function until<T>(look: () => T | Promise<T>) {
  return expect.poll(look, waiting)
}
