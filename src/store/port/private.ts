// What private categories and private output feeds hold, for those who may read them. Nothing public asks here.
import type { Spot } from '../../model/archive.ts'
import type { Content, Entry } from '../../model/entry.ts'
import type { StoredCategory } from './categories.ts'

/** An entry's place in something private. */
export interface PrivatePlace extends Spot {
  readonly entry: number
  /** It is published: whoever reads it here reads what everybody does. */
  readonly isPublic: boolean
  /** Another one whenever it may look otherwise. */
  readonly version: number
}

/** Instants of `listed`: `from` included, `to` not. What is listed after `now` is under an embargo. */
export interface PlaceRange {
  readonly now: number
  readonly order: 'newest first' | 'oldest first'
  readonly from?: number
  readonly to?: number
  readonly limit?: number
}

export interface PrivateEntry extends Entry {
  readonly isPublic: boolean
}

/** What is at a path that only some may know. */
export type PrivatePage =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly slugs: readonly string[] }
  | { readonly kind: 'published'; readonly to: string }

/** What readers of private categories see of an entry that is not published. */
export interface PrivateRow {
  readonly publicId: string
  readonly path: string
  readonly owner: string
  readonly datePublished: number
  readonly dateModified: number | null
  readonly firstSeen: number
  readonly revision: number
  readonly content: Content
}

/** An entry as settling leaves it. */
export interface Shelved {
  readonly isPublished: boolean
  readonly row: PrivateRow | null
  /** By slug, since when it is listed there. */
  readonly listed: ReadonlyMap<string, number>
  /** The same of the public places that this settling took from it. */
  readonly left: ReadonlyMap<string, number>
}

export interface Shelf {
  /** Null: it is published, or nothing private shows it. */
  readonly row: PrivateRow | null
  readonly places: readonly { readonly slug: string; readonly listed: number }[]
}

export interface PrivateStore {
  readonly hidden: {
    /** Those that are open, in order of slug, with what may be seen of them by now. */
    categories(now: number): Promise<readonly StoredCategory[]>
    /** The newest slug of an open private category that has this one, or had; null: there is none. */
    slugOf(slug: string): Promise<string | null>
    places(slug: string, range: PlaceRange): Promise<readonly PrivatePlace[]>
    /** In the order of the places, each listed as there. */
    entries(places: readonly PrivatePlace[]): Promise<readonly PrivateEntry[]>
    page(path: string, now: number): Promise<PrivatePage | null>
    /** Since when a document is made of what this signature names, to the second; another signature is of a later one. */
    modifiedAt(path: string, signature: string, now: number): Promise<number>
  }
}
