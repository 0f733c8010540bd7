// Sources a page at a time. A page begins behind a source, not after so many.
import { byCodePoint } from '../base/text.ts'
import { type Health, healthOf } from '../model/health.ts'
import type { ShownSource } from '../model/source-shape.ts'
import type { SourcePlace } from './api-cursor.ts'
import type { SourceSort } from './api-operations.ts'

interface SourcesAsked {
  /** Null: any. */
  readonly health: Health | null
  readonly sort: SourceSort
  readonly limit: number
  readonly after: SourcePlace | null
}

/** `sources`: all of them, in the order of config. `next`: the last one's place, where more come behind it. */
export function pageOfSources(
  sources: readonly ShownSource[],
  { health, sort, limit, after }: SourcesAsked,
): { readonly sources: readonly ShownSource[]; readonly next: SourcePlace | null } {
  const placed = sources.map((source, position) => ({ source, place: { sort, value: values[sort](source, position), id: source.id } }))
  const wanted = placed
    .filter(({ source }) => health === null || healthOf(source) === health)
    .sort((a, b) => comparePlaces(a.place, b.place))
    .filter(({ place }) => after === null || after.sort !== sort || comparePlaces(place, after) > 0)
  const page = wanted.slice(0, limit)
  return { sources: page.map(({ source }) => source), next: wanted.length > page.length ? (page.at(-1)?.place ?? null) : null }
}

/** Ascending. */
const values: Readonly<Record<SourceSort, (source: ShownSource, position: number) => number | string>> = {
  config: (_, position) => position,
  id: ({ id }) => id,
  entries: ({ entries }) => -entries,
  failures: ({ state }) => -state.failures,
  last_poll: ({ state }) => state.lastPollAt ?? 0,
  next_poll: ({ state }) => state.nextPollAt,
}

function comparePlaces(a: SourcePlace, b: SourcePlace): number {
  if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value || byCodePoint(a.id, b.id)
  return byCodePoint(String(a.value), String(b.value)) || byCodePoint(a.id, b.id)
}
