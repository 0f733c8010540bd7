// Which tables an exact copy of the store holds, and in which order they are put back. A new table does not compile before it stands here.
import type { Tables } from './schema.ts'

export type TableName = keyof Tables

/** By these columns rows are told apart and put in order. */
type Key = readonly string[]

export type CopyShape =
  /** A line of its own for each row. `resets`: what holds for this store, its files or a process that works on it, and for no other. */
  | { readonly kind: 'rows'; readonly key: Key; readonly resets?: Readonly<Record<string, number | null>> }
  /** In the line of the entry, or within it of the sighting, that `by` names. `joins`: also when entries come to a store that has others. */
  | { readonly kind: 'part'; readonly of: 'entries' | 'sightings'; readonly by: string; readonly key: Key; readonly joins: boolean }
  | { readonly kind: 'left'; readonly why: string }

const unwritten = { written: 0, signature: null }
const untaken = { taken_by: null, taken_until: 0 }

/** Rows name what stands above them only. */
export const copyShapes = {
  sources: { kind: 'rows', key: ['id'], resets: { lease_until: 0, lease_id: null, lease_run: null } },
  categories: { kind: 'rows', key: ['slug'], resets: { registered: null } },
  category_names: { kind: 'rows', key: ['folded'] },
  entries: {
    kind: 'rows',
    key: ['id'],
    resets: {
      page_written: 0,
      registry_written: 0,
      keys_written: 0,
      registered: null,
      search_written: 0,
      search_replaced: 0,
      article_lease: null,
      article_lease_until: 0,
    },
  },
  sightings: { kind: 'part', of: 'entries', by: 'entry', key: ['id'], joins: true },
  sighting_keys: { kind: 'part', of: 'sightings', by: 'sighting', key: ['key', 'sighting'], joins: true },
  revisions: { kind: 'part', of: 'entries', by: 'entry', key: ['entry', 'revision'], joins: true },
  memberships: { kind: 'part', of: 'entries', by: 'entry', key: ['slug', 'entry'], joins: true },
  retractions: { kind: 'part', of: 'entries', by: 'entry', key: ['entry'], joins: true },
  retracted_places: { kind: 'part', of: 'entries', by: 'entry', key: ['entry', 'slug'], joins: true },
  prunings: { kind: 'part', of: 'entries', by: 'entry', key: ['entry'], joins: true },
  removals: { kind: 'part', of: 'entries', by: 'entry', key: ['entry'], joins: true },
  private_entries: { kind: 'part', of: 'entries', by: 'entry', key: ['entry'], joins: true },
  private_places: { kind: 'part', of: 'entries', by: 'entry', key: ['entry', 'slug'], joins: true },
  archive_traces: { kind: 'part', of: 'entries', by: 'entry', key: ['entry', 'slug', 'listed'], joins: false },
  related_entries: { kind: 'part', of: 'entries', by: 'entry', key: ['entry'], joins: false },
  deletions: { kind: 'part', of: 'sightings', by: 'sighting', key: ['sighting'], joins: true },
  page_looks: { kind: 'part', of: 'sightings', by: 'sighting', key: ['sighting'], joins: true },
  minted: { kind: 'rows', key: ['kind', 'value'] },
  burnt_keys: { kind: 'rows', key: ['key', 'scope', 'source'] },
  vetoes: { kind: 'rows', key: ['id'] },
  corrections: { kind: 'rows', key: ['at'] },
  correction_keys: { kind: 'rows', key: ['correction', 'side', 'anchor', 'key'] },
  related_marks: { kind: 'rows', key: ['mark', 'week', 'entry'] },
  related_pairs: { kind: 'rows', key: ['entry', 'other', 'kind'] },
  fold_slugs: { kind: 'rows', key: ['slug'] },
  folds: { kind: 'rows', key: ['slug', 'entry'] },
  claims: { kind: 'rows', key: ['id'] },
  claim_keys: { kind: 'rows', key: ['key', 'claim'] },
  imported_posts: { kind: 'rows', key: ['source', 'path'] },
  output_feeds: { kind: 'rows', key: ['slug'] },
  outputs: { kind: 'rows', key: ['slug'], resets: unwritten },
  archive_pages: { kind: 'rows', key: ['slug', 'month', 'page'], resets: { written: 0 } },
  archive_changes: { kind: 'rows', key: ['slug', 'listed'] },
  sitemap_days: { kind: 'rows', key: ['day'], resets: { written: 0 } },
  digests: { kind: 'rows', key: ['slug', 'every'], resets: unwritten },
  digest_editions: { kind: 'rows', key: ['id'], resets: unwritten },
  digest_entries: { kind: 'rows', key: ['edition', 'place'] },
  private_documents: { kind: 'rows', key: ['path'] },
  tokens: { kind: 'rows', key: ['id'] },
  followed: { kind: 'rows', key: ['list', 'url'] },
  polls: { kind: 'rows', key: ['id'] },
  source_days: { kind: 'rows', key: ['source', 'day'] },
  traffic: { kind: 'rows', key: ['day', 'host'] },
  announced: { kind: 'rows', key: ['source', 'condition'] },
  incidents: { kind: 'rows', key: ['id'] },
  deliveries: { kind: 'rows', key: ['id'] },
  hub_topics: { kind: 'rows', key: ['path'] },
  hub_subscriptions: { kind: 'rows', key: ['id'], resets: untaken },
  hub_requests: { kind: 'rows', key: ['id'], resets: untaken },
  hub_pings: { kind: 'rows', key: ['hub', 'topic'] },
  push_subscriptions: { kind: 'rows', key: ['callback'] },
  push_inbox: { kind: 'rows', key: ['id'] },
  meta: { kind: 'left', why: 'the first line names the site; what else it holds is true of this store alone' },
  published_files: { kind: 'left', why: 'they lie in the folder of this store' },
  search_texts: { kind: 'left', why: 'made anew of the entries' },
  answers: { kind: 'left', why: 'sources answer again' },
  article_answers: { kind: 'left', why: 'sources answer again' },
} as const satisfies Readonly<Record<TableName, CopyShape>>

/** Columns whose text is JSON: they stand in the copy as what they say. */
export const jsonColumns: ReadonlySet<string> = new Set([
  ...['sightings.draft', 'sightings.titles', 'sightings.sketches', 'sightings.categories', 'sightings.article', 'revisions.content'],
  ...['entries.extra', 'private_entries.extra', 'memberships.because', 'retracted_places.because', 'categories.shown'],
  ...['sources.expectations', 'sources.offer', 'deliveries.message'],
])

const shapes: Readonly<Record<string, CopyShape>> = copyShapes

export function shapeOf(table: string): CopyShape | undefined {
  return Object.hasOwn(shapes, table) ? shapes[table] : undefined
}

/** Parts of a table's rows, in the order in which they are put back. */
export function partsOf(table: string): readonly (Extract<CopyShape, { kind: 'part' }> & { readonly table: string })[] {
  return Object.entries(shapes).flatMap(([name, shape]) => (shape.kind === 'part' && shape.of === table ? [{ ...shape, table: name }] : []))
}
