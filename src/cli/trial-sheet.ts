// What `try` shows people: a visit, step by step.
import type { Trial } from '../app.ts'
import type { Screen } from './context.ts'
import { colours } from './print.ts'
import { openSheet, type Showing } from './sheet.ts'
import { showArticle, showChanges, showNext } from './trial-ends.ts'
import { showEntries } from './trial-entries.ts'
import { showFeeds } from './trial-feeds.ts'
import { showLooks, showProposals } from './trial-proposals.ts'
import { showRules } from './trial-rules.ts'
import { showAnswer, showDocument, showRequest } from './trial-visit.ts'

export interface Telling extends Pick<Showing, 'zone' | 'now'> {
  /** Null: the address alone was given. */
  readonly id: string | null
  /** A source that watches the address that was given. */
  readonly watcher: string | null
  /** Lines of config for each proposal, or for the address itself; '' where a source watches it already. */
  readonly configs: readonly string[]
}

export function describeTrial(trial: Trial, { id, watcher, configs, zone, now }: Telling, screen: Screen): string {
  const sheet = openSheet(screen)
  const paint = colours(screen.isTerminal)
  const showing = { trial, sheet, zone, now, paint }
  sheet.heading(id ?? trial.source.url, paint.dim(`one visit to a source of kind ${trial.source.kind}; nothing is stored`))
  if (watcher !== null) sheet.line('note', `source ${watcher} watches this address by settings of its own: newsstand try ${watcher}`)
  const shown = trial.feeds === null ? [showRules, showEntries, showArticle, showChanges] : [showFeeds]
  for (const show of [showRequest, showAnswer, showDocument, ...shown]) show(showing)
  // An address that is no source would not be polled.
  if (id !== null || trial.document !== null) showNext(showing)
  if (id === null) showProposals(showing, configs)
  else showLooks(showing)
  return sheet.text
}
