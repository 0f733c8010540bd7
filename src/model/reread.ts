// What became of a source that was read anew from what is kept of it.

export interface RereadReport {
  readonly id: string
  readonly answers: {
    /** Kept, and read. */
    readonly read: number
    /** Of another address than config has now. */
    readonly elsewhere: number
    readonly oldest: number | null
    readonly newest: number | null
  }
  /** Kept answers that today's rules cannot read: what is known from them stays. */
  readonly unreadable: readonly { readonly at: number; readonly message: string }[]
  /** Its sightings of entries: */
  readonly sightings: {
    readonly all: number
    /** That stand in kept answers. */
    readonly kept: number
    readonly new: number
    /** Otherwise than before, also in what readers do not see. */
    readonly changed: number
    /** That rules drop now; their entries are hidden where nobody else shows them. */
    readonly dropped: number
    /** Dropped before, and not any more. */
    readonly returned: number
    /** Not in a kept answer, and some rule cannot be applied to what is left of them. */
    readonly partly: number
    /** Whose text was read anew from what its page had answered. */
    readonly articles: number
  }
}
