// What a draft may not take from what is known: failing answers never blank anything (design §6).
import { isGarbled } from '../base/garbled.ts'
import type { EntryDraft } from '../model/entry.ts'

/**
 * The draft with what it must not lose. A title or text that is suddenly missing was left out, not withdrawn; one that is garbled replaces no
 * good one. `lost` names what the source's documents have lost just now (identify/breaks.ts): there, what was known stays.
 */
export function keptWords(next: EntryDraft, before: EntryDraft, lost: ReadonlySet<string>): EntryDraft {
  const title = next.title === '' || isWorse(next.title, before.title) ? { title: before.title } : {}
  const [text, known] = [textOf(next), textOf(before)]
  const isCut = lost.has('text-length') && text.length < known.length / 2
  const words = text === '' || isCut || isWorse(text, known) ? { content: before.content, summary: before.summary } : {}
  return { ...next, ...title, ...words, ...keptFields(next, before, lost) }
}

function textOf({ content, summary }: EntryDraft): string {
  return content ?? summary ?? ''
}

function isWorse(text: string, known: string): boolean {
  return known !== '' && text !== known && isGarbled(text) && !isGarbled(known)
}

function keptFields(next: EntryDraft, before: EntryDraft, lost: ReadonlySet<string>): Partial<EntryDraft> {
  const { published, updated, dateGiven, link, authors, publisher, tags } = before
  return {
    ...(lost.has('field:published') && next.published === null && next.updated === null ? { published, updated, dateGiven } : {}),
    ...((lost.has('field:link') && next.link === null) || lost.has('same-link') ? { link } : {}),
    ...(lost.has('field:author') && next.authors.length === 0 ? { authors } : {}),
    ...(lost.has('field:publisher') && next.publisher === null ? { publisher } : {}),
    ...(lost.has('field:tags') && next.tags.length === 0 ? { tags } : {}),
  }
}
