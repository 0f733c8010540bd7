// What a document's drafts would be in the store: each with its keys and what a poll would make of it. Pure.
import { collapseSpace, truncate } from '../../base/text.ts'
import { type EntryDraft, emptyDraft } from '../../model/entry.ts'
import type { ChosenCategory, KeyedDraft, KeyKind, Known, MergePlan, Sighting, Veto } from '../../model/merge.ts'
import type { RulePlaces, RuleUse } from '../../model/rule-use.ts'
import type { FieldName } from '../../model/source.ts'
import { plainText } from '../../normalize/text.ts'

const mostShown = 300

/** What a planner was told of the store. */
export interface ToldRows {
  /** The source whose drafts they are. */
  readonly source: string
  /** Fingerprints of drafts that stand there as they are. */
  readonly unchanged: ReadonlySet<string>
  readonly known: Known
}

/** What the reader told of the drafts. */
export interface ToldRules {
  readonly ruled: ReadonlyMap<EntryDraft, RulePlaces>
  readonly uses: readonly RuleUse[]
}

export interface TriedKey {
  readonly key: string
  readonly kind: KeyKind
  /** It identifies nothing any more. */
  readonly isBurnt: boolean
}

/** `merged`: other sources show it already; `repeated`: the same as a draft before it. */
export type TriedChange = 'new' | 'merged' | 'updated' | 'unchanged' | 'repeated'

export interface TriedEntry {
  readonly draft: EntryDraft
  /** Of its content, else of its summary. */
  readonly text: TextStart
  /** Strongest first; the hash is compared only where nothing else is left. */
  readonly keys: readonly TriedKey[]
  /** Which rule of the source filled each field, as config wrote it. */
  readonly rules: readonly FieldSaid[]
  /** With the rules that chose them. */
  readonly categories: readonly ChosenCategory[]
  readonly change: TriedChange
  /** Which fields differ from what is stored. */
  readonly changed: readonly string[]
  /** Id of the published entry that it belongs to. */
  readonly entry: string | null
  /** Other sources that show the entry. */
  readonly sources: readonly string[]
  /** Keys that this plan burns, and why. */
  readonly vetoes: readonly Veto[]
}

export interface FieldSaid {
  readonly field: FieldName
  readonly rule: string
}

/** How a text begins, as people see it; `characters`: of all of it. */
export interface TextStart {
  readonly start: string
  readonly characters: number
}

export function startOf(html: string): TextStart {
  const text = collapseSpace(plainText(html))
  return { start: truncate(text, mostShown), characters: text.length }
}

/** In the order of the document. */
export function triedEntries(drafts: readonly KeyedDraft[], plan: MergePlan, told: ToldRows & ToldRules): readonly TriedEntry[] {
  const placeOf = placing(plan, told)
  const stored = new Map(told.known.sightings.map((sighting) => [sighting.id, sighting]))
  const entries = new Map(told.known.entries.map((entry) => [entry.id, entry]))
  const burns = [...told.known.burnt, ...plan.burns].filter(({ scope, source }) => [scope, source].includes(told.source) || scope === '*')
  const burnt = new Set(burns.map(({ key }) => key))
  return drafts.map((keyed) => {
    const { change, sighting } = placeOf(keyed)
    const keys = [...keyed.keys, keyed.hash]
    const ofKeys = new Set(keys.map((key) => key.text))
    const shown = told.known.sightings.filter(({ entry, source }) => entry === sighting?.entry && source !== sighting.source)
    return {
      draft: keyed.draft,
      text: startOf(keyed.draft.content ?? keyed.draft.summary ?? ''),
      keys: keys.map(({ text, kind }) => ({ key: text, kind, isBurnt: burnt.has(text) })),
      rules: saidOf(told.ruled.get(keyed.draft) ?? {}, told.uses),
      categories: sighting?.categories ?? keyed.categories,
      change,
      changed: change === 'updated' && sighting !== null ? changedFields(sighting, stored.get(sighting.id)) : [],
      entry: entries.get(sighting?.entry ?? 0)?.publicId ?? null,
      sources: [...new Set(shown.map(({ source }) => source))],
      vetoes: plan.vetoes.filter(({ key }) => ofKeys.has(key)),
    }
  })
}

function saidOf(places: RulePlaces, uses: readonly RuleUse[]): readonly FieldSaid[] {
  return uses.flatMap(({ field, rule, index }) => (places[field] === index ? [{ field, rule }] : []))
}

interface Placed {
  readonly change: TriedChange
  /** Null: what is stored stays as it is. */
  readonly sighting: Sighting | null
}

/** What the plan makes of each draft, asked in the order of the document. */
function placing({ sightings }: MergePlan, { unchanged }: ToldRows): (draft: KeyedDraft) => Placed {
  const byFingerprint = new Map(sightings.map((sighting) => [sighting.fingerprint, sighting]))
  const byKey = new Map(sightings.flatMap((sighting) => sighting.keys.map((key) => [key.text, sighting] as const)))
  const met = new Set<Sighting>()
  return ({ fingerprint, keys, hash }) => {
    if (unchanged.has(fingerprint)) return { change: 'unchanged', sighting: null }
    // Drafts that are one are written under a fingerprint of all of them.
    const sighting =
      byFingerprint.get(fingerprint) ?? [...keys, hash].map((key) => byKey.get(key.text)).find((found) => found !== undefined)
    if (sighting === undefined) return { change: 'unchanged', sighting: null }
    if (met.has(sighting)) return { change: 'repeated', sighting }
    met.add(sighting)
    return { change: changeOf(sighting), sighting }
  }
}

function changeOf({ id, entry }: Sighting): TriedChange {
  if (id > 0) return 'updated'
  return entry < 0 ? 'new' : 'merged'
}

function changedFields(now: Sighting, before: Sighting | undefined): readonly string[] {
  if (before === undefined) return []
  const of = ({ draft, categories }: Sighting): Readonly<Record<string, unknown>> => ({ ...draft, categories })
  const [old, next] = [of(before), of(now)]
  return [...Object.keys(emptyDraft), 'categories'].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(next[name]))
}
