// Our hub's work, split so that one slow subscriber delays nobody: by host of callbacks, and by hub elsewhere.
import { inTurns } from '../../base/turns.ts'
import type { Job, Ticket } from '../../queue/queue.ts'
import type { Deps } from '../deps.ts'
import { sendTo } from './hub-deliver.ts'
import { hubDocuments } from './hub-documents.ts'
import { hubPinger } from './hub-ping.ts'
import { lookAtTopics } from './hub-topics.ts'
import { answerRequests } from './hub-verify.ts'

const hostsAtOnce = 64

export const lookingForHub: Ticket = { job: { kind: 'hub-look' }, key: 'hub-look', lane: 'hub-look' }

export type HubJob = Extract<Job, { kind: 'hub' | 'hub-ping' }>

export interface HubWork {
  /** What is to be done now. */
  tickets(deps: Deps): Promise<readonly (Ticket & { readonly job: HubJob })[]>
  /** Nothing is begun after `until`. */
  work(job: HubJob, deps: Deps, until?: number): Promise<void>
}

/** Remembers what is being sent, and which hubs are down. */
export function hubWork(): HubWork {
  const documents = hubDocuments()
  const pinger = hubPinger()
  return {
    tickets: async (deps) => {
      const { store, settings, clock } = deps
      await lookAtTopics(deps)
      const now = clock.now()
      const hosts = await store.hub.dueHosts(now)
      const hubs = []
      for (const hub of settings.publish.hubs)
        if (!pinger.isPaused(hub, now) && (await store.hub.duePings(hub, { now, limit: 1 })).length > 0) hubs.push(hub)
      return [
        ...hosts.map((host) => ({ job: { kind: 'hub', host } as const, key: `hub ${host}`, lane: `hub ${host}` })),
        ...hubs.map((hub) => ({ job: { kind: 'hub-ping', hub } as const, key: `hub-ping ${hub}`, lane: `hub-ping ${hub}` })),
      ]
    },
    work: async (job, deps, until = Number.POSITIVE_INFINITY) => {
      if (job.kind === 'hub-ping') return pinger.ping(job.hub, until, deps)
      await answerRequests(job.host, deps, until)
      await sendTo(job.host, { documents, until }, deps)
    },
  }
}

/** For a command, which ends soon: what is left is found by the next one, or the service. */
export async function tellThroughHub(deps: Deps, { forMs }: { readonly forMs: number }): Promise<void> {
  const hub = hubWork()
  const until = deps.clock.now() + forMs
  const tickets = await hub.tickets(deps)
  await inTurns(tickets, hostsAtOnce, ({ job }) => hub.work(job, deps, until))
}
