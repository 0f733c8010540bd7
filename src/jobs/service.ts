// `run`: ticks start visits, visits start what follows them, for ever.
import type { Job, Ticket } from '../queue/queue.ts'
import type { Claimed } from '../store/port/sources.ts'
import type { Deps } from './deps.ts'
import type { Lending } from './lending.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { dailyPruning } from './operate/daily-pruning.ts'
import { keepBackups } from './operate/keep-backups.ts'
import { fetchArticle } from './poll/fetch-article.ts'
import { hubAsker } from './push/ask-hubs.ts'
import { hubWork, lookingForHub } from './push/hub.ts'
import { pushTicket, readPush } from './push/read-push.ts'
import { resting } from './resting.ts'
import { keepSearch } from './search/keep-search.ts'
import { courier } from './tell/deliver.ts'
import { articleTickets, claim, claimBelow, mostUnderWay, pollTickets, runPoll, settleAndPublish } from './tickets.ts'

/** Texts, embargoes and what waits for other sources are looked after this often. */
const advanceMs = 5_000
/** Each time so much of what came in may be taken into search. */
const takeInMs = 300

const publishing: Ticket = { job: { kind: 'publish' }, key: 'publish', lane: 'publish' }
const delivering: Ticket = { job: { kind: 'deliver' }, key: 'deliver', lane: 'deliver' }
const backingUp: Ticket = { job: { kind: 'backup' }, key: 'backup', lane: 'backup' }
/** Never at once with publishing. */
const pruning: Ticket = { job: { kind: 'prune' }, key: 'prune', lane: 'publish' }
const asking: Ticket = { job: { kind: 'ask-hubs' }, key: 'ask-hubs', lane: 'ask-hubs' }

/** Written each time: about a second of work. */
const mostDigests = 100

/** Sources whose pushes are looked for at a time. */
const mostPushes = 100

export interface Service {
  /** Claims what is due and, every few seconds, moves everything on; called by the clock, every second. */
  tick(): Promise<void>
}

/** The jobs of a running service; `tick` starts them, they go on by themselves. Each works with what is lent when it begins. */
export function serviceOn(lent: Lending<Deps>): Service {
  const { queue, clock } = lent.current
  const running = new Map<string, Claimed>()
  const telling = courier()
  const hubs = hubAsker()
  const pruned = dailyPruning()
  const hub = hubWork()
  /** The last claim got all it asked for: more is due. */
  let isMoreDue = false
  let advancedAt: number | null = null
  /** Visits that were for nothing: their leases are given back when the store can be written again. */
  const unwritten: Claimed[] = []
  const rest = resting()
  const giveBack = async ({ store }: Deps) => {
    for (let next = unwritten[0]; next !== undefined; next = unwritten[0]) {
      await store.releaseLease(next)
      unwritten.shift()
    }
  }
  const claimMore = oneAtATime(() =>
    lent.use(async (deps) => {
      if (rest.isOn()) return
      await giveBack(deps)
      const runAt = clock.now()
      const underWay = running.size
      const claimed = await claim({ runAt, only: null, isForced: false, except: [], underWay }, deps)
      for (const one of claimed) running.set(one.id, one)
      isMoreDue = underWay + claimed.length >= mostUnderWay
      await queue.push(pollTickets(claimed, { runAt }, deps))
    }),
  )
  /** Article steps once the polls that found the entries have ended, then publishing. */
  const advance = () =>
    lent.use(async (deps) => {
      advancedAt = clock.now()
      await deps.polls.flush()
      await queue.push(await articleTickets(deps))
      await queue.push([publishing, delivering, asking, backingUp, pruning, lookingForHub])
    })
  const readPushes = () => lent.use(async ({ store }) => queue.push((await store.pushes.waiting(mostPushes)).map(pushTicket)))
  const visited = async ({ id, lease }: Claimed) => {
    // Config may have freed its lease meanwhile, and another visit may stand in line.
    if (running.get(id)?.lease === lease) running.delete(id)
    if (isMoreDue && running.size < claimBelow) await claimMore()
    if (running.size === 0) await advance()
  }
  const work = (job: Job, deps: Deps): Promise<void> => {
    switch (job.kind) {
      case 'publish':
        return workOnPublishing(deps)
      case 'deliver':
        return telling.deliver(deps)
      case 'ask-hubs':
        return hubs.ask(deps)
      case 'backup':
        return keepBackups(deps)
      case 'prune':
        return pruned.goOn(deps)
      case 'push':
        return workOnPush(job.source, deps)
      case 'article':
        return fetchArticle(job.entry, clock.now(), deps)
      case 'hub-look':
        return hub.tickets(deps).then(queue.push)
      case 'hub':
      case 'hub-ping':
        return hub.work(job, deps)
      case 'poll':
        return workOnPoll(job, deps)
    }
  }
  const workOnPublishing = async (deps: Deps) => {
    await settleAndPublish(clock.now(), deps, { mostDigests })
    await queue.push([delivering, lookingForHub])
    await keepSearch(deps, { forMs: takeInMs })
  }
  /** What a hub tells is for now: it does not wait for the next round. */
  const workOnPush = async (source: string, deps: Deps) => {
    const report = await readPush(source, deps)
    if (report === null) return
    await queue.push(await articleTickets(deps))
    await queue.push([publishing])
  }
  const workOnPoll = async ({ source, runAt }: Extract<Job, { kind: 'poll' }>, deps: Deps) => {
    // A source that was claimed again while this job stood in line has no other job: the queue takes one of each key.
    const claimed = running.get(source)
    if (claimed === undefined) return
    try {
      await runPoll(claimed, runAt, { ...deps, isForced: claimed.isForced })
      rest.recorded()
    } catch (error) {
      if (rest.failed(error)) unwritten.push(claimed)
      throw error
    } finally {
      await visited(claimed)
    }
  }
  queue.work((job) => lent.use((deps) => work(job, deps)))
  return {
    tick: async () => {
      rest.tick()
      await claimMore().catch((error: unknown) => {
        rest.failed(error)
        throw error
      })
      await readPushes()
      // A clock that was put back has not run yet.
      if (advancedAt === null || Math.abs(clock.now() - advancedAt) >= advanceMs) await advance()
    },
  }
}
