// Composition root: Settings → adapters → App. The only place that knows which adapter is in use.
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import cron from 'node-cron'
import { type Clock, systemClock } from './base/clock.ts'
import { messageOf } from './base/errors.ts'
import type { Logger } from './base/log.ts'
import { dayIn } from './base/zone.ts'
import { httpFetcher } from './fetch/http.ts'
import { type CheckOptions, type OnlineCheck, visitForCheck } from './jobs/check-online.ts'
import { courier, tellMs } from './jobs/deliver.ts'
import type { Deps } from './jobs/deps.ts'
import { type PollOptions, type PollSummary, pollOnce } from './jobs/poll-once.ts'
import { pollWriter } from './jobs/poll-writer.ts'
import type { Published } from './jobs/publish.ts'
import { serviceOn } from './jobs/service.ts'
import { registryPlan, sourceRecords } from './jobs/sync.ts'
import { mostUnderWay, settleAndPublish } from './jobs/tickets.ts'
import type { Trial } from './jobs/trial.ts'
import { trySource as tryVisit } from './jobs/try-source.ts'
import type { Entry } from './model/entry.ts'
import type { Settings } from './model/settings.ts'
import type { Source } from './model/source.ts'
import { type CommandRunner, commandRunner } from './publish/command.ts'
import { filesOutlet } from './publish/files.ts'
import { claimFolder } from './publish/folder.ts'
import { inlineQueue } from './queue/inline.ts'
import { type FeedFileOptions, readFeedFile, type ShownError } from './read/feed-file.ts'
import { poolReader } from './read/pool.ts'
import type { ShownFeed } from './read/shown-feed.ts'
import { notFoundPage } from './render/pages/not-found.tsx'
import { redirectsOf } from './serve/redirects.ts'
import { type RunningServer, startServer } from './serve/server.ts'
import { acquireLock, type Lock } from './store/lock.ts'
import { freeAbandoned, serviceSeat, takeSeat } from './store/seats.ts'
import { openSqlite } from './store/sqlite.ts'
import { viewSqlite } from './store/sqlite-view.ts'
import type { EntryQuery, Store, StoredCategory, StoredSource } from './store/store.ts'

/** How long a command waits for another one that writes the published files (design §4). */
const writerWaitMs = 30_000
/** The service looks for due sources every second: the shortest `every` is 10 s, and a host may be asked again after one. */
const tickSchedule = '* * * * * *'

/** A command that looks whether the service is gone holds its lock for a moment. */
const serviceWaitMs = 1_000
/** Of the 10 s that SIGTERM leaves (design §4). */
const visitDrainMs = 5_000

// The words in which App answers.
export type { OnlineCheck, PollSummary, ShownError, ShownFeed, StoredCategory, StoredSource, Trial }

/** What the outside may ask for. */
export interface App {
  poll(options: PollOptions): Promise<PollSummary>
  publish(options: { readonly isAll: boolean }): Promise<Published>
  /** HTTP over the published folder. */
  serve(): Promise<RunningServer>
  /** The service: polls by the clock, publishes, serves. One at a time on a store: AppError `in-use`. */
  run(): Promise<RunningServer>
  entries(query: EntryQuery): Promise<readonly Entry[]>
  categories(): Promise<readonly StoredCategory[]>
  sources(): Promise<readonly StoredSource[]>
  close(): Promise<void>
}

export interface Overrides {
  readonly log: Logger
  readonly clock?: Clock
  readonly random?: () => number
}

