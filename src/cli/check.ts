import { AppError } from '../base/errors.ts'
import { systemLogger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../model/settings.ts'
import { type CommonOptions, type Context, quiet, unlessStopped } from './context.ts'
import { describeOnline, isFailed, onlineShape } from './online.ts'
import { printJson, progressLine, showing } from './print.ts'

/** `check [--online]`: config errors; with `--online` what each source would give, exit 1 when some source fails. */
export async function check(options: CommonOptions & { readonly online?: boolean }, context: Context): Promise<number> {
  const settings = loadOrShow(options, context)
  if (settings === null) return 3
  if (options.online === true) return unlessStopped(checkSources(settings, options, context), context)
  if (options.json === true) printJson(context, documentOf(settings))
  else context.out(rightOf(settings))
  return 0
}

/** With `--json` the problems are the document; otherwise the error goes its way to main. */
function loadOrShow(options: CommonOptions, context: Context): Settings | null {
  try {
    return loadConfig(options.config, context.env)
  } catch (error) {
    if (options.json !== true || !(error instanceof AppError) || error.code !== 'config-invalid') throw error
    printJson(context, { config: options.config, problems: error.facts.problems })
    return null
  }
}

function documentOf({ file, sources }: Settings) {
  return { config: file, sources: sources.length, problems: [] }
}

function rightOf({ file, sources }: Settings): string {
  return `${file} is right: ${sources.length} sources.\n`
}

async function checkSources(settings: Settings, options: CommonOptions, context: Context): Promise<number> {
  const isJson = options.json === true
  if (!isJson) context.out(rightOf(settings))
  const log = await systemLogger(options.logLevel ?? quiet)
  // Loaded only here: config alone is checked in half the time.
  const { checkOnline } = await import('../app/visiting.ts')
  const found = await showing(await progressLine(context, isJson), ({ show }) =>
    checkOnline(settings, { log, signal: context.signal, onProgress: ({ done, total }) => show(`visited ${done} of ${total} sources`) }),
  )
  if (isJson) printJson(context, { ...documentOf(settings), online: found.map(onlineShape) })
  else context.out(`${describeOnline(found, context)}\n`)
  return found.some(isFailed) ? 1 : 0
}
