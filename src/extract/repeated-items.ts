// One entry of a page in several of its items: a picture that links to it, and its title that does.
import type { RawDraft } from '../model/entry.ts'

/** Each once, in the place of the first, with what the others add. Two titles for one address are two entries. */
export function withoutRepeats(drafts: readonly RawDraft[]): readonly RawDraft[] {
  const kept: RawDraft[] = []
  const places = new Map<string, number[]>()
  for (const draft of drafts) {
    const alike = places.get(draft.link ?? '') ?? []
    const at = draft.link === null ? undefined : alike.find((place) => isRepeat(kept[place], draft))
    const first = at === undefined ? undefined : kept[at]
    if (at === undefined || first === undefined) {
      if (draft.link !== null && alike.length < mostTitles) places.set(draft.link, [...alike, kept.length])
      kept.push(draft)
    } else kept[at] = joined(first, draft)
  }
  return kept
}

/** Of one address; a page of a thousand items with one address is no reason to compare each with each. */
const mostTitles = 20

function isRepeat(first: RawDraft | undefined, draft: RawDraft): boolean {
  if (first === undefined || (first.guid !== null && draft.guid !== null && first.guid !== draft.guid)) return false
  const [one, other] = [first.title.trim(), draft.title.trim()]
  return one === other || one === '' || other === ''
}

function joined(first: RawDraft, draft: RawDraft): RawDraft {
  return {
    ...first,
    guid: first.guid ?? draft.guid,
    title: first.title.trim() === '' ? draft.title : first.title,
    published: first.published ?? draft.published,
    updated: first.updated ?? draft.updated,
    dateGiven: first.dateGiven ?? draft.dateGiven,
    summary: first.summary ?? draft.summary,
    content: first.content ?? draft.content,
    authors: first.authors.length === 0 ? draft.authors : first.authors,
    publisher: first.publisher ?? draft.publisher,
    tags: first.tags.length === 0 ? draft.tags : first.tags,
    fields: { ...draft.fields, ...first.fields },
    rules: { ...draft.rules, ...first.rules },
  }
}
