// What is taken over from elsewhere.
import type { EntryDraft } from '../../model/entry.ts'
import type { MergePlan } from '../../model/merge.ts'
import type { NewName } from '../../model/registry.ts'
import type { KnownRows } from './polls.ts'

/** A file of a post, and a hash of what it held. */
export interface PostMark {
  readonly path: string
  readonly mark: string
}

/** Where imported posts are from: a source that is never visited, and owns an entry only while nobody else shows it. */
export interface ImportSource {
  readonly id: string
  readonly title: string | null
  readonly url: string
}

export interface ImportBatch {
  readonly source: ImportSource
  readonly at: number
  readonly files: readonly PostMark[]
  /** Names and addresses of categories that the registry does not know yet. */
  readonly names: readonly NewName[]
  /** Taken within the writing transaction, where what is known is read again. */
  readonly plan: (rows: KnownRows) => Promise<MergePlan>
  /** Where a draft was read before; null: no entry can stand there. */
  readonly pathOf: (draft: EntryDraft) => string | null
}

export interface ImportStore {
  readonly imports: {
    /** Of files that were taken in before. */
    marks(source: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>
    /** Entries, files and names in one transaction. */
    record(batch: ImportBatch): Promise<MergePlan['counts']>
    /** Where the entries of these posts stand now, by the posts' guids. */
    paths(source: string, guids: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  }
}
