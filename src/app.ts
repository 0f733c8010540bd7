// Composition root: Settings → adapters → App. The only place that knows which adapter is in use. What only some commands need, and with it the
// readers of documents, is loaded by those: that is half of the time in which the others start.
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { CopyOut, CopyWish, GivenCopy, GivenPosts, PostsWish, TakenCopy, TakenPosts } from './app/exchange.ts'
import { hidingFor } from './app/hiding.ts'
import { entryNamed } from './app/looking.ts'
import { standingOf } from './app/standing.ts'
import { type Clock, systemClock } from './base/clock.ts'
import { AppError, messageOf } from './base/errors.ts'
import { hidingLogger, type Logger } from './base/log.ts'
import { silentMeter } from './base/meter.ts'
import { hiddenIn } from './base/secrets.ts'
import { unguessable } from './base/unguessable.ts'
import { dayIn } from './base/zone.ts'
import { httpFetcher } from './fetch/http.ts'
import type { Deps } from './jobs/deps.ts'
import { type ChangedCategories, changeCategories } from './jobs/operate/change-categories.ts'
import { checkAtStart } from './jobs/operate/check-store.ts'
import type { CorrectionReport, Saying, Taking } from './jobs/operate/correct.ts'
import { renewRegistry } from './jobs/operate/keep-registry.ts'
import type { PruneOptions, PruneReport } from './jobs/operate/prune.ts'
import { restoreRegistry } from './jobs/operate/restore-registry.ts'
import type { RetractionReport, Withdrawing } from './jobs/operate/retract.ts'
import { judgeOf } from './jobs/operate/take-down.ts'
import { withFollowed } from './jobs/poll/followed.ts'
import { type PollOptions, type PollSummary, pollOnce } from './jobs/poll/poll-once.ts'
import { pollWriter } from './jobs/poll/poll-writer.ts'
import { type GivenToken, giveToken, revokeToken, type TokenWish } from './jobs/private/tokens.ts'
import type { Published } from './jobs/publish/publish.ts'
import { tellThroughHub } from './jobs/push/hub.ts'
import type { ConfigChanges } from './jobs/reload.ts'
import { type Renewal, renewing } from './jobs/renewal.ts'
import type { Reread, RereadWish } from './jobs/reread/reread.ts'
import { serviceOn } from './jobs/service.ts'
import { feedRecords, registryPlan, sourceRecords } from './jobs/sync.ts'
import { courier, tellMs } from './jobs/tell/deliver.ts'
import { mostUnderWay, settleAndPublish } from './jobs/tickets.ts'
import type { OnlineCheck } from './jobs/try/check-online.ts'
import type { Trial } from './jobs/try/trial.ts'
import type { Entry } from './model/entry.ts'
import type { Explanation } from './model/explanation.ts'
import type { CategoryCommand, CategoryRecord } from './model/registry.ts'
import type { PollSettings, Settings } from './model/settings.ts'
import type { Standing } from './model/status-shape.ts'
import type { TokenRecord } from './model/token.ts'
import { type CommandRunner, commandRunner } from './publish/command.ts'
import { filesOutlet } from './publish/files.ts'
import { beginFolder, claimFolder } from './publish/folder.ts'
import { readHeader, registryFile, registryPath } from './publish/registry-file.ts'
import { inlineQueue } from './queue/inline.ts'
import { startTicking, type Ticking } from './queue/ticking.ts'
import type { ShownError } from './read/feed-file.ts'
import { poolReader } from './read/pool.ts'
import type { ShownFeed } from './read/shown-feed.ts'
import { jekyllStarter } from './render/jekyll-starter.ts'
import { asRetracted } from './render/retraction.ts'
import type { RunningServer } from './serve/server.ts'
import { acquireLock, type Lock } from './store/lock.ts'
import type { StoredCategory } from './store/port/categories.ts'
import type { EntryQuery } from './store/port/entries.ts'
import type { StoredSource } from './store/port/sources.ts'
import { freeAbandoned, serviceSeat, takeSeat } from './store/seats.ts'
import { openSqlite } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

/** How long a command waits for another one that writes the published files (design §4). */
const writerWaitMs = 30_000

/** A command that looks whether the service is gone holds its lock for a moment. */
const serviceWaitMs = 1_000
/** So long a service waits for its store to be read through; most stores have been by then. */
const checkWaitMs = 2_000
/** Of the 10 s that SIGTERM leaves (design §4). */
const visitDrainMs = 5_000

// The words in which App is asked and answers.
export type {
  CategoryCommand,
  CategoryRecord,
  ChangedCategories,
  ConfigChanges,
  CorrectionReport,
  Explanation,
  GivenToken,
  OnlineCheck,
  PollSummary,
  PruneReport,
  Reread,
  RetractionReport,
  ShownError,
  ShownFeed,
  StoredCategory,
  StoredSource,
  TokenRecord,
  Trial,
}

