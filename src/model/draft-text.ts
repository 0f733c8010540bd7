// A draft as text: what its fingerprint is made of, and what the store keeps.
import type { EntryDraft } from './entry.ts'

/** Both are asked for soon after each other, and drafts are the most of what a poll holds. */
const texts = new WeakMap<EntryDraft, string>()

/** JSON; drafts do not change. */
export function textOfDraft(draft: EntryDraft): string {
  const known = texts.get(draft)
  if (known !== undefined) return known
  const text = JSON.stringify(draft)
  texts.set(draft, text)
  return text
}
