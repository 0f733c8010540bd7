import type { Reread } from '../app.ts'
import { AppError } from '../base/errors.ts'
import { rereadShape } from '../model/reread-shape.ts'
import { count } from './amounts.ts'
import type { CommonOptions, Context, Screen } from './context.ts'
import { printJson, progressLine, shortTime, showing } from './print.ts'
import { withApp } from './session.ts'
import { openSheet, type Sheet } from './sheet.ts'
import { sourceNamed } from './source-named.ts'

const mostUnreadable = 5

/** `reread SOURCE… | --all`: applies today's rules to what was read by others, and publishes that. */
export function reread(ids: readonly string[], options: CommonOptions & { readonly all?: boolean }, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    if ((ids.length === 0) === (options.all !== true))
      throw new AppError('usage', ids.length === 0 ? 'No source is named' : 'Sources are named, and --all as well', advice)
    for (const id of ids) sourceNamed(id, settings)
    const done = await showing(await progressLine(context, options.json === true), ({ show }) =>
      app.reread({
        only: options.all === true ? null : ids,
        onProgress: ({ done, total, source }) => show(source === null ? 'publishing' : `${source} (${done + 1}/${total})`),
      }),
    )
    if (options.json === true) printJson(context, { sources: rereadShape(done.sources), published: done.published })
    else context.out(describe(done, settings.site.timezone, context))
    return 0
  })
}

const advice = 'Write the ids of sources, or --all for those whose entries were read by other rules than today’s.'

function describe({ sources, published }: Reread, zone: string, screen: Screen): string {
  const sheet = openSheet(screen)
  if (sources.length === 0) return 'All entries were read by today’s rules.\n'
  for (const report of sources) describeSource(report, zone, sheet)
  sheet.heading('published', `${count(published.files)} files in ${count(published.categories)} categories`)
  return sheet.text
}

function describeSource({ id, answers, unreadable, sightings }: Reread['sources'][number], zone: string, sheet: Sheet): void {
  const { read, elsewhere, oldest, newest } = answers
  sheet.heading(id, `${count(sightings.changed)} of ${count(sightings.all)} entries changed`)
  const span =
    read === 0 ? 'none' : `${count(read)}, ${shortTime(oldest, zone)} to ${shortTime(newest, zone)}, with ${count(sightings.kept)} entries`
  sheet.line('answers', span)
  if (elsewhere > 0) sheet.line('answers', `${count(elsewhere)} of another address, not read`)
  for (const { at, message } of unreadable.slice(0, mostUnreadable))
    sheet.line('unreadable', `${shortTime(at, zone)}: ${message}; what is known from it stays`)
  for (const [label, amount] of [
    ['new', sightings.new],
    ['dropped', sightings.dropped],
    ['returned', sightings.returned],
    ['texts', sightings.articles],
  ] as const)
    if (amount > 0) sheet.line(label, count(amount))
  if (sightings.partly > 0)
    sheet.line('partly', `${count(sightings.partly)} stand in no kept answer, and some rule cannot be applied to what is left of them`)
}
