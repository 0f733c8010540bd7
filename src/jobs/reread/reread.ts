// `reread`: applies today's rules to what was read by others, and publishes that.
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import type { RereadReport } from '../../model/reread.ts'
import type { Source } from '../../model/source.ts'
import type { Deps } from '../deps.ts'
import type { Published } from '../publish/publish.ts'
import { sourceRecords } from '../sync.ts'
import { settleAndPublish } from '../tickets.ts'
import { rereadSource } from './reread-source.ts'
import type { RereadDeps } from './rereading.ts'

/** A source that another process visits is waited for this long. */
const othersWaitMs = 30_000
const lookAgainMs = 250

export interface RereadWish {
  /** Ids; null: those whose entries were read by other rules than today's. */
  readonly only: readonly string[] | null
  readonly onProgress: (progress: { readonly done: number; readonly total: number; readonly source: string | null }) => void
}

export interface Reread {
  /** In config's order. */
  readonly sources: readonly RereadReport[]
  readonly published: Published
}

/** @throws AppError `in-use` when another process keeps a source; what was read anew before that is published all the same, by who publishes next */
export async function reread({ only, onProgress }: RereadWish, deps: Deps): Promise<Reread> {
  const runAt = deps.clock.now()
  const wanted = await sourcesToReread(only, deps)
  const sources: RereadReport[] = []
  for (const [done, source] of wanted.entries()) {
    onProgress({ done, total: wanted.length, source: source.id })
    sources.push(await patiently(source, { ...deps, runAt }))
  }
  onProgress({ done: wanted.length, total: wanted.length, source: null })
  return { sources, published: await settleAndPublish(runAt, deps) }
}

/** In config's order. */
export async function sourcesToReread(
  only: readonly string[] | null,
  { store, settings }: Pick<Deps, 'store' | 'settings'>,
): Promise<readonly Source[]> {
  const named = new Set(only ?? (await store.answers.behind(rulesOf(settings))))
  return settings.sources.filter(({ id }) => named.has(id))
}

/** Fingerprints of the rules by which sources are read today. */
export function rulesOf(settings: Deps['settings']): ReadonlyMap<string, string> {
  return new Map(sourceRecords(settings).map(({ id, rules }) => [id, rules]))
}

async function patiently(source: Source, { runAt, ...deps }: RereadDeps & { readonly runAt: number }): Promise<RereadReport> {
  const rules = rulesOf({ ...deps.settings, sources: [source] }).get(source.id) ?? ''
  for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
    const report = await rereadSource(source, { runAt, rules }, deps)
    if (report !== null) return report
    if (waitedMs >= othersWaitMs)
      throw new AppError(
        'in-use',
        `Another newsstand has been visiting ${source.id} for ${othersWaitMs / 1000} s`,
        'Let it end its visit, or end it, and try again.',
        {
          source: source.id,
        },
      )
    await wait(lookAgainMs)
  }
}
