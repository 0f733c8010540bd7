// How a source's entries may look: its rights, the length of excerpts, pictures, the line at the end and the name in it.
import { byCodePoint } from '../../base/text.ts'
import type { SourceStanding } from '../../store/port/sources.ts'

export type ShownTerms = Pick<SourceStanding, 'rights' | 'excerpt' | 'images' | 'attribution' | 'title'>

/** By source. */
export type TermsOf = ReadonlyMap<string, ShownTerms>

/** Those of retired sources are the last they had. */
export function shownTerms(standings: readonly SourceStanding[]): TermsOf {
  return new Map(
    standings.map(({ id, rights, excerpt, images, attribution, title }) => [id, { rights, excerpt, images, attribution, title }]),
  )
}

export function termsIn(terms: TermsOf): (source: string) => ShownTerms {
  return (source) => terms.get(source) ?? ordinary
}

/** Terms under which entries look otherwise than they came: a source that shows all of them as they are changes no page of others. */
export function changingLooks(terms: TermsOf): readonly (readonly [string, ShownTerms])[] {
  const changes = ({ rights, images, attribution }: ShownTerms) => rights !== 'full' || images !== 'link' || attribution !== null
  return [...terms].filter(([, shown]) => changes(shown)).sort(([a], [b]) => byCodePoint(a, b))
}

const ordinary: ShownTerms = { rights: 'full', excerpt: 0, images: 'link', attribution: null, title: null }
