// `check --online`: what each source would give, without keeping any of it.
import type { Logger } from '../base/log.ts'
import { neverPolled, type PollReport } from '../model/poll.ts'
import type { Settings } from '../model/settings.ts'
import type { Source } from '../model/source.ts'
import type { Deps } from './deps.ts'
import { keyDrafts } from './poll-source.ts'
import { wordsOf } from './poll-state.ts'
import { visit } from './visit.ts'

export interface OnlineCheck extends Pick<PollReport, 'id' | 'outcome' | 'code' | 'message' | 'read'> {
  readonly title: string | null
  /** The newest drafts' titles, at most three. */
  readonly titles: readonly string[]
  readonly categories: readonly string[]
}

type Ports = Pick<Deps, 'fetcher' | 'reader' | 'clock'> & { readonly log: Logger }

/** Visits all enabled sources, unconditionally. */
export async function visitForCheck(settings: Settings, ports: Ports): Promise<readonly OnlineCheck[]> {
  return Promise.all(settings.sources.filter((source) => source.enabled).map((source) => checkSource(source, settings, ports)))
}

async function checkSource(source: Source, settings: Settings, ports: Ports): Promise<OnlineCheck> {
  const visited = await visit(source, neverPolled, ports)
  const drafts = visited.kind === 'changed' ? keyDrafts(visited.reading.drafts, source, settings) : []
  return {
    id: source.id,
    ...wordsOf(visited),
    read: drafts.length,
    title: visited.kind === 'changed' ? visited.reading.title : null,
    titles: drafts.slice(0, 3).map(({ draft }) => draft.title),
    categories: [...new Set(drafts.flatMap(({ categories }) => categories.map((category) => category.name)))].slice(0, 10),
  }
}
