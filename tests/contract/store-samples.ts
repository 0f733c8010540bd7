// What the store's contract hands to a store: what is not named is ordinary.

import { planPoll } from '../../src/identify/dedupe.ts'
import { keyDraft } from '../../src/identify/keys.ts'
import { type EntryDraft, emptyDraft } from '../../src/model/entry.ts'
import type { BurntKey, MergePlan, Sighting } from '../../src/model/merge.ts'
import { neverPolled, type PollState } from '../../src/model/poll.ts'
import type { NewName, RegistryRow } from '../../src/model/registry.ts'
import type { StaleOutput, WrittenOutput } from '../../src/store/port/outputs.ts'
import type { Decision, KnownRows, PollRecord } from '../../src/store/port/polls.ts'
import type { DueEntry, Membership, PublishedRow } from '../../src/store/port/settling.ts'
import type { Claim, SourceRecord } from '../../src/store/port/sources.ts'
import type { Store } from '../../src/store/store.ts'
import { type Seen, sightingOf } from '../support/sightings.ts'

export const now = Date.UTC(2026, 0, 10, 12)
export const minute = 60_000
export const hour = 60 * minute

export function source(id: string, changes: Partial<SourceRecord> = {}): SourceRecord {
  const url = `https://${id}.example/feed`
  const terms = { rights: 'full', excerpt: 200, images: 'link', attribution: null, expiresMs: null } as const
  const standing = { title: null, priority: 0, position: 0, joins: false, delayMs: 0, ...terms }
  const settings = { enabled: true, deletions: 'flag', hasArticle: false, formerly: [], fingerprint: 'f', rules: 'r' } as const
  return { id, kind: 'feed', url, host: `${id}.example`, ...settings, ...standing, ...changes }
}

/** Ids that tests give to sources. */
const anyone = new Set([...'abcdefgh', ...Array.from({ length: 50 }, (_, n) => `s${n}`)])

export function claim(changes: Partial<Claim> = {}): Claim {
  const wanted = { known: anyone, limit: 100, perHost: 1, only: null, isForced: false, except: [] }
  return { now, runAt: now, lease: 'lease', leaseMs: 5 * minute, ...wanted, ...changes }
}

export interface Polled {
  readonly lease?: string
  readonly state?: Partial<PollState>
  readonly at?: number
  readonly host?: string
  readonly report?: Partial<PollRecord['report']>
  readonly watch?: PollRecord['watch']
}

export function pollOf(id: string, polled: Polled = {}): PollRecord & { readonly decision: Decision } {
  const { lease = 'lease', state = {}, at = now, host = `${id}.example`, report = {}, watch = null } = polled
  const after = { ...neverPolled, outcome: 'changed', lastPollAt: at, nextPollAt: at + hour, firstSuccessAt: at, ...state } as const
  return {
    source: id,
    lease,
    at,
    watch,
    report: { id, outcome: 'changed', code: null, message: null, read: 1, bytes: 100, ms: 10, ...report },
    decision: { plan: null, state: after, host },
  }
}

type Plan = (rows: KnownRows) => Promise<MergePlan>

/** The record of a poll that read a document: what it changes is planned within the transaction. */
export function planned(record: ReturnType<typeof pollOf>, plan: Plan): PollRecord {
  return { ...record, decision: async (rows) => ({ ...record.decision, plan: await plan(rows) }) }
}

/** Records one poll; null when its lease was lost. */
export async function recordPoll(store: Store, record: ReturnType<typeof pollOf>, plan: Plan | null): Promise<MergePlan['counts'] | null> {
  const [recorded] = await store.recordPolls([plan === null ? record : planned(record, plan)])
  if (recorded?.kind === 'failed') throw recorded.error
  return recorded?.kind === 'recorded' ? recorded.counts : null
}

/** Plans drafts as a poll of a source does. */
export function planning(id: string, drafts: readonly Partial<EntryDraft>[]): Plan {
  const shown = { text: '', categories: [], isPublic: true }
  const keyed = drafts.map((draft) => keyDraft({ ...emptyDraft, ...draft }, shown, { source: id, identity: [], tracking: [] }))
  const fallback = { category: { name: id, rule: '' }, isPublic: true }
  return (rows) =>
    planPoll(
      keyed,
      { source: id, isFirstPoll: true, lost: new Set(), at: now, fallback, place: () => ({ categories: [], isPublic: true }) },
      rows,
    )
}

