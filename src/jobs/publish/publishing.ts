// What one publishing works with.
import type { Category, Deleted } from '../../model/publication.ts'
import type { Fragments } from '../../render/from-feed.ts'
import type { FormerSlug } from '../../store/port/categories.ts'
import type { Deps } from '../deps.ts'
import { type KeptOutlet, keptOutlet } from './manifest.ts'
import type { ShownTerms } from './shown-terms.ts'

export interface Publishing extends Publisher {
  /** All public categories, in the order in which they are shown. */
  readonly catalogue: readonly Category[]
  readonly categoryOf: ReadonlyMap<string, Category>
  /** Addresses of before that go on. */
  readonly former: readonly FormerSlug[]
  /** On what terms a source's entries are shown. */
  readonly termsOf: (source: string) => ShownTerms
  readonly fragments: Fragments
  /** What a feed names as withdrawn; null: that of everything. */
  readonly deletedFrom: (slug: string | null) => Promise<readonly Deleted[]>
}

export interface Publisher extends Deps {
  readonly outlet: KeptOutlet
  readonly jekyll: KeptOutlet | null
}

export function publisherOf(deps: Deps): Publisher {
  const { outlet, jekyll, store } = deps
  return { ...deps, outlet: keptOutlet(outlet, 'public', store), jekyll: jekyll && keptOutlet(jekyll, 'jekyll', store) }
}

/** What is recorded as written after this outlasts a loss of power. */
export async function syncFiles({ outlet, jekyll }: Pick<Publisher, 'outlet' | 'jekyll'>): Promise<void> {
  await outlet.sync()
  await jekyll?.sync()
}

/** How many of these files changed. */
export function countWritten(written: readonly ('written' | 'unchanged')[]): number {
  return written.filter((one) => one === 'written').length
}
