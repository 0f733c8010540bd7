// What an import of posts did.

/** A post that was not taken in. */
export interface BrokenPost {
  readonly file: string
  readonly line: number
  readonly reason: string
}

/** A post whose entry stands elsewhere than the post did. */
export interface MovedPost {
  readonly file: string
  /** Beginning with a slash; null: nobody can tell. */
  readonly from: string | null
  /** Null: it is not published. */
  readonly to: string | null
}

/** A post that was taken in, but is odd. */
export interface OddPost {
  readonly file: string
  readonly note: string
}

export interface PostsReport {
  /** Id under which they are kept. */
  readonly source: string
  readonly posts: number
  /** Entries that are new, and posts whose entries were there: of other sources, or from an earlier import. */
  readonly new: number
  readonly known: number
  /** Files that an earlier import had taken in as they are. */
  readonly unchanged: number
  /** `published: false`. */
  readonly drafts: number
  readonly broken: readonly BrokenPost[]
  readonly odd: readonly OddPost[]
  readonly moved: readonly MovedPost[]
}
