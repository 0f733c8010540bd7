import type { RetractionReport } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { rfc3339 } from '../base/zone.ts'
import type { CommonOptions, Context } from './context.ts'
import { operatorIn } from './operator-name.ts'
import { printJson } from './print.ts'
import { describeRetraction } from './retract-sheet.ts'
import { withApp } from './session.ts'

export interface RetractOptions extends CommonOptions {
  readonly why?: string
  readonly silent?: boolean
  readonly undo?: boolean
}

/** `retract KEY|URL|ID --why TEXT [--silent] [--undo]`: withdraws an entry, or gives it back. */
export function retract(words: string, options: RetractOptions, context: Context): Promise<number> {
  const { why, silent = false, undo = false } = options
  return withApp(options, context, async ({ app, settings }) => {
    if (why === undefined && !undo)
      throw new AppError('usage', 'Nothing says why', 'Write --why "…": readers see it in the place of the text.')
    const report = undo ? await app.restore(words) : await app.retract({ words, why: why ?? '', isSilent: silent, by: operatorIn(context) })
    if (options.json === true) printJson(context, reportShape(report))
    else context.out(describeRetraction(report, { zone: settings.site.timezone }, context))
    return 0
  })
}

function reportShape({ kind, entry, page, retraction, shownUntil, feeds, erased, sources, published }: RetractionReport) {
  const { at, why, by, isSilent, isShown } = retraction
  return {
    action: kind,
    id: entry.id,
    title: entry.title,
    path: entry.path,
    page,
    retracted: { at: rfc3339(at), why, by, silent: isSilent },
    stub: kind !== 'restored' && isShown,
    until: rfc3339(shownUntil),
    feeds,
    erased,
    sources,
    published,
  }
}
