// Related coverage: the same story under other addresses.

/** `text`: they say the same; `address`: both lead to the same page, such as an article and a note on it. */
export type RelatedBy = 'text' | 'address'

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
