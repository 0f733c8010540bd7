import type { CorrectionReport } from '../app.ts'
import { AppError } from '../base/errors.ts'
import type { CommonOptions, Context } from './context.ts'
import { describeCorrection } from './correct-sheet.ts'
import { operatorIn } from './operator-name.ts'
import { printJson } from './print.ts'
import { withApp } from './session.ts'

/** `merge A B`: two entries become one, for ever. */
export function merge(one: string, other: string, options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app }) => told(await app.merge({ one, other, by: operatorIn(context) }), options, context))
}

export interface SplitOptions extends CommonOptions {
  readonly source?: string
  readonly key?: string
}

/** `split ENTRY --source S [--key K]`: what a source shows of an entry becomes one of its own. */
export function split(words: string, options: SplitOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app }) => {
    const { source, key = null } = options
    if (source === undefined)
      throw new AppError('usage', 'Nothing says what is to be taken out', 'Write --source ID: "newsstand explain" names the sources.')
    return told(await app.split({ words, source, key, by: operatorIn(context) }), options, context)
  })
}

function told(report: CorrectionReport, { json }: CommonOptions, context: Context): number {
  if (json === true) printJson(context, reportShape(report))
  else context.out(describeCorrection(report, context))
  return 0
}

function reportShape({ kind, entry, other, isRetracted, published }: CorrectionReport) {
  const shape = (one: CorrectionReport['entry']) => ({ id: one.id, title: one.title, path: one.path, page: one.page })
  return { action: kind, ...shape(entry), other: other && shape(other), retracted: isRetracted, published }
}
