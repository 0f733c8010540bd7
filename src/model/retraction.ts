// What is left of a withdrawn entry (design §8, `retract`).
import type { EntryReference, RetractionRecord } from './dossier.ts'
import type { EntryDraft } from './entry.ts'

/** So long a withdrawn entry's id stands in its feeds, and is named as deleted (RFC 6721). */
export const retractionShownMs = 30 * 86_400_000

/** What stays of a draft whose text is withdrawn: what it is known, dated and placed by. */
export function withoutText(draft: EntryDraft): EntryDraft {
  return { ...draft, summary: null, content: null, authors: [], tags: [], enclosures: [], fields: {} }
}

/** What the operator asks for. */
export interface RetractionOrder {
  /** Any row that leads to the entry. */
  readonly row: number
  readonly at: number
  readonly why: string
  readonly isSilent: boolean
  /** The operator's name, where the system knows one. */
  readonly by: string | null
  /** The rule of config that withdraws it; null, or absent: the operator's command does. */
  readonly rule?: string | null
}

/** An entry that was withdrawn just now, or again. */
export interface Retracted {
  readonly entry: EntryReference
  readonly retraction: RetractionRecord
  /** It was withdrawn before: only the words are new. */
  readonly isRepeated: boolean
  /** Categories that it stood in. */
  readonly slugs: readonly string[]
  /** What was erased: to be sure that nothing of it is left. */
  readonly texts: readonly string[]
}

/** An entry that was given back. */
export interface Restored {
  readonly entry: EntryReference
  /** When and why it was withdrawn. */
  readonly retraction: RetractionRecord
  readonly slugs: readonly string[]
  /** Sources that show it, and are read whole the next time. */
  readonly sources: readonly string[]
}

/** Whether erased text has left the store's files. `elsewhere`: other entries hold the same words; `later`: older copies are left. */
export type Wiped = 'wiped' | 'elsewhere' | 'later'
