// The tables, as Kysely types. Instants are integer milliseconds; JSON is text.
import type { ColumnType, Generated } from 'kysely'
import type { Condition } from '../model/alert.ts'
import type { DigestPeriod } from '../model/digest.ts'
import type { HubRequestKind } from '../model/hub.ts'
import type { Folder } from '../model/output.ts'
import type { CategoryKind } from '../model/output-feed.ts'
import type { PushMode, PushState } from '../model/push.ts'
import type { CategoryState } from '../model/registry.ts'
import type { RelatedBy } from '../model/related.ts'

type Flag = ColumnType<number, number, number>

export interface Tables {
  meta: { key: string; value: string }
  sources: SourceRow
  entries: EntryRow
  sightings: SightingRow
  sighting_keys: { key: string; sighting: number }
  burnt_keys: { key: string; scope: string; source: string }
  vetoes: { id: Generated<number>; at: number; source: string; key: string; scope: string; reason: string }
  revisions: { entry: number; revision: number; at: number; content: string }
  categories: CategoryRow
  /** `name`: as it was spelt; null: not known. */
  category_names: { folded: string; slug: string; name: string | null }
  memberships: { entry: number; slug: string; listed: number; place: number; because: string }
  /** Everything ever minted: ids, and file names of a day in lower case. Never deleted. */
  minted: { kind: 'id' | 'name'; value: string; entry: number }
  outputs: OutputRow
  hub_topics: HubTopicRow
  hub_subscriptions: HubSubscriptionRow
  hub_requests: HubRequestRow
  hub_pings: HubPingRow
  /** What publishing wrote, or is about to. */
  published_files: { folder: Folder; path: string }
  /** Days of publication, in GMT since 1970; see sitemap.ts. */
  sitemap_days: { day: number; wanted: number; written: number; addresses: number; modified: number | null }
  archive_pages: ArchivePageRow
  /** Where pages of an archive are to be looked at again: counted, so that what comes in the meantime is not lost. */
  archive_changes: { slug: string; listed: number; is_forced: number; times: number }
  /** Where an entry stood in a page that may still show it. */
  archive_traces: { entry: number; slug: string; listed: number }
  polls: PollRow
  /** New entries of a source by day: what `status` counts without reading the ledger. */
  source_days: { source: string; day: number; new: number }
  traffic: { day: number; host: string; requests: number; bytes: number }
  followed: FollowedRow
  announced: AnnouncedRow
  incidents: IncidentRow
  deliveries: DeliveryRow
  /** What searching looks through: words of public entries as `searchable` makes them; `text` begins with the title. */
  search_texts: {
    entry: number
    publisher: string | null
    title: string
    text: string
    is_erased: ColumnType<number, number | undefined, number>
  }
  /** Of an output feed what it was filled by, and from which entry on it is yet to be filled; null: it is. */
  output_feeds: { slug: string; fingerprint: string; next: number | null }
  related_entries: RelatedEntryRow
  /** In which weeks (since 1970) which entries have a mark; see identify/related-marks.ts. */
  related_marks: { mark: number; week: number; entry: number }
  /** Both ways; `share`: of the shorter text, 0 to 1; of an address 1. */
  related_pairs: { entry: number; other: number; kind: RelatedBy; share: number }
  /** Feeds that fold; empty: that of everything. */
  fold_slugs: { slug: string }
  /** Of what stands in such a feed: `under` null: readers see it; else under which it is folded. `is_open`: to be decided on. */
  folds: { slug: string; entry: number; under: number | null; is_open: number }
  claims: ClaimRow
  claim_keys: { key: string; claim: string }
  retractions: RetractionRow
  prunings: PruningRow
  push_subscriptions: PushRow
  push_inbox: PushInboxRow
  answers: AnswerRow
  article_answers: ArticleAnswerRow
  /** Where a withdrawn or deleted entry, or one that became it, stood in public. */
  retracted_places: Tables['memberships']
  deletions: DeletionRow
  page_looks: PageLookRow
  removals: RemovalRow
  tokens: TokenRow
  private_entries: PrivateEntryRow
  /** What the operator said (`merge`, `split`), by the moment; see model/correction.ts. */
  corrections: { at: number; by: string | null; kind: 'joined' | 'parted' }
  /** The sightings of each side, by their keys. */
  correction_keys: { correction: number; side: number; anchor: number; source: string; key: string }
  /** Where entries stand in private categories, and those that are not published in private output feeds. */
  private_places: { entry: number; slug: string; listed: number }
  /** Files of posts that were imported, and what they held: their paths start from the folder that was named. */
  imported_posts: { source: string; path: string; mark: string }
  /** What private documents were made of when they were last asked for, and since when that is so. */
  private_documents: { path: string; signature: string; modified_at: number }
  digests: DigestRow
  digest_editions: DigestEditionRow
  /** What an edition holds, as it was said when it was issued: up to 200 of them, and from place 1000 on what was folded under them. */
  digest_entries: { edition: number; place: number; entry: number; revision: number }
}

