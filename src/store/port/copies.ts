// The whole store as lines, and back.
/** A row as JSON holds it; parts of it stand under the names of their tables. */
export type CopyRow = Readonly<Record<string, unknown>>

export interface CopyLine {
  /** What the row is one of. */
  readonly table: string
  readonly row: CopyRow
}

/** Whose copy it is. */
export interface CopyHead {
  /** `site.id`. */
  readonly site: string
  /** Of all ids. */
  readonly host: string
  readonly year: number
  /** Names of the steps by which its tables came to be as they are. */
  readonly tables: readonly string[]
}

/** What a copy has and the store has otherwise: it was left out. */
export interface CopyConflict {
  /** Id of the entry, or slug of the category. */
  readonly what: string
  readonly why: string
}

export interface TakenLines {
  readonly entries: number
  /** Entries that the store had. */
  readonly kept: number
  readonly conflicts: readonly CopyConflict[]
}

export interface CopyIn {
  /** `exact`: the store had nothing; `joining`: what it has stays. */
  readonly kind: 'exact' | 'joining'
  /** Lines of this very copy that an earlier call took in. */
  readonly lines: number
  /** Those behind them, in their order; `end`: how many then are in. In one transaction. */
  take(lines: readonly CopyLine[], end: number): Promise<TakenLines>
  /** All is in. */
  end(): Promise<void>
}

export interface CopyStore {
  readonly copies: {
    head(): Promise<CopyHead>
    /** All of it as it is at one moment; constant in memory. */
    read(): AsyncIterable<readonly CopyLine[]>
    /** Numbers of public entries in their order. */
    publishedAfter(row: number, limit: number): Promise<readonly number[]>
    /** A copy whose import was broken off fills the store: it must not be worked on. */
    isUnfinished(): Promise<boolean>
    /** `name`: of the copy, by what it holds. @throws AppError `copy-newer` */
    open(head: CopyHead, name: string): Promise<CopyIn>
  }
}
