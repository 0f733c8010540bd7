// What the API answers, and what it is asked with: the shapes of the command line's --json, in words for machines (OpenAPI) and people.
import { z } from '@hono/zod-openapi'
import { codes } from '../base/errors.ts'
import { healths } from '../model/health.ts'

const instant = z.string().openapi({ format: 'date-time', description: 'RFC 3339, in UTC.', example: '2026-06-01T04:00:00Z' })
const instantOrNull = instant.nullable()
const text = z.string()
const textOrNull = z.string().nullable()
const count = z.int().min(0).openapi({ example: 1 })
const texts = z.array(text).readonly()

export const entrySchema = z
  .object({
    id: text.openapi({
      description: 'For ever; the same in every feed.',
      example: 'tag:news.example,2026:6f1c0d2e8a7b4c5d9e0f1a2b3c4d5e6f',
    }),
    keys: texts.openapi({
      description: 'What it is recognised by. Without the token those that public sources gave it.',
      example: ['guid:gazette:1234', 'url:https://gazette.example/1234'],
    }),
    source: text.openapi({ description: 'Id of the source whose text it is.', example: 'gazette' }),
    sources: texts.openapi({ description: 'Ids of all that show it, that one first.', example: ['gazette'] }),
    title: text.openapi({ example: 'A headline' }),
    url: textOrNull.openapi({ description: 'The original.', example: 'https://gazette.example/1234' }),
    content_html: textOrNull.openapi({ example: '<p>What happened.</p>' }),
    summary: textOrNull.openapi({ example: 'What happened.' }),
    authors: z.array(z.object({ name: text, url: text.optional() })).readonly(),
    publisher: textOrNull,
    tags: texts,
    categories: texts.openapi({ description: 'Slugs, the home category first.', example: ['guojishangbao'] }),
    date_published: instant,
    date_modified: instantOrNull,
    first_seen: instant,
    listed: instant.openapi({ description: 'What lists are ordered by.' }),
    revision: count,
    path: text.openapi({
      description: 'Of its page, behind the address of the site.',
      example: 'guojishangbao/2026/06/01/6f1c0d2e8a7b4c5d.html',
    }),
    retracted: z.object({ at: instant, why: text }).optional().openapi({ description: 'Only where it is withdrawn.' }),
  })
  .openapi('Entry')

export const categorySchema = z
  .object({
    slug: text.openapi({ example: 'guojishangbao' }),
    name: text.openapi({ example: '国际商报' }),
    entries: count,
    updated: instantOrNull,
  })
  .openapi('Category')

const source = {
  id: text.openapi({ example: 'gazette' }),
  kind: text.openapi({ example: 'feed' }),
  url: text.openapi({ example: 'https://gazette.example/feed' }),
  outcome: z.enum(['changed', 'unchanged', 'throttled', 'gone', 'failed']).nullable().openapi({ description: 'Of the last poll.' }),
  code: textOrNull.openapi({ description: 'Of what went wrong: a stable name.' }),
  message: textOrNull,
  failures: count.openapi({ description: 'In a row.' }),
  last_poll: instantOrNull,
  next_poll: instantOrNull,
  entries: count,
  health: z.enum(healths),
}
export const sourceSchema = z.object(source).openapi('Source')

export const statusSourceSchema = z
  .object({
    ...source,
    failing_since: instantOrNull,
    items_per_day: z.number(),
    last_change: instantOrNull,
    follows: z
      .object({ feeds: count, new: count, gone: count, changed: instant })
      .nullable()
      .openapi({ description: 'Of a list of feeds.' }),
    push: z
      .object({
        hub: text,
        state: z.enum(['wanted', 'active', 'denied', 'leaving']),
        trusted: z.boolean(),
        lease_until: instantOrNull,
        last_push: instantOrNull,
      })
      .nullable()
      .openapi({ description: 'Of a source whose hub is asked to push.' }),
    deleted: count.openapi({ description: 'Entries that its origin has deleted.' }),
    gap: z.boolean(),
    drifting: z.boolean(),
    drift: z.array(z.object({ name: text, message: text })).readonly(),
    held_back: z.boolean(),
    fallbacks: z.array(z.object({ field: text, from: text, to: text })).readonly(),
    adopted_url: textOrNull,
    proposed_url: textOrNull,
  })
  .openapi('SourceStatus')

export const statusSchema = z
  .object({
    sources: z.array(statusSourceSchema).readonly(),
    failing: count,
    hosts: z.array(z.object({ host: text, requests: count, bytes: count })).readonly(),
    hosts_days: count,
    categories_waiting: texts,
    hub: z.object({ subscriptions: count, failing: count }).openapi({ description: 'Who subscribed at our WebSub hub.' }),
    answers: z
      .object({ lists: count, pages: count, bytes: count, limit_bytes: count })
      .openapi({ description: 'What is kept of the answers of sources, and of pages of entries, packed.' }),
  })
  .openapi('Status')

const reference = z.object({ id: textOrNull, path: textOrNull, title: text }).openapi('EntryReference')
const references = z.array(reference).readonly()
const answers = z.array(z.object({ source: text, at: instant, bytes: count })).readonly()
const stories = z
  .array(reference.extend({ outlet: textOrNull, published: instant, text_share: z.number().nullable(), why: text }))
  .readonly()

