import type { OnlineCheck } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { systemLogger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../model/settings.ts'
import { type CommonOptions, type Context, quiet } from './context.ts'
import { printJson, table } from './print.ts'

/** `check [--online]`: config errors; with `--online` what each source would give, exit 1 when some source fails. */
export async function check(options: CommonOptions & { readonly online?: boolean }, context: Context): Promise<number> {
  const settings = loadOrShow(options, context)
  if (settings === null) return 3
  const found = options.online === true ? await visitAll(settings, options) : null
  if (options.json === true)
    printJson(context, {
      config: settings.file,
      sources: settings.sources.length,
      problems: [],
      ...(found === null ? {} : { online: found }),
    })
  else {
    context.out(`${settings.file} is right: ${settings.sources.length} sources.\n`)
    if (found !== null) context.out(`${describe(found, context)}\n`)
  }
  return found?.some((one) => one.outcome === 'failed' || one.outcome === 'gone') === true ? 1 : 0
}

/** Loaded only here: config alone is checked in half the time. */
async function visitAll(settings: Settings, options: CommonOptions): Promise<readonly OnlineCheck[]> {
  const { checkOnline } = await import('../app.ts')
  return checkOnline(settings, { log: await systemLogger(options.logLevel ?? quiet) })
}

/** With `--json` the problems are the document; otherwise the error goes its way to main. */
function loadOrShow(options: CommonOptions, context: Context) {
  try {
    return loadConfig(options.config, context.env)
  } catch (error) {
    if (options.json !== true || !(error instanceof AppError) || error.code !== 'config-invalid') throw error
    printJson(context, { config: options.config, problems: error.facts.problems })
    return null
  }
}

function describe(found: readonly OnlineCheck[], context: Context): string {
  const rows = found.map((one) => [
    one.id,
    one.outcome,
    String(one.read),
    one.code === null ? (one.titles[0] ?? '') : `${one.code}: ${one.message ?? ''}`,
    one.categories.slice(0, 3).join(', '),
  ])
  return table(['source', 'outcome', 'entries', 'newest', 'categories'], rows, context)
}
