import { isFailing } from '../model/health.ts'
import type { CommonOptions, Context } from './context.ts'
import { printJson } from './print.ts'
import { withApp } from './session.ts'
import { statusShape } from './shown.ts'
import { describeStatus } from './status-sheet.ts'

/** Of the ledger's 30: what is asked today says little, what was asked a month ago nothing of now. */
const trafficDays = 7

/** `status`: health of the sources; exit 1 if any is failing. Retired and disabled sources are not asked after. */
export function status(options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const watched = (await app.sources()).filter((source) => !source.isRetired && source.enabled)
    const hosts = await app.traffic(trafficDays)
    const waiting = await app.waitingNames()
    const failing = watched.filter(({ state }) => isFailing(state)).length
    if (options.json === true)
      printJson(context, { sources: watched.map(statusShape), failing, hosts, hosts_days: trafficDays, categories_waiting: waiting })
    else
      context.out(describeStatus({ sources: watched, hosts, trafficDays, waiting, zone: settings.site.timezone, now: Date.now() }, context))
    return failing > 0 ? 1 : 0
  })
}
