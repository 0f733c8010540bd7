// The original's site, set up as its operator would: the shipped config in a folder of its own, the news service on loopback.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Article, makeArticle, sampleArticles } from '../support/articles.ts'
import { type Ended, endAll, newsstand, type Running } from '../support/program.ts'
import type { ShownCategory, ShownEntry, ShownPoll } from '../support/shown.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

export interface FinewsSite {
  /** Holds the site and nothing else. */
  readonly root: string
  /** Folders of the shipped config. */
  readonly config: string
  readonly publicDir: string
  readonly jekyllDir: string
  readonly upstream: Upstream
  start(...args: readonly string[]): Running
  /** One command to its end. */
  run(...args: readonly string[]): Promise<Ended>
  poll(...args: readonly string[]): Promise<ShownPoll & { readonly exit: number | null }>
  entries(): Promise<readonly ShownEntry[]>
  categories(): Promise<readonly ShownCategory[]>
  close(): Promise<void>
}

/** The samples, and two whose day in Shanghai is not that of UTC. */
export const articles: readonly Article[] = [
  ...sampleArticles(),
  { ...makeArticle(60), showtime: '2022-02-01 00:30:00', lists: ['45'] },
  { ...makeArticle(61), showtime: '2022-01-01 07:59:59', lists: ['37', '38'] },
]

export async function openFinews(): Promise<FinewsSite> {
  const root = await mkdtemp(join(tmpdir(), 'newsstand-e2e-'))
  const dir = join(root, 'site')
  await cp(fileURLToPath(new URL('../../config', import.meta.url)), join(dir, 'config'), { recursive: true })
  const upstream = await startUpstream(articles)
  const env = { FINEWS_ORIGIN: upstream.origin, FINEWS_ALLOW: upstream.host, FINEWS_PORT: '0' }
  const startCommand = (...args: readonly string[]) => newsstand([...args, '--config', 'config/finews.yaml'], { cwd: dir, env })
  const run = (...args: readonly string[]) => startCommand(...args).ended
  return {
    root,
    config: join(dir, 'config'),
    publicDir: join(dir, 'data', 'finews', 'public'),
    jekyllDir: join(dir, 'data', 'finews', 'jekyll'),
    upstream,
    start: startCommand,
    run,
    poll: async (...args) => {
      const { code, stdout } = await run('poll', '--json', ...args)
      const summary: ShownPoll = JSON.parse(stdout)
      return { ...summary, exit: code }
    },
    entries: async () => JSON.parse((await run('list', 'entries', '--json', '--limit', '10000')).stdout),
    categories: async () => JSON.parse((await run('list', 'categories', '--json')).stdout),
    close: async () => {
      await endAll()
      await upstream.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** `infoCode` of an entry by its keys. */
export function codeOf({ keys }: ShownEntry): string {
  const codes = keys.filter((key) => key.startsWith('infoCode:'))
  return codes.join().replace('infoCode:', '')
}
