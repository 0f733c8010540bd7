// A source's claim to shared entries, as the store keeps it: a retired source keeps its last one.
import type { Standing } from '../../identify/compose.ts'
import type { SourceStanding } from '../../store/port/sources.ts'

export type StandingOf = (source: string) => Standing & Pick<SourceStanding, 'joins' | 'delayMs'>

export function standingIn(sources: readonly SourceStanding[]): StandingOf {
  const known = new Map(sources.map((source) => [source.id, source]))
  return (id) => known.get(id) ?? { priority: Number.NEGATIVE_INFINITY, position: Number.MAX_SAFE_INTEGER, joins: false, delayMs: 0 }
}
