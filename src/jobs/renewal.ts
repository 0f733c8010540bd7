// What jobs are given, renewed by reloads of the config: settings, and what is made of them.
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import type { PollSettings, Settings } from '../model/settings.ts'
import type { Deps } from './deps.ts'
import { type Lending, lending } from './lending.ts'
import { type Doubled, withFollowed } from './poll/followed.ts'
import { type ConfigChanges, isFetchedAlike, takeOver } from './reload.ts'
import { sourceRecords } from './sync.ts'

/** Feeds told one by one. */
const mostTold = 10

type Fetching = Pick<Deps, 'fetcher' | 'polls'>

export interface Renewal {
  readonly lent: Lending<Deps>
  /** One at a time. @throws AppError `config-invalid`: then everything stays as it was */
  reload(next: Settings): Promise<ConfigChanges>
  /** The same when one of its lists may name other feeds than before. */
  refollow(list: string): Promise<void>
  /** Cuts off what is fetched, by jobs that began before a reload too. */
  closeFetchers(): Promise<void>
  /** Resolves when nobody works with what was replaced. */
  settled(): Promise<void>
}

/**
 * `config`: the settings without what lists name. `fetching` makes a fetcher of its own; one whose settings have changed ends with the last
 * job that began with it.
 */
export function renewing(first: Deps, config: Settings, fetching: (poll: PollSettings) => Fetching): Renewal {
  const lent = lending(first)
  let configured = config
  const former = new Map<Fetching, Promise<void>>()
  let reloading: Promise<unknown> = Promise.resolve()

  const retire = async (fetched: Fetching, free: Promise<void>) => {
    await free
    await fetched.polls.flush().catch((error) => first.log.warn({ error: messageOf(error) }, 'the last traffic was not written'))
    await fetched.fetcher.close()
    former.delete(fetched)
  }
  const reloadOnce = async (next: Settings) => {
    const { current } = lent
    const { settings: wanted, doubled } = withFollowed(next, await current.store.followed())
    const { settings, changes } = await takeOver(wanted, current)
    configured = next
    if (settings === current.settings) return changes
    tellDoubled(doubled, current.log)
    const isAlike = isFetchedAlike(current.settings.poll, settings.poll)
    const free = lent.replace({ ...current, settings, ...(isAlike ? {} : fetching(settings.poll)) })
    if (!isAlike) former.set(current, retire(current, free))
    return changes
  }
  const inTurn = <T>(work: () => Promise<T>) => {
    const done = reloading.then(work)
    reloading = done.catch(() => {})
    return done
  }
  return {
    lent,
    reload: (next) => inTurn(() => reloadOnce(next)),
    refollow: (list) =>
      inTurn(async () => {
        const changes = await reloadOnce(configured)
        const { settings, store, log } = lent.current
        // A command that began before the list changed may have written what it knew of sources after it.
        await store.syncSources(sourceRecords(settings))
        tellFollowed(list, { changes, settings }, log)
      }),
    closeFetchers: async () => {
      await Promise.all([lent.current, ...former.keys()].map(({ fetcher }) => fetcher.close()))
    },
    settled: async () => {
      await reloading
      await Promise.all(former.values())
    },
  }
}

function tellFollowed(list: string, { changes, settings }: { changes: ConfigChanges; settings: Settings }, log: Logger): void {
  const prefix = `${list}.`
  const of = (ids: readonly string[]) => ids.filter((id) => id.startsWith(prefix)).length
  const [came, left, changed] = [of(changes.added), of(changes.removed), of(changes.changed)]
  if (came + left + changed === 0) return
  const followed = of(settings.sources.map(({ id }) => id))
  log.info({ sourceId: list, followed, new: came, gone: left, changed }, 'the list has changed: its feeds are followed')
}

function tellDoubled(doubled: readonly Doubled[], log: Logger): void {
  for (const { list, url, by } of doubled.slice(0, mostTold))
    log.warn(
      { sourceId: list, feed: withoutSecrets(url), watchedBy: by },
      'a feed of the list is watched already: it is not followed twice',
    )
  if (doubled.length > mostTold) log.warn({ more: doubled.length - mostTold }, 'and more feeds that are watched already')
}
