// The server of a site, with all that is made on demand. What only serving needs is loaded here: other commands start without it.
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { healthRoutes } from '../serve/health.ts'
import { hubRoutes } from '../serve/hub.ts'
import { metricsRoutes } from '../serve/metrics-page.ts'
import { operatorOnly, sameSite } from '../serve/operator.ts'
import { opsRoutes } from '../serve/ops.ts'
import { type PrivateOptions, privateRoutes } from '../serve/private.ts'
import { pushInRoutes } from '../serve/push-in.ts'
import { redirectsOf } from '../serve/redirects.ts'
import { searchRoutes } from '../serve/search.ts'
import { type RunningServer, startServer } from '../serve/server.ts'
import { statusRoutes } from '../serve/status.ts'
import { liveStatus } from '../serve/status-live.ts'
import { subscriberBook } from '../serve/subscribers.ts'
import { apiDesk } from './api-desk.ts'
import { censusDesk } from './census-desk.ts'
import { hubDesk } from './hub-desk.ts'
import { notFoundIn } from './not-found.ts'
import { privateDesk } from './private-desk.ts'
import { pushDesk } from './push-desk.ts'
import { searchDesk } from './search-desk.ts'
import { statusDesk } from './status-desk.ts'

/** @throws AppError `cannot-listen` */
export async function serveSite(lent: Lending<Deps>): Promise<RunningServer> {
  const [{ prometheusMetrics }, { apiRoutes }, { documentRoutes }] = await Promise.all([
    import('../serve/metrics.ts'),
    import('../serve/api.ts'),
    import('../serve/openapi.ts'),
  ])
  const metrics = prometheusMetrics()
  await lent.replace({ ...lent.current, meter: metrics })
  const { store, settings, log, clock } = lent.current
  const subscribers = subscriberBook(clock)
  let isDraining = false
  const token = () => lent.current.settings.serve.token
  const operator = operatorOnly(token, clock)
  const guards = { operator, sameSite: sameSite(token) }
  const api = apiRoutes(apiDesk(lent), guards, log)
  const status = statusDesk(lent)
  const live = liveStatus({ pulse: status.pulse, log })
  const census = censusDesk(lent, { subscribers, isDraining: () => isDraining })
  const server = await startServer({
    ...settings.serve,
    dir: settings.publish.dir,
    settings: () => lent.current.settings,
    meter: metrics,
    onReaders: subscribers.note,
    redirectOf: redirectsOf(store, () => lent.current.settings.site.icon),
    notFound: notFoundIn(lent),
    routes: [
      hubRoutes(hubDesk(lent)),
      pushInRoutes(pushDesk(lent)),
      healthRoutes(census),
      searchRoutes(
        searchDesk(lent, () => isDraining),
        clock,
      ),
      metricsRoutes(metrics, census, operator),
      documentRoutes(api, () => lent.current.settings.site),
      api,
      statusRoutes(status, guards, live),
      opsRoutes(status, operator),
      privateRoutes(privateDesk(lent), privateOptions(lent)),
    ],
    log,
  })
  return {
    ...server,
    close: () => {
      isDraining = true
      live.close()
      return server.close()
    },
  }
}

/** Private documents have this share of the memory: they are seldom wanted, and by few. */
const privateShare = 1 / 8

function privateOptions(lent: Lending<Deps>): PrivateOptions {
  const { settings, clock } = lent.current
  return { memoryBytes: settings.serve.memoryBytes * privateShare, feedType: () => lent.current.settings.serve.feedType, clock }
}
