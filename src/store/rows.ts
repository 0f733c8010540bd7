// Rows ↔ nouns of the model. JSON written here is read back here.
import type { Insertable, Selectable } from 'kysely'
import { type Code, codes } from '../base/errors.ts'
import { bareArticle } from '../model/article.ts'
import { textOfDraft } from '../model/draft-text.ts'
import type { Content } from '../model/entry.ts'
import { nothingLearnt } from '../model/expectations.ts'
import { keyFromText } from '../model/identity-key.ts'
import type { Sighting, Sketch } from '../model/merge.ts'
import type { LedgerRow, OutcomeKind, PollState } from '../model/poll.ts'
import type { PublishedRow } from './port/settling.ts'
import type { EntryRow, PollRow, SightingRow, SourceRow } from './schema.ts'

/** Chunks that stay far below SQLite's 32,766 and PostgreSQL's 65,535 variables a statement. */
export function chunks<T>(items: readonly T[], size = 500): readonly (readonly T[])[] {
  const all: T[][] = []
  for (let at = 0; at < items.length; at += size) all.push(items.slice(at, at + size))
  return all
}

export function sightingFromRow(row: Selectable<SightingRow>, keys: readonly string[], identityNames: readonly string[]): Sighting {
  return {
    id: row.id,
    entry: row.entry,
    source: row.source,
    draft: JSON.parse(row.draft),
    fingerprint: row.fingerprint,
    keys: keys.map((key) => keyFromText(key, identityNames)),
    titles: JSON.parse(row.titles),
    sketches: sketchesFrom(row.sketches),
    categories: JSON.parse(row.categories),
    isPublic: row.is_public === 1,
    isFirstPoll: row.is_first_poll === 1,
    isPruned: row.is_pruned === 1,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    article: row.article === null ? null : { ...bareArticle, ...JSON.parse(row.article) },
  }
}

/** Everything of a sighting but its id and entry. */
export function rowFromSighting(sighting: Sighting): Omit<Insertable<SightingRow>, 'id' | 'entry'> {
  return {
    source: sighting.source,
    fingerprint: sighting.fingerprint,
    draft: textOfDraft(sighting.draft),
    titles: JSON.stringify(sighting.titles),
    sketches: textOfSketches(sighting.sketches),
    categories: JSON.stringify(sighting.categories),
    is_public: Number(sighting.isPublic),
    is_first_poll: Number(sighting.isFirstPoll),
    is_pruned: Number(sighting.isPruned),
    first_seen: sighting.firstSeen,
    last_seen: sighting.lastSeen,
    article: sighting.article === null ? null : JSON.stringify(sighting.article),
  }
}

/** As numbers of 32 bits, little-endian, in Base64: half the room of their digits, and a tenth of the time. */
function textOfSketches(sketches: readonly Sketch[]): string {
  return JSON.stringify(
    sketches.map((sketch) => {
      const bytes = Buffer.alloc(sketch.length * 4)
      for (const [at, value] of sketch.entries()) bytes.writeUInt32LE(value, at * 4)
      return bytes.toString('base64')
    }),
  )
}

/** Stores written by the first versions hold their digits. */
function sketchesFrom(text: string): readonly Sketch[] {
  const written: readonly (string | Sketch)[] = JSON.parse(text)
  return written.map((sketch) => (typeof sketch === 'string' ? unpacked(Buffer.from(sketch, 'base64')) : sketch))
}

function unpacked(bytes: Buffer): Sketch {
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4))
}

type Extra = Pick<Content, 'authors' | 'publisher' | 'tags' | 'enclosures' | 'language' | 'origin'>

export function contentColumns({
  title,
  url,
  summary,
  contentHtml,
  ...rest
}: Content): Pick<EntryRow, 'title' | 'url' | 'summary' | 'content_html' | 'extra'> {
  const extra: Extra = rest
  return { title, url, summary, content_html: contentHtml, extra: JSON.stringify(extra) }
}

export function contentFromRow(row: Pick<EntryRow, 'title' | 'url' | 'summary' | 'content_html' | 'extra'>): Content {
  const extra: Extra = JSON.parse(row.extra ?? '{}')
  return { title: row.title ?? '', url: row.url, summary: row.summary, contentHtml: row.content_html, ...extra }
}

