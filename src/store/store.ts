// PORT: what is kept. Every method is one transaction or one read; instants are milliseconds.
import type { Watch } from '../model/alert.ts'
import type { ArchiveChange, ArchivePage, Spot } from '../model/archive.ts'
import type { Delivery, NewDelivery } from '../model/delivery.ts'
import type { Dossier, EntryNames, EntryReference, NamedEntry } from '../model/dossier.ts'
import type { Content, Entry } from '../model/entry.ts'
import type { FollowedFeed, Following, ListedFeed } from '../model/followed.ts'
import type { BurntKey, Known, MergePlan, Sighting } from '../model/merge.ts'
import type { Folder, IndexedPage, PageSpan, PagesPolicy, SitemapDay, WindowSurvey } from '../model/output.ts'
import type { CategoryKind, FeedFill, FeedRecord, FillStep } from '../model/output-feed.ts'
import type { ArchivePlace } from '../model/paths.ts'
import type { DayTraffic, LedgerRow, PollReport, PollState } from '../model/poll.ts'
import type { Deleted } from '../model/publication.ts'
import type { CategoryChange, CategoryFate, CategoryRecord, NewName, RegistryRow } from '../model/registry.ts'
import type { EntryLine, HiddenEntry, RegisteredEntry, RegistryLine } from '../model/registry-line.ts'
import type { Restored, Retracted, RetractionOrder, Wiped } from '../model/retraction.ts'
import type { Terms } from '../model/source.ts'

/** What the store keeps of a configured source, so that its standing outlives its config. */
export interface SourceRecord extends SourceStanding {
  readonly kind: string
  readonly url: string
  readonly host: string
  readonly enabled: boolean
  /** Its new entries wait for their own text. */
  readonly hasArticle: boolean
  /** Ids it had before. */
  readonly formerly: readonly string[]
  /** Hash of what config says about visiting and reading it: when that changes, it is visited and read anew. */
  readonly fingerprint: string
}

/** A source's say in shared entries, and what it lets us show; a retired source keeps its last. */
export interface SourceStanding extends Terms {
  readonly id: string
  readonly title: string | null
  readonly priority: number
  readonly position: number
  readonly joins: boolean
  /** Embargo. */
  readonly delayMs: number
}

export interface StoredSource extends Omit<SourceRecord, 'formerly' | 'fingerprint'> {
  readonly isRetired: boolean
  readonly state: PollState
  /** Published ones that it shows, or showed. */
  readonly entries: number
  /** The first failure of the streak that lasts, as far back as the ledger goes; null: the last visit that said something was well. */
  readonly failingSince: number | null
  /** New ones in the last 7 and 30 days, today included. */
  readonly news: { readonly week: number; readonly month: number }
  /** Of a list of feeds; null: it is none, or has named none yet. */
  readonly follows: Following | null
}

export interface Claim {
  readonly now: number
  /** Start of the run or tick that claims. */
  readonly runAt: number
  /** Names this claim; a later claim of the same source has another name. */
  readonly lease: string
  readonly leaseMs: number
  readonly limit: number
  /** At most this many leased sources of one host at once. */
  readonly perHost: number
  /** Sources that the claiming process can visit: another one may have a newer config. */
  readonly known: { has(id: string): boolean }
  /** Only these, named by the operator, whether due or not; null: all that are due. */
  readonly only: readonly string[] | null
  /** Also those that are not due yet. */
  readonly isForced: boolean
  /** Sources that this run has visited already. */
  readonly except: readonly string[]
}

export interface Claimed {
  readonly id: string
  readonly lease: string
  readonly state: PollState
}

export interface PollRecord {
  readonly source: string
  readonly lease: string
  /** Start of the run or tick. */
  readonly at: number
  readonly report: Omit<PollReport, 'new' | 'updated' | 'merged'>
  /** Who is told in what case; null: nobody is. */
  readonly watch: Watch | null
  /** Taken within the writing transaction, where what is known is read again; or already, where no document was read. */
  readonly decision: Decision | ((rows: KnownRows) => Promise<Decision>)
}

export interface Decision {
  readonly plan: MergePlan | null
  readonly state: PollState
  /** Whose measure the source's visits count for from now on; empty: no host's. */
  readonly host: string
  /** What a list names now; absent: what it named before goes on. */
  readonly feeds?: readonly ListedFeed[]
}

