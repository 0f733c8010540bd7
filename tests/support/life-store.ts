// What a life has left in the store, looked at from beside.
import Database from 'better-sqlite3'

export interface EntryLook {
  readonly row: number
  readonly id: string | null
  readonly path: string | null
  readonly state: 'pending' | 'published' | 'merged' | 'expired' | 'retracted' | 'pruned'
  readonly mergedInto: number | null
  readonly isWithdrawn: boolean
  readonly listed: number
  readonly published: number
}

export interface SightingLook {
  readonly id: number
  readonly entry: number
  readonly source: string
  /** Number of the article that it shows. */
  readonly article: number
  /** It was never shown under what others know it by. */
  readonly isBare: boolean
  readonly isPublic: boolean
}

export interface PlaceLook {
  readonly slug: string
  readonly entry: number
  readonly listed: number
}

export interface Look {
  readonly entries: readonly EntryLook[]
  readonly sightings: readonly SightingLook[]
  /** Where published entries stand in what readers see; slug empty: in everything. */
  readonly places: readonly PlaceLook[]
  /** Rows that go on with what a lost store had published, by its ids. */
  readonly heirs: ReadonlyMap<string, number>
  /** What feeds that fold show under another entry; slug and entry. */
  readonly folded: readonly Omit<PlaceLook, 'listed'>[]
  /** Where a closed page of an archive still shows what was listed anew since; slug and entry. */
  readonly traces: readonly Omit<PlaceLook, 'listed'>[]
  readonly categories: readonly { readonly slug: string; readonly movedTo: string | null }[]
  readonly searched: readonly number[]
}

export function lookInto(file: string): Look {
  const store = new Database(file, { readonly: true })
  try {
    const all = <T>(query: string) => store.prepare<[], T>(query).all()
    const entries = all<Omit<EntryLook, 'isWithdrawn'> & { withdrawn: number | null }>(
      `select id as row, public_id as id, path, state, merged_into as mergedInto, retractions.entry as withdrawn, coalesce(listed, 0) as listed,
        coalesce(date_published, 0) as published from entries left join retractions on retractions.entry = entries.id order by entries.id`,
    )
    const sightings = all<{ id: number; entry: number; source: string; isPublic: number; keys: string }>(
      `select id, entry, source, is_public as isPublic, group_concat(key, ' ') as keys from sightings join sighting_keys on sighting = id group by id order by id`,
    )
    const everywhere = all<PlaceLook>("select '' as slug, id as entry, listed from entries where state = 'published'")
    const members = all<PlaceLook>('select slug, entry, listed from memberships')
    return {
      entries: entries.map(({ withdrawn, ...entry }) => ({ ...entry, isWithdrawn: withdrawn !== null })),
      sightings: sightings.map(({ keys, isPublic, ...sighting }) => ({ ...sighting, isPublic: isPublic === 1, ...shownBy(keys) })),
      places: [...everywhere, ...members],
      heirs: new Map(
        all<{ id: string; entry: number }>('select id, entry from claims where entry is not null').map(({ id, entry }) => [id, entry]),
      ),
      folded: all('select slug, entry from folds where under is not null'),
      traces: all('select slug, entry from archive_traces'),
      categories: all('select slug, moved_to as movedTo from categories'),
      searched: store.prepare<[], number>('select entry from search_texts where is_erased = 0 order by entry').pluck().all(),
    }
  } finally {
    store.close()
  }
}

function shownBy(keys: string): Pick<SightingLook, 'article' | 'isBare'> {
  const [, article] = /guid:\w:g(\d+)/.exec(keys) ?? []
  return { article: Number(article), isBare: !/\b(?:url|code):/.test(keys) }
}
