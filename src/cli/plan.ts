import { AppError } from '../base/errors.ts'
import { systemLogger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import { planShape } from '../model/plan-shape.ts'
import { type CommonOptions, type Context, quiet, signalExitCode } from './context.ts'
import { planComment } from './plan-comment.ts'
import { describePlan } from './plan-sheet.ts'
import { printJson, progressLine, showing } from './print.ts'
import { sourceNamed } from './source-named.ts'

export interface PlanningOptions extends CommonOptions {
  readonly source?: readonly string[]
  readonly markdown?: boolean
  readonly limit?: string
}

/** Examples of each kind of change. */
const examples = { sheet: 5, comment: 10, json: 1_000 } as const

/** `plan [--config NEW]`: what that config would make of what is stored. Stores nothing. */
export async function plan(options: PlanningOptions, context: Context): Promise<number> {
  try {
    return await tell(options, context)
  } catch (error) {
    // Its copy of the store is gone by now.
    if (context.signal.aborted) return signalExitCode(context.signal)
    throw error
  }
}

async function tell(options: PlanningOptions, context: Context): Promise<number> {
  const settings = loadConfig(options.config, context.env)
  const { source: ids = null, json: isJson = false, markdown: isComment = false } = options
  const most = options.limit === undefined ? null : limitOf(options.limit)
  for (const id of ids ?? []) sourceNamed(id, settings)
  const log = await systemLogger(options.logLevel ?? quiet)
  const { planConfig } = await import('../app/planning.ts')
  const planned = await showing(await progressLine(context, isJson || isComment), ({ show }) => {
    show('copying the store')
    return planConfig(settings, {
      only: ids,
      log,
      signal: context.signal,
      onProgress: ({ done, total, source }) => show(source === null ? 'comparing' : `${source} (${done + 1}/${total})`),
    })
  })
  if (isJson) printJson(context, planShape(planned, most ?? examples.json))
  else if (isComment) context.out(planComment(planned, { config: options.config, most: most ?? examples.comment }))
  else context.out(describePlan(planned, { zone: settings.site.timezone, most: most ?? examples.sheet }, context))
  return 0
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (text.trim() !== '' && Number.isInteger(limit) && limit >= 0) return limit
  throw new AppError('usage', `--limit is "${text}"`, 'Write a whole number, 0 for none.')
}
