import type { CommonOptions, Context } from './context.ts'
import { untilAborted, withApp } from './session.ts'

/** `run`: the service, until SIGTERM. */
export function run(options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const server = await app.run()
    context.err(
      `${settings.site.title}: ${server.url}\nWatching ${settings.sources.filter((source) => source.enabled).length} sources. Stop with Ctrl-C.\n`,
    )
    await untilAborted(context.signal)
    return 0
  })
}

/** `serve`: HTTP only. */
export function serve(options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const server = await app.serve()
    context.err(`${settings.site.title}: ${server.url}\n`)
    await untilAborted(context.signal)
    return 0
  })
}