/** A public entry as others are compared with it; see related.ts. */
export interface RelatedEntryRow {
  entry: number
  at: number
  outlet: string
  /** Its marks, in words of base 36. */
  marks: string
  /** Names all that was compared. */
  fingerprint: string
  /** Smallest row of its group; null: it stands alone. */
  grp: number | null
  /** RelatedLink[] as JSON: the others of its group, as its page shows them; null: there are none. */
  shown: string | null
}

/** A digest feed of a category, an output feed, or (slug empty) of everything; see digests.ts. */
export interface DigestRow {
  slug: string
  every: DigestPeriod
  /** When it is issued, in words that change when that does; null: config has it no more. */
  schedule: string | null
  /** Of the newest edition that was due; null: none was yet. */
  day: string | null
  until: number | null
  /** When the next edition is due; null: never. */
  next_at: number | null
  wanted: number
  written: number
}

/** An edition that readers were given. It is never issued again. */
export interface DigestEditionRow {
  id: Generated<number>
  slug: string
  every: DigestPeriod
  /** `yyyy-mm-dd` */
  day: string
  since: number
  until: number
  public_id: string
  /** Entries of its period that are not listed. */
  more: number
  wanted: number
  written: number
}

/** Who may read what is private. Of the secret only its SHA-256 is here. */
export interface TokenRow {
  id: string
  hash: string
  /** Null: everything private. */
  slug: string | null
  label: string | null
  created_at: number
  expires_at: number | null
  /** Days since 1970. */
  used_day: number | null
}

/** What readers of private categories see of an entry that is not published. */
export interface PrivateEntryRow
  extends Pick<EntryRow, 'date_modified' | 'revision' | 'title' | 'url' | 'summary' | 'content_html' | 'extra'> {
  entry: number
  public_id: string
  path: string
  owner: string
  date_published: number
  first_seen: number
}

/** A feed that subscribers or hubs elsewhere are told of. */
export interface HubTopicRow {
  path: string
  /** Empty: the feed of everything. */
  slug: string
  /** How often its file may have been written when it was looked at last. */
  mark: string
  /** SHA-256 of the file then; null: there was none. */
  version: string | null
}

/** Verified, and not yet over. */
export interface HubSubscriptionRow {
  id: Generated<number>
  topic: string
  callback: string
  host: string
  /** The topic as it was asked for. */
  address: string
  secret: string | null
  lease_until: number
  /** SHA-256 of what was sent last. */
  delivered: string | null
  /** That is not the topic's version. */
  is_due: number
  failures: number
  failing_since: number | null
  next_at: number
  /** Who is at it, and until when nobody else is. */
  taken_by: string | null
  taken_until: number
}

/** To be verified, or told. */
export interface HubRequestRow
  extends Pick<HubSubscriptionRow, 'topic' | 'callback' | 'host' | 'address' | 'secret' | 'taken_by' | 'taken_until'> {
  id: Generated<number>
  kind: HubRequestKind
  lease_ms: number
  asked_at: number
  /** How often it was asked again. */
  round: number
  /** The topic's version when it was asked for first. */
  seen: string | null
}

