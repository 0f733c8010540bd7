// A site whose category A has digests, in the days around seven in the morning of the 11th of January 2026.
import { onTestFinished } from 'vitest'
import { feedRecords, registryPlan } from '../../../src/jobs/sync.ts'
import { settleAndPublish } from '../../../src/jobs/tickets.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { configOf, type Document, type Item, openSite, settingsOf, type TestSite } from '../../support/site.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** In Shanghai, on Sunday the 11th of January 2026. */
export const seven = Date.UTC(2026, 0, 10, 23)
/** Editions wait so long for what was being written at their instant. */
export const soonAfter = seven + 2 * minute

export const a = (...items: Item[]): Document => ({ source: 'a', items })
export const b = (...items: Item[]): Document => ({ source: 'b', items })
export const item = (code: number, about: Item = {}): Item => ({
  code: `C${code}`,
  title: `Title ${code}`,
  text: `<p>Text ${code}</p>`,
  ...about,
})

export const sources = [
  { id: 'a', category: 'A' },
  { id: 'b', category: 'B' },
]
export const withDigest = (digest: string, more = '') =>
  settingsOf(configOf(sources, `${more}categories:\n  - { name: A, digest: ${digest} }\n`))

export async function opened(settings: Settings = withDigest('daily')) {
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  // The first poll lists by dates, long ago.
  await site.run([a(item(0, { date: '2025-11-01T00:00:00Z' }))], seven - 20 * hour)
  const at = (now: number, changed = settings) => ({ ...site.deps, settings: changed, clock: { now: () => now } })
  return {
    ...site,
    at,
    publishAt: (now: number) => settleAndPublish(now, at(now)),
    /** Config says something else from now on. */
    reconfigure: async (changed: Settings, now: number) => {
      await site.deps.store.syncCategories((registry) => registryPlan(changed, registry, now), feedRecords(changed, now))
      await settleAndPublish(now, at(now, changed))
    },
  }
}

export interface FeedItem {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly content_html: string
  readonly date_published: string
  readonly date_modified?: string
}

export function itemsOf({ files }: Pick<TestSite, 'files'>, path = 'category/a/daily.json'): readonly FeedItem[] {
  return JSON.parse(files.get(path) ?? '{"items":[]}').items
}

export const titlesIn = (html: string | undefined) =>
  [...(html ?? '').matchAll(/<li><a href="[^"]*">([^<]*)<\/a>/g)].map(([, title]) => title)
export const digestFiles = (files: ReadonlyMap<string, string>) => [...files].filter(([path]) => /\/(?:daily|weekly)[./]/.test(path)).sort()
