import type { PruneReport } from '../app.ts'
import { categoryNamed } from './category-named.ts'
import type { CommonOptions, Context } from './context.ts'
import { printJson, progressLine, showing } from './print.ts'
import { describePruning } from './prune-sheet.ts'
import { withApp } from './session.ts'

export interface PruneOptions extends CommonOptions {
  readonly dryRun?: boolean
  readonly category?: string
  readonly vacuum?: boolean
}

/** `prune [--dry-run] [--category SLUG] [--vacuum]`: what no category keeps becomes a tombstone. */
export function prune(options: PruneOptions, context: Context): Promise<number> {
  const { dryRun: isDryRun = false, category, vacuum: isShrunk = false, json = false } = options
  return withApp(options, context, async ({ app }) => {
    const named = category === undefined ? null : categoryNamed(category, await app.categoryRecords())
    const report = await showing(await progressLine(context, json), ({ show }) =>
      app.prune({
        category: named,
        isDryRun,
        isShrunk,
        onProgress: ({ categories, of, gone }) => show(`category ${categories + 1}/${of}, ${gone} entries`),
      }),
    )
    if (json) printJson(context, reportShape(report))
    else context.out(describePruning(report, context))
    return 0
  })
}

function reportShape({ isDryRun, categories, entries, bytes, isShrunk, published }: PruneReport) {
  return {
    dry_run: isDryRun,
    entries,
    bytes,
    categories: categories.map(({ slug, keep, gone, stay, ...rest }) => ({ slug, keep, entries: rest.entries, gone, stay })),
    ...(isShrunk !== null && { vacuum: isShrunk ? 'done' : 'later' }),
    published,
  }
}
