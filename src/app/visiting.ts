// Commands that visit without a poll: what sources would give.
import { type Clock, systemClock } from '../base/clock.ts'
import { hidingLogger, type Logger } from '../base/log.ts'
import { hiddenIn } from '../base/secrets.ts'
import { httpFetcher } from '../fetch/http.ts'
import type { Deps } from '../jobs/deps.ts'
import type { CheckOptions, OnlineCheck } from '../jobs/try/check-online.ts'
import type { Trial } from '../jobs/try/trial.ts'
import type { TrialDeps } from '../jobs/try/try-source.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { FeedFileOptions, ShownError } from '../read/feed-file.ts'
import { poolReader } from '../read/pool.ts'
import type { ShownFeed } from '../read/shown-feed.ts'
import { hidingFor } from './hiding.ts'
import { viewOf } from './looking.ts'

export interface Visiting extends CheckOptions {
  readonly log: Logger
  readonly clock?: Clock
  /** Cuts the visits off. */
  readonly signal: AbortSignal
}

/** Visits sources and says what each would give; stores nothing. */
export async function checkOnline(settings: Settings, { onProgress, ...visiting }: Visiting): Promise<readonly OnlineCheck[]> {
  const { visitForCheck } = await import('../jobs/try/check-online.ts')
  return visitingWith(settings, visiting, async (ports) =>
    hiddenIn(await visitForCheck(settings, ports, { onProgress }), hidingFor(settings)),
  )
}

export type Trying = Omit<Visiting, 'onProgress'> & Pick<TrialDeps, 'sourceOf'>

/** One visit with all that a poll does but writing, against the store if there is one. @throws AppError `other-site`, `store-damaged`, … */
export async function trySource(source: Source, settings: Settings, visiting: Trying): Promise<Trial> {
  const { trySource: tryVisit } = await import('../jobs/try/try-source.ts')
  return visitingWith(settings, visiting, async (ports) => {
    const store = await viewOf(settings)
    try {
      return hiddenIn(await tryVisit(source, { ...ports, settings, store, sourceOf: visiting.sourceOf }), hidingFor(settings))
    } finally {
      await store?.close()
    }
  })
}

/** Reads the bytes of one feed file and says what is in them; needs neither config nor store. Never throws for what the bytes hold. */
export async function parseFeedFile(bytes: Uint8Array, options: Omit<FeedFileOptions, 'now'>): Promise<ShownFeed | ShownError> {
  const { readFeedFile } = await import('../read/feed-file.ts')
  return readFeedFile(bytes, { ...options, now: systemClock.now() })
}

async function visitingWith<T>(
  settings: Settings,
  { log: openLog, clock = systemClock, signal }: Omit<Visiting, 'onProgress'>,
  work: (ports: Pick<Deps, 'fetcher' | 'reader' | 'clock'>) => Promise<T>,
): Promise<T> {
  const fetcher = httpFetcher(settings.poll, { clock })
  const log = hidingLogger(openLog, () => hidingFor(settings))
  const reader = poolReader({ log })
  const close = async () => {
    await Promise.all([reader.close(), fetcher.close()])
  }
  signal.addEventListener('abort', close, { once: true })
  try {
    return await work({ fetcher, reader, clock })
  } finally {
    await close()
  }
}