/** What a hub elsewhere was told last. */
export interface HubPingRow {
  hub: string
  topic: string
  version: string | null
  failures: number
  next_at: number
}

/** A category's files. Of one that never had an entry there is no row. */
export interface OutputRow {
  /** Empty: the feed of everything. */
  slug: string
  wanted: number
  written: number
  /** Entries of the category, and the newest `listed`: counted when it is published. */
  entries: Generated<number>
  updated: number | null
  /** `listed` of the last entry of its window; null: not known. */
  edge: number | null
  /** Names what its files were made of; null: not known, or they are being written. */
  signature: string | null
}

/** A subscription at a hub; see model/push.ts. */
export interface PushRow {
  callback: string
  source: string
  hub: string
  topic: string
  server: string
  secret: string
  state: PushState
  pending: PushMode | null
  lease_until: number | null
  last_push_at: number | null
  failures: number
  next_try_at: number
}

/** Sent by a hub, not read yet. */
export interface PushInboxRow {
  id: Generated<number>
  callback: string
  source: string
  received_at: number
  content_type: string | null
  /** Of `body`, which is gzip in Base64. */
  bytes: number
  body: string
}

/** What a source answered, or a hub sent of it, as its reader was handed it; see answers.ts. */
export interface AnswerRow {
  id: Generated<number>
  source: string
  /** Start of the run or tick that read it. */
  at: number
  /** Of `body`. */
  bytes: number
  /** SHA-256 of its first document, and the address that config had then, as told. */
  hash: string
  /** AnswerFacts as JSON. */
  about: string
  /** The beginnings of its drafts' fingerprints, 8 bytes each. */
  fingerprints: Uint8Array
  /** Its documents, packed, one after the other. */
  body: Uint8Array
}

/** What the page of an entry answered. */
export interface ArticleAnswerRow extends Pick<AnswerRow, 'at' | 'bytes' | 'about' | 'body'> {
  sighting: number
}

/** An entry that is withdrawn. While something stands in its place its state is `published`, else `retracted`. */
export interface RetractionRow {
  entry: number
  at: number
  why: string
  /** The operator's name, where the system knows one. */
  by: string | null
  is_silent: Flag
  /** Its 30 days are not over: feeds name it as deleted. */
  is_recent: Flag
  /** A public source shows it: readers may be told of it. */
  is_public: Flag
  /** Nothing of its text is left in the store's files; see sqlite-wiping.ts. */
  is_wiped: Flag
  /** The rule of config that withdrew it (`takedown`); null: the operator's command did. */
  rule: Generated<string | null>
  /** What it was before. */
  was: Exclude<EntryRow['state'], 'merged' | 'retracted'>
}

/** What a source's origin has deleted: its word is kept, and counts as its `deletions` says. */
export interface DeletionRow {
  sighting: number
  source: string
  /** `entry`: its feed names it as deleted (RFC 6721); `page`: its own page is gone. */
  how: 'entry' | 'page'
  /** When it was deleted, by the feed's word; when its page was first seen to be gone. */
  since: number
  noted_at: number
  /** Who deleted it, and why, by the feed's word. */
  by: string | null
  comment: string | null
}

/** The last look at a page that was read before. */
export interface PageLookRow {
  sighting: number
  source: string
  at: number
  /** Null: it was there. */
  gone_since: number | null
}

/** An entry that left everything public because its origin deleted it; its state is `expired`. */
export interface RemovalRow {
  entry: number
  at: number
  /** Its 30 days are not over: feeds name it as deleted. */
  is_recent: Flag
}

/** An entry that was pruned: a tombstone. */
export interface PruningRow {
  entry: number
  at: number
  /** PruneReason[] as JSON. */
  why: string
  /** A public source showed it: readers may be told of it. */
  is_public: Flag
}

