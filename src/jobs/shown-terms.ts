// How a source's entries may look: its rights, the length of excerpts, the line at the end and the name in it.
import { byCodePoint } from '../base/text.ts'
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

/** Terms under which entries look otherwise than they came: a source that shows all of them as they are changes no page of others. */
export function changingLooks(terms: TermsOf): readonly (readonly [string, ShownTerms])[] {
  return [...terms].filter(([, { rights, attribution }]) => rights !== 'full' || attribution !== null).sort(([a], [b]) => byCodePoint(a, b))
}

const ordinary: ShownTerms = { rights: 'full', excerpt: 0, attribution: null, title: null }
