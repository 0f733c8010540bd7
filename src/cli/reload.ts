// A running service follows its config: on SIGHUP, and when its files change.
import type { ConfigChanges } from '../app.ts'
import { AppError, messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import type { CommonOptions, Context } from './context.ts'
import { explain } from './explain.ts'
import type { Session } from './session.ts'

/** Ids shown of a long list. */
const mostShown = 20

/** Reads the config again and hands it to the service. A wrong one is told as `check` tells it, and the one before stays in force. */
export async function reload(options: CommonOptions, context: Context, { app, log }: Session): Promise<void> {
  try {
    tell(await app.reload(loadConfig(options.config, context.env)), log)
  } catch (error) {
    const why = error instanceof AppError ? { code: error.code, problems: error.message.split('\n') } : { error: messageOf(error) }
    log.error(why, 'the new config is not taken over; the one before stays in force')
    if (error instanceof AppError) context.err(explain(error, context))
  }
}

function tell({ kept, renamed, ...changes }: ConfigChanges, log: Logger): void {
  const lists = { ...changes, renamed: renamed.map(({ from, to }) => `${from} → ${to}`) }
  const shown = Object.entries(lists).flatMap(([name, ids]) => (ids.length === 0 ? [] : [[name, shortened(ids)] as const]))
  log.info(Object.fromEntries(shown), shown.length === 0 ? 'config read again: nothing has changed' : 'config reloaded')
  if (kept.length > 0) log.warn({ keys: kept }, 'these settings change with a restart only; until then they stay as they were')
}

function shortened(ids: readonly string[]): readonly string[] {
  return ids.length <= mostShown ? ids : [...ids.slice(0, mostShown), `… ${ids.length - mostShown} more`]
}
