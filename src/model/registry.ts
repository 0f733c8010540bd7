// The registry of categories: every slug and name there ever was, and what the operator may do with them (design §7).
import type { CategoryKind } from './output-feed.ts'

/** `waiting`: not let in yet; `moved`: its entries and names are another's now; `retired`: ended by the operator. */
export type CategoryState = 'active' | 'waiting' | 'moved' | 'retired'

/** One name of a category; a category of several names has several rows, one that moved has none and one row all the same. */
export interface RegistryRow {
  readonly slug: string
  readonly kind: CategoryKind
  readonly name: string
  /** Null: all its names are another's now. */
  readonly folded: string | null
  readonly state: CategoryState
  /** Where a moved one is found now, also once it is retired: always the newest slug, which never moved. */
  readonly movedTo: string | null
  readonly isPrivate: boolean
  /** Made for a publisher, neither by config nor by the operator: these are limited a day. */
  readonly isAutomatic: boolean
  /** Readers may know its addresses. */
  readonly wasPublic: boolean
  /** Folded name that config had when the operator renamed it: while config says so, it has not been asked. */
  readonly renamedFrom: string | null
  readonly createdAt: number
}

/** A name that is new, or that config says something of. */
export interface NewName extends Pick<RegistryRow, 'slug' | 'name' | 'isPrivate' | 'isAutomatic' | 'createdAt'> {
  readonly folded: string
  /** As it is spelt, where that differs from `name`. */
  readonly spelling?: string
  readonly renamedFrom?: string | null
  readonly state: 'active' | 'waiting'
}

/** A category with all that is known of it. */
export interface CategoryRecord extends Omit<RegistryRow, 'folded' | 'renamedFrom'> {
  readonly kind: CategoryKind
  /** Other names, as they were spelt. */
  readonly aliases: readonly string[]
  /** All names, folded. */
  readonly names: readonly string[]
  readonly entries: number
  /** Newest `listed` in it, or null while it is empty. */
  readonly updated: number | null
}

/** What the operator asks for. */
export type CategoryCommand =
  | { readonly kind: 'rename'; readonly slug: string; readonly name: string; readonly newSlug: string | null }
  | { readonly kind: 'merge'; readonly from: string; readonly into: string }
  | { readonly kind: 'alias'; readonly slug: string; readonly name: string }
  | { readonly kind: 'retire'; readonly slug: string }
  | { readonly kind: 'approve'; readonly slugs: readonly string[] | 'all' }

/** One step of what a command does to the registry. */
export type CategoryChange =
  | { readonly kind: 'named'; readonly slug: string; readonly name: string }
  | { readonly kind: 'aliased'; readonly slug: string; readonly name: string }
  /** Entries and names go over; `to` is made, revived or joined. */
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'retired'; readonly slug: string }
  | { readonly kind: 'approved'; readonly slug: string }

/** Where the address of a category leads that is no living public one. */
export type CategoryFate = { readonly kind: 'moved'; readonly to: string } | { readonly kind: 'retired' }
