import type { StoredSource } from '../app.ts'
import type { CommonOptions, Context } from './context.ts'
import { colours, printJson, shortTime, table } from './print.ts'
import { withApp } from './session.ts'
import { sourceShape } from './shown.ts'

/** `status`: health of the sources; exit 1 if any is failing. Retired and disabled sources are not asked after. */
export function status(options: CommonOptions, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const watched = (await app.sources()).filter((source) => !source.isRetired && source.enabled)
    const failing = watched.filter(isFailing)
    if (options.json === true) printJson(context, { sources: watched.map(sourceShape), failing: failing.length })
    else context.out(`${describe(watched, settings.site.timezone, context)}\n`)
    return failing.length > 0 ? 1 : 0
  })
}

function isFailing({ state }: StoredSource): boolean {
  return state.outcome === 'failed' || state.outcome === 'gone'
}

function describe(sources: readonly StoredSource[], zone: string, context: Context): string {
  const { green, red, yellow } = colours(context.isTerminal)
  const rows = sources.map(({ id, state, entries }) => [
    id,
    state.outcome ?? 'not yet polled',
    state.failures === 0 ? '' : `${state.failures} in a row`,
    shortTime(state.lastPollAt, zone),
    shortTime(state.nextPollAt === 0 ? null : state.nextPollAt, zone),
    String(entries),
    state.code === null ? '' : `${state.code}: ${state.message ?? ''}`,
  ])
  const bad = sources.filter(isFailing).length
  const unseen = sources.filter((source) => source.state.outcome === null).length
  const verdict =
    bad > 0
      ? red(`${bad} of ${sources.length} sources are failing.`)
      : unseen > 0
        ? yellow(`${unseen} sources were not polled yet.`)
        : green('All sources are well.')
  return `${table(['source', 'outcome', 'failures', 'last poll', 'next poll', 'entries', ''], rows, context)}\n${verdict}`
}