/** A public entry of a store that was lost, as the registry file has it. */
export interface ClaimRow {
  id: string
  /** Null: it was taken out of everything public. */
  path: string | null
  /** Id of the entry that it became part of. */
  moved_to: string | null
  /** Its line of the file. */
  line: string
  /** The entry that goes on with its id and path; null: nothing shows it so far. */
  entry: number | null
}

/** A page of a feed's archive holds all that stands from its first place to its last; see archives.ts. */
export interface ArchivePageRow {
  /** Empty: of everything. */
  slug: string
  month: string
  page: number
  first_listed: number
  first_published: number
  first_id: string
  last_listed: number
  last_published: number
  last_id: string
  /** The page that it names as the next newer one. */
  next_month: string | null
  next_page: number | null
  /** It holds nothing any more: its files are to be removed. */
  is_gone: Generated<number>
  /** It is the newest, and newer entries of the feed are in no page yet. */
  is_behind: Generated<number>
  wanted: number
  written: number
}

/** A feed that a list names; one that left it at its last change has `gone_at`. */
export interface FollowedRow {
  /** Id of the list's source. */
  list: string
  url: string
  title: string | null
  folder: string | null
  since: number
  gone_at: number | null
}

/** What is wrong with a source, and is not over. */
export interface AnnouncedRow {
  source: string
  condition: Condition
  since: number
  /** To those whom config names, if it did. */
  is_told: Generated<number>
}

/** What happened in the last 30 days that the operator may want to know; see incidents.ts. */
export interface IncidentRow {
  id: Generated<number>
  at: number
  event: string
  /** Id of a source, or name of a category. */
  subject: string
  since: number
  code: string | null
  message: string | null
  failures: number
}

/** A message for one recipient that is not handed over yet. */
export interface DeliveryRow {
  id: Generated<number>
  recipient: string
  /** Of one subject only the oldest may be handed over; null: there is no order. */
  subject: string | null
  message: string
  created_at: number
  attempts: number
  /** Not handed over before; also while somebody is at it. */
  next_at: number
}

/** A source's standing and state outlive its config: what leaves config is retired, never deleted. */
export interface SourceRow {
  id: string
  kind: string
  url: string
  host: string
  priority: number
  position: number
  joins: Flag
  title: string | null
  rights: 'full' | 'excerpt' | 'link'
  /** Most characters of an excerpt. */
  excerpt: Generated<number>
  images: Generated<'link' | 'https-only' | 'drop'>
  /** Template of the line that says where a text is from. */
  attribution: string | null
  /** How long its entries are shown. */
  expires_ms: number | null
  /** What becomes of entries that its origin has deleted. */
  deletions: Generated<'ignore' | 'flag' | 'follow'>
  retired: Flag
  enabled: Flag
  has_article: Flag
  delay_ms: Generated<number>
  /** Of what config says about visiting and reading it; null: not known yet. */
  fingerprint: string | null
  /** Fingerprint of the rules by which all its entries were read; null: not known. */
  rules: Generated<string | null>
  etag: string | null
  last_modified: string | null
  body_hash: string | null
  sent_hash: string | null
  failures: number
  last_poll_at: number | null
  next_poll_at: number
  first_success_at: number | null
  outcome: string | null
  code: string | null
  message: string | null
  lease_until: number
  lease_id: string | null
  /** Start of the run or tick that holds the lease: what it touches is not published before its polls have ended. */
  lease_run: number | null
  /** Since when the operator has had it left alone; null: it is visited. */
  paused_at: Generated<number | null>
  /** When the operator asked for a visit that was not made yet, and whether unconditionally. */
  asked_at: Generated<number | null>
  is_asked_whole: Generated<number>
  last_whole_at: number | null
  change_ms: number | null
  last_change_at: number | null
  ttl_ms: number | null
  /** Hours of the day in GMT, one bit each. */
  skip_hours: Generated<number>
  max_age_ms: number | null
  adopted_url: string | null
  moved_to: string | null
  moved_times: Generated<number>
  is_gap: Generated<number>
  is_drifting: Generated<number>
  /** Expectations as JSON; null: nothing learnt. */
  expectations: string | null
  /** PushOffer as JSON; null: none. */
  offer: string | null
  /** Its hub tells what is new until then, and has kept its word so far. */
  pushed_until: number | null
  /** Published entries that it shows; see counts.ts. */
  entries: Generated<number>
}

