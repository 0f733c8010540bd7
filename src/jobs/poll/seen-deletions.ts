// What a document says of deletions, as the store judges it beside its plan. Pure.
import { holding, isFlood } from '../../identify/gone.ts'
import { guidKeyOf } from '../../identify/keys.ts'
import type { KeyedDraft } from '../../model/merge.ts'
import type { Source } from '../../model/source.ts'
import type { Reading } from '../../read/reader.ts'
import type { Decision } from '../../store/port/polls.ts'

/** Also of a document that names none: what was deleted may stand in it again. */
export function seenDeletions(
  { deletions = [] }: Pick<Reading, 'deletions'>,
  drafts: readonly KeyedDraft[],
  { id, deletions: policy }: Pick<Source, 'id' | 'deletions'>,
): Pick<Decision, 'deletions'> {
  if (policy === 'ignore') return {}
  const held = holding(
    deletions,
    drafts.map(({ draft }) => draft),
  )
  const named = held.map((one) => ({ ...one, key: guidKeyOf(id, one.guid).text }))
  const guids = new Set(held.map(({ guid }) => guid))
  const standing = drafts.filter(({ draft }) => draft.guid === null || !guids.has(draft.guid.trim()))
  const shown = standing.flatMap(({ keys, hash }) => [...keys, hash].map(({ text }) => text))
  return { deletions: { policy, named, shown, isFlood } }
}
