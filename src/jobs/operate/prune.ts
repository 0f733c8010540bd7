// `prune`: what no category keeps any more becomes a tombstone, a few entries at a time, beside whoever works on the store.
import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import type { Keep, KeepOf, PrunedCategory, Stay } from '../../model/pruning.ts'
import type { CategoryRecord } from '../../model/registry.ts'
import type { Settings } from '../../model/settings.ts'
import type { PruneDone, PruneOutline, PrunePlace, PruneStep, Pruning } from '../../store/port/pruning.ts'
import type { Deps } from '../deps.ts'
import { configuredIn } from '../publish/catalogue.ts'
import type { Published } from '../publish/publish.ts'
import { windowSize } from '../publish/publish-window.ts'
import { settleAndPublish } from '../tickets.ts'
import { writeInTurns } from '../writing-turns.ts'

/** Entries a transaction: everything else waits for it. */
const atOnce = 25
/** Publishing waits so long for pruning, at most. */
const turnMs = 2_000

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
  const { store, clock } = deps
  const { isDryRun } = options
  const plan = await planOf(options, deps)
  // What stands in a feed that was written must not go: so it is written as the store has it now.
  if (!isDryRun) await settleAndPublish(clock.now(), deps)
  const steps = stepsOf(plan, store)
  // Whoever publishes must not take away pages that feeds on the disk still lead to.
  if (isDryRun) while (await goOn(steps, turnMs));
  else await writeInTurns(deps, () => goOn(steps, turnMs))
  const { tally } = plan
  return {
    isDryRun,
    categories: plan.slugs.map((slug) => tallied(slug, plan)),
    entries: tally.gone.size,
    bytes: tally.bytes,
    isShrunk: options.isShrunk && !isDryRun ? await store.pruning.shrink() : null,
    published: isDryRun ? null : await settleAndPublish(clock.now(), deps),
  }
}

/** What is to be gone through, and what came of it so far. */
export interface PrunePlan extends Pick<PruneOptions, 'category' | 'isDryRun' | 'onProgress'> {
  readonly slugs: readonly string[]
  readonly pruning: Pruning
  readonly tally: Tally
}

export async function planOf(options: Pick<PruneOptions, 'category' | 'isDryRun' | 'onProgress'>, deps: Deps): Promise<PrunePlan> {
  const { store, settings, clock } = deps
  const records = await store.categoryRecords()
  const keepOf = keepOfEach(records, settings)
  const slugs = chosen(records, options.category).flatMap(({ slug }) => (keepOf(slug) === null ? [] : [slug]))
  return { ...options, slugs, pruning: { keepOf, now: clock.now(), window: windowSize(settings) }, tally: newTally() }
}

/** True while there is more to do. */
export async function goOn(steps: AsyncIterator<void>, forMs: number): Promise<boolean> {
  const until = performance.now() + forMs
  while (performance.now() < until) if ((await steps.next()).done) return false
  return true
}

/** A transaction, or a look, at a time. */
export async function* stepsOf(plan: PrunePlan, store: Deps['store']): AsyncGenerator<void, void> {
  const { slugs, pruning, tally, isDryRun } = plan
  for (const [at, slug] of slugs.entries()) {
    plan.onProgress({ categories: at, of: slugs.length, gone: tally.gone.size })
    const left = isDryRun ? 0 : (tally.left.get(slug) ?? 0)
    const outline = await store.pruning.outline(slug, pruning)
    if (outline === null) continue
    // What went with other categories stood here, too.
    tally.kept.set(slug, { ...outline, entries: outline.entries + left })
    yield
    if (outline.behind > 0) yield* stepsIn(slug, plan, store)
  }
  if (plan.category === null && slugs.length > 0) yield* stepsIn(null, plan, store)
}

/** Slug null: of entries whose time is over. */
async function* stepsIn(slug: string | null, { pruning, tally, isDryRun }: PrunePlan, store: Deps['store']): AsyncGenerator<void, void> {
  let after: PrunePlace | null = null
  do {
    const step: PruneStep = { ...pruning, slug, after, limit: atOnce }
    const done: PruneDone = await (isDryRun ? store.pruning.look(step) : store.pruning.step(step))
    count(done, slug, tally)
    after = done.after
    await turn()
    yield
  } while (after !== null)
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

function tallied(slug: string, { tally, pruning: { keepOf } }: PrunePlan): PrunedCategory {
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
