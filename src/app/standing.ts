// What `status` and the API tell of the whole, beside the sources themselves.
import type { Deps } from '../jobs/deps.ts'
import { dayOf } from '../model/poll.ts'
import { type Standing, trafficDays } from '../model/status-shape.ts'
import { busiestFirst } from '../model/traffic.ts'

export async function standingOf({ store, settings, clock }: Deps): Promise<Omit<Standing, 'sources'>> {
  return {
    hosts: busiestFirst(await store.traffic(dayOf(clock.now()) - trafficDays + 1)),
    waiting: await store.waitingNames(),
    hub: await store.hub.counts(),
    answers: { ...(await store.answers.counts()), most: settings.store.answers.perSource === 0 ? 0 : settings.store.answers.bytes },
  }
}
