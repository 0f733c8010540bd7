// Whether an origin has deleted an entry: by its feed's word, or because the entry's own page is gone.
import type { NamedDeletion, Neighbours, PageAnswer, PageVerdict } from '../model/deletion.ts'
import type { EntryDraft } from '../model/entry.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** 404 counts when it is said twice, so long apart: some servers say it while they are being mended. */
const twiceAfterMs = dayMs
/** Pages that are gone are looked at again so long after they were first seen to be. */
const nextLooksMs = [dayMs, 2 * dayMs, 9 * dayMs, 39 * dayMs]
/** Of fewer pages that are gone nothing can be said about the site. */
const fewestOfRedesign = 3
/** A document that names more than these, or more than half of what is known, is a broken or a hijacked one. */
const mostNamed = 200

/** What an answer of an entry's own page means. `since`: when it was first seen to be gone, now if it was not before. */
export function pageVerdict(
  answer: PageAnswer,
  { since, now, neighbours }: { readonly since: number; readonly now: number; readonly neighbours: Neighbours },
): PageVerdict {
  if (answer === 'there') return 'there'
  if (isRedesign(neighbours)) return 'redesign'
  return answer === 410 || now - since >= twiceAfterMs ? 'gone' : 'missing'
}

function isRedesign({ looked, gone }: Neighbours): boolean {
  return gone >= fewestOfRedesign && gone * 2 > looked
}

/** When a page that is gone since then is looked at again; null: never. */
export function nextLook(since: number, now: number): number | null {
  return nextLooksMs.map((ms) => since + ms).find((at) => at > now) ?? null
}

/**
 * Deletions that hold (RFC 6721): what the same document shows with a newer date was written again since; what it shows without one, or
 * names without one, is there.
 */
export function holding(
  named: readonly NamedDeletion[],
  shown: readonly Pick<EntryDraft, 'guid' | 'published' | 'updated'>[],
): readonly NamedDeletion[] {
  const dates = new Map(shown.flatMap(({ guid, published, updated }) => (guid === null ? [] : [[guid.trim(), updated ?? published]])))
  return named.filter(({ guid, at }) => {
    const date = dates.get(guid)
    return date === undefined || (date !== null && at !== null && date <= at)
  })
}

/** More is deleted at once than anybody deletes. `named`: those that were not before; `known`: all that is known of the source. */
export function isFlood(named: number, known: number): boolean {
  return named > mostNamed || named * 2 > known
}
