// What jobs are given, renewed by reloads of the config: settings, and what is made of them.
import { messageOf } from '../base/errors.ts'
import type { PollSettings, Settings } from '../model/settings.ts'
import type { Deps } from './deps.ts'
import { type Lending, lending } from './lending.ts'
import { type ConfigChanges, isFetchedAlike, takeOver } from './reload.ts'

type Fetching = Pick<Deps, 'fetcher' | 'polls'>

export interface Renewal {
  readonly lent: Lending<Deps>
  /** One at a time. @throws AppError `config-invalid`: then everything stays as it was */
  reload(next: Settings): Promise<ConfigChanges>
  /** Cuts off what is fetched, by jobs that began before a reload too. */
  closeFetchers(): Promise<void>
  /** Resolves when nobody works with what was replaced. */
  settled(): Promise<void>
}

/** `fetching` makes a fetcher of its own; one whose settings have changed ends with the last job that began with it. */
export function renewing(first: Deps, fetching: (poll: PollSettings) => Fetching): Renewal {
  const lent = lending(first)
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
    const { settings, changes } = await takeOver(next, current)
    if (settings === current.settings) return changes
    const isAlike = isFetchedAlike(current.settings.poll, settings.poll)
    const free = lent.replace({ ...current, settings, ...(isAlike ? {} : fetching(settings.poll)) })
    if (!isAlike) former.set(current, retire(current, free))
    return changes
  }
  return {
    lent,
    reload: (next) => {
      const reloaded = reloading.then(() => reloadOnce(next))
      reloading = reloaded.catch(() => {})
      return reloaded
    },
    closeFetchers: async () => {
      await Promise.all([lent.current, ...former.keys()].map(({ fetcher }) => fetcher.close()))
    },
    settled: async () => {
      await reloading
      await Promise.all(former.values())
    },
  }
}