/** What is published of an entry; null while it never was. */
export function publishedFromRow(row: Selectable<EntryRow>): PublishedRow | null {
  const { public_id, path, home, listed, date_published, first_seen, owner } = row
  if (public_id === null || path === null || home === null || listed === null || date_published === null || first_seen === null) return null
  return {
    publicId: public_id,
    path,
    home,
    listed,
    datePublished: date_published,
    dateOrigin: row.date_origin ?? 'first-seen',
    dateModified: row.date_modified,
    firstSeen: first_seen,
    revision: row.revision,
    owner: owner ?? '',
    content: contentFromRow(row),
  }
}

export function stateFromRow(row: Selectable<SourceRow>): PollState {
  return {
    etag: row.etag,
    lastModified: row.last_modified,
    bodyHash: row.body_hash,
    sentHash: row.sent_hash,
    failures: row.failures,
    lastPollAt: row.last_poll_at,
    nextPollAt: row.next_poll_at,
    firstSuccessAt: row.first_success_at,
    outcome: outcomeFrom(row.outcome),
    code: codeFrom(row.code),
    message: row.message,
    lastWholeAt: row.last_whole_at,
    changeMs: row.change_ms,
    lastChangeAt: row.last_change_at,
    ttlMs: row.ttl_ms,
    skipHours: hoursFrom(row.skip_hours),
    maxAgeMs: row.max_age_ms,
    adoptedUrl: row.adopted_url,
    movedTo: row.moved_to,
    movedTimes: row.moved_times,
    isGap: row.is_gap === 1,
    isDrifting: row.is_drifting === 1,
    expectations: row.expectations === null ? nothingLearnt : JSON.parse(row.expectations),
    offer: row.offer === null ? null : JSON.parse(row.offer),
    pushedUntil: row.pushed_until,
  }
}

/** All but `pushedUntil`, which what the hub says changes, too: it is given and taken by itself. */
export function stateColumns(state: PollState): Partial<Insertable<SourceRow>> {
  return {
    etag: state.etag,
    last_modified: state.lastModified,
    body_hash: state.bodyHash,
    sent_hash: state.sentHash,
    failures: state.failures,
    last_poll_at: state.lastPollAt,
    next_poll_at: state.nextPollAt,
    first_success_at: state.firstSuccessAt,
    outcome: state.outcome,
    code: state.code,
    message: state.message,
    last_whole_at: state.lastWholeAt,
    change_ms: state.changeMs,
    last_change_at: state.lastChangeAt,
    ttl_ms: state.ttlMs,
    skip_hours: bitsOf(state.skipHours),
    max_age_ms: state.maxAgeMs,
    adopted_url: state.adoptedUrl,
    moved_to: state.movedTo,
    moved_times: state.movedTimes,
    is_gap: Number(state.isGap),
    is_drifting: Number(state.isDrifting),
    expectations: state.expectations === nothingLearnt ? null : JSON.stringify(state.expectations),
    offer: state.offer === null ? null : JSON.stringify(state.offer),
  }
}

export function ledgerFromRow(row: Selectable<PollRow>): LedgerRow {
  return {
    source: row.source,
    firstAt: row.first_at,
    lastAt: row.at,
    times: row.times,
    outcome: outcomeFrom(row.outcome) ?? 'failed',
    code: codeFrom(row.code),
    message: row.message,
    read: row.read,
    new: row.new,
    updated: row.updated,
    merged: row.merged,
    bytes: row.bytes,
    ms: row.ms,
    isGap: row.is_gap === 1,
    isDrifting: row.is_drifting === 1,
    isPush: row.is_push === 1,
  }
}

/** Hours of the day, one bit each. */
function bitsOf(hours: readonly number[]): number {
  return hours.reduce((bits, hour) => bits | (1 << hour), 0)
}

function hoursFrom(bits: number): readonly number[] {
  return bits === 0 ? [] : Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => (bits & (1 << hour)) !== 0)
}

const outcomes: readonly OutcomeKind[] = ['changed', 'unchanged', 'throttled', 'gone', 'failed']

export function outcomeFrom(text: string | null): OutcomeKind | null {
  return outcomes.find((outcome) => outcome === text) ?? null
}

export function codeFrom(text: string | null): Code | null {
  return isCode(text) ? text : null
}

function isCode(text: string | null): text is Code {
  return text !== null && Object.hasOwn(codes, text)
}
