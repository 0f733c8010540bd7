import { loadConfig } from '../config/load.ts'
import { explanationShape } from '../model/explanation-shape.ts'
import { type CommonOptions, type Context, unlessStopped } from './context.ts'
import { describeExplanation } from './explain-sheet.ts'
import { printJson } from './print.ts'

/** `explain KEY|URL|ID`: an entry's life. Reads only. */
export function explain(words: string, options: CommonOptions, context: Context): Promise<number> {
  return unlessStopped(tell(words, options, context), context)
}

async function tell(words: string, options: CommonOptions, context: Context): Promise<number> {
  const settings = loadConfig(options.config, context.env)
  const { explainEntry } = await import('../app/looking.ts')
  const now = Date.now()
  const explanation = await explainEntry(words, settings, { now })
  if (options.json === true) printJson(context, explanationShape(explanation))
  else context.out(describeExplanation(explanation, { zone: settings.site.timezone, now }, context))
  return 0
}
