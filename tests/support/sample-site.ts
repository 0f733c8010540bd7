// The sample site as it is shipped, in a folder of its own and run by the built program; beside its sources one whose feed is the test's.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endAll, newsstand } from './program.ts'
import { type Origin, startOrigin } from './service.ts'

export interface SampleSite {
  /** Where it is served, and what its addresses begin with. */
  readonly url: string
  /** Opens the operator's pages. */
  readonly token: string
  /** What the source `own` shows, at `/own`; its category is 本地新闻. */
  readonly origin: Origin
  /** One command to its end, beside the service. @throws when it fails */
  run(...args: readonly string[]): Promise<string>
  close(): Promise<void>
}

export const ownTitles = ['清溪镇图书馆春节期间照常开放', '七路公交车增设清溪小学站']

export interface SampleOptions {
  /** How many a feed holds; the rest stands in archives. */
  readonly entries?: number
  /** Any that is free when left out. */
  readonly port?: number
  /** Titles that the source `own` shows at first; null: there is no such source. */
  readonly own?: readonly string[] | null
}

/** Runs, and has published all that its sources hold. */
export async function startSampleSite({ entries = 50, port: wanted = 0, own = ownTitles }: SampleOptions = {}): Promise<SampleSite> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-sample-'))
  const root = fileURLToPath(new URL('../..', import.meta.url))
  await cp(join(root, 'config'), join(dir, 'config'), { recursive: true })
  await cp(join(root, 'data', 'sample'), join(dir, 'data', 'sample'), { recursive: true })
  const origin = await startOrigin()
  origin.set('/own', own)
  const port = wanted || (await freePort())
  const url = `http://127.0.0.1:${port}/`
  const token = 'the-token-of-a-test-0123456789'
  await adapt(join(dir, 'config', 'newsstand.yaml'), (yaml) =>
    yaml.replace('http://127.0.0.1:8080/', url).replace('entries: 50', `entries: ${entries}`),
  )
  const sources = join(dir, 'config', 'sources', 'own.yaml')
  if (own !== null) await writeFile(sources, `sources:\n  - { id: own, url: "http://${origin.host}/own", every: 1h, category: 本地新闻 }\n`)
  const env = { NEWSSTAND_PORT: String(port), NEWSSTAND_TOKEN: token, NEWSSTAND_ALLOW: origin.host }
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await newsstand(args, { cwd: dir, env }).ended
    if (code !== 0) throw new Error(stderr)
    return stdout
  }
  await run('poll')
  const service = newsstand(['run'], { cwd: dir, env })
  await service.said(/http:\/\/127\.0\.0\.1:\d+\//)
  return {
    ...{ url, token, origin, run },
    close: async () => {
      await endAll()
      await origin.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function adapt(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')))
}

/** One that was free a moment ago: the site's address must be known before it is served. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
