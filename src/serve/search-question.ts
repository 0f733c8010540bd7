// What a search's address asks for, checked.
import { longestQuery, type SearchTerms, wordsOf } from '../model/search.ts'
import type { SearchProblem } from '../render/pages/search-phrases.ts'
import type { FoundPlace } from '../store/port/search.ts'

export interface SearchQuestion {
  /** As it was typed. */
  readonly query: string
  readonly terms: SearchTerms
  readonly after: FoundPlace | null
  /** How many at once; null: as many as is usual. */
  readonly limit: number | null
}

/** `nothing`: not even a query. */
export type AskedFor =
  | { readonly kind: 'search'; readonly question: SearchQuestion }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly problem: SearchProblem }

const mostAtOnce = 100
const longestPublisher = 200

export function askedFor(parameters: URLSearchParams): AskedFor {
  if ([...parameters].every(([, value]) => value === '') && !parameters.has('q')) return { kind: 'nothing' }
  const query = parameters.get('q') ?? ''
  if (query.length > longestQuery) return { kind: 'refused', problem: 'too-long' }
  const words = wordsOf(query)
  if (words.length === 0) return { kind: 'refused', problem: 'no-words' }

  const [from, to] = [parameters.get('from') || null, parameters.get('to') || null]
  if (![from, to].every(isDay)) return { kind: 'refused', problem: 'no-date' }
  const place = parameters.get('after') || null
  const after = place === null ? null : placeOf(place)
  if (place !== null && after === null) return { kind: 'refused', problem: 'no-place' }
  const publisher = parameters.get('publisher')?.trim().slice(0, longestPublisher) || null
  const category = parameters.get('category')?.trim().toLowerCase() || null
  return {
    kind: 'search',
    question: { query, terms: { words, publisher, category, from, to }, after, limit: limitOf(parameters.get('limit')) },
  }
}

function limitOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Math.min(Math.max(Number(text), 1), mostAtOnce) : null
}

function isDay(text: string | null): boolean {
  if (text === null) return true
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** A place as the address of the next page has it. */
export function placeText({ isTitle, listed, published, id }: FoundPlace): string {
  return [isTitle ? 't' : 'n', listed, published, id].join('.')
}

function placeOf(text: string): FoundPlace | null {
  const [, kind, listed, published, id = ''] = /^([tn])\.(-?\d{1,16})\.(-?\d{1,16})\.(.{1,300})$/s.exec(text) ?? []
  return kind === undefined ? null : { isTitle: kind === 't', listed: Number(listed), published: Number(published), id }
}
