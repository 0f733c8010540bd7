// Feeds that a list elsewhere (OPML) names, followed as it changes.

/** A feed as its list names it. */
export interface ListedFeed {
  /** http(s), absolute. */
  readonly url: string
  /** What the list calls it. */
  readonly title: string | null
  /** The nearest group that it stands in. */
  readonly folder: string | null
}

/** The same as it is kept, with what became of it. Instants in milliseconds. */
export interface FollowedFeed extends ListedFeed {
  /** Id of the `opml` source. */
  readonly list: string
  readonly since: number
  /** When the list was seen without it; null: it is on the list. */
  readonly goneAt: number | null
}

/** What a list has us follow. */
export interface Following {
  readonly feeds: number
  /** At its last change. */
  readonly came: number
  readonly left: number
  readonly changedAt: number
}
