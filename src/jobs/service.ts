// `run`: ticks start visits, visits start what follows them, for ever.
import type { Claimed } from '../store/store.ts'
import type { Deps } from './deps.ts'
import { articleTickets, claim, pollTickets, runArticle, runPoll, settleAndPublish } from './tickets.ts'

export interface Service {
  /** Claims what is due and moves everything on; called by the clock. */
  tick(): Promise<void>
}

/** The jobs of a running service; `tick` starts them, they go on by themselves. */
export function serviceOn(deps: Deps): Service {
  const { queue, clock } = deps
  const running = new Map<string, Claimed>()
  const claimMore = async () => {
    const runAt = clock.now()
    const claimed = await claim({ runAt, only: null, isForced: false, except: [] }, deps)
    for (const one of claimed) running.set(one.id, one)
    await queue.push(pollTickets(claimed, { runAt }, deps))
  }
  /** Article steps once the polls that found the entries have ended, then publishing. */
  const advance = async () => {
    await queue.push(await articleTickets(deps))
    await queue.push([{ job: { kind: 'publish' }, key: 'publish', lane: 'publish' }])
  }
  queue.work(async (job) => {
    if (job.kind === 'publish') await settleAndPublish(clock.now(), deps)
    else if (job.kind === 'article') await runArticle(job.entry, clock.now(), deps)
    else {
      try {
        await runPoll(job, [...running.values()], { ...deps, isForced: false })
      } finally {
        running.delete(job.source)
      }
      if (running.size === 0) await advance()
    }
  })
  return {
    tick: async () => {
      await claimMore()
      await advance()
    },
  }
}