/** What the outside may ask for. */
export interface App {
  poll(options: PollOptions): Promise<PollSummary>
  publish(options: { readonly isAll: boolean }): Promise<Published>
  /** HTTP over the published folder. */
  serve(): Promise<RunningServer>
  /** The service: polls by the clock, publishes, serves. One at a time on a store: AppError `in-use`. */
  run(): Promise<RunningServer>
  /** Resolves when the store turns out to be damaged: nothing can be done on it any more. */
  damage(): Promise<AppError>
  /** Takes over what config says now, while it runs. @throws AppError `config-invalid`: then everything stays as it was */
  reload(settings: Settings): Promise<ConfigChanges>
  /** What holds now: config, with the feeds that its lists name. */
  settings(): Settings
  /** Withdrawn ones as readers see them. */
  entries(query: EntryQuery): Promise<readonly Entry[]>
  categories(): Promise<readonly StoredCategory[]>
  /** Withdraws an entry, and publishes that. @throws AppError `unknown-entry`, `usage` */
  retract(withdrawing: Withdrawing & { readonly words: string }): Promise<RetractionReport>
  /** Gives a withdrawn entry back, and publishes that. @throws AppError `unknown-entry`, `usage`, `not-retracted` */
  restore(words: string): Promise<RetractionReport>
  /** Makes one entry of two, for ever, and publishes that. @throws AppError `unknown-entry`, `usage` */
  merge(merging: Saying & { readonly one: string; readonly other: string }): Promise<CorrectionReport>
  /** Takes what a source shows out of an entry, and publishes that. @throws AppError `unknown-entry`, `usage` */
  split(splitting: Taking & Saying & { readonly words: string }): Promise<CorrectionReport>
  /** Applies today's rules to what is kept of sources, and publishes that. @throws AppError `in-use` */
  reread(wish: RereadWish): Promise<Reread>
  /** Makes tombstones of what no category keeps, and publishes that. @throws AppError `unknown-category`, `in-use` */
  prune(options: PruneOptions): Promise<PruneReport>
  /** Every category there ever was. */
  categoryRecords(): Promise<readonly CategoryRecord[]>
  /** Does what the operator asks for, and publishes. @throws AppError `unknown-category`, `slug-taken`, … */
  changeCategories(command: CategoryCommand): Promise<ChangedCategories>
  /** Lets somebody read what is private. @throws AppError `unknown-category`, `category-state` */
  giveToken(wish: TokenWish): Promise<GivenToken>
  /** Of a category or output feed; null: all. */
  tokens(slug: string | null): Promise<readonly TokenRecord[]>
  /** @throws AppError `unknown-token` */
  revokeToken(id: string): Promise<TokenRecord>
  /** Posts of a Jekyll site become entries, and are published. @throws AppError `cannot-read`, `usage` */
  takePosts(wish: PostsWish): Promise<TakenPosts>
  /** An exact copy comes back, and is published. @throws AppError `copy-damaged`, `copy-newer`, `other-site`, `in-use` */
  takeCopy(wish: CopyWish): Promise<TakenCopy>
  /** Every public entry as a post of a Jekyll site. @throws AppError `file-exists`, `cannot-write` */
  givePosts(wish: CopyWish): Promise<GivenPosts>
  /** The store's exact copy. @throws AppError `cannot-write` */
  giveCopy(wish: CopyOut): Promise<GivenCopy>
  sources(): Promise<readonly StoredSource[]>
  standing(): Promise<Omit<Standing, 'sources'>>
  close(): Promise<void>
}

export interface Overrides {
  readonly log: Logger
  readonly clock?: Clock
  readonly random?: () => number
}

