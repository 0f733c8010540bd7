// What origins delete, as visits find it.
import type { Watch } from '../../model/alert.ts'
import type { DeletionPolicy, NamedDeletion, Neighbours, PageAnswer, PageVerdict } from '../../model/deletion.ts'

/** What a document says of deletions, and takes back by showing what was deleted. */
export interface SeenDeletions {
  readonly policy: Exclude<DeletionPolicy, 'ignore'>
  /** By guid key. */
  readonly named: readonly (NamedDeletion & { readonly key: string })[]
  /** Keys of all that it shows and does not name. */
  readonly shown: readonly string[]
  /** More is named at once than anybody deletes: `named` of them were not deleted before. */
  isFlood(named: number, known: number): boolean
}

/** A look at the page of an entry that was read before. */
export interface PageLook {
  readonly sighting: number
  readonly source: string
  readonly policy: Exclude<DeletionPolicy, 'ignore'>
  /** For people. */
  readonly title: string
  readonly answer: PageAnswer
  /** When the page was first seen to be gone; null: it is there. */
  readonly goneSince: number | null
  readonly watch: Watch | null
  judge(neighbours: Neighbours): PageVerdict
}
