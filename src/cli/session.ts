// What most commands do first: config → App; and always last: close it.

import { withRestoreAdvice } from '../app/restore-advice.ts'
import { type App, openApp } from '../app.ts'
import { type Logger, systemLogger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../model/settings.ts'
import { type CommonOptions, type Context, quiet, unlessStopped } from './context.ts'

export interface Session {
  /** Config, with the feeds that its lists name. */
  readonly settings: Settings
  readonly app: App
  readonly log: Logger
}

/** Runs a command that ends by itself. SIGTERM and SIGINT end it as they would any program, once the App is closed. */
export function withApp(options: CommonOptions, context: Context, work: (session: Session) => Promise<number>): Promise<number> {
  return withService(options, context, (session) => unlessStopped(work(session), context))
}

/** Runs a command that goes on until it is stopped: it watches the signal itself. */
export async function withService(options: CommonOptions, context: Context, work: (session: Session) => Promise<number>): Promise<number> {
  const config = loadConfig(options.config, context.env)
  const log = await systemLogger(options.logLevel ?? quiet)
  try {
    const app = await openApp(config, { log })
    try {
      return await work({ settings: app.settings(), app, log })
    } finally {
      await app.close()
    }
  } catch (error) {
    throw await withRestoreAdvice(error, config)
  }
}
