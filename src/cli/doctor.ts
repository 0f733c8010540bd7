import { loadConfig } from '../config/load.ts'
import { checkupShape, isIll } from '../model/checkup.ts'
import { type CommonOptions, type Context, unlessStopped } from './context.ts'
import { describeCheckup } from './doctor-sheet.ts'
import { printJson } from './print.ts'

export interface DoctorOptions extends CommonOptions {
  readonly fix?: boolean
}

/** `doctor [--fix]`: what is to be done about the site; exit 1 if anything is. Reads only, without --fix. */
export function doctor(options: DoctorOptions, context: Context): Promise<number> {
  return unlessStopped(look(options, context), context)
}

async function look(options: DoctorOptions, context: Context): Promise<number> {
  const settings = loadConfig(options.config, context.env)
  const { examine, mend } = await import('../app/doctor.ts')
  const now = Date.now()
  const mended = options.fix === true ? await mend(settings, now) : null
  const checkup = await examine(settings, now)
  if (options.json === true) printJson(context, { ...checkupShape(checkup), ...(mended !== null && { mended }) })
  else context.out(describeCheckup(checkup, mended, context))
  return isIll(checkup) ? 1 : 0
}