/** What became of a record. `lost`: its lease was another's by then, nothing was decided; `failed`: nothing of it was written, its lease is free. */
export type Recorded =
  | { readonly kind: 'recorded'; readonly counts: MergePlan['counts']; readonly state: PollState }
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What planners may ask within the writing transaction. */
export interface KnownRows {
  unchanged(source: string, fingerprints: readonly string[]): Promise<ReadonlySet<string>>
  burnt(source: string, keys: readonly string[]): Promise<readonly BurntKey[]>
  around(keys: readonly string[]): Promise<Known>
  /** Folded names of private categories: config's, and those that commands gave them. */
  hidden(): Promise<ReadonlySet<string>>
}

export interface DueArticle {
  readonly entry: number
  /** It has its text, and is looked at once more. */
  readonly isRecheck: boolean
  /** When it was first published; null: not yet. */
  readonly publishedAt: number | null
  /** Start of the run or tick that found the entry. */
  readonly touchedAt: number
  readonly attempts: number
  readonly sightings: readonly Sighting[]
}

export interface ArticleClaim {
  readonly now: number
  /** Names this claim. */
  readonly lease: string
  readonly leaseMs: number
}

export interface ArticleRecord {
  readonly entry: number
  /** Of the claim it was visited under. */
  readonly lease: string
  readonly at: number
  /** Start of the run or tick. */
  readonly runAt: number
  /** Null: what is known of the text stays as it is. */
  readonly plan: ((rows: KnownRows) => Promise<MergePlan>) | null
  /** Why it failed; null: it did not. */
  readonly message: string | null
  /** Null: it is not visited again. */
  readonly next: ArticleTurn | null
}

/** `retry`: it still wants a text; `recheck`: it has one. */
export interface ArticleTurn {
  readonly kind: 'retry' | 'recheck'
  readonly at: number
}

/** An entry row with its sightings, as settling sees it. */
export interface DueEntry {
  readonly id: number
  /** Start of the run or tick that touched it: what becomes public now is listed from then. */
  readonly touchedAt: number
  readonly state: 'pending' | 'published' | 'expired'
  readonly sightings: readonly Sighting[]
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
  /** Nothing to do now: `category` waits for one to become active, `later` is looked at again at the next settling. */
  wait(entry: number, until: 'category' | 'later' | 'touched'): Promise<void>
}

export interface SettleWindow {
  readonly now: number
  /** What a run touched that still polls waits, but not longer than this after its article step. */
  readonly settleMs: number
}

export interface EntryQuery {
  readonly source: string | null
  readonly category: string | null
  readonly search: string | null
  readonly limit: number
}

export interface StoredCategory {
  readonly slug: string
  readonly kind: CategoryKind
  readonly name: string
  /** All its names, folded. */
  readonly names: readonly string[]
  readonly isPrivate: boolean
  readonly entries: number
  readonly updated: number | null
}

/** An address of before, and the slug of the public category that it is now. */
export interface FormerSlug {
  readonly slug: string
  readonly to: string
}

/** What readers see of a category: texts that change when that does. */
export interface CategoryLooks {
  /** On the pages of its entries. */
  readonly onPages: string
  /** Besides in its own feeds and page. */
  readonly own: string
  /** Besides in lists of categories. */
  readonly inLists: string
}

export type LooksOf = (category: Omit<StoredCategory, 'isPrivate' | 'entries' | 'updated'>) => CategoryLooks

/** Feed windows (design §6): the newest `entries`, and all listed within `spanMs` before the newest, at most `most`. */
export interface WindowSize {
  readonly entries: number
  readonly spanMs: number
  readonly most: number
}

/** An entry's place in its feed, and how many bytes it is made of. */
export interface WindowSpot extends Spot {
  readonly htmlBytes: number
  /** Of all else that is told of it. */
  readonly textBytes: number
}

/** What is known of a feed's archive at one moment. */
export interface ArchiveState {
  /** Oldest first. */
  readonly pages: readonly ArchivePage[]
  /** Pages that are no more, while their files may still be there. */
  readonly leaving: readonly ArchivePlace[]
  /** Newer entries of the feed are in no page yet. */
  readonly isBehind: boolean
  /** What was noted since the pages were laid out; oldest first. */
  readonly changes: readonly ArchiveChange[]
  /** The newest of the feed, newest first: one more than its window may hold. */
  readonly newest: readonly WindowSpot[]
}

/** Of a feed's order: what `from` or `after` to `to`, both included; the oldest first. */
export interface SpotRange {
  readonly from?: Spot
  readonly after?: Spot
  readonly to?: Spot
  readonly limit?: number
}