export interface EntryRow {
  id: Generated<number>
  /** `expired`: its time is over, or its origin deleted it (`removals`); `retracted`: it is withdrawn; `pruned`: a tombstone. To identity all stay the published entry that they were. */
  state: 'pending' | 'published' | 'merged' | 'expired' | 'retracted' | 'pruned'
  merged_into: number | null
  /** What waits for the next settling: 0 nothing, 1 something changed, 2 it waits for a category. */
  due: number
  /** `failed`: it has no text yet, or not the newest; `recheck`: it has, and is looked at again. Both at `article_next_at`. */
  article_state: 'none' | 'due' | 'done' | 'failed' | 'recheck'
  article_attempts: number
  article_next_at: number
  /** Why the last attempt failed; null: it did not. */
  article_message: string | null
  /** Who is at it, and until when nobody else may be. */
  article_lease: string | null
  article_lease_until: Generated<number>
  /** Start of the run or tick that touched it last. */
  touched_at: number
  /** When its article step ended or failed once; before that it is not published. */
  ready_at: number | null
  public_id: string | null
  path: string | null
  home: string | null
  owner: string | null
  published_at: number | null
  /** By its owner's word; null: never. */
  expires_at: number | null
  listed: number | null
  first_seen: number | null
  date_published: number | null
  date_origin: string | null
  date_modified: number | null
  revision: number
  title: string | null
  url: string | null
  summary: string | null
  content_html: string | null
  /** The rest of Content as JSON. */
  extra: string | null
  page_wanted: number
  page_written: number
  /** Of which page, and of which keys, its line in the registry file is; see store/registered.ts. */
  registry_written: Generated<number>
  keys_wanted: Generated<number>
  keys_written: Generated<number>
  /** Of which page its words are that are searched; see store/search-texts.ts. */
  search_written: Generated<number>
  /** Other words of it were searched before. */
  search_replaced: Generated<number>
  /** Of which page related coverage was looked for. */
  related_written: Generated<number>
  /** Mark of the line that was written last; null: none was. */
  registered: string | null
  /** Where an imported post was read before: its path from its first publication on, if that is free. */
  wished_path: Generated<string | null>
}

export interface SightingRow {
  id: Generated<number>
  entry: number
  source: string
  fingerprint: string
  draft: string
  titles: string
  sketches: string
  categories: string
  is_public: Flag
  is_first_poll: Flag
  /** What it shows was pruned: only what identity needs is kept. */
  is_pruned: ColumnType<number, number | undefined, number>
  first_seen: number
  last_seen: number
  article: string | null
}

export interface CategoryRow {
  slug: string
  name: string
  /** `feed`: an output feed of config, never chosen by rules and never a home. */
  kind: Generated<CategoryKind>
  /** Its line of the registry file; null: it has none. */
  registered: string | null
  state: CategoryState
  is_private: Flag
  is_automatic: Flag
  created_at: number
  /** The newest slug; of a retired one, too. */
  moved_to: string | null
  was_public: Generated<number>
  /** See RegistryRow. */
  renamed_from: string | null
  /** What readers saw of it when it was last published, as JSON; null: nothing yet. */
  shown: string | null
}

/** One poll, or several in a row that said the same: then `bytes` and `ms` are sums. */
export interface PollRow {
  id: Generated<number>
  source: string
  /** The last of them. */
  at: number
  first_at: number
  times: number
  is_gap: Flag
  is_drifting: Flag
  outcome: string
  code: string | null
  message: string | null
  read: number
  new: number
  updated: number
  merged: number
  bytes: number
  ms: number
  is_push: Generated<number>
}
