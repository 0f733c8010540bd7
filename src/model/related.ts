// Related coverage: the same story under other addresses.

/** `text`: they say the same; `address`: both lead to the same page, such as an article and a note on it. */
export type RelatedBy = 'text' | 'address'

/** Of two entries of a group that are a pair, the later was published at most so long after the other. */
export const relatedWindowMs = 7 * 86_400_000

/** Counted in such spans since 1970: what is within one is of the same week, or of the next. */
export function weekOf(at: number): number {
  return Math.floor(at / relatedWindowMs)
}

/** Another entry of the group, as readers see it. */
export interface RelatedLink {
  readonly title: string
  /** Who reported it; null: not known. */
  readonly outlet: string | null
  readonly datePublished: number
  /** Of our page. */
  readonly path: string
  /** The original. */
  readonly url: string | null
}