/** What becomes of a feed's archive. */
export interface ArchiveLayout {
  /** Those that are to be written, new ones or others than before. */
  readonly pages: readonly ArchivePage[]
  readonly gone: readonly ArchivePlace[]
  /** The newest of all. */
  readonly newest: ArchivePlace | null
  readonly isBehind: boolean
  /** What was taken into account. */
  readonly seen: readonly ArchiveChange[]
}

export interface StaleArchivePage extends ArchivePage {
  readonly isGone: boolean
  readonly wanted: number
}

export interface WrittenArchive {
  readonly slug: string
  readonly pages: readonly StaleArchivePage[]
  /** What was taken into account and asked for no other layout. */
  readonly seen: readonly ArchiveChange[]
}

/** Archives of feeds (RFC 5005). An empty slug is the feed of everything. */
export interface Archives {
  state(slug: string, size: WindowSize): Promise<ArchiveState>
  spots(slug: string, range: SpotRange): Promise<readonly Spot[]>
  /** Newest first, each listed as in this feed. */
  entries(slug: string, range: SpotRange): Promise<readonly Entry[]>
  lay(slug: string, layout: ArchiveLayout): Promise<void>
  /** All its pages are to be removed; nothing else is known of it any more. */
  drop(slug: string): Promise<void>
  /** What is to be written or removed, in this order. */
  stale(slug: string): Promise<readonly StaleArchivePage[]>
  written(archives: readonly WrittenArchive[]): Promise<void>
  /** Feeds whose newest page is of a month before this one, but not complete, are to be published. */
  markBehind(month: string): Promise<void>
}

export interface StalePage {
  readonly entry: number
  readonly wanted: number
}

export interface StaleOutput {
  /** Empty: the feed of everything. */
  readonly slug: string
  readonly wanted: number
}

export interface WrittenOutput extends StaleOutput {
  /** Names what its files were made of. */
  readonly signature: string
}

/** What publishing wrote: it removes nothing else. */
export interface Manifest {
  /** Notes what is about to be written, so that what a crash leaves behind is known. */
  expect(folder: Folder, paths: readonly string[]): Promise<void>
  /** Which of these it wrote. */
  known(folder: Folder, paths: readonly string[]): Promise<ReadonlySet<string>>
  /** What it wrote that begins so. */
  under(folder: Folder, start: string): Promise<readonly string[]>
  forget(folder: Folder, paths: readonly string[]): Promise<void>
}

export interface Sitemap {
  /** All days, the oldest first; those in which a page changed are counted again. */
  survey(policy: PagesPolicy): Promise<readonly SitemapDay[]>
  /** Public entry pages that are ours to be found (their owner's rights are full), by date of publication. */
  pages(span: PageSpan): Promise<readonly IndexedPage[]>
  written(days: readonly SitemapDay[]): Promise<void>
}

/** What belongs at an entry's path. */
export type Page =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'moved'; readonly moved: Moved }
  | { readonly kind: 'hidden'; readonly path: string }
  /** Its time is over (`expires`). */
  | { readonly kind: 'expired'; readonly entry: Entry }
  /** It is withdrawn; `isShown`: its title still stands in feeds. */
  | { readonly kind: 'retracted'; readonly entry: Entry; readonly isShown: boolean }

/** An entry's line of the registry file. */
export interface NumberedLine {
  readonly entry: number
  /** Counters of its page and its keys, as the line has them. */
  readonly page: number
  readonly known: number
  readonly kind: EntryLine['kind']
  /** With its end. */
  readonly text: string
  /** The file says so already. */
  readonly isWritten: boolean
}

export interface LinePage {
  /** With their ends. */
  readonly texts: readonly string[]
  readonly written: readonly NumberedLine[]
  /** Id to go on behind; null: there are no more. */
  readonly last: string | null
}

/** A category's line of the registry file, with its end; null: there is to be none. */
export interface CategoryLine {
  readonly slug: string
  readonly line: string | null
  /** What was written last. */
  readonly written: string | null
}

/** The registry file as the store knows it. */
export interface Register {
  linesBehind(limit: number): Promise<readonly NumberedLine[]>
  /** Every entry's line, in order of id. */
  linesAfter(id: string, limit: number): Promise<LinePage>
  linesWritten(lines: readonly NumberedLine[]): Promise<void>
  categoryLines(): Promise<readonly CategoryLine[]>
  categoriesWritten(lines: readonly CategoryLine[]): Promise<void>
  /** Takes over what another store had published and this one does not know of; how many entries. */
  adopt(lines: AsyncIterable<RegistryLine>): Promise<number>
}

