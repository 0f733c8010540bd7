// `import opml|jekyll|jsonl PATH` and `export opml|jekyll|jsonl PATH`.
import type { Step } from '../app/exchange.ts'
import type { Logger } from '../base/log.ts'
import { loadConfig } from '../config/load.ts'
import { count } from './amounts.ts'
import type { CommonOptions, Context } from './context.ts'
import { copyInShape, describeCopyIn, describeOpml, describePosts, opmlShape, postsShape } from './exchange-sheet.ts'
import { printJson, progressLine, showing } from './print.ts'
import { type Session, withApp } from './session.ts'

export interface ImportOpmlOptions extends CommonOptions {
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** Needs no store: only config is read and written. */
export async function importOpml(path: string, options: ImportOpmlOptions, context: Context): Promise<number> {
  const { importOpml: take } = await import('../app/opml.ts')
  const { to = null, force = false, dryRun = false } = options
  const report = await take(loadConfig(options.config, context.env), { path, to, isForced: force, isDry: dryRun, env: context.env })
  if (options.json === true) printJson(context, opmlShape(report))
  else context.out(describeOpml(report, context))
  return 0
}

export function importJekyll(path: string, options: CommonOptions & { readonly source: string }, context: Context): Promise<number> {
  return longWork(options, context, async ({ app, tell }) => {
    const report = await app.takePosts({ path, source: options.source, tell })
    if (options.json === true) printJson(context, postsShape(report))
    else context.out(describePosts(report, context))
    return report.broken.length > 0 ? 1 : 0
  })
}

export function importJsonl(path: string, options: CommonOptions, context: Context): Promise<number> {
  return longWork(options, context, async ({ app, tell }) => {
    const report = await app.takeCopy({ path, tell })
    if (options.json === true) printJson(context, copyInShape(report))
    else context.out(describeCopyIn(report, context))
    return report.conflicts.length > 0 ? 1 : 0
  })
}

export function exportOpml(path: string, options: CommonOptions & { readonly force?: boolean }, context: Context): Promise<number> {
  return withApp(options, context, async ({ settings }) => {
    const { exportOpml: give } = await import('../app/opml-export.ts')
    const { sources, left, bare } = await give(settings, path, { isForced: options.force === true })
    if (options.json === true) printJson(context, { file: path, sources, left, bare })
    else {
      context.out(
        `${path}: ${count(sources)} feeds. Addresses stand in it whole, with what they hold of passwords: only you may read it.\n`,
      )
      if (left.length > 0) context.out(`Left out, for they are no feeds: ${left.join(', ')}\n`)
      if (bare.length > 0) context.out(`Asked for with headers here, which OPML cannot say: ${bare.join(', ')}\n`)
    }
    return 0
  })
}

export function exportJekyll(path: string, options: CommonOptions, context: Context): Promise<number> {
  return longWork(options, context, async ({ app, tell }) => {
    const { folder, posts, categories, changed, removed } = await app.givePosts({ path, tell })
    if (options.json === true) printJson(context, { folder, posts, categories, changed, removed })
    else
      context.out(
        `${folder}: ${count(posts)} posts and ${count(categories)} category pages; ${count(changed)} files written, ${count(removed)} removed.\n`,
      )
    return 0
  })
}

export function exportJsonl(path: string, options: CommonOptions, context: Context): Promise<number> {
  return longWork(options, context, async ({ app, tell }) => {
    const print = (text: string) => {
      context.out(text)
      return context.roomForOut()
    }
    const { lines, entries } = await app.giveCopy({ path, tell, print })
    // What goes to standard output is the copy itself.
    if (path === '-') return 0
    if (options.json === true) printJson(context, { file: path, lines, entries })
    else context.out(`${path}: ${count(lines)} lines, ${count(entries)} entries. It holds what is private, too: only you may read it.\n`)
    return 0
  })
}

interface LongSession extends Session {
  readonly tell: (step: Step) => void
}

const logEveryMs = 10_000
const showEveryMs = 100

/** A line on a terminal says how far it is; elsewhere the log does, every ten seconds. */
function longWork(options: CommonOptions, context: Context, work: (session: LongSession) => Promise<number>): Promise<number> {
  const isShown = context.isTerminal && options.json !== true
  const told = isShown ? options : { ...options, logLevel: options.logLevel ?? ('info' as const) }
  return withApp(told, context, async (session) =>
    showing(await progressLine(context, !isShown), ({ show }) => {
      const say = isShown ? (step: Step) => show(progressBar(step)) : (step: Step) => logStep(step, session.log)
      return work({ ...session, tell: every(isShown ? showEveryMs : logEveryMs, say) })
    }),
  )
}

function logStep({ doing, done, total }: Step, log: Logger): void {
  log.info({ done, ...(total !== null && { total }) }, doing)
}

/** The last step of a kind is always said. */
function every(ms: number, say: (step: Step) => void): (step: Step) => void {
  let last = performance.now() - ms
  return (step) => {
    const now = performance.now()
    if (now - last < ms && step.done !== step.total) return
    last = now
    say(step)
  }
}

const barWidth = 24

/** `reading posts  ██████░░░░  12,000 of 100,000 (12 %)` */
export function progressBar({ doing, done, total }: Step): string {
  if (total === null || total === 0) return done === 0 ? doing : `${doing}: ${count(done)}`
  const full = Math.round((barWidth * done) / total)
  return `${doing}  ${'█'.repeat(full)}${'░'.repeat(barWidth - full)}  ${count(done)} of ${count(total)} (${Math.floor((100 * done) / total)} %)`
}
