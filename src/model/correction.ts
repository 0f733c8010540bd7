// What the operator says of entries (`merge`, `split`), in terms that outlive rows of the store, renames of sources, and the store itself.

/** A sighting, by its source and the keys it had. Keys only add up: it goes on having them, whatever it takes over or becomes part of. */
export interface Anchor {
  readonly source: string
  /** As stored, in code-point order. */
  readonly keys: readonly string[]
}

export interface Correction {
  /** When it was said; no two are of one moment. Of two that contradict, the later one holds. */
  readonly at: number
  /** The operator's name, where the system knows one. */
  readonly by: string | null
  /** `joined`: both sides are one entry; `parted`: they are two. What stands on one side is one entry either way. */
  readonly kind: 'joined' | 'parted'
  /** Of what was parted the side that was left comes first: it keeps id and path. */
  readonly sides: readonly [readonly Anchor[], readonly Anchor[]]
}
