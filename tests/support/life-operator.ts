// What an operator does in a site's life; what was said of entries goes into the model, too.
import type { Deps } from '../../src/jobs/deps.ts'
import { changeCategories } from '../../src/jobs/operate/change-categories.ts'
import { mergeEntries, splitEntry } from '../../src/jobs/operate/correct.ts'
import { prune } from '../../src/jobs/operate/prune.ts'
import { restoreEntry, retractEntry } from '../../src/jobs/operate/retract.ts'
import { publish } from '../../src/jobs/publish/publish.ts'
import { reread } from '../../src/jobs/reread/reread.ts'
import type { EntryReference } from '../../src/model/dossier.ts'
import type { LifeModel } from './life-model.ts'
import { sources } from './life-site.ts'
import type { Step } from './life-steps.ts'
import type { EntryLook, Look, SightingLook } from './life-store.ts'

type Word = Extract<Step, { readonly kind: 'retract' | 'restore' | 'merge' | 'split' }>
type Care = Extract<Step, { readonly kind: 'category' | 'prune' | 'reread' | 'publish all' }>

interface Saying {
  readonly deps: Deps
  /** As it is before. */
  readonly look: Look
  readonly model: LifeModel
}

const by = { by: null }

/** Of one of the entries that it may be said of, if there is any. @throws AppError where it is refused: then nothing was said */
export async function say(word: Word, { deps, look, model }: Saying): Promise<void> {
  const entry = chosen(word.at, look, statesFor[word.kind])
  if (entry === null) return
  const seen = seenIn(entry, look)
  switch (word.kind) {
    case 'retract':
      await retractEntry(entry, { why: 'wrong', isSilent: word.at % 2 === 0, ...by }, deps)
      return model.withdraw(entry.id)
    case 'restore':
      await restoreEntry(entry, deps)
      return model.giveBack(entry.row, look)
    case 'merge': {
      const other = chosen(word.with, look, ['published', 'pruned'])
      if (other === null || other.row === entry.row) return
      const { kind } = await mergeEntries(entry, other, by, deps)
      if (kind === 'merged') model.say('joined', [seen, seenIn(other, look)])
      return
    }
    case 'split': {
      const source = sources[word.at % sources.length] ?? 'a'
      await splitEntry(entry, { source, key: null, ...by }, deps)
      return model.say('parted', [seen.filter((one) => one.source !== source), seen.filter((one) => one.source === source)])
    }
  }
}

const statesFor: Readonly<Record<Word['kind'], readonly EntryLook['state'][]>> = {
  retract: ['published', 'expired', 'pending'],
  restore: ['published', 'retracted'],
  merge: ['published', 'retracted', 'pending'],
  split: ['published', 'pending'],
}

type Chosen = EntryReference & { readonly id: string }

/** Of all in an order that arrival plays no part in. */
function chosen(at: number, { entries, sightings }: Look, states: readonly EntryLook['state'][]): Chosen | null {
  const seenAs = (row: number) =>
    sightings.flatMap((one) => (one.entry === row ? [`${one.article} ${one.source} ${one.isBare}`] : [])).sort()
  const nameOf = ({ row, id }: EntryLook) => id ?? seenAs(row).join()
  const some = entries.filter(({ state }) => states.includes(state)).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const entry = some[at % Math.max(some.length, 1)]
  return entry === undefined ? null : { row: entry.row, id: entry.id ?? '', path: entry.path, title: '' }
}

function seenIn({ row }: Chosen, { sightings }: Look): readonly SightingLook[] {
  return sightings.filter(({ entry }) => entry === row)
}

export async function care(step: Care, deps: Deps): Promise<void> {
  switch (step.kind) {
    case 'category':
      return void (await changeCategories(step.command, deps))
    case 'prune':
      return void (await prune({ category: null, isDryRun: false, isShrunk: false, onProgress: () => {} }, deps))
    case 'reread':
      return void (await reread({ only: null, onProgress: () => {} }, deps))
    case 'publish all':
      await deps.store.markAllStale()
      return void (await publish(deps))
  }
}
