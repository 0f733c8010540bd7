// Drafts and what is known → what changes (design §5). Runs inside the writing transaction, so two polls at once cannot plan on stale knowledge.
import type { ArticleText } from '../model/article.ts'
import type { Correction } from '../model/correction.ts'
import type { KeyedDraft, Known, MergePlan, Sighting, Sketch } from '../model/merge.ts'
import { Burnt } from './burnt.ts'
import { type DraftGroup, readDocument } from './document.ts'
import { continuedBy, keysBeforeMove, movedFrom, type OwnSightings, strengthOf } from './own.ts'
import { type Changes, regroup } from './regroup.ts'
import { continued, fingerprintOf, newSighting, remember, sameSketch, type Visit } from './sighting.ts'
import { withPage } from './with-page.ts'

/** What the planner may ask of the store, within the transaction. */
export interface KnownReader {
  /** Which of these fingerprints are a current sighting's of the source. */
  unchanged(source: string, fingerprints: readonly string[]): Promise<ReadonlySet<string>>
  burnt(source: string, keys: readonly string[]): Promise<Known['burnt']>
  /** Everything around these keys, closed under shared entries and shared cross-source keys. */
  around(keys: readonly string[]): Promise<Known>
}

/** Plans what a poll's drafts change. The drafts are those of one document, in its order. */
export async function planPoll(drafts: readonly KeyedDraft[], visit: Visit, reader: KnownReader): Promise<MergePlan> {
  const ownKeys = drafts.flatMap((draft) => [...draft.keys, draft.hash, draft.textHash].map((key) => key.text))
  const burnt = new Burnt(await reader.burnt(visit.source, ownKeys))
  const { groups, isDrifting } = readDocument(visit.source, drafts, burnt)
  const unchanged = await reader.unchanged(visit.source, groups.map(fingerprintOf))
  const fresh = groups.filter((group) => !unchanged.has(fingerprintOf(group)))
  const known = await knownAround(fresh, visit, reader)
  burnt.learn(known.burnt)
  const changes = continueSightings(fresh, { visit, known, unchanged, burnt })
  return { ...regroup(known, changes, burnt), burns: burnt.burns, vetoes: burnt.vetoes, isDrifting }
}

/** An entry's own page as it was read. */
export interface ReadPage {
  readonly article: ArticleText
  readonly sketch: Sketch
  /** Where the source's rules put the entry. */
  readonly place: Visit['place']
}

/** Plans what the text of an entry's own page changes: it may show that two entries are one, or name the publisher whose category it belongs to. */
export function planArticle(known: Known, id: number, { article, sketch, place }: ReadPage): MergePlan {
  const burnt = new Burnt(known.burnt)
  const changed = known.sightings
    .filter((sighting) => sighting.id === id)
    .map((sighting) => {
      const placed = place(withPage(sighting.draft, article))
      const sketches = remember(sighting.sketches, sketch, sameSketch)
      return { ...sighting, article, sketches, ...(placed.categories.length > 0 ? placed : {}) }
    })
  const changes = { changed, absorbed: [], isNew: new Set<number>() }
  return { ...regroup(known, changes, burnt), burns: burnt.burns, vetoes: burnt.vetoes, isDrifting: false }
}

/** Plans what the operator's word changes, which is not among the known ones yet. */
export function planCorrection(known: Known, said: Correction): MergePlan {
  const burnt = new Burnt(known.burnt)
  const changes = { changed: [], absorbed: [], isNew: new Set<number>() }
  const now = { ...known, corrections: [...known.corrections, said] }
  return { ...regroup(now, changes, burnt), burns: burnt.burns, vetoes: burnt.vetoes, isDrifting: false }
}

const nothingKnown: Known = { sightings: [], entries: [], burnt: [], corrections: [] }

/** Everything around what these groups may continue. A source's first poll continues nothing of its own. */
async function knownAround(groups: readonly DraftGroup[], { source, isFirstPoll }: Visit, reader: KnownReader): Promise<Known> {
  if (groups.length === 0) return nothingKnown
  const known = await reader.around(keysToLookUp(groups))
  if (isFirstPoll) return known
  const own = new Set(known.sightings.filter((one) => one.source === source).flatMap(({ keys }) => keys.map((key) => key.text)))
  const strangers = groups.filter(({ keys }) => !keys.some((key) => own.has(key.text)))
  const before = strangers.flatMap(keysBeforeMove).map((key) => key.text)
  return before.length === 0 ? known : union(known, await reader.around(before))
}

/** Each is closed under what it shares, so both together are. */
function union(one: Known, other: Known): Known {
  const byId = <T extends { readonly id: number }>(rows: readonly T[]) => [...new Map(rows.map((row) => [row.id, row])).values()]
  return {
    sightings: byId([...one.sightings, ...other.sightings]).sort((a, b) => a.id - b.id),
    entries: byId([...one.entries, ...other.entries]),
    burnt: [...one.burnt, ...other.burnt],
    corrections: [...new Map([...one.corrections, ...other.corrections].map((said) => [said.at, said])).values()],
  }
}

function keysToLookUp(groups: readonly DraftGroup[]): readonly string[] {
  return groups.flatMap(({ keys, lead }) => [...keys, lead.hash, lead.textHash].map((key) => key.text))
}

interface Continuing {
  readonly visit: Visit
  readonly known: Known
  readonly unchanged: ReadonlySet<string>
  readonly burnt: Burnt
}

function continueSightings(groups: readonly DraftGroup[], { visit, known, unchanged, burnt }: Continuing): Changes {
  const taken = new Set(
    known.sightings.filter((sighting) => sighting.source === visit.source && unchanged.has(sighting.fingerprint)).map(({ id }) => id),
  )
  const own = ownSightings(visit.source, known, taken)
  const changed: Sighting[] = []
  const absorbed: { from: number; into: number }[] = []
  const isNew = new Set<number>()
  const byStrength = groups.map((group) => ({ group, strength: strengthOf(group, own, burnt) })).sort((a, b) => a.strength - b.strength)
  for (const { group } of byStrength) {
    const [into, ...others] = [...ownEarlier(group, own, burnt)].sort((a, b) => a.id - b.id)
    const id = into?.id ?? -1 - changed.length
    if (into === undefined) isNew.add(id)
    absorbed.push(...others.map((other) => ({ from: other.id, into: id })))
    for (const sighting of [into, ...others]) if (sighting !== undefined) taken.add(sighting.id)
    changed.push(into === undefined ? newSighting(id, group, { visit, burnt }) : continued([into, ...others], group, { visit, burnt }))
  }
  return { changed, absorbed, isNew }
}

function ownEarlier(group: DraftGroup, own: OwnSightings, burnt: Burnt): readonly Sighting[] {
  const continuing = continuedBy(group, own, burnt)
  const moved = continuing.length > 0 ? null : movedFrom(group, own, burnt)
  return moved === null ? continuing : [moved]
}

function ownSightings(source: string, known: Known, taken: ReadonlySet<number>): OwnSightings {
  const byKey = new Map<string, Sighting[]>()
  for (const sighting of known.sightings.filter((candidate) => candidate.source === source)) {
    for (const key of sighting.keys) byKey.set(key.text, [...(byKey.get(key.text) ?? []), sighting])
  }
  return {
    source,
    carrying: (key) => byKey.get(key.text) ?? [],
    isTaken: (sighting) => taken.has(sighting.id),
  }
}