/** A published path that now leads elsewhere for ever. */
export interface Moved {
  readonly from: string
  readonly to: string
}

/** A store that is only looked into: nothing is written, nobody waits for it. */
export interface StoreView {
  sources(now: number): Promise<readonly StoredSource[]>
  followed(): Promise<readonly FollowedFeed[]>
  /** Plans over what is known at one moment. */
  rehearse<T>(plan: (rows: KnownRows) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** What `explain` asks; nothing is written. */
export interface EntryArchive {
  /** Where and when the store was made: the beginning of its ids. */
  authority(): Promise<Store['authority']>
  /** Entries that these names lead to, merged ones too, in the order of the names; each once. */
  named(names: EntryNames): Promise<readonly NamedEntry[]>
  /** All that is recorded of an entry, at one moment; of a merged one: of what it became. Null: there is none. */
  dossier(row: number, window: SettleWindow): Promise<Dossier | null>
  references(rows: readonly number[]): Promise<readonly EntryReference[]>
  /** What these are today: a merged one is what it became. Each once. */
  finals(rows: readonly number[]): Promise<readonly EntryReference[]>
  /** These as a Store has them. */
  window(slug: string | null, size: WindowSize): Promise<readonly Entry[]>
  standings(): Promise<readonly SourceStanding[]>
  registry(): Promise<readonly RegistryRow[]>
  /** What may have been meant: a few keys that begin so, and entries with such a title among the newest 2,000. */
  alike(wanted: { readonly keyStarts: readonly string[]; readonly title: string }): Promise<Alike>
}

export interface Alike {
  readonly keys: readonly string[]
  readonly entries: readonly EntryReference[]
}

export interface Store {
  /** The site's host and the year when the store was made: the authority of ids (RFC 4151). */
  readonly authority: { readonly host: string; readonly year: number }

  syncSources(sources: readonly SourceRecord[]): Promise<void>
  /** Configured identities, strongest first, where they are others than those it was opened with. */
  rankIdentities(names: readonly string[]): void
  /** Takes over what config says of categories; who became private or public, and their entries, are looked at again. */
  syncCategories(plan: (registry: readonly RegistryRow[]) => readonly NewName[], feeds?: readonly FeedRecord[]): Promise<void>
  readonly register: Register
  /** How far config's output feeds are filled. */
  feedFills(): Promise<readonly FeedFill[]>
  /** Goes on with filling a feed, from the beginning where it is made otherwise than before; true when it is filled. */
  fillFeed(step: FillStep): Promise<boolean>
  registry(): Promise<readonly RegistryRow[]>
  /** What the operator changes, planned on the registry as it is by then; the steps that were taken. */
  changeCategories(plan: (registry: readonly RegistryRow[]) => readonly CategoryChange[], now: number): Promise<readonly CategoryChange[]>
  /** Every category there ever was, in order of slug. */
  categoryRecords(): Promise<readonly CategoryRecord[]>
  /** Names of categories that are not let in yet, in order of slug. */
  waitingNames(): Promise<readonly string[]>
  /** Addresses of before that go on being written, in order. */
  formerSlugs(): Promise<readonly FormerSlug[]>
  /** Null: it never was public, or is, or may not be known. */
  fateOf(slug: string): Promise<CategoryFate | null>
  /** Notes what readers see of public categories; what shows one that looks otherwise than before is stale. */
  showCategories(looksOf: LooksOf): Promise<void>
  sources(now: number): Promise<readonly StoredSource[]>
  /** What lists named last, also those that left config. */
  followed(): Promise<readonly FollowedFeed[]>
  standings(): Promise<readonly SourceStanding[]>

  /** Leases due sources atomically, soonest due first; the only thing that keeps two polls of one source apart. */
  claimDue(claim: Claim): Promise<readonly Claimed[]>
  /** Gives back the lease of a visit that broke. */
  releaseLease(claimed: Pick<Claimed, 'id' | 'lease'>): Promise<void>
  /** Gives back leases whose name begins so, of sources and articles: the visits they stood for will not end. */
  releaseLeases(prefix: string): Promise<void>
  /** Entries, keys, validators, next poll times, ledger and traffic in one transaction; what became of each record, in their order. */
  recordPolls(records: readonly PollRecord[], traffic?: readonly DayTraffic[]): Promise<readonly Recorded[]>
  /** A source's ledger of 30 days, newest first. */
  ledger(source: string, limit: number): Promise<readonly LedgerRow[]>
  addTraffic(rows: readonly DayTraffic[]): Promise<void>
  /** By day and host, since a day (`dayOf`); 30 days are kept. */
  traffic(sinceDay: number): Promise<readonly DayTraffic[]>

  /** Article steps of entries whose run's polls have ended: by then their owner is known. */
  dueArticles(now: number, limit: number): Promise<readonly DueArticle[]>
  /** Leases the step of one entry; null when it is not due any more, or somebody else is at it. */
  claimArticle(entry: number, claim: ArticleClaim): Promise<DueArticle | null>
  /** Nothing happens where the lease is another's by then. */
  recordArticle(record: ArticleRecord): Promise<void>

  /** Afterwards published entries whose time is over by then leave everything public; id, path and keys stay. */
  settle<T>(window: SettleWindow, work: (settling: Settling) => Promise<T>): Promise<T>

  /** Tells that nothing is wrong any more with sources that are not visited any more. */
  endAlerts(at: number, recipients: readonly string[]): Promise<void>
  /** Who is to be told something now. */
  dueRecipients(now: number): Promise<readonly string[]>
  /** Takes the message that was tried least, never one before an earlier one about the same source; until `until` nobody else takes it. */
  claimDelivery(recipient: string, term: { readonly now: number; readonly until: number }): Promise<Delivery | null>
  postponeDeliveries(ids: readonly number[], nextAt: number): Promise<void>
  /** It is handed over, or given up. */
  endDelivery(id: number): Promise<void>
  /** Drops what a recipient was to be told since before; how many messages. */
  dropDeliveries(recipient: string, before: number): Promise<number>

  entries(query: EntryQuery): Promise<readonly Entry[]>
  /** Those of these rows that are published, newest first. */
  entriesOf(rows: readonly number[]): Promise<readonly Entry[]>
  categories(): Promise<readonly StoredCategory[]>
  /** A feed's entries, newest first; null slug: everything public. */
  window(slug: string | null, size: WindowSize): Promise<readonly Entry[]>
  readonly archives: Archives
  readonly manifest: Manifest
  readonly sitemap: Sitemap
  stalePages(limit: number): Promise<readonly StalePage[]>
  /** Of those of these entries that ever were published. */
  pages(entries: readonly number[]): Promise<readonly Page[]>
  pagesWritten(pages: readonly StalePage[]): Promise<void>
  staleOutputs(): Promise<readonly StaleOutput[]>
  /** Counts these categories and looks at their windows. */
  surveyOutputs(slugs: readonly string[], survey: WindowSize & { readonly pages: PagesPolicy }): Promise<readonly WindowSurvey[]>
  /** What left one of these windows, or came back into it, has its page to be looked at again. */
  moveWindows(surveys: readonly WindowSurvey[]): Promise<void>
  /** Which of these paths are of entries that stand in a window. */
  recentPages(paths: readonly string[]): Promise<ReadonlySet<string>>
  /** Active categories as they were counted when they were surveyed last. */
  surveyedCategories(): Promise<readonly StoredCategory[]>
  /** From now on nobody knows what their files hold, until `outputsWritten`. */
  outputsBegun(slugs: readonly string[]): Promise<void>
  outputsWritten(outputs: readonly WrittenOutput[]): Promise<void>
  /** Everything is to be written again. */
  markAllStale(): Promise<void>
  movedFrom(path: string): Promise<string | null>
  /** What stood at the path is over, or withdrawn. */
  isGone(path: string): Promise<boolean>
  /** Withdraws an entry: its text goes, and stays away; or gives other words for it. Null: there is no such row. */
  retract(order: RetractionOrder): Promise<Retracted | null>
  /** Null: it is not withdrawn. */
  unretract(order: Pick<RetractionOrder, 'row' | 'at'>): Promise<Restored | null>
  /** Makes sure that nothing is left of the erased texts where the store is kept; may take as long as copying it. */
  wipe(retracted: Pick<Retracted, 'entry' | 'texts' | 'isRepeated'>): Promise<Wiped>
  /** What was withdrawn in the last 30 days and ever stood in this feed, newest first; null: the feed of everything. */
  deletedFrom(slug: string | null): Promise<readonly Deleted[]>
  fact(key: string): Promise<string | null>
  setFact(key: string, value: string): Promise<void>

  close(): Promise<void>
}
