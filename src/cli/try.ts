import type { Trial } from '../app.ts'
import { systemLogger } from '../base/log.ts'
import { configLines, proposedSource, sourceAt } from '../config/ad-hoc-source.ts'
import { loadConfig } from '../config/load.ts'
import type { Proposal } from '../model/proposal.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import { type CommonOptions, type Context, quiet, unlessStopped } from './context.ts'
import { printJson, progressLine, showing } from './print.ts'
import { sourceNamed } from './source-named.ts'
import { trialShape } from './trial-shape.ts'
import { describeTrial } from './trial-sheet.ts'

/** `try SOURCE|URL`: one visit, shown step by step; stores nothing. Exit 1 when the visit failed. */
export function tryOne(wanted: string, options: CommonOptions, context: Context): Promise<number> {
  return unlessStopped(visitAndShow(wanted, options, context), context)
}

async function visitAndShow(wanted: string, options: CommonOptions, context: Context): Promise<number> {
  const settings = await withLists(loadConfig(options.config, context.env))
  const source = sourceMeant(wanted, settings)
  const isJson = options.json === true
  const log = await systemLogger(options.logLevel ?? quiet)
  // Loaded only here: a mistyped name is told at once.
  const { trySource } = await import('../app/visiting.ts')
  const trial = await showing(await progressLine(context, isJson), ({ show }) => {
    show(`visiting ${source.id}`)
    return trySource(source, settings, { log, signal: context.signal, sourceOf: (proposal) => proposedSource(proposal, settings) })
  })
  const id = settings.sources.includes(source) ? source.id : null
  const watcher = id === null ? (settings.sources.find(({ url }) => url === source.url)?.id ?? null) : null
  const configs = id === null && watcher === null ? linesFor(trial, source, settings) : []
  if (isJson) printJson(context, trialShape(trial, { id, configs }))
  else context.out(describeTrial(trial, { id, watcher, configs, zone: settings.site.timezone, now: Date.now() }, context))
  return trial.report.outcome === 'failed' || trial.report.outcome === 'gone' ? 1 : 0
}

/** Feeds that lists name have sources, too. */
async function withLists(config: Settings): Promise<Settings> {
  if (!config.sources.some(({ kind }) => kind === 'opml')) return config
  const { followedSettings } = await import('../app/looking.ts')
  return followedSettings(config)
}

/** @throws AppError `unknown-source`; `usage` for an address that no source may have */
function sourceMeant(wanted: string, settings: Settings): Source {
  const isAddress = /^[a-z][a-z\d+.-]*:/i.test(wanted) && !settings.sources.some((source) => source.id === wanted)
  return isAddress ? sourceAt(wanted, settings) : sourceNamed(wanted, settings, 'Addresses begin with https:// or http://.')
}

/** What would watch the address: itself if it can be read, else each of the sources that it could be. */
function linesFor({ document, looks }: Trial, { url }: Source, settings: Settings): readonly string[] {
  if (document !== null) return [configLines({ kind: 'feed', url, title: document.title }, settings, 1)]
  const proposals = (looks?.proposals ?? []).map(({ proposal }) => proposal)
  const isWatched = (address: string) => settings.sources.some((watched) => watched.url === address)
  return proposals.map((proposal, at) =>
    isWatched(proposal.url) ? '' : configLines(proposal, settings, numberOf(proposal, proposals.slice(0, at))),
  )
}

/** Sources of one address need ids of their own, in whatever file they come to stand. */
function numberOf({ url }: Proposal, before: readonly Proposal[]): number {
  return before.filter((other) => new URL(other.url).host === new URL(url).host).length + 1
}
