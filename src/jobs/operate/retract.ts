// `retract`: withdraws an entry, or gives it back, and publishes that.
import { AppError } from '../../base/errors.ts'
import { collapseSpace, legalText, truncate } from '../../base/text.ts'
import type { EntryReference, RetractionRecord } from '../../model/dossier.ts'
import { categoryPath, publicUrl } from '../../model/paths.ts'
import { retractionShownMs, type Wiped } from '../../model/retraction.ts'
import { type Deps, sourceOf } from '../deps.ts'
import type { Published } from '../publish/publish.ts'
import { publishSaid } from './publish-said.ts'

const longestReason = 1_000

export interface Withdrawing {
  /** For readers. */
  readonly why: string
  readonly isSilent: boolean
  /** The operator's name, where the system knows one. */
  readonly by: string | null
}

/** What became of the entry, and what readers see of it where. */
export interface RetractionReport {
  readonly kind: 'retracted' | 'reworded' | 'restored'
  readonly entry: EntryReference
  /** Its page; null: never published. */
  readonly page: string | null
  /** As it is now; of what was given back: as it was. */
  readonly retraction: RetractionRecord
  /** Until when its id stands in feeds. */
  readonly shownUntil: number
  /** Atom feeds of its public categories, and that of everything. */
  readonly feeds: readonly string[]
  /** Null: nothing was to be erased. */
  readonly erased: Wiped | null
  /** Of what was given back: sources of today's config that bring its text when they are read next. */
  readonly sources: readonly string[]
  readonly published: Published
}

/**
 * The words of a second call replace those of the first; the moment stays.
 * @throws AppError `usage` where nothing or too much is said; `in-use` when the files could not be written: it is
 * withdrawn all the same, and the next publishing writes them
 */
export async function retractEntry({ row }: EntryReference, said: Withdrawing, deps: Deps): Promise<RetractionReport> {
  const { store, clock } = deps
  const why = reasonFrom(said.why)
  const now = clock.now()
  const done = await store.retract({ ...said, row, at: now, why })
  if (done === null) throw new AppError('unknown-entry', 'The entry has just gone', 'Ask again.')
  // Readers come first: wiping may take as long as copying the store.
  const published = await publishSaid(now, deps)
  const erased = await store.wipe(done)
  return { kind: done.isRepeated ? 'reworded' : 'retracted', ...(await placesOf(done, deps)), erased, sources: [], published }
}

/** @throws AppError `not-retracted`; `in-use` as `retractEntry` does */
export async function restoreEntry({ row, id, title }: EntryReference, deps: Deps): Promise<RetractionReport> {
  const { store, clock } = deps
  const now = clock.now()
  const called = `"${title}"${id === null ? '' : ` (${id})`}`
  assertNotRuled(called, await store.takedown.ruleOf(row))
  const done = await store.unretract({ row, at: now })
  if (done === null) throw new AppError('not-retracted', `${called} is not retracted`, 'There is nothing to undo.')
  const published = await publishSaid(now, deps)
  assertNotRuled(called, await store.takedown.ruleOf(row))
  const sources = done.sources.filter((id) => sourceOf(deps.settings, id)?.enabled === true)
  return { kind: 'restored', ...(await placesOf(done, deps)), erased: null, sources, published }
}

/** What a rule withdraws is withdrawn for as long as config says so. */
function assertNotRuled(called: string, rule: string | null): void {
  if (rule === null) return
  const advice = 'Take the rule out of config: what only it has withdrawn comes back by itself.'
  throw new AppError('not-retracted', `${called} is withdrawn by a rule of config, takedown ${JSON.stringify(rule)}`, advice)
}

interface Placed {
  readonly entry: EntryReference
  readonly retraction: RetractionRecord
  readonly slugs: readonly string[]
}

async function placesOf({ entry, retraction, slugs }: Placed, { store, settings: { site } }: Deps) {
  const known = new Set((await store.categories()).filter(({ isPrivate }) => !isPrivate).map(({ slug }) => slug))
  const addressOf = (slug: string | null) => publicUrl(site.url, categoryPath(slug, 'atom'))
  const feeds = entry.id === null ? [] : [...slugs.filter((slug) => known.has(slug)), null].map(addressOf)
  return {
    entry,
    retraction,
    page: entry.path === null ? null : publicUrl(site.url, entry.path),
    feeds,
    shownUntil: retraction.at + retractionShownMs,
  }
}

/** On one line, of characters that feeds can carry. */
function reasonFrom(text: string): string {
  const reason = collapseSpace(legalText(text))
  if (reason === '') throw new AppError('usage', 'Nothing says why', 'Write --why "…": readers see it in the place of the text.')
  if (truncate(reason, longestReason) !== reason)
    throw new AppError('usage', `--why has more than ${longestReason} characters`, 'Say it more briefly: it stands in feeds.')
  return reason
}
