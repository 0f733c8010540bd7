// The article step: each new entry's own text.
import { z } from 'zod'
import { mostArticlePages } from '../model/source.ts'
import { addressTemplate, textTemplate, uriTemplate } from './addresses.ts'
import { anyText, both, type Check, duration, jsonPath, pattern, selector, text } from './values.ts'

/** A JSONPath where it starts with `$`, else a CSS selector. */
const place: Check = (value) => (value.startsWith('$') ? jsonPath(value) : selector(value))

const content = text(place, '.article-body')

const rule = z.strictObject({
  select: text(selector, 'h1.title').optional().describe('CSS selector into the page.'),
  attribute: text(anyText, 'datetime')
    .optional()
    .describe('With select: the attribute that holds the value. Default: what stands in the element.'),
  path: text(jsonPath, '$.headline').optional().describe('JSONPath (RFC 9535) into a JSON answer, or into the JSON-LD of the page.'),
  pattern: text(pattern, '来源：(\\S+)').optional().describe('Takes what this RE2 pattern finds, its first group if it has one.'),
  dateFormat: text(anyText, 'yyyy-MM-dd HH:mm')
    .optional()
    .describe('How a date is written there, in luxon tokens. Default: dateFormat of the source.'),
  text: text(both(anyText, textTemplate), '财经日报').optional().describe('Fixed text.'),
})

const way = z.union([text(place, 'h1.title'), rule])
const field = (what: string) =>
  z
    .union([way, z.array(way).min(1)])
    .optional()
    .describe(`${what} on the page, which goes before that of the list.`)

/** `recheck`, of a source or of its article step. */
export const recheck = z
  .array(duration({ least: '1m', most: '30d' }))
  .max(10)
  .optional()
  .describe('Looks at the page of an entry again so long after its first publication, such as [1h, 24h]. Default: never.')

export const articleSchema = z.strictObject({
  url: text(both(addressTemplate, uriTemplate), 'https://news.example/text?id={id}')
    .optional()
    .describe('URI template over the fields of the item. Default: the link of the entry.'),
  content: z
    .union([content, z.array(content).min(1)])
    .optional()
    .describe(
      'Where the text stands: CSS selectors, all elements of the first that finds any; JSONPaths (they start with $) into a JSON answer or the JSON-LD of a page. Default: found by itself.',
    ),
  title: field('The title'),
  published: field('When it was published'),
  updated: field('When it was last changed'),
  author: field('Who wrote it'),
  publisher: field('Who published it first'),
  next: text(selector, 'a.next-page')
    .optional()
    .describe('CSS selector of the link to the next page of the text. Default: a link that says so and whose address shows it.'),
  pages: z.int().min(1).max(mostArticlePages).default(10).describe('Most pages of one text.'),
  recheck,
})
