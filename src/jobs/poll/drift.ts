// Is what a visit has read as its source usually is? Pure.
import { expectedAfter, expectedMeanwhile } from '../../identify/expectations.ts'
import { type Shape, shapeOf } from '../../identify/shape.ts'
import { type Expectations, nothingLearnt } from '../../model/expectations.ts'
import type { Source } from '../../model/source.ts'
import type { Reading } from '../../read/reader.ts'
import type { Visited } from './visit.ts'

export interface Seeing {
  readonly source: Pick<Source, 'kind' | 'ignoresDrift'>
  readonly now: number
}

/** What is expected of a source after a visit. */
export function expectedOf(before: Expectations, visited: Visited, { source, now }: Seeing): Expectations {
  if (source.ignoresDrift) return nothingLearnt
  if (visited.kind === 'unchanged' || visited.kind === 'same-bytes') return expectedMeanwhile(before, now)
  if (visited.kind !== 'changed') return before
  const { reading } = visited
  return expectedAfter(before, measured(reading), reading.uses, { kind: source.kind, now })
}

/** Of what ends in the middle nobody knows how much there was. */
function measured({ drafts, uses, isCut }: Reading): Shape {
  const shape = shapeOf(drafts, uses)
  return isCut ? new Map([...shape].filter(([name]) => name !== 'items')) : shape
}
