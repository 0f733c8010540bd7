// The moment entries become public, or change in public.
import type { NewDelivery } from '../../model/delivery.ts'
import type { Content } from '../../model/entry.ts'
import type { BurntKey, Sighting } from '../../model/merge.ts'
import type { NewName, RegistryRow } from '../../model/registry.ts'
import type { HiddenEntry, RegisteredEntry } from '../../model/registry-line.ts'
import type { Shelf, Shelved } from './private.ts'

/** An entry row with its sightings, as settling sees it. */
export interface DueEntry {
  readonly id: number
  /** Start of the run or tick that touched it: what becomes public now is listed from then. */
  readonly touchedAt: number
  readonly state: 'pending' | 'published' | 'expired'
  /** Those that count: none whose origin has deleted it, where that is followed. */
  readonly sightings: readonly Sighting[]
  /** Public ones are left out because their origins have deleted them. */
  readonly isDeleted: boolean
  /** Where readers knew it before it was imported; null: it is news. */
  readonly wishedPath: string | null
  /** What is published of it; null while pending. */
  readonly published: PublishedRow | null
}

export interface PublishedRow {
  readonly publicId: string
  readonly path: string
  readonly home: string
  readonly listed: number
  readonly datePublished: number
  readonly dateOrigin: string
  readonly dateModified: number | null
  readonly firstSeen: number
  readonly revision: number
  readonly owner: string
  readonly content: Content
}

/** A public entry of a lost store, as the registry file had it. */
export interface LostEntry {
  readonly line: RegisteredEntry | HiddenEntry
  /** The entry that goes on with its id and path; null: nothing has shown it again so far. */
  readonly entry: number | null
  /** Where that entry was seen. */
  readonly sources: readonly string[]
}

export interface Membership {
  readonly slug: string
  readonly listed: number
  /** 0 is home. */
  readonly place: number
  /** Which sources brought it by which rules, for `explain`. */
  readonly because: string
}

/** One settling: decides and writes what readers will see. */
export interface Settling {
  /** Due entries whose article step is over and whose run has ended (or ended long enough ago). */
  due(): Promise<readonly DueEntry[]>
  burnt(keys: readonly string[]): Promise<readonly BurntKey[]>
  registry(): Promise<readonly RegistryRow[]>
  register(rows: readonly NewName[]): Promise<void>
  /** Waiting categories become active; entries that waited for them are due again. */
  activate(slugs: readonly string[], now: number): Promise<void>
  isMinted(kind: 'id' | 'name', value: string): Promise<boolean>
  memberships(entry: number): Promise<readonly Membership[]>
  /** First publication, or a new word on a published entry. Mints what is new, keeps revisions, marks its outputs stale. */
  write(entry: number, row: PublishedRow, options: { readonly at: number; readonly memberships: readonly Membership[] }): Promise<void>
  /** Public entries of a lost store that were known by any of these keys, or are hidden and have one of these ids. */
  lost(keys: readonly string[], ids: readonly string[]): Promise<readonly LostEntry[]>
  /** An entry that was written goes on as the one that was lost: what led to that leads to it, what was withdrawn is. */
  take(lost: LostEntry['line'], entry: number): Promise<void>
  /** What was lost leads to an entry from now on. */
  follow(lost: LostEntry['line'], entry: number): Promise<void>
  /** An entry that never was public becomes part of another, which is looked at again. */
  join(entry: number, into: number, at: number): Promise<void>
  /** Messages that are kept until they are handed over, not before `dueAt`; their ids. */
  tell(deliveries: readonly NewDelivery[], timing: { readonly at: number; readonly dueAt: number }): Promise<readonly number[]>
  /** Takes a published entry out of everything public; id, path and dates stay for its return. */
  hide(entry: number): Promise<void>
  /** The same of one that its origins have deleted: feeds name it as deleted, its page says so. */
  remove(entry: number): Promise<void>
  /** Entries as they are left: read after all else. */
  shelves(entries: readonly number[]): Promise<ReadonlyMap<number, Shelved>>
  /** What is seen of an entry in private. */
  shelve(entry: number, shelf: Shelf): Promise<void>
  /** Whether what is private has an id or a path already. */
  isPrivatelyMinted(kind: 'id' | 'path', value: string): Promise<boolean>
  /** Nothing to do now: `category` waits for one to become active, `later` is looked at again at the next settling. */
  wait(entry: number, until: 'category' | 'later' | 'touched'): Promise<void>
}

export interface SettleWindow {
  readonly now: number
  /** What a run touched that still polls waits, but not longer than this after its article step. */
  readonly settleMs: number
}

export interface SettlingStore {
  /** Afterwards published entries whose time is over by then leave everything public; id, path and keys stay. */
  settle<T>(window: SettleWindow, work: (settling: Settling) => Promise<T>): Promise<T>
}
