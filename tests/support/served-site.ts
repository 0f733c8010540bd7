// A small site with its server on loopback: everything as `newsstand serve` has it but the config's file and the clock.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveSite } from '../../src/app/serving.ts'
import type { Deps } from '../../src/jobs/deps.ts'
import { type Lending, lending } from '../../src/jobs/lending.ts'
import type { ServeSettings } from '../../src/model/settings.ts'
import type { MemoryRegistry } from './registry.ts'
import { openSite, settingsOf, type TestSite } from './site.ts'

export const operatorToken = 'open-sesame-2026'

export interface ServedSite extends TestSite {
  readonly url: string
  readonly lent: Lending<Deps>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** The same with the operator's token. */
  ask(path: string, init?: RequestInit): Promise<Response>
}

interface ServedOptions {
  readonly serve?: Partial<ServeSettings>
  readonly node?: string
  readonly registry?: MemoryRegistry | null
}

/** `yaml`: as `configOf` makes it; `publish` and `store` lie in a folder of their own. */
export async function serveTestSite(yaml: string, { serve = {}, node = 'test', registry = null }: ServedOptions = {}): Promise<ServedSite> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-served-'))
  const file = join(dir, 'store.sqlite')
  const made = settingsOf(yaml)
  const settings = {
    ...made,
    store: { ...made.store, sqlite: file },
    publish: { ...made.publish, dir: join(dir, 'public') },
    serve: { ...made.serve, port: 0, token: operatorToken, ...serve },
  }
  const site = await openSite(settings, { file, registry })
  const lent = lending<Deps>({ ...site.deps, node })
  const server = await serveSite(lent)
  // What the site's runs do counts where it is served.
  Object.assign(site.deps, { meter: lent.current.meter })
  const get = (path: string, headers = {}) => fetch(server.url + path, { headers, redirect: 'manual' })
  return {
    ...site,
    url: server.url,
    lent,
    get,
    ask: (path, init = {}) =>
      fetch(server.url + path, { ...init, redirect: 'manual', headers: { authorization: `Bearer ${operatorToken}`, ...init.headers } }),
    close: async () => {
      await server.close()
      await site.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
