// The article step: each new entry's own text.
import { z } from 'zod'
import { mostArticlePages } from '../model/source.ts'
import { addressTemplate, uriTemplate } from './addresses.ts'
import { anyText, both, type Check, duration, jsonPath, text } from './values.ts'

/** A JSONPath where it starts with `$`, else a CSS selector. */
const place: Check = (value) => (value.startsWith('$') ? jsonPath(value) : anyText(value))

const content = text(place, '.article-body')

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
  next: text(anyText, 'a.next-page')
    .optional()
    .describe('CSS selector of the link to the next page of the text. Default: a link that says so and whose address shows it.'),
  pages: z.int().min(1).max(mostArticlePages).default(10).describe('Most pages of one text.'),
  recheck,
})