/** Opens the site's store and folders. @throws AppError `other-site`, `store-damaged`, `cannot-write`, … */
export async function openApp(config: Settings, overrides: Overrides): Promise<App> {
  const { clock = systemClock } = overrides
  const { site, store: where } = config
  const registered = readHeader(registryPath(config.publish.dir))
  const former = registered?.site === site.id ? registered : null
  let tellDamage = (_: AppError) => {}
  const damage = new Promise<AppError>((resolve) => {
    tellDamage = resolve
  })
  const store = await openSqlite({
    file: where.sqlite,
    siteId: site.id,
    host: former?.host ?? new URL(site.url).hostname,
    year: former?.year ?? Number(dayIn(site.timezone, clock.now()).yyyy),
    identityNames: config.identity.map((rule) => rule.name),
    isKnown: former !== null,
    log: overrides.log,
    onDamage: (error) => tellDamage(error),
  })
  try {
    const { settings } = withFollowed(config, await store.followed())
    const commands = commandRunner({ folder: dirname(settings.file) })
    const perLane = () => renewal.lent.current.settings.poll.perHost
    const room = () => renewal.lent.current.polls.room()
    const following = {
      renew: (list: string) => renewal.refollow(list),
      settings: () => renewal.lent.current.settings,
    }
    const log = hidingLogger(overrides.log, () => hidingFor(following.settings()))
    const deps = depsOn(store, settings, { ...overrides, log, runCommand: commands.run, following, perLane, room })
    const renewal: Renewal = renewing(deps, config, (poll) => fetchingOn(store, poll, clock))
    if (registered !== null) await restoreRegistry(registered, deps)
    store.takedown.follow(judgeOf(settings))
    await store.syncSources(sourceRecords(settings))
    await store.syncCategories((registry) => registryPlan(settings, registry, clock.now()), feedRecords(settings, clock.now()))
    const isRestored = (await store.care.restoredAt()) !== null
    await store.answers.limit(settings.store.answers)
    if (claimFolders(settings) || isRestored || (await store.isHalfMarked())) await store.markAllStale()
    if (isRestored) await store.care.takenOver()
    return appOn(renewal, { commands, damage })
  } catch (error) {
    await store.close()
    throw error
  }
}

/** True when an output folder is new, or was emptied: everything belongs there again. */
function claimFolders({ site, publish }: Settings): boolean {
  const dirs = [publish.dir, ...(publish.jekyll === null ? [] : [publish.jekyll.dir])]
  const claimed = dirs.filter((dir) => claimFolder(dir, site.id) === 'claimed')
  if (publish.jekyll !== null && claimed.includes(publish.jekyll.dir)) beginFolder(publish.jekyll.dir, jekyllStarter(site))
  return claimed.length > 0
}

/** What reloads do not replace. */
interface Lasting extends Pick<Deps, 'runCommand' | 'following'> {
  readonly perLane: () => number
  readonly room: () => Promise<void>
}

function depsOn(
  store: Store,
  settings: Settings,
  { log, runCommand, following, perLane, room, clock = systemClock, random = Math.random }: Overrides & Lasting,
): Deps {
  const { store: where, publish, poll } = settings
  return {
    node: `${process.pid}-${random().toString(36).slice(2, 8)}`,
    settings,
    store,
    ...fetchingOn(store, poll, clock),
    following,
    queue: inlineQueue({ concurrency: mostUnderWay, perLane, log }),
    reader: poolReader({ log, room }),
    runCommand,
    outlet: filesOutlet(publish.dir),
    jekyll: publish.jekyll === null ? null : filesOutlet(publish.jekyll.dir),
    registryFile: registryFile(registryPath(publish.dir)),
    withWriterLock: (work) => locked(`${where.sqlite}.publish.lock`, work),
    clock,
    random,
    secret: () => unguessable(32),
    log,
    meter: silentMeter,
  }
}

function fetchingOn(store: Store, poll: PollSettings, clock: Clock): Pick<Deps, 'fetcher' | 'polls'> {
  const fetcher = httpFetcher(poll, { clock })
  return { fetcher, polls: pollWriter({ store, fetcher, clock }) }
}

interface Around {
  readonly commands: CommandRunner
  readonly damage: Promise<AppError>
}

