// `merge` and `split`: what identity cannot know is said by hand, kept for ever, and published.
import { AppError } from '../../base/errors.ts'
import { withoutSecrets } from '../../base/shown-url.ts'
import { anchorsOf } from '../../identify/by-hand.ts'
import { planCorrection } from '../../identify/dedupe.ts'
import type { Correction } from '../../model/correction.ts'
import type { EntryReference } from '../../model/dossier.ts'
import type { Sighting } from '../../model/merge.ts'
import { publicUrl } from '../../model/paths.ts'
import type { Corrected, CorrectedEntry, Ruled } from '../../store/port/corrections.ts'
import type { Deps } from '../deps.ts'
import type { Published } from '../publish/publish.ts'
import { publishSaid } from './publish-said.ts'

export interface Saying {
  /** The operator's name, where the system knows one. */
  readonly by: string | null
}

/** What was said of entries, and what they are now. */
export interface CorrectionReport {
  /** `one`: they were one entry already, and nothing was to be said. */
  readonly kind: 'merged' | 'one' | 'split'
  /** The entry that stays. */
  readonly entry: CorrectedReference
  /** `merged`: the one that became it; `split`: the one that was taken out of it. Null: there was no other, or nobody ever saw it. */
  readonly other: CorrectedReference | null
  /** It is retracted, or became so because the other one is: readers see no more than that. */
  readonly isRetracted: boolean
  readonly published: Published
}

export interface CorrectedReference extends EntryReference {
  /** Its page; null: it is not published. */
  readonly page: string | null
}

/** Two entries become one, for ever. @throws AppError `usage` where one of them has nothing to be known by; `in-use` as retracting does */
export async function mergeEntries(one: EntryReference, other: EntryReference, { by }: Saying, deps: Deps): Promise<CorrectionReport> {
  const { store, clock } = deps
  const now = clock.now()
  let isRetracted = false
  const rows = [one.row, other.row]
  const sides = await store.corrections.make(rows, now, (corrected) => {
    const ruled = corrected.entries.length < 2 ? null : joined(corrected, by)
    isRetracted = (ruled?.plan.retracted ?? []).length > 0
    return ruled
  })
  if (sides === null) {
    const [entry = one] = await store.corrections.references([one.row])
    return { kind: 'one', entry: shown(entry, deps), other: null, isRetracted, published: { files: 0, categories: 0 } }
  }
  const published = await publishSaid(now, deps)
  const [stays] = sides
  const [entry = one] = await store.corrections.references([stays])
  const [gone] = await store.corrections.references(rows.filter((row) => row !== stays))
  // What came to a withdrawn entry was erased: nothing of it is to be left in the file either.
  if (isRetracted) await store.wipe({ entry, texts: [], isRepeated: true })
  return { kind: 'merged', entry: shown(entry, deps), other: gone === undefined ? null : shown(gone, deps), isRetracted, published }
}

function joined({ entries, known, at }: Corrected, by: string | null): Ruled | null {
  const [left, taken] = entries.map((entry) => sightingsIn(entry, known.sightings))
  const [first] = left ?? []
  const [second] = taken ?? []
  if (left === undefined || taken === undefined || first === undefined || second === undefined) return null
  const said: Correction = { at, by, kind: 'joined', sides: [anchorsOf(left), anchorsOf(taken)] }
  return { said, plan: planCorrection(known, said), ofSides: [first.id, second.id], news: [] }
}

function sightingsIn(entry: CorrectedEntry, sightings: readonly Sighting[]): readonly Sighting[] {
  const own = sightings.filter((sighting) => sighting.entry === entry.row)
  if (own.length > 0) return own
  throw new AppError(
    'usage',
    `"${entry.title}" (${entry.id ?? 'never published'}) has no sightings: what was seen of it belongs to other entries now`,
    '"newsstand explain" with one of its keys finds those.',
  )
}

export interface Taking {
  readonly source: string
  /** Of the source's sightings only those that have this key; null: all. */
  readonly key: string | null
}

/**
 * What a source shows of an entry becomes an entry of its own; what is left keeps id and path.
 * @throws AppError `usage` where that cannot be; `in-use` as retracting does
 */
export async function splitEntry({ row }: EntryReference, taking: Taking & Saying, deps: Deps): Promise<CorrectionReport> {
  const { store, clock } = deps
  const now = clock.now()
  const sides = await store.corrections.make([row], now, (corrected) => parted(corrected, taking))
  if (sides === null) throw new AppError('unknown-entry', 'The entry has just gone', 'Ask again.')
  const published = await publishSaid(now, deps)
  const [entry, other] = await store.corrections.references(sides)
  if (entry === undefined || other === undefined) throw new RangeError('what was parted is two entries')
  return { kind: 'split', entry: shown(entry, deps), other: shown(other, deps), isRetracted: false, published }
}

function parted({ entries, known, at }: Corrected, { source, key, by }: Taking & Saying): Ruled | null {
  const [entry] = entries
  if (entry === undefined) return null
  refuseAway(entry)
  const all = sightingsIn(entry, known.sightings)
  const isTaken = (one: Sighting) => one.source === source && (key === null || one.keys.some(({ text }) => text === key))
  const [left, taken] = [all.filter((one) => !isTaken(one)), all.filter(isTaken)]
  const [first] = left
  const [second] = taken
  if (second === undefined) throw notThere(entry, all, { source, key })
  if (first === undefined) throw nothingLeft(entry, all)
  const said: Correction = { at, by, kind: 'parted', sides: [anchorsOf(left), anchorsOf(taken)] }
  return { said, plan: planCorrection(known, said), ofSides: [first.id, second.id], news: taken.map(({ id }) => id) }
}

/** A part of it would come back as new. */
function refuseAway({ title, state }: CorrectedEntry): void {
  if (state === 'pending' || state === 'published') return
  const words = { expired: 'expired', pruned: 'pruned', retracted: 'retracted' }[state]
  const advice =
    state === 'retracted' ? 'Give it back first: newsstand retract --undo.' : 'What readers do not see any more stays one entry, and away.'
  throw new AppError('usage', `"${title}" is ${words}: it cannot be split`, advice)
}

function notThere(entry: CorrectedEntry, all: readonly Sighting[], { source, key }: Taking): AppError {
  const sources = [...new Set(all.map((one) => one.source))]
  const keys = all.filter((one) => one.source === source).flatMap((one) => one.keys.map(({ text }) => text))
  if (key !== null && keys.length > 0)
    return new AppError(
      'usage',
      `No sighting of "${entry.title}" at ${source} has the key ${withoutSecrets(key)}`,
      `Its keys there: ${keys.map(withoutSecrets).join(', ')}.`,
    )
  return new AppError('usage', `"${entry.title}" was never seen at "${source}"`, `It was seen at ${sources.join(', ')}.`)
}

function nothingLeft({ title }: CorrectedEntry, all: readonly Sighting[]): AppError {
  const [only] = all
  const isOne = all.length === 1
  return new AppError(
    'usage',
    `"${title}" was seen at ${only?.source ?? ''} only: nothing would be left of it`,
    isOne
      ? 'An entry that one source shows once is no two.'
      : `Name one of its sightings there with --key: ${all.flatMap(({ keys }) => (keys[0] === undefined ? [] : withoutSecrets(keys[0].text))).join(', or ')}.`,
  )
}

function shown(entry: EntryReference, { settings: { site } }: Deps): CorrectedReference {
  return { ...entry, page: entry.path === null ? null : publicUrl(site.url, entry.path) }
}
