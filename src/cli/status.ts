import { failingOf, standingShape, trafficDays, watchedOf } from '../model/status-shape.ts'
import type { CommonOptions, Context } from './context.ts'
import { printJson } from './print.ts'
import { withApp } from './session.ts'
import { describeStatus } from './status-sheet.ts'

/** `status`: health of the sources; exit 1 if any is failing. */
export function status(options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const standing = { sources: watchedOf(await app.sources()), ...(await app.standing()) }
    if (options.json === true) printJson(context, standingShape(standing))
    else context.out(describeStatus({ ...standing, trafficDays, zone: settings.site.timezone, now: Date.now() }, context))
    return failingOf(standing.sources) > 0 ? 1 : 0
  })
}
