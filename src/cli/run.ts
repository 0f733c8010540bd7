import { AppError } from '../base/errors.ts'
import { watchConfig } from '../config/watch.ts'
import { type CommonOptions, type Context, untilAborted } from './context.ts'
import { reload, tellUnknownCategories, watchedSources } from './reload.ts'
import { withService } from './session.ts'

/** `run`: the service, until SIGTERM. It follows its config. */
export async function run(options: CommonOptions & { readonly role?: string }, context: Context): Promise<number> {
  if (options.role !== undefined) {
    throw new AppError(
      'usage',
      `--role ${options.role} divides the service over several machines, which needs a PostgreSQL store`,
      'On SQLite one `newsstand run` does all; for HTTP alone there is `newsstand serve`.',
    )
  }
  const watching = watchConfig(options.config, context.env)
  let reloadNow = () => {}
  context.onHangup(() => reloadNow())
  return withService(options, context, async (session) => {
    const { app, settings } = session
    const server = await app.run()
    reloadNow = () => void reload(options, context, session)
    watching.start(reloadNow)
    context.err(`${settings.site.title}: ${server.url}\nWatching ${watchedSources(settings)} sources. Stop with Ctrl-C.\n`)
    await tellUnknownCategories(session)
    const damage = await Promise.race([untilAborted(context.signal), app.damage()])
    watching.stop()
    reloadNow = () => {}
    if (damage !== undefined) throw damage
    return 0
  })
}

/** `serve`: HTTP only. */
export function serve(options: CommonOptions, context: Context): Promise<number> {
  return withService(options, context, async ({ app, settings }) => {
    const server = await app.serve()
    context.err(`${settings.site.title}: ${server.url}\n`)
    await untilAborted(context.signal)
    return 0
  })
}
