// The server of a site, with all that is made on demand.
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { notFoundPage } from '../render/pages/not-found.tsx'
import { healthRoutes } from '../serve/health.ts'
import { redirectsOf } from '../serve/redirects.ts'
import { type RunningServer, startServer } from '../serve/server.ts'

/** @throws AppError `cannot-listen` */
export function serveSite(lent: Lending<Deps>): Promise<RunningServer> {
  const { store, settings, log } = lent.current
  return startServer({
    ...settings.serve,
    dir: settings.publish.dir,
    redirectOf: redirectsOf(store),
    notFound: () => notFoundPage({ site: lent.current.settings.site }),
    routes: [healthRoutes()],
    log,
  })
}
