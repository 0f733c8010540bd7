// What identity works on: keys, sightings, what the store knows of them, and what a poll will change, as data.
import type { ArticleText } from './article.ts'
import type { Correction } from './correction.ts'
import type { EntryDraft } from './entry.ts'

export type KeyKind = 'configured' | 'guid' | 'url' | 'hash'

/** One thing an entry is known by. `text` is what is stored and compared, exactly: `infoCode:NW…`, `guid:<source>:…`, `url:…`, `hash:<source>:…`. */
export interface IdentityKey {
  readonly text: string
  readonly kind: KeyKind
  /** Within one `series` an article has one value: two different values contradict (`infoCode`, `guid:<source>`). */
  readonly series: string
  /** Smaller is stronger. */
  readonly rank: number
}

/** Bottom-k sketch of a text's shingles, ascending (identify/similar.ts). */
export type Sketch = readonly number[]

/** A category as a source's rules name it, before the registry gives it a slug. */
export interface ChosenCategory {
  readonly name: string
  /** The rule that chose it, as config wrote it. */
  readonly rule: string
}

/** A draft with everything identity compares. */
export interface KeyedDraft {
  readonly draft: EntryDraft
  /** Configured identities, guid and canonical URL that the draft carries, strongest first. */
  readonly keys: readonly IdentityKey[]
  /** Hash of title and date. */
  readonly hash: IdentityKey
  /** Hash of title, date and text: compared when `hash` is burnt; equal ones are one draft. */
  readonly textHash: IdentityKey
  /** NFKC, spaces collapsed. */
  readonly titleKey: string
  readonly sketch: Sketch
  readonly categories: readonly ChosenCategory[]
  /** One of its categories is public: what it shows may influence public output. */
  readonly isPublic: boolean
  /** Hash of everything above: an unchanged draft needs no work. */
  readonly fingerprint: string
}

/** An entry seen at a source: provenance, the source's current word on it, and every key it used. */
export interface Sighting {
  /** Positive: the store's; negative: new in this plan. */
  readonly id: number
  /** Id of the entry row it belongs to. */
  readonly entry: number
  readonly source: string
  readonly draft: EntryDraft
  readonly fingerprint: string
  readonly keys: readonly IdentityKey[]
  /** Every title it carried (NFKC, spaces collapsed), oldest first, bounded. */
  readonly titles: readonly string[]
  /** Sketches of every text it carried, oldest first, bounded. */
  readonly sketches: readonly Sketch[]
  readonly categories: readonly ChosenCategory[]
  /** It may influence public output: one of its categories is public. */
  readonly isPublic: boolean
  /** Its categories were chosen in its source's first successful poll, which does not list them as news. */
  readonly isFirstPoll: boolean
  /** What it showed was pruned: it keeps an entry known, and shows nothing any more, whatever its source goes on saying. */
  readonly isPruned: boolean
  readonly firstSeen: number
  readonly lastSeen: number
  readonly article: ArticleText | null
}

/** `pending`: not yet published; `merged`: its id and path lead to another entry for ever. */
export type EntryState = 'pending' | 'published' | 'merged'

export interface KnownEntry {
  readonly id: number
  readonly state: EntryState
  readonly publishedAt: number | null
  readonly publicId: string | null
  /** The source whose word readers see; null while pending. */
  readonly owner: string | null
  /** Withdrawn by the operator: it stays so, whatever joins it. */
  readonly isRetracted: boolean
  /** A tombstone: it yields to what readers still see, and lets nothing else come back. */
  readonly isPruned: boolean
  /** Not public, and readers of private categories see it. */
  readonly isShelved: boolean
}

/** A key that identifies nothing from then on: for one source, or everywhere (`*`). `source` is whose documents showed it. */
export interface BurntKey {
  readonly scope: string
  readonly key: string
  readonly source: string
}

/** What the store knows around some keys, closed under shared entries, shared cross-source keys, and what the operator said of them. */
export interface Known {
  readonly sightings: readonly Sighting[]
  readonly entries: readonly KnownEntry[]
  readonly burnt: readonly BurntKey[]
  readonly corrections: readonly Correction[]
}

/** Why a shared key did not join: for `explain`. */
export interface Veto extends BurntKey {
  readonly reason: string
}

export interface MergePlan {
  /** New and changed sightings; `entry` is an entry's id, negative for a new entry. */
  readonly sightings: readonly Sighting[]
  /** Sightings of one source that turned out to be one: `from` ends, `into` took everything over. */
  readonly absorbed: readonly { readonly from: number; readonly into: number }[]
  /** Existing sightings that only change their entry. */
  readonly moved: readonly { readonly sighting: number; readonly entry: number }[]
  /** Published entries that another one takes over. */
  readonly merged: readonly { readonly from: number; readonly into: number }[]
  /** Withdrawn entries that something joined or changed, and those that become withdrawn by taking one over: their text is not kept. */
  readonly retracted: readonly number[]
  /** Pending entries that nobody saw: all their sightings went elsewhere. */
  readonly emptied: readonly number[]
  /** Entries (negative: new) that must be looked at before the next publication. */
  readonly touched: readonly number[]
  readonly burns: readonly BurntKey[]
  readonly vetoes: readonly Veto[]
  /** A configured identity stood under too many titles: the source's pages may have changed. */
  readonly isDrifting: boolean
  readonly counts: { readonly new: number; readonly updated: number; readonly merged: number }
}
