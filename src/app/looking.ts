// What is recorded, looked up beside whoever works on the store.
import { AppError } from '../base/errors.ts'
import { hiddenIn } from '../base/secrets.ts'
import { withFollowed } from '../jobs/poll/followed.ts'
import type { EntryReference } from '../model/dossier.ts'
import type { Explanation } from '../model/explanation.ts'
import type { RegistryRow } from '../model/registry.ts'
import type { Settings } from '../model/settings.ts'
import { viewSqlite } from '../store/sqlite-view.ts'
import { hidingFor } from './hiding.ts'

/** Config with the feeds that its lists named last, as far as the store knows. @throws AppError `other-site`, `store-damaged`, … */
export async function followedSettings(config: Settings): Promise<Settings> {
  const view = await viewOf(config)
  if (view === null) return config
  try {
    return withFollowed(config, await view.followed()).settings
  } finally {
    await view.close()
  }
}

/**
 * An entry's life, from what the store has recorded. Reads only, beside whoever works on the store.
 * @throws AppError `unknown-entry`, `usage`, `unknown-source`, `other-site`, `store-damaged`, …
 */
export async function explainEntry(words: string, settings: Settings, { now }: { readonly now: number }): Promise<Explanation> {
  const { explain } = await import('../jobs/explain/explain.ts')
  return lookingUp(settings, async (view) => {
    const told = await explain(words, { archive: view, settings: withFollowed(settings, await view.followed()).settings, now })
    return hiddenIn(told, hidingFor(settings))
  })
}

/** Categories and output feeds that may be named; none where nothing is stored yet. @throws AppError `other-site`, `store-damaged`, … */
export async function knownSlugs(settings: Settings): Promise<readonly Pick<RegistryRow, 'slug' | 'name'>[]> {
  const view = await viewOf(settings)
  if (view === null) return []
  try {
    const rows = new Map((await view.registry()).map((row) => [row.slug, row]))
    return [...rows.values()].filter(({ state }) => state !== 'moved')
  } finally {
    await view.close()
  }
}

/** The one entry that the operator means, to be changed. @throws AppError `unknown-entry`, `usage`, `unknown-source` */
export async function entryNamed(words: string, settings: Settings): Promise<EntryReference> {
  const { entryMeant } = await import('../jobs/explain/entries-meant.ts')
  return lookingUp(settings, (archive) => entryMeant(words, { archive, settings }))
}

async function lookingUp<T>(settings: Settings, work: (view: NonNullable<Awaited<ReturnType<typeof viewOf>>>) => Promise<T>): Promise<T> {
  const view = await viewOf(settings)
  if (view === null) {
    const { sqlite } = settings.store
    throw new AppError('unknown-entry', 'Nothing is stored yet', 'Run "newsstand poll" first.', { file: sqlite })
  }
  try {
    return await work(view)
  } finally {
    await view.close()
  }
}

/** A site's store to look at; null where there is none yet. */
export function viewOf({ site, identity, store }: Settings): ReturnType<typeof viewSqlite> {
  return viewSqlite({ file: store.sqlite, siteId: site.id, identityNames: identity.map((rule) => rule.name) })
}
