import type { PollSummary } from '../app.ts'
import type { CommonOptions, Context } from './context.ts'
import { colours, printJson, progressLine, showing, table } from './print.ts'
import { withApp } from './session.ts'
import { sourceNamed } from './source-named.ts'

/** `poll [SOURCE…] [--force]`: exit 1 when some source failed. */
export function poll(sources: readonly string[], options: CommonOptions & { readonly force?: boolean }, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    for (const id of sources) sourceNamed(id, settings)
    const summary = await showing(await progressLine(context, options.json === true), (progress) =>
      app.poll({
        only: sources.length === 0 ? null : sources,
        isForced: options.force === true,
        onProgress: ({ step, done, total }) => progress.show(step === 'publishing' ? 'publishing' : `${step} ${done}/${total}`),
      }),
    )
    if (options.json === true) printJson(context, summary)
    else context.out(`${describe(summary, context)}\n`)
    return summary.sources.some((source) => source.outcome === 'failed' || source.outcome === 'gone') ? 1 : 0
  })
}

function describe({ sources, published }: PollSummary, context: Context): string {
  const rows = sources.map((source) => [
    source.id,
    source.outcome,
    String(source.read),
    String(source.new),
    String(source.updated),
    String(source.merged),
    `${source.ms} ms`,
    source.code === null ? '' : `${source.code}: ${source.message ?? ''}`,
  ])
  const said =
    sources.length === 0 ? 'No source is due.' : table(['source', 'outcome', 'read', 'new', 'updated', 'merged', 'time', ''], rows, context)
  const { green } = colours(context.isTerminal)
  return `${said}\n${green(`Published ${published.files} files in ${published.categories} categories.`)}`
}