/** Opens the site's store and folders. @throws AppError `other-site`, `store-damaged`, `cannot-write`, … */
export async function openApp(settings: Settings, overrides: Overrides): Promise<App> {
  const { clock = systemClock } = overrides
  const { site, store: where } = settings
  const store = await openSqlite({
    file: where.sqlite,
    siteId: site.id,
    host: new URL(site.url).hostname,
    year: Number(dayIn(site.timezone, clock.now()).yyyy),
    identityNames: settings.identity.map((rule) => rule.name),
  })
  try {
    const commands = commandRunner({ folder: dirname(settings.file) })
    const deps = depsOn(store, settings, { ...overrides, runCommand: commands.run })
    await store.syncSources(sourceRecords(settings))
    await store.syncCategories((registry) => registryPlan(settings, registry, clock.now()))
    if (claimFolders(settings)) await store.markAllStale()
    return appOn(deps, commands)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** True when an output folder is new, or was emptied: everything belongs there again. */
function claimFolders({ site, publish }: Settings): boolean {
  const dirs = [publish.dir, ...(publish.jekyll === null ? [] : [publish.jekyll.dir])]
  return dirs.map((dir) => claimFolder(dir, site.id)).includes('claimed')
}

function depsOn(
  store: Store,
  settings: Settings,
  { log, runCommand, clock = systemClock, random = Math.random }: Overrides & Pick<Deps, 'runCommand'>,
): Deps {
  const { store: where, publish, poll } = settings
  const fetcher = httpFetcher(poll, { clock })
  return {
    node: `${process.pid}-${random().toString(36).slice(2, 8)}`,
    settings,
    store,
    polls: pollWriter({ store, fetcher, clock }),
    queue: inlineQueue({ concurrency: mostUnderWay, perLane: poll.perHost, log }),
    fetcher,
    reader: poolReader({ log }),
    runCommand,
    outlet: filesOutlet(publish.dir),
    jekyll: publish.jekyll === null ? null : filesOutlet(publish.jekyll.dir),
    withWriterLock: (work) => locked(`${where.sqlite}.publish.lock`, work),
    clock,
    random,
    log,
  }
}

function appOn(deps: Deps, commands: CommandRunner): App {
  const { store, settings } = deps
  const { sqlite } = settings.store
  const service: Deps = { ...deps, node: serviceSeat.prefix + deps.node }
  const servers: RunningServer[] = []
  const held: Lock[] = []
  let ticking: Ticking | null = null
  const serve = async () => {
    const server = await startServer({
      ...settings.serve,
      dir: settings.publish.dir,
      redirectOf: redirectsOf(store),
      notFound: () => notFoundPage({ site: settings.site }),
      log: deps.log,
    })
    servers.push(server)
    return server
  }
  return {
    poll: (options) => seated(deps, (own) => pollOnce(options, own)),
    publish: async ({ isAll }) => {
      await freeAbandoned(sqlite, store.releaseLeases)
      if (isAll) await store.markAllStale()
      const published = await settleAndPublish(deps.clock.now(), deps)
      await courier({ forMs: tellMs }).deliver(deps)
      return published
    },
    serve,
    run: async () => {
      held.push(await acquireLock(serviceSeat.lock(sqlite), { waitMs: serviceWaitMs, purpose: 'running as the service on this store' }))
      // Whoever held these ran before us and is gone.
      await store.releaseLeases(serviceSeat.prefix)
      await freeAbandoned(sqlite, store.releaseLeases)
      const server = await serve()
      ticking = startTicking(service)
      return server
    },
    entries: (query) => store.entries(query),
    categories: () => store.categories(),
    sources: () => store.sources(deps.clock.now()),
    close: async () => {
      await ticking?.stop()
      await Promise.all([...servers.map((server) => server.close()), stopVisits(deps, commands)])
      await deps.polls.flush().catch((error) => deps.log.warn({ error: messageOf(error) }, 'the last traffic was not written'))
      await store.releaseLeases(service.node)
      await store.close()
      for (const lock of held) lock.release()
    },
  }
}

/** Work that leases sources, under a name by which others see when it is gone. */
async function seated<T>(deps: Deps, work: (own: Deps) => Promise<T>): Promise<T> {
  const { settings, store } = deps
  await freeAbandoned(settings.store.sqlite, store.releaseLeases)
  const seat = takeSeat(settings.store.sqlite)
  const node = seat.prefix + deps.node
  try {
    return await work({ ...deps, node })
  } finally {
    await store.releaseLeases(node)
    seat.release()
  }
}

/** Visits that run may end by themselves for a while, then they are cut off: a visit that is not recorded never happened. */
async function stopVisits({ queue, fetcher, reader }: Deps, commands: CommandRunner): Promise<void> {
  const idle = queue.close()
  const waited = new AbortController()
  await Promise.race([idle, wait(visitDrainMs, undefined, { signal: waited.signal }).catch(() => {})])
  waited.abort()
  await fetcher.close()
  commands.close()
  await reader.close()
  await idle
}

interface Ticking {
  stop(): Promise<void>
}

/** node-cron drives the service. A tick that is still at work when the next one is due is not started twice. */
function startTicking(deps: Deps): Ticking {
  cron.setLogger(cronLogger(deps.log))
  const service = serviceOn(deps)
  const tick = async () => {
    try {
      await service.tick()
    } catch (error) {
      deps.log.error({ error: messageOf(error) }, 'a tick failed; the next one tries again')
    }
  }
  const task = cron.schedule(tickSchedule, tick, { noOverlap: true })
  void tick()
  return { stop: async () => task.destroy() }
}

/** node-cron writes to stdout unless told otherwise; stdout belongs to the commands. */
function cronLogger(log: Logger): Parameters<typeof cron.setLogger>[0] {
  return {
    info: (message) => log.debug({}, message),
    warn: (message) => log.debug({}, message),
    error: (message) => log.warn({}, String(message)),
    debug: (message) => log.debug({}, String(message)),
  }
}

async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock: Lock = await acquireLock(file, { waitMs: writerWaitMs, purpose: 'writing the published files' })
  try {
    return await work()
  } finally {
    lock.release()
  }
}

export interface Visiting extends Overrides, CheckOptions {
  /** Cuts the visits off. */
  readonly signal: AbortSignal
}

/** Visits sources and says what each would give; stores nothing. */
export function checkOnline(settings: Settings, { onProgress, ...visiting }: Visiting): Promise<readonly OnlineCheck[]> {
  return visitingWith(settings, visiting, (ports) => visitForCheck(settings, ports, { onProgress }))
}

/** One visit with all that a poll does but writing, against the store if there is one. @throws AppError `other-site`, `store-damaged`, … */
export function trySource(source: Source, settings: Settings, visiting: Omit<Visiting, 'onProgress'>): Promise<Trial> {
  return visitingWith(settings, visiting, async (ports) => {
    const { site, identity, store: where } = settings
    const store = await viewSqlite({ file: where.sqlite, siteId: site.id, identityNames: identity.map((rule) => rule.name) })
    try {
      return await tryVisit(source, { ...ports, settings, store })
    } finally {
      await store?.close()
    }
  })
}

async function visitingWith<T>(
  settings: Settings,
  { log, clock = systemClock, signal }: Omit<Visiting, 'onProgress'>,
  work: (ports: Pick<Deps, 'fetcher' | 'reader' | 'clock'>) => Promise<T>,
): Promise<T> {
  const fetcher = httpFetcher(settings.poll, { clock })
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

/** Reads the bytes of one feed file and says what is in them; needs neither config nor store. Never throws for what the bytes hold. */
export function parseFeedFile(bytes: Uint8Array, options: Omit<FeedFileOptions, 'now'>): Promise<ShownFeed | ShownError> {
  return readFeedFile(bytes, { ...options, now: systemClock.now() })
}
