// What /status is made of.
import type { Overview } from '../../model/overview.ts'
import type { LedgerRow } from '../../model/poll.ts'
import type { SourceView } from '../../model/source-query.ts'
import type { ShownSource } from '../../model/source-shape.ts'
import type { StatusFrame } from './status-frame.tsx'

export interface TitledSource extends ShownSource {
  readonly title: string | null
}

export interface StatusInput {
  readonly frame: StatusFrame
  readonly overview: Overview
  readonly view: SourceView
  readonly sources: readonly TitledSource[]
  /** That the view finds, and which hundred of them is shown: from 1. */
  readonly total: number
  readonly pageNumber: number
  readonly pages: number
  readonly tails: ReadonlyMap<string, readonly LedgerRow[]>
}
