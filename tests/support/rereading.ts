// A site under another config than the one that read what it has; nobody is asked for anything.

import type { Fetcher } from '../../src/fetch/fetcher.ts'
import { takeOver } from '../../src/jobs/reload.ts'
import { type Reread, reread } from '../../src/jobs/reread/reread.ts'
import { settingsOf, type TestSite } from './site.ts'

export const askingNobody: Fetcher = {
  fetch: async ({ url }) => {
    throw new Error(`${url} was asked for`)
  },
  post: async () => {
    throw new Error('something was posted')
  },
  takeTraffic: () => [],
  close: async () => {},
}

/** Takes over a config, and reads by it what is kept: of these sources, or of those that it is news to. */
export async function rereadUnder(site: TestSite, yaml: string, only: readonly string[] | null = null): Promise<Reread> {
  const { settings } = await takeOver(settingsOf(yaml), site.deps)
  const deps = { ...site.deps, settings, fetcher: askingNobody }
  return reread({ only, onProgress: () => {} }, deps)
}
