// A running service follows its config: on SIGHUP, and when its files change.
import type { ConfigChanges } from '../app.ts'
import { AppError, messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import { foldName } from '../model/category.ts'
import type { Settings } from '../model/settings.ts'
import type { CommonOptions, Context } from './context.ts'
import { describeError } from './error-sheet.ts'
import type { Session } from './session.ts'

/** Ids shown of a long list. */
const mostShown = 20

/** Reads the config again and hands it to the service. A wrong one is told as `check` tells it, and the one before stays in force. */
export async function reload(options: CommonOptions, context: Context, session: Session): Promise<void> {
  const { app, log } = session
  try {
    const changes = await app.reload(loadConfig(options.config, context.env))
    const settings = app.settings()
    tellChanges(changes, settings, log)
    await tellUnknownCategories({ ...session, settings })
  } catch (error) {
    const why = error instanceof AppError ? { code: error.code, problems: error.message.split('\n') } : { error: messageOf(error) }
    log.error(why, 'the new config is not taken over; the one before stays in force')
    if (error instanceof AppError) context.err(describeError(error, context))
  }
}

export function watchedSources({ sources }: Settings): number {
  return sources.filter((source) => source.enabled).length
}

/** Categories come with the entries that name them, so that a mistyped one is no error. */
export async function tellUnknownCategories({ app, settings, log }: Session): Promise<void> {
  if (settings.notify.length === 0) return
  const stored = (await app.categories()).flatMap(({ slug, name }) => [slug, foldName(name)])
  const configured = settings.categories.flatMap(({ name, aliases }) => [name, ...aliases].map(foldName))
  const known = new Set([...stored, ...configured])
  const unknown = settings.notify.map(({ category }) => category).filter((category) => !known.has(foldName(category)))
  if (unknown.length > 0) log.info({ notify: unknown }, 'there are no such categories yet: nobody is told before there are')
}

function tellChanges({ kept, renamed, ...changes }: ConfigChanges, settings: Settings, log: Logger): void {
  const lists = { ...changes, renamed: renamed.map(({ from, to }) => `${from} → ${to}`) }
  const shown = Object.entries(lists).flatMap(([name, ids]) => (ids.length === 0 ? [] : [[name, shortened(ids)] as const]))
  if (shown.length === 0) log.info({}, 'config read again: nothing has changed')
  else log.info({ ...Object.fromEntries(shown), watched: watchedSources(settings) }, 'config reloaded')
  if (kept.length > 0) log.warn({ keys: kept }, 'these settings change with a restart only; until then they stay as they were')
}

function shortened(ids: readonly string[]): readonly string[] {
  return ids.length <= mostShown ? ids : [...ids.slice(0, mostShown), `… ${ids.length - mostShown} more`]
}
