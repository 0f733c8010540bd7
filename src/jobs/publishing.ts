// What one publishing works with.
import type { Category } from '../model/publication.ts'
import type { FormerSlug } from '../store/store.ts'
import type { Deps } from './deps.ts'
import type { ShownTerms } from './shown-terms.ts'

export interface Publishing extends Deps {
  /** All public categories, in the order in which they are shown. */
  readonly catalogue: readonly Category[]
  readonly categoryOf: ReadonlyMap<string, Category>
  /** Addresses of before that go on. */
  readonly former: readonly FormerSlug[]
  /** On what terms a source's entries are shown. */
  readonly termsOf: (source: string) => ShownTerms
}

/** How many of these files changed. */
export function countWritten(written: readonly ('written' | 'unchanged')[]): number {
  return written.filter((one) => one === 'written').length
}
