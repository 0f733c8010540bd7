// Everything the store has recorded of one entry: what `explain` is made of.
import type { Correction } from './correction.ts'
import type { Deletion, DeletionPolicy } from './deletion.ts'
import type { DigestName } from './digest.ts'
import type { Content, Retraction } from './entry.ts'
import type { BurntKey, Sighting, Veto } from './merge.ts'
import type { ArchivePlace } from './paths.ts'
import type { PruningRecord } from './pruning.ts'
import type { CategoryState } from './registry.ts'
import type { Terms } from './source.ts'

/** What may name an entry. */
export interface EntryNames {
  /** Public ids. */
  readonly ids: readonly string[]
  /** The beginning of a public id; null: none is meant. */
  readonly idStart: string | null
  readonly paths: readonly string[]
  readonly keys: readonly string[]
  /** Values that may be a guid at any source, also one that left config. */
  readonly guids: readonly string[]
}

/** An entry that was found: its row, and by what. */
export interface NamedEntry {
  readonly row: number
  readonly by: 'id' | 'id-start' | 'path' | 'key'
  /** The id, path or key itself. */
  readonly value: string
}

export interface EntryReference {
  readonly row: number
  /** Null: never published. */
  readonly id: string | null
  readonly path: string | null
  readonly title: string
}

export interface DossierEdition extends DigestName {
  /** `yyyy-mm-dd` */
  readonly day: string
}

export interface Dossier extends EntryReference {
  readonly state: 'pending' | 'published' | 'expired' | 'retracted' | 'pruned'
  /** Null: it is not withdrawn. */
  readonly retraction: RetractionRecord | null
  /** Null: it was not pruned. */
  readonly pruning: PruningRecord | null
  /** By sighting. */
  readonly deletions: readonly (Deletion & { readonly sighting: number; readonly source: string })[]
  /** Since when it is in nothing public because its origins have deleted it; null: they have not, or another source shows it. */
  readonly removedAt: number | null
  /** Editions of digests in which it stands, the newest first. */
  readonly editions: readonly DossierEdition[]
  /** Path under which its post was read before it was imported; null: it had none that an entry can have, or is no post. */
  readonly formerPath: string | null
  readonly home: string | null
  readonly owner: string | null
  readonly revision: number
  readonly content: Content | null
  /** What waits for the next settling; `category`: for one over the day's limit. */
  readonly due: 'nothing' | 'settling' | 'category'
  /** The run that touched it still polls. */
  readonly isRunOpen: boolean
  readonly touchedAt: number
  /** Null: its article step has not ended yet. */
  readonly readyAt: number | null
  readonly publishedAt: number | null
  readonly expiresAt: number | null
  readonly listed: number | null
  readonly firstSeen: number | null
  readonly datePublished: number | null
  readonly dateOrigin: string | null
  readonly dateModified: number | null
  readonly article: {
    readonly state: 'none' | 'due' | 'done' | 'failed' | 'recheck'
    /** Failures in a row. */
    readonly attempts: number
    readonly nextAt: number
    /** Why the last one failed; null: it did not. */
    readonly message: string | null
  }
  readonly sightings: readonly Sighting[]
  readonly sources: readonly DossierSource[]
  /** Entries that became this one. */
  readonly merged: readonly EntryReference[]
  /** Other entries that were seen under one of its keys. */
  readonly related: readonly RelatedEntry[]
  readonly burnt: readonly BurntKey[]
  /** What the operator said under one of its keys, the earliest first, with the other entries to which it belongs now. */
  readonly corrections: readonly (Correction & { readonly elsewhere: readonly EntryReference[] })[]
  readonly vetoes: readonly (Veto & { readonly at: number })[]
  readonly revisions: readonly { readonly revision: number; readonly at: number; readonly content: Content }[]
  /** Names of categories that its sightings chose, as the registry has them. */
  readonly names: readonly {
    readonly folded: string
    readonly slug: string
    readonly state: CategoryState
    readonly isPrivate: boolean
  }[]
  /** Its place in each list that it stands in; slug null: that of everything. */
  readonly places: readonly ListPlace[]
}

/** What the store keeps of a retraction. */
export interface RetractionRecord extends Retraction {
  /** The operator's name, where the system knew one. */
  readonly by: string | null
  /** The rule of config that withdrew it (`takedown`); null: the operator's command did. */
  readonly rule: string | null
  /** Something stands in its place. */
  readonly isShown: boolean
  /** A public source shows it: readers may be told of it. */
  readonly isPublic: boolean
}

export interface DossierSource extends Terms {
  readonly id: string
  readonly title: string | null
  readonly kind: string
  readonly priority: number
  readonly position: number
  readonly joins: boolean
  readonly delayMs: number
  readonly isRetired: boolean
  readonly hasArticle: boolean
  readonly deletions: DeletionPolicy
}

export interface RelatedEntry extends EntryReference {
  readonly key: string
}

export interface ListPlace {
  readonly slug: string | null
  readonly listed: number
  /** Entries before it and all of them, both counted to `mostCounted`. */
  readonly newer: number
  readonly entries: number
  /** Of the newest one. */
  readonly newestListed: number
  /** The page of the feed's archive where it stands; null: none yet. */
  readonly archived: ArchivePlace | null
  /** Under which it is folded there; null: it stands there itself. */
  readonly under: EntryReference | null
  /** How many are folded under it there. */
  readonly folded: number
}

/** Lists are counted no further. */
export const mostCounted = 10_000