function appOn(renewal: Renewal, { commands, damage }: Around): App {
  const { lent } = renewal
  const { store, settings, queue, reader, clock, log } = lent.current
  const { sqlite } = settings.store
  const servers: RunningServer[] = []
  const held: Lock[] = []
  const serviceNode = serviceSeat.prefix + lent.current.node
  let ticking: Ticking | null = null
  const serve = async () => {
    const { serveSite } = await import('./app/serving.ts')
    const server = await serveSite(lent)
    servers.push(server)
    return server
  }
  return {
    poll: (options) =>
      lent.use(async (deps) => {
        await refuseHalf(deps)
        return seated(deps, (own) => pollOnce(options, own))
      }),
    publish: ({ isAll }) =>
      lent.use(async (deps) => {
        await refuseHalf(deps)
        await freeAbandoned(sqlite, store.releaseLeases)
        if (isAll) await store.markAllStale()
        if (isAll) await renewRegistry(deps)
        const published = await settleAndPublish(clock.now(), deps)
        await courier({ forMs: tellMs }).deliver(deps)
        await tellThroughHub(deps, { forMs: tellMs })
        return published
      }),
    serve,
    run: async () => {
      await refuseHalf(lent.current)
      held.push(await acquireLock(serviceSeat.lock(sqlite), { waitMs: serviceWaitMs, purpose: 'running as the service on this store' }))
      // Whoever held these ran before us and is gone.
      await store.releaseLeases(serviceSeat.prefix)
      await freeAbandoned(sqlite, store.releaseLeases)
      store.commitQuickly()
      // A store that is damaged is hardly ever read through by then: the rest is looked at beside the first polls.
      await Promise.race([checkAtStart(lent.current).catch((error) => unlessOther(error, log)), wait(checkWaitMs)])
      const server = await serve()
      await lent.replace({ ...lent.current, node: serviceNode })
      ticking = startTicking(serviceOn(lent).tick, log)
      return server
    },
    damage: () => damage,
    reload: renewal.reload,
    settings: () => lent.current.settings,
    entries: async (query) => (await store.entries(query)).map((entry) => asRetracted(entry, lent.current.settings.site)),
    categories: () => store.categories(),
    retract: ({ words, ...said }) =>
      lent.use(async (deps) => {
        const { retractEntry } = await import('./jobs/operate/retract.ts')
        return retractEntry(await entryNamed(words, deps.settings), said, deps)
      }),
    restore: (words) =>
      lent.use(async (deps) => {
        const { restoreEntry } = await import('./jobs/operate/retract.ts')
        return restoreEntry(await entryNamed(words, deps.settings), deps)
      }),
    prune: (options) => lent.use(async (deps) => (await import('./jobs/operate/prune.ts')).prune(options, deps)),
    merge: (merging) => lent.use(async (deps) => (await import('./app/correcting.ts')).merge(merging, deps)),
    split: (splitting) => lent.use(async (deps) => (await import('./app/correcting.ts')).split(splitting, deps)),
    reread: (wish) => lent.use((deps) => seated(deps, async (own) => (await import('./jobs/reread/reread.ts')).reread(wish, own))),
    categoryRecords: () => store.categoryRecords(),
    changeCategories: (command) => lent.use((deps) => changeCategories(command, deps)),
    giveToken: (wish) => lent.use((deps) => giveToken(wish, deps)),
    tokens: (slug) => store.tokens.list(slug),
    revokeToken: (id) => lent.use((deps) => revokeToken(id, deps)),
    takePosts: (wish) => lent.use(async (deps) => (await import('./app/exchange.ts')).takePosts(wish, deps)),
    takeCopy: (wish) => lent.use(async (deps) => (await import('./app/exchange.ts')).takeCopy(wish, deps)),
    givePosts: (wish) => lent.use(async (deps) => (await import('./app/exchange.ts')).givePosts(wish, deps)),
    giveCopy: (wish) => lent.use(async (deps) => (await import('./app/exchange.ts')).giveCopy(wish, deps)),
    sources: async () => hiddenIn(await store.sources(clock.now()), hidingFor(lent.current.settings)),
    standing: () => lent.use(standingOf),
    close: async () => {
      await ticking?.stop()
      store.care.stop()
      await Promise.all([...servers.map((server) => server.close()), stopVisits(renewal, { queue, reader, commands })])
      await lent.current.polls.flush().catch((error) => log.warn({ error: messageOf(error) }, 'the last traffic was not written'))
      await store.releaseLeases(serviceNode).catch((error) => log.warn({ error: messageOf(error) }, 'the last leases were not given back'))
      await store.close()
      for (const lock of held) lock.release()
    },
  }
}

/** Whatever was polled into half a copy would be there twice once the rest comes. @throws AppError `copy-unfinished` */
async function refuseHalf({ store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<void> {
  if (!(await store.copies.isUnfinished())) return
  throw new AppError(
    'copy-unfinished',
    `The store ${settings.store.sqlite} holds half of a copy: its import was broken off`,
    'Say "newsstand import jsonl" with the same file again: it goes on where it was.',
  )
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

type Stopping = Pick<Deps, 'queue' | 'reader'> & { readonly commands: CommandRunner }

/** Visits that run may end by themselves for a while, then they are cut off: a visit that is not recorded never happened. */
async function stopVisits(renewal: Renewal, { queue, reader, commands }: Stopping): Promise<void> {
  const idle = queue.close()
  const waited = new AbortController()
  await Promise.race([idle, wait(visitDrainMs, undefined, { signal: waited.signal }).catch(() => {})])
  waited.abort()
  await renewal.closeFetchers()
  commands.close()
  await reader.close()
  await idle
  await renewal.settled()
}

/** Only damage keeps a service from its work. */
function unlessOther(error: unknown, log: Logger): void {
  if (error instanceof AppError && error.code === 'store-damaged') throw error
  if (error instanceof DOMException && error.name === 'AbortError') return
  log.warn({ error: messageOf(error) }, 'the store could not be read through')
}

async function locked<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock: Lock = await acquireLock(file, { waitMs: writerWaitMs, purpose: 'writing the published files' })
  try {
    return await work()
  } finally {
    lock.release()
  }
}
