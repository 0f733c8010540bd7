// A server on loopback that answers what a test hands it, byte for byte, and a site that polls it once at a time.

import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { trySource } from '../../src/app/visiting.ts'
import { type App, openApp, type PollSummary } from '../../src/app.ts'
import { type Logger, silentLogger } from '../../src/base/log.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Settings } from '../../src/model/settings.ts'

type Answer = string | Uint8Array | number

export interface Documents {
  readonly host: string
  readonly origin: string
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> }[]
  /** A body, or a status without one. Bodies have an ETag, and are not sent again to whom knows it. */
  set(path: string, answer: Answer): void
  /** Stops answering: connections are refused. */
  close(): Promise<void>
}

export async function serveDocuments(): Promise<Documents> {
  const answers = new Map<string, Answer>()
  const requests: { path: string; headers: Readonly<Record<string, string | string[] | undefined>> }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requests.push({ path, headers: request.headers })
    const answer = answers.get(path) ?? 404
    if (typeof answer === 'number') return response.writeHead(answer).end()
    const etag = `"${createHash('sha1').update(answer).digest('hex')}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    return response.writeHead(200, { etag, 'content-type': 'application/octet-stream' }).end(answer)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  const host = `127.0.0.1:${port}`
  return { host, origin: `http://${host}`, requests, set: (path, answer) => void answers.set(path, answer), close }
}

export interface PolledSite {
  readonly app: App
  readonly settings: Settings
  readonly clock: { at: number; now(): number }
  /** One run of all that is due, or of the named sources; an hour later than the one before. */
  poll(...only: readonly string[]): Promise<PollSummary>
  /** Ids of the sources that are watched, in order. */
  watched(): Promise<readonly string[]>
  titles(): Promise<readonly string[]>
  reload(yaml: string): ReturnType<App['reload']>
  restart(): Promise<void>
  /** Another process on the same store. */
  second(): Promise<Pick<PolledSite, 'poll'>>
  try: (source: string) => ReturnType<typeof trySource>
}

export async function openPolledSite(yaml: string, log: Logger = silentLogger): Promise<PolledSite> {
  const folder = await mkdtemp(join(tmpdir(), 'newsstand-lists-'))
  const file = join(folder, 'newsstand.yaml')
  const clock = { at: Date.UTC(2026, 0, 15, 4), now: () => clock.at }
  const load = async (text: string) => {
    await writeFile(file, text)
    return loadConfig(file, {})
  }
  const settings = await load(yaml)
  const open = () => openApp(loadConfig(file, {}), { log, clock, random: () => 0.5 })
  let app = await open()
  onTestFinished(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })
  const pollOn = (on: App, only: readonly string[]) => {
    clock.at += 3_600_000
    return on.poll({ only: only.length === 0 ? null : only, isForced: false, onProgress: () => {} })
  }
  return {
    get app() {
      return app
    },
    settings,
    clock,
    poll: (...only) => pollOn(app, only),
    watched: async () => (await app.sources()).filter(({ isRetired }) => !isRetired).map(({ id }) => id),
    titles: async () => (await app.entries({ source: null, category: null, search: null, limit: 1_000 })).map(({ title }) => title).sort(),
    reload: async (text) => app.reload(await load(text)),
    restart: async () => {
      await app.close()
      app = await open()
    },
    second: async () => {
      const other = await open()
      onTestFinished(() => other.close())
      return { poll: (...only) => pollOn(other, only) }
    },
    try: (id) => {
      const now = app.settings()
      const source = now.sources.find((one) => one.id === id)
      if (source === undefined) throw new RangeError(`no source ${id}`)
      return trySource(source, now, { log, clock, signal: new AbortController().signal, sourceOf: () => null })
    },
  }
}

/** Config of one site whose poll reaches `host`; waits between visits to one host are left out. */
export function configOver({ host }: Pick<Documents, 'host'>, sources: readonly string[]): string {
  const lines = sources.map((source) => `  - { ${source} }\n`).join('')
  return `site: { title: T, url: "https://news.example/" }\nstore: { sqlite: store.sqlite }\npublish: { dir: public }\nserve: { port: 0 }\npoll: { allow: ["${host}"], delay: 0s, settle: 0s, every: 10s }\nsources:\n${lines}`
}

export function rssOf(...titles: readonly string[]): string {
  const items = titles.map(
    (title) => `<item><title>${title}</title><guid>${title}</guid><link>https://articles.example/${title}</link></item>`,
  )
  return `<rss version="2.0"><channel><title>F</title>${items.join('')}</channel></rss>`
}
