// Does a source say that the page behind an entry has changed? Then its text is fetched once more.
import type { EntryDraft } from '../model/entry.ts'
import { isSignificant } from './significance.ts'
import { visibleText } from './visible-text.ts'

/** By a later date of its last change, or by another title or text. Counters, tags and the like say nothing of the page. */
export function saysChanged(before: EntryDraft, after: EntryDraft): boolean {
  if (before.updated !== null && after.updated !== null && after.updated > before.updated) return true
  return isSignificant(versionOf(before), versionOf(after))
}

function versionOf({ title, content, summary }: EntryDraft) {
  return { title, text: visibleText(content ?? summary ?? '') }
}
