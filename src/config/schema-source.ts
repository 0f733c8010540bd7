import { z } from 'zod'
import { fieldNames } from '../model/source.ts'
import { sourceAddress, textTemplate, uriTemplate } from './addresses.ts'
import { articleSchema, recheck } from './schema-article.ts'
import { cascading } from './schema-category.ts'
import { listSettings } from './schema-list.ts'
import { anyText, both, charset, cron, headerName, headerValue, pattern, sourceId, text } from './values.ts'

const field = z.enum(fieldNames).describe('A field of the entry.')
const matching = (example: string) => text(pattern, example).describe('RE2 pattern, found anywhere in the field.')
const name = text(both(anyText, textTemplate), '{publisher}')

const fieldRule = z.strictObject({
  path: text(anyText, '$.title').optional().describe('JSONPath (RFC 9535) into the item; for kind json, and for kind page with script.'),
  select: z
    .string()
    .optional()
    .describe('CSS selector into the item, for kind page; "" is the item itself, "> a" its children, "+ tr" what follows it.'),
  attribute: text(anyText, 'datetime')
    .optional()
    .describe('With select: the attribute that holds the value. Default: what stands in the element; for link its href.'),
  html: z
    .boolean()
    .optional()
    .describe('With select: takes what stands in the element as HTML, else as text. Default: true for content, else false.'),
  pattern: text(pattern, '\\d+')
    .optional()
    .describe('With path or select: takes what this RE2 pattern finds, its first group if it has one.'),
  dateFormat: text(anyText, 'yyyy-MM-dd HH:mm').optional().describe('With path or select: how this date is written, in luxon tokens.'),
  uri: text(uriTemplate, 'https://news.example/{id}').optional().describe('URI template (RFC 6570) over the fields of the item.'),
  text: text(both(anyText, textTemplate), '{publisher}新闻').optional().describe('Fixed text, or a template over the fields of the item.'),
})

const fieldPlace = text(anyText, '$.title').describe(
  'Where it stands in the item: for kind json a JSONPath (RFC 9535), for kind page a CSS selector.',
)

const when = z.strictObject({ field, pattern: matching('快讯') })

const categoryRule = z.strictObject({
  when: when.optional().describe('Only for entries in whose field the pattern is found.'),
  name: z.union([name, z.array(name)]).describe('Name of the category, or several; {publisher} and other fields may stand in it.'),
})

const draftRule = z.strictObject({
  keep: when.optional().describe('Drops every entry in whose field the pattern is not found.'),
  drop: when.optional().describe('Drops every entry in whose field the pattern is found.'),
  replace: z
    .strictObject({
      field,
      pattern: matching('^[^】]*】'),
      with: z.string().default('').describe('What takes its place; $1 is the first group.'),
    })
    .optional()
    .describe('Replaces every match of the pattern (RE2) in the field.'),
  relabel: z
    .strictObject({ when: field, pattern: matching('快讯'), field, to: z.string().describe('The text it is set to.') })
    .optional()
    .describe('Sets the field to a text when the pattern (RE2) is found in another.'),
})

export const sourceSchema = z
  .strictObject({
    id: text(sourceId, 'tech-news').describe('Name of the source, never changed: what is stored belongs to it.'),
    kind: z
      .enum(['feed', 'page', 'json', 'sitemap', 'opml'])
      .default('feed')
      .describe(
        'What stands at url: a feed (RSS, Atom, JSON Feed), a page that lists entries, a JSON answer, a sitemap, or an OPML list whose feeds are followed.',
      ),
    url: text(sourceAddress, 'https://tech.example/feed').describe('What is fetched: http, https, or file: relative to this file.'),
    title: text(anyText, '科技新闻').optional().describe('Name of the source for people. Default: its id.'),
    enabled: z.boolean().default(true).describe('false: not visited, its entries stay.'),
    schedule: text(cron, '*/5 9-15 * * 1-5')
      .optional()
      .describe('When it is visited, as cron (minute hour day month weekday) in timezone; instead of every.'),
    category: z
      .union([name, z.array(z.union([name, categoryRule]))])
      .optional()
      .describe(
        'A name, a template such as "{publisher}", or a list of rules: the first that gives a name decides; {folder} is the group of a feed that an OPML list names. Default: title or id; for such feeds their folder, else their title.',
      ),
    items: text(anyText, 'ul.news > li')
      .optional()
      .describe('The items: for kind json their JSONPath in the answer, for kind page a CSS selector.'),
    fields: z
      .partialRecord(field, z.union([fieldPlace, fieldRule, z.array(z.union([fieldPlace, fieldRule]))]))
      .optional()
      .describe(
        'kind json and page: where the fields of an entry come from; of several ways the first that gives a value. Default of a page: link and title are those of the first link in the item.',
      ),
    script: text(anyText, 'script[type="application/ld+json"]')
      .optional()
      .describe('kind page: CSS selector of scripts that hold JSON; items and fields are then JSONPaths into each.'),
    ...listSettings,
    pages: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Most pages of its list that one visit reads, where the list says how it goes on; of a sitemap index, most sitemaps. Default: 1, for sitemaps 5.',
      ),
    article: articleSchema.optional().describe('Fetches the text of each new entry, once, and again when its source says that it changed.'),
    dateFormat: text(anyText, 'yyyy-MM-dd HH:mm:ss').optional().describe('How dates are written, in luxon tokens. Default: recognised.'),
    charset: text(charset, 'gb18030').optional().describe('Overrides what the source says of its own charset.'),
    headers: z
      .record(text(headerName, 'X-Api-Key'), text(headerValue, 'Bearer $TOKEN'))
      .default({})
      .describe('Sent with each request of this source.'),
    rules: z.array(draftRule).default([]).describe('What is kept, dropped, replaced or relabelled, in order.'),
    keepClasses: z.array(text(anyText, 'em_media')).default([]).describe('Values of class that stay in the HTML.'),
    fullText: z.boolean().default(false).describe('Fetches the page of each new entry for its text, as `article: {}` does.'),
    recheck,
    priority: z.number().default(0).describe('Of the sources of one entry the highest gives its title, text and category.'),
    joins: z.boolean().default(false).describe('Adds its categories to entries that it shares by address only.'),
    drift: z
      .boolean()
      .default(true)
      .describe(
        'false: its answers are taken as they come. Default: what they usually show is learnt, and what suddenly lacks it is told.',
      ),
    formerly: z.array(text(sourceId, 'old-id')).default([]).describe('Ids it had before: what they kept becomes its own.'),
    ...cascading,
  })
  .describe('Something to watch.')
