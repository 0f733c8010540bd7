// What sources answered, kept for a while; and how entries are made anew from it by other rules.
import type { AnswerCounts, KeptAnswer, KeptDocument } from '../../model/kept-answer.ts'
import type { MergePlan, Sighting } from '../../model/merge.ts'
import type { AnswerSettings } from '../../model/settings.ts'
import type { KnownRows } from './polls.ts'
import type { Claimed } from './sources.ts'

/** A sighting, and what the page of its entry answered; null: that is not kept. */
export interface RereadSighting {
  readonly sighting: Sighting
  readonly article: readonly KeptDocument[] | null
}

/** One transaction in which a source is read anew. */
export interface Revision {
  readonly rows: KnownRows
  /** As they are by now; those that are gone are left out. */
  sightings(ids: readonly number[]): Promise<readonly Sighting[]>
  /** A sighting was never known by these keys. */
  disown(sighting: number, keys: readonly string[]): Promise<void>
  write(plan: MergePlan): Promise<void>
}

export interface AnswerStore {
  readonly answers: {
    /** Of a source, oldest first. */
    of(source: string): Promise<readonly KeptAnswer[]>
    /** What was kept of sources, and of the pages of entries, is gone. */
    forget(what: { readonly sources?: readonly string[]; readonly entries?: readonly number[] }): Promise<void>
    /** No more is kept than settings say. */
    limit(settings: AnswerSettings): Promise<void>
    counts(): Promise<AnswerCounts>
    /** Of a source, in order; those of withdrawn and pruned entries are left out. */
    sightingIds(source: string): Promise<readonly number[]>
    /** In order of id. */
    sightings(ids: readonly number[]): Promise<readonly RereadSighting[]>
    /** Sources whose entries were read by other rules than these, or nobody knows by which; in order. */
    behind(rules: ReadonlyMap<string, string>): Promise<readonly string[]>
    /** Null: the lease is another's by then, and nothing was written. `at`: start of the run that reads anew. */
    revise<T>(
      claimed: Pick<Claimed, 'id' | 'lease'>,
      at: number,
      work: (revision: Revision) => Promise<T>,
    ): Promise<{ readonly done: T } | null>
    /** All entries of the source are by these rules now. */
    reread(source: string, rules: string): Promise<void>
  }
}