/** A plan of sightings: those with negative ids are new, and so are entries with negative ids. */
export function planOf(sightings: readonly Sighting[], changes: Partial<MergePlan> = {}): MergePlan {
  return {
    sightings,
    absorbed: [],
    moved: [],
    merged: [],
    emptied: [],
    touched: sightings.map((sighting) => sighting.entry),
    retracted: [],
    burns: [],
    vetoes: [],
    isDrifting: false,
    counts: { new: sightings.filter(({ id }) => id < 0).length, updated: 0, merged: 0 },
    ...changes,
  }
}

/** Entry `n` as source `a` shows it: known by a guid that is `n`. */
export function seen(n: number, changes: Seen = {}): Sighting {
  return sightingOf({ id: -n, entry: -n, keys: [`guid:a:${n}`], fingerprint: `f${n}`, firstSeen: now, lastSeen: now, ...changes })
}

export function numberOf(entry: Pick<DueEntry, 'sightings'>): number {
  return Number(entry.sightings[0]?.keys.find((key) => key.kind === 'guid')?.text.split(':')[2])
}

/** One poll of source `a` (claimed by force) that writes a plan. */
export async function record(store: Store, plan: MergePlan, at = now): Promise<void> {
  const claimed = await store.claimDue(claim({ now: at, runAt: at, lease: `poll ${at}`, only: ['a'] }))
  if (claimed.length === 0) throw new Error('the source could not be claimed')
  await recordPoll(store, pollOf('a', { lease: `poll ${at}`, at }), async () => plan)
}

export interface Shown {
  readonly row?: Partial<PublishedRow>
  /** Slugs, home first, with since when; default: none. */
  readonly places?: readonly (readonly [slug: string, listed: number])[]
}

export function publishedRow(n: number, changes: Partial<PublishedRow> = {}): PublishedRow {
  const content = {
    title: `Title ${n}`,
    url: `https://x.example/${n}`,
    summary: null,
    contentHtml: null,
    authors: [],
    publisher: null,
    tags: [],
    enclosures: [],
    language: null,
    origin: null,
  }
  const dates = { listed: now, datePublished: now, dateOrigin: 'published', dateModified: null, firstSeen: now }
  return { publicId: idOf(n), path: pathOf(n), home: 'home', revision: 1, owner: 'a', content, ...dates, ...changes }
}

export const idOf = (n: number) => `tag:news.example,2026:${String(n).padStart(4, '0')}`
export const pathOf = (n: number) => `home/2026/01/10/${n}.html`

/** Publishes what is due; each entry as `shown` says. */
export async function publish(store: Store, shown: (n: number) => Shown = () => ({}), at = now): Promise<void> {
  await store.settle({ now: at, settleMs: 0 }, async (settling) => {
    for (const due of await settling.due()) {
      const { row = {}, places = [] } = shown(numberOf(due))
      await settling.write(due.id, publishedRow(numberOf(due), row), { at, memberships: places.map(membership) })
    }
  })
}

/** A store with source `a` and entries 1 to `count`, published. */
export async function publishEntries(store: Store, count: number, shown?: (n: number) => Shown): Promise<void> {
  await store.syncSources([source('a')])
  await record(store, planOf(Array.from({ length: count }, (_, at) => seen(at + 1))))
  await publish(store, shown)
}

export function category(slug: string, changes: Partial<NewName> = {}): NewName {
  return { slug, name: slug.toUpperCase(), folded: slug, state: 'active', isPrivate: false, isAutomatic: true, createdAt: now, ...changes }
}

/** The same as the registry has it. */
export function registered(slug: string, changes: Partial<RegistryRow> = {}): RegistryRow {
  const row = { kind: 'category' as const, ...category(slug), movedTo: null, wasPublic: true, renamedFrom: null, ...changes }
  return { ...row, wasPublic: changes.wasPublic ?? (row.state === 'active' && !row.isPrivate) }
}

export function burn(key: string, changes: Partial<BurntKey> = {}): BurntKey {
  return { key, scope: 'a', source: 'a', ...changes }
}

export const everything = { source: null, category: null, search: null, limit: 1_000 }

export async function titles(store: Store): Promise<readonly string[]> {
  return (await store.entries(everything)).map((entry) => entry.title)
}

function membership([slug, listed]: readonly [string, number], place: number): Membership {
  return { slug, listed, place, because: '[]' }
}

/** As if they had been written. */
export function signed(outputs: readonly StaleOutput[], signature = 'written'): readonly WrittenOutput[] {
  return outputs.map((output) => ({ ...output, signature }))
}