export const explanationSchema = z
  .object({
    found: z.object({ by: z.enum(['id', 'id-start', 'path', 'key']), value: text, merged: reference.nullable(), others: references }),
    id: textOrNull,
    title: text,
    path: textOrNull,
    page: textOrNull,
    url: textOrNull,
    state: z.enum(['pending', 'published', 'hidden', 'expired', 'retracted', 'pruned']),
    because: texts.openapi({ description: 'Why it is not published.' }),
    owner: textOrNull,
    revision: count,
    dates: z.object({
      given: z.object({ text, source: text }).nullable(),
      published: instantOrNull,
      origin: textOrNull,
      modified: instantOrNull,
      listed: instantOrNull,
      first_seen: instantOrNull,
      first_published: instantOrNull,
      embargo_until: instantOrNull,
      expires: instantOrNull,
    }),
    terms: z.object({ rights: text, excerpt: count, images: text, attribution: textOrNull, expires: textOrNull }).nullable(),
    deletions: z
      .array(
        z.object({
          source: text,
          how: z.enum(['entry', 'page']),
          since: instant,
          noted: instant,
          by: textOrNull,
          comment: textOrNull,
          followed: z.boolean(),
          outcome: text,
        }),
      )
      .readonly()
      .optional()
      .openapi({ description: 'Where its origins have deleted it: its feed says so (entry), or its page is gone (page).' }),
    imported: z
      .object({ source: text, path: textOrNull, at: instant })
      .optional()
      .openapi({ description: 'Of an imported post: the source it is kept as, where it was read before, and when it was imported.' }),
    pruned: z
      .object({
        at: instant,
        keep: z.array(z.object({ category: text, days: count.nullable(), entries: count.nullable() })).readonly(),
        remains: text,
      })
      .optional()
      .openapi({ description: 'When it was pruned, and what its categories keep.' }),
    retracted: z
      .object({
        at: instant,
        why: text,
        by: textOrNull,
        rule: text.optional(),
        silent: z.boolean(),
        stub: z.boolean(),
        until: instant,
        remains: text,
      })
      .optional(),
    text: z.object({ use: z.enum(['feed', 'page']).nullable(), source: textOrNull, why: textOrNull, characters: count }),
    article: z.object({
      state: z.enum(['none', 'due', 'done', 'failed', 'recheck', 'given-up']),
      attempts: count,
      message: textOrNull,
      next: instantOrNull,
      pages: z.array(z.object({ source: text, url: text, fetched: instant, pages: count, missing_since: instantOrNull })).readonly(),
    }),
    sightings: z
      .array(
        z.object({
          source: text,
          owner: z.boolean(),
          why: text,
          public: z.boolean(),
          retired: z.boolean(),
          first_seen: instant,
          last_seen: instant,
          keys: texts,
          titles: texts,
          link: textOrNull,
          categories: z.array(z.object({ name: text, rule: text })).readonly(),
        }),
      )
      .readonly(),
    joins: z.array(z.object({ key: text, sources: z.array(text).readonly(), why: text })).readonly(),
    corrections: z
      .array(
        z.object({
          at: instant,
          by: textOrNull,
          kind: z.enum(['joined', 'parted']),
          sides: z.array(z.array(z.object({ source: text, key: text })).readonly()).readonly(),
          elsewhere: references,
          holds: z.boolean(),
        }),
      )
      .readonly()
      .openapi({ description: 'What the operator said by hand (merge, split): which sightings are one entry, or are two.' }),
    merged: references,
    related: z.array(reference.extend({ key: text })).readonly(),
    coverage: z
      .object({ group: stories, near: stories })
      .optional()
      .openapi({ description: 'Others that tell the same story, and what only looks so; missing where nobody looked yet.' }),
    answers: z
      .object({ lists: answers, pages: answers })
      .openapi({ description: 'What its sources answered, as far as it is kept: from that it can be read anew (reread).' }),
    digests: z.array(z.object({ slug: textOrNull, every: z.enum(['daily', 'weekly']), day: text, url: text })).readonly(),
    vetoes: z.array(z.object({ key: text, scope: text, source: text, reason: text, at: instant })).readonly(),
    burnt: z.array(z.object({ key: text, scope: text, source: text })).readonly(),
    categories: z
      .array(
        z.object({
          name: text,
          slug: textOrNull,
          home: z.boolean(),
          listed: instantOrNull,
          by: z.array(z.object({ source: text, rule: text })).readonly(),
          why: textOrNull,
        }),
      )
      .readonly(),
    feeds: z
      .array(
        z.object({
          slug: textOrNull,
          url: text,
          in: z.boolean(),
          place: count.nullable(),
          of: count.nullable(),
          why: text,
          archive: textOrNull,
        }),
      )
      .readonly(),
    revisions: z
      .array(
        z.object({
          revision: count,
          at: instant,
          after: count.nullable(),
          title: text,
          retitled: z.boolean(),
          text_share: z.number(),
          changes: z
            .array(z.object({ ahead: text, removed: text, added: text, behind: text }))
            .readonly()
            .nullable(),
          fields: texts,
        }),
      )
      .readonly(),
  })
  .openapi('Explanation')

export const problemSchema = z
  .object({
    type: text.openapi({ example: 'about:blank' }),
    title: text,
    status: z.int(),
    detail: text.openapi({ description: 'What was wrong, with the value.' }),
    code: z.string().openapi({ description: 'A stable name.', enum: Object.keys(codes) }),
    advice: text.openapi({ description: 'What to do now.' }),
  })
  .openapi('Problem')
