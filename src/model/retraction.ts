// An entry that the operator has withdrawn (design §8, `retract`).
import type { EntryDraft } from './entry.ts'

/** So long a withdrawn entry's id stands in its feeds, and is named as deleted (RFC 6721). */
export const retractionShownMs = 30 * 86_400_000

/** What stays of a draft whose text is withdrawn: what it is known, dated and placed by. */
export function withoutText(draft: EntryDraft): EntryDraft {
  return { ...draft, summary: null, content: null, authors: [], tags: [], enclosures: [], fields: {} }
}
