// `prune`: what no category keeps any more becomes a tombstone, a few entries at a time, beside whoever works on the store.
import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import type { Keep, KeepOf, PrunedCategory, Stay } from '../../model/pruning.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { PruneDone, PruneOutline, PrunePlace, Pruning } from '../../store/port/pruning.ts'
import type { Deps } from '../deps.ts'
import { configuredIn } from '../publish/catalogue.ts'
import type { Published } from '../publish/publish.ts'
import { windowSize } from '../publish/publish-window.ts'
import { settleAndPublish } from '../tickets.ts'

/** Entries a transaction: everything else waits for it. */
const atOnce = 25
/** Publishing waits so long for pruning, and pruning begins anew with what is published by then. */
const turnMs = 1_000

export interface PruneOptions {
  /** Only what stands in this category; null: in all. */
  readonly category: string | null
  readonly isDryRun: boolean
  /** Makes the store's file small, while all else waits. */
  readonly isShrunk: boolean
  readonly onProgress: (progress: PruneProgress) => void
}

export interface PruneProgress {
  readonly categories: number
  readonly of: number
  readonly gone: number
}

export interface PruneReport {
  readonly isDryRun: boolean
  /** Those that have a rule, in order of slug. */
  readonly categories: readonly PrunedCategory[]
  /** Each once, however many categories it leaves. */
  readonly entries: number
  /** Of texts: so much of the store's file is free for new ones. */
  readonly bytes: number
  /** Null: it was not asked for. False: the file could not be made small now. */
  readonly isShrunk: boolean | null
  /** Null: nothing was done. */
  readonly published: Published | null
}

/** Broken off, it goes on where it was: what went is known, the rest is found again. @throws AppError `unknown-category`, `in-use` */
export async function prune(options: PruneOptions, deps: Deps): Promise<PruneReport> {
  const { store, settings, clock } = deps
  const records = await store.categoryRecords()
  const pruning: Pruning = { keepOf: keepOfEach(records, settings), now: clock.now(), window: windowSize(settings) }
  const wanted = chosen(records, options.category).filter(({ slug }) => pruning.keepOf(slug) !== null)
  // What stands in a feed that was written must not go: so it is written as the store has it now.
  if (!options.isDryRun) await settleAndPublish(clock.now(), deps)
  const tally = newTally()
  for (const [at, { slug }] of wanted.entries()) {
    options.onProgress({ categories: at, of: wanted.length, gone: tally.gone.size })
    const before = tally.left.get(slug) ?? 0
    const outline = await store.pruning.outline(slug, pruning)
    if (outline === null) continue
    if (outline.behind > 0) await pruneAll(slug, { options, pruning, tally, deps })
    // What went with other categories stood here, too.
    tally.kept.set(slug, { ...outline, entries: outline.entries + (options.isDryRun ? 0 : before) })
  }
  if (options.category === null) await pruneAll(null, { options, pruning, tally, deps })
  return {
    isDryRun: options.isDryRun,
    categories: wanted.map(({ slug }) => tallied(slug, tally, pruning.keepOf)),
    entries: tally.gone.size,
    bytes: tally.bytes,
    isShrunk: options.isShrunk && !options.isDryRun ? await store.pruning.shrink() : null,
    published: options.isDryRun ? null : await settleAndPublish(clock.now(), deps),
  }
}

/** Those that entries stand in; one that moved is what it is now. */
function chosen(records: readonly CategoryRecord[], slug: string | null): readonly CategoryRecord[] {
  const standing = records.filter(({ movedTo, state }) => movedTo === null && state !== 'waiting')
  if (slug === null) return standing
  const named = records.find((record) => record.slug === slug)
  const found = standing.filter((record) => record.slug === (named?.movedTo ?? slug))
  if (found.length > 0) return found
  throw new AppError('unknown-category', `No category "${slug}" holds entries`, '"newsstand category list" shows all of them.')
}

/** What config says of a category under any of its names, else what it says of all. */
export function keepOfEach(records: readonly CategoryRecord[], settings: Pick<Settings, 'categories' | 'feeds' | 'publish'>): KeepOf {
  const configured = configuredIn(settings)
  const keeps = new Map<string, Keep | null>()
  for (const record of records) {
    const said = configured(record)
    keeps.set(record.slug, said === undefined ? settings.publish.keep : said.keep)
  }
  return (slug) => keeps.get(slug) ?? null
}

interface Tally {
  readonly gone: Set<number>
  /** By slug. */
  readonly left: Map<string, number>
  readonly stayed: Map<string, Map<Stay, number>>
  readonly kept: Map<string, PruneOutline>
  bytes: number
}

function newTally(): Tally {
  return { gone: new Set(), left: new Map(), stayed: new Map(), kept: new Map(), bytes: 0 }
}

interface Working {
  readonly options: PruneOptions
  readonly pruning: Pruning
  readonly tally: Tally
  readonly deps: Deps
}

/** Slug null: of entries whose time is over. */
async function pruneAll(slug: string | null, { options, pruning, tally, deps }: Working): Promise<void> {
  const { store, withWriterLock } = deps
  const step = async (after: PrunePlace | null) => {
    const asked = { ...pruning, slug, after, limit: atOnce }
    const done = await (options.isDryRun ? store.pruning.look(asked) : store.pruning.step(asked))
    count(done, slug, tally)
    await turn()
    return done.after
  }
  let after: PrunePlace | null = null
  let isMore = true
  while (isMore) {
    const turned = async () => {
      const until = performance.now() + turnMs
      do after = await step(after)
      while (after !== null && performance.now() < until)
    }
    // Whoever publishes must not take away pages that feeds on the disk still lead to.
    await (options.isDryRun ? turned() : withWriterLock(turned))
    isMore = after !== null
  }
}

function count({ gone, stayed }: PruneDone, slug: string | null, tally: Tally): void {
  for (const { entry, why, bytes } of gone) {
    if (tally.gone.has(entry)) continue
    tally.gone.add(entry)
    tally.bytes += bytes
    for (const reason of why) tally.left.set(reason.slug, (tally.left.get(reason.slug) ?? 0) + 1)
  }
  if (slug === null) return
  const reasons = tally.stayed.get(slug) ?? new Map<Stay, number>()
  for (const { stay } of stayed) reasons.set(stay, (reasons.get(stay) ?? 0) + 1)
  tally.stayed.set(slug, reasons)
}

function tallied(slug: string, tally: Tally, keepOf: KeepOf): PrunedCategory {
  const kept = tally.kept.get(slug)
  const behind = tally.stayed.get(slug)
  const within: Partial<Record<Stay, number>> = kept?.kept ?? {}
  const stay = (reason: Stay) => (within[reason] ?? 0) + (behind?.get(reason) ?? 0)
  return {
    slug,
    keep: keepOf(slug) ?? { days: null, entries: null },
    entries: kept?.entries ?? 0,
    gone: tally.left.get(slug) ?? 0,
    stay: {
      newest: stay('newest'),
      recent: stay('recent'),
      window: stay('window'),
      elsewhere: stay('elsewhere'),
      unsettled: stay('unsettled'),
      withdrawn: stay('withdrawn'),
    },
  }
}
