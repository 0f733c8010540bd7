// Feeds and their archives over a real store, with pages small enough for histories of months: entries come, change and go as the test says.
import { onTestFinished } from 'vitest'
import type { Deps } from '../../src/jobs/deps.ts'
import { keptFragments } from '../../src/jobs/publish/fragments.ts'
import { archivesWritten, writeArchives } from '../../src/jobs/publish/publish-archives.ts'
import { historyBefore, writeFeeds } from '../../src/jobs/publish/publish-feeds.ts'
import { permittedWindow } from '../../src/jobs/publish/publish-window.ts'
import { type Publishing, publisherOf } from '../../src/jobs/publish/publishing.ts'
import { termsIn } from '../../src/jobs/publish/shown-terms.ts'
import { feedId } from '../../src/model/paths.ts'
import type { Category } from '../../src/model/publication.ts'
import { category, planOf, publish, publishedRow, record, type Shown, seen, source } from '../contract/store-samples.ts'
import { configOf, openSite, settingsOf } from './site.ts'

export const hour = 3_600_000
export const day = 24 * hour

/** What stands in the store, as the test put it there. */
export interface Kept {
  readonly published: number
  readonly listed: number
  readonly revision: number
  /** Slugs, with since when. */
  readonly places: Readonly<Record<string, number>>
}

export interface ArchiveOptions {
  readonly zone?: string
  /** Entries a window, and a page. */
  readonly entries?: number
  readonly pageSize?: number
  readonly mostRenewed?: number
}

export type ArchiveSite = Awaited<ReturnType<typeof openArchive>>

export async function openArchive({ zone = 'Asia/Shanghai', entries = 4, pageSize = 5, mostRenewed = 3 }: ArchiveOptions = {}) {
  const settings = settingsOf(
    configOf([{ id: 'a' }])
      .replace('timezone: Asia/Shanghai', `timezone: ${zone}`)
      .replace('dir: public', `dir: public, entries: ${entries}`),
  )
  const site = await openSite(settings)
  onTestFinished(() => site.close())
  const { store } = site.deps
  await store.syncSources([source('a')])
  await store.syncCategories(() => slugs.map((slug) => category(slug)))
  const known = new Map<number, Kept>()
  const clock = { at: 0, now: () => clock.at }
  let count = 0
  const put = async (changed: ReadonlyMap<number, Kept>) => {
    const sightings = [...changed.keys()].map((n) => seen(n, known.has(n) ? { id: n, entry: n } : {}))
    for (const [n, kept] of changed) known.set(n, kept)
    await record(store, planOf(sightings), clock.at)
    await publish(store, (n) => shownAs(n, known.get(n)), clock.at)
  }
  return {
    ...site,
    store,
    clock,
    /** Published entries by their number. */
    known: known as ReadonlyMap<number, Kept>,
    put,
    add: (kept: readonly Kept[]) => put(new Map(kept.map((one) => [++count, one]))),
    hide: async (n: number) => {
      known.delete(n)
      await store.settle({ now: clock.at, settleMs: 0 }, (settling) => settling.hide(n))
    },
    merge: async (from: number, into: number) => {
      known.delete(from)
      await record(store, planOf([], { merged: [{ from, into }] }), clock.at)
    },
    /** Archives and feeds, as publishing writes them; `inZone`: where config says another one by then. */
    write: async (inZone = zone) => {
      const moved = { ...settings, site: { ...settings.site, timezone: inZone } }
      const publishing = publishingOf({ ...site.deps, settings: moved, clock })
      for (const slug of [...slugs, null]) await writeFeed(slug, publishing, { pageSize, mostRenewed })
    },
  }
}

/** Categories. */
export const slugs = ['x', 'y']

export function newsAt(at: number, places: readonly string[] = ['x']): Kept {
  return { published: at, listed: at, revision: 1, places: Object.fromEntries(places.map((slug) => [slug, at])) }
}

export function titleOf(n: number, revision: number): string {
  return `Title ${n} r${revision}`
}

function shownAs(n: number, kept: Kept | undefined): Shown {
  if (kept === undefined) throw new RangeError(`no entry ${n}`)
  const { published, listed, revision, places } = kept
  const { content } = publishedRow(n)
  return {
    row: { datePublished: published, listed, revision, content: { ...content, title: titleOf(n, revision) } },
    places: Object.entries(places),
  }
}

function publishingOf(deps: Deps): Publishing {
  const catalogue = slugs.map(
    (slug): Category => ({
      slug,
      name: slug,
      title: slug,
      description: null,
      group: null,
      order: null,
      icon: null,
      entries: 0,
      updated: null,
    }),
  )
  const categoryOf = new Map(catalogue.map((one) => [one.slug, one]))
  const { deletedFrom } = deps.store
  const shown = { catalogue, categoryOf, former: [], termsOf: termsIn(new Map()), fragments: keptFragments(), deletedFrom: async () => [] }
  return { ...publisherOf(deps), ...shown, deletedFrom }
}

async function writeFeed(slug: string | null, publishing: Publishing, limits: { readonly pageSize: number; readonly mostRenewed: number }) {
  const { store, settings, categoryOf } = publishing
  const archive = await writeArchives({ slug }, publishing, limits)
  await archivesWritten([archive], publishing)
  const entries = await permittedWindow(slug, publishing)
  const feed = { id: feedId(store.authority, slug), category: categoryOf.get(slug ?? '') ?? null, entries }
  await writeFeeds({ ...feed, ...historyBefore(slug, archive.newest, settings.site) }, publishing)
}
