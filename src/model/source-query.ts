// How the operator looks through sources: some of them, in some order, page by page.
import type { Health } from './health.ts'

export const sourceOrders = ['health', 'id', 'last-poll', 'next-poll', 'news', 'entries', 'last-change'] as const
export type SourceOrder = (typeof sourceOrders)[number]

/** Of the sources that are watched. */
export interface SourceView {
  /** None: of any health. */
  readonly healths: readonly Health[]
  /** Stands in id, title or address; empty: any. */
  readonly text: string
  readonly order: SourceOrder
  readonly isDescending: boolean
}

export interface SourceQuery extends SourceView {
  readonly now: number
  readonly offset: number
  readonly limit: number
}
