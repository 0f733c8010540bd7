// What most commands do first: config → App; and always last: close it.

import { type App, openApp } from '../app.ts'
import { systemLogger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../model/settings.ts'
import type { CommonOptions, Context } from './context.ts'

export interface Session {
  readonly settings: Settings
  readonly app: App
}

export async function withApp<T>(options: CommonOptions, context: Context, work: (session: Session) => Promise<T>): Promise<T> {
  const settings = loadConfig(options.config, context.env)
  const app = await openApp(settings, { log: systemLogger(options.logLevel) })
  try {
    return await work({ settings, app })
  } finally {
    await app.close()
  }
}

/** One JSON document, and nothing else, on stdout. */
export function printJson(context: Context, document: unknown): void {
  context.out(`${JSON.stringify(document, null, 2)}\n`)
}

/** Resolves when the command is asked to stop. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
