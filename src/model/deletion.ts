// What sources' origins delete: in their feeds' words, or by the silence of a page.

/** What becomes of an entry that its origin has deleted: nothing; it is marked for the operator; it leaves everything public. */
export const deletionPolicies = ['ignore', 'flag', 'follow'] as const
export type DeletionPolicy = (typeof deletionPolicies)[number]

/** An entry that a feed names as deleted (RFC 6721, `at:deleted-entry`). Texts are plain. */
export interface NamedDeletion {
  /** Verbatim. */
  readonly guid: string
  /** Null: it does not say when. */
  readonly at: number | null
  readonly by: string | null
  readonly comment: string | null
}

/** A deletion as it is kept of a source's sighting. */
export interface Deletion extends Omit<NamedDeletion, 'guid' | 'at'> {
  /** `entry`: the feed says so; `page`: the entry's own page is gone. */
  readonly how: 'entry' | 'page'
  /** When it was deleted by the feed's word, or when its page was first seen to be gone. */
  readonly since: number
  readonly notedAt: number
}

/** How a page that was read before answered: it was there, or with a status that says that it is not. */
export type PageAnswer = 'there' | 404 | 410

/** Pages that a source had looked at since a day before one of them turned, and how many of them turned within a day of it. */
export interface Neighbours {
  readonly looked: number
  readonly gone: number
}

/** `missing`: it may come back; `redesign`: most pages are gone with it, so their addresses have changed, and nothing was deleted. */
export type PageVerdict = 'there' | 'missing' | 'gone' | 'redesign'
