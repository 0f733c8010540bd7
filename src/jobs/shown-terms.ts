// How a source's entries may look: its rights, the length of excerpts, the line at the end and the name in it.
import type { SourceStanding } from '../store/store.ts'

export type ShownTerms = Pick<SourceStanding, 'rights' | 'excerpt' | 'attribution' | 'title'>

/** By source. */
export type TermsOf = ReadonlyMap<string, ShownTerms>

/** Those of retired sources are the last they had. */
export function shownTerms(standings: readonly SourceStanding[]): TermsOf {
  return new Map(standings.map(({ id, rights, excerpt, attribution, title }) => [id, { rights, excerpt, attribution, title }]))
}

export function termsIn(terms: TermsOf): (source: string) => ShownTerms {
  return (source) => terms.get(source) ?? ordinary
}

const ordinary: ShownTerms = { rights: 'full', excerpt: 0, attribution: null, title: null }
