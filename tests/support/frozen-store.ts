// The site whose stores are frozen, and what readers see of it.
import type { Settings } from '../../src/model/settings.ts'
import { configOf, settingsOf, type TestSite } from './site.ts'

/** Written once: frozen stores were made with it. */
export function frozenSettings(): Settings {
  const sources = [{ id: 'a' }, { id: 'b', joins: true }, { id: 'p', category: 'Secret' }, { id: 'late', delay: '30d' }, { id: 'fails' }]
  return settingsOf(
    configOf(sources, 'categories:\n  - { name: Secret, private: true }\nfeeds:\n  - { slug: picks, title: Picks, from: [the-post, b] }\n'),
  )
}

const size = { entries: 50, spanMs: 0, most: 500 }

/** What must be the same in every later version. */
export async function frozenPortrait({ deps: { store } }: Pick<TestSite, 'deps'>) {
  const categories = await store.categoryRecords()
  const feeds: Record<string, readonly string[]> = {}
  for (const { slug, state } of categories) if (state === 'active') feeds[slug] = (await store.window(slug, size)).map(({ id }) => id)
  const entries = await store.entries({ source: null, category: null, search: null, limit: 1_000 })
  const sources = await store.sources(0)
  return {
    authority: store.authority,
    entries: entries.map(
      ({ id, keys, title, url, path, categories: slugs, sources: seen, listed, datePublished, revision, contentHtml }) => ({
        ...{ id, keys, title, url, path, categories: slugs, sources: seen, listed, datePublished, revision, contentHtml },
      }),
    ),
    feeds,
    all: (await store.window(null, size)).map(({ id }) => id),
    categories: categories.map(({ slug, name, state, movedTo, isPrivate, names, entries: count }) => ({
      slug,
      name,
      state,
      movedTo,
      isPrivate,
      names,
      count,
    })),
    sources: sources.map(({ id, entries: count, state: { outcome, failures, lastPollAt } }) => ({
      id,
      count,
      outcome,
      failures,
      lastPollAt,
    })),
    incidents: (await store.incidents({ subject: null, limit: 50 })).map(({ event, subject, at }) => ({ event, subject, at })),
  }
}
