// What /status and /ops.atom ask of the inside.
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hiddenIn, hiding } from '../base/secrets.ts'
import { type Deps, sourceOf } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { shownConfig } from '../jobs/operate/shown-config.ts'
import { healths } from '../model/health.ts'
import type { DayCount } from '../model/overview.ts'
import { dayOf } from '../model/poll.ts'
import type { SourceQuery } from '../model/source-query.ts'
import { trafficDays } from '../model/status-shape.ts'
import { busiestFirst } from '../model/traffic.ts'
import type { OpsDesk } from '../serve/ops.ts'
import type { StatusDesk } from '../serve/status.ts'
import { explanationOf } from './explaining.ts'
import { remembering } from './remembering.ts'

/** Needs to be looked at; what is paused is so by the operator. */
const troubled = healths.slice(0, healths.indexOf('paused'))
const mostAttention = 10
const mostIncidents = 20
const mostInFeed = 200
const newsDays = 30
/** Of all sources: hundreds of thousands of numbers are added up. */
const newsKeptMs = 60_000
const tailLength = 24
const chartLength = 60
const newestEntries = 10

export function statusDesk(lent: Lending<Deps>): StatusDesk & OpsDesk {
  const { store, clock } = lent.current
  const settings = () => lent.current.settings
  const inConfig = (id: string) => sourceOf(settings(), id) !== null
  const newsOf = async (source: string | null): Promise<readonly DayCount[]> => {
    const today = dayOf(clock.now())
    const counts = await store.newsByDay(source, today - newsDays + 1)
    return Array.from({ length: newsDays }, (_, at) => today - newsDays + 1 + at).map((day) => ({ day, count: counts.get(day) ?? 0 }))
  }
  // Addresses may hold what the environment gave.
  const hidden = <T>(value: T): T => hiddenIn(value, hiding(settings().poll.secrets))
  const allNews = remembering(clock, () => newsOf(null))
  return {
    now: () => clock.now(),
    site: () => settings().site,
    token: () => settings().serve.token,
    pulse: () => store.pulse(),
    overview: async () => {
      const now = clock.now()
      const census = await store.census(now)
      const attention = await store.sourcePage(troubledAt(now))
      const published = await store.fact('published')
      return {
        sources: census.sources,
        due: census.due,
        dueSince: census.dueSince,
        lastPollAt: census.lastPollAt,
        lastPublishAt: published === null ? null : Number(published),
        backlog: await store.backlog(now),
        entries: census.entries,
        storeBytes: census.bytes,
        freeBytes: await freeBytesAt(settings().store.sqlite),
        waiting: await store.waitingNames(),
        attention: hidden(attention.sources),
        troubled: attention.total,
        incidents: hidden(await store.incidents({ subject: null, limit: mostIncidents })),
        news: await allNews(newsKeptMs),
        hosts: busiestFirst(await store.traffic(dayOf(now) - trafficDays + 1)),
      }
    },
    sources: async (query) => hidden(await store.sourcePage(query)),
    tails: (ids) => store.ledgerTails(ids, tailLength),
    source: async (id, { offset, limit }) => {
      const source = await store.source(id, clock.now())
      if (source === null) return null
      const configured = sourceOf(settings(), id)
      const ledger = await store.ledgerPage({ source: id, offset, limit })
      return {
        source: hidden(source),
        config: configured === null ? null : shownConfig(configured, settings()),
        tail: (await store.ledgerTails([id], chartLength)).get(id) ?? [],
        ledger: hidden(ledger.rows),
        polls: ledger.total,
        news: await newsOf(id),
        entries: await store.entries({ source: id, category: null, search: null, limit: newestEntries }),
        leadsTo: settings().publish.pages === 'all' ? 'pages' : 'originals',
        incidents: hidden(await store.incidents({ subject: id, limit: mostIncidents })),
      }
    },
    poll: async (id, { isForced }) => inConfig(id) && (await store.askForPoll([id], { isForced, now: clock.now() })) > 0,
    pause: async (id) => inConfig(id) && (await store.pauseSources([id], clock.now())) >= 0,
    resume: async (id) => inConfig(id) && (await store.resumeSources([id])) >= 0,
    forget: async (id) => inConfig(id) && (await store.forgetValidators(id)),
    explain: (words) => explanationOf(words, lent.current),
    happened: async () => ({
      site: settings().site,
      authority: store.authority,
      incidents: hidden(await store.incidents({ subject: null, limit: mostInFeed })),
    }),
  }
}

function troubledAt(now: number): SourceQuery {
  return { now, healths: troubled, text: '', order: 'health', isDescending: false, offset: 0, limit: mostAttention }
}

/** Null where the system does not say. */
async function freeBytesAt(file: string): Promise<number | null> {
  return statfs(dirname(file)).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
}
