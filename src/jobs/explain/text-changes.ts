// What changed from one text to the next, in words. Pure.
import { diffWordsWithSpace } from 'diff'
import type { TextChange } from '../../model/explanation.ts'

/** Words taken out and put in. To compare texts that have less in common takes longer than anybody waits, and tells nothing. */
const maxEditLength = 400
/** Of what stands around a change. */
const contextCharacters = 40
const mostChanges = 50

/** Words of any language, Chinese ones too. */
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Changes in their order, with a little of what stands around each; null: most of it differs. */
export function textChanges(before: string, after: string): readonly TextChange[] | null {
  const parts = diffWordsWithSpace(before, after, { maxEditLength, intlSegmenter: words })
  if (parts === undefined) return null
  const isChange = (at: number) => parts[at]?.added === true || parts[at]?.removed === true
  const textAt = (at: number) => parts[at]?.value ?? ''
  const changes: TextChange[] = []
  for (const [at, { value, added, removed }] of parts.entries()) {
    if (!added && !removed) continue
    const begun = isChange(at - 1) ? changes.pop() : undefined
    changes.push({
      ahead: begun?.ahead ?? lastOf(textAt(at - 1)),
      removed: (begun?.removed ?? '') + (removed ? value : ''),
      added: (begun?.added ?? '') + (added ? value : ''),
      behind: isChange(at + 1) ? '' : firstOf(textAt(at + 1)),
    })
  }
  return changes.slice(0, mostChanges)
}

function firstOf(text: string): string {
  const characters = [...text]
  return characters.length <= contextCharacters ? text : `${characters.slice(0, contextCharacters).join('')}…`
}

function lastOf(text: string): string {
  const characters = [...text]
  return characters.length <= contextCharacters ? text : `…${characters.slice(-contextCharacters).join('')}`
}
