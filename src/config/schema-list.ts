// How the pages of a list are asked for.
import { z } from 'zod'
import { addressTemplate } from './addresses.ts'
import { anyText, jsonPath, text } from './values.ts'

const nextRule = z.strictObject({
  cursor: text(jsonPath, '$.paging.next').optional().describe('JSONPath of what the next page is asked for with.'),
  url: text(addressTemplate, 'https://api.example/list?cursor={cursor}')
    .optional()
    .describe('With cursor: the address of the next page, with {cursor} in it. Default: the same, {cursor} stands in body.'),
  number: text(anyText, 'page')
    .optional()
    .describe('Name of the query parameter that is counted up; or of nothing, where body holds {page}.'),
  from: z.int().min(0).max(1_000_000).optional().describe('With number: that of the first page. Default: the one in url, else 1.'),
})

export const listSettings = {
  next: z
    .union([text(anyText, '$.links.next'), nextRule])
    .optional()
    .describe(
      'Where the list goes on, with pages. kind page: CSS selector of the link, with script it may be a JSONPath. kind json: JSONPath of an address, or { cursor, url }, or { number, from }.',
    ),
  method: z.enum(['GET', 'POST']).default('GET').describe('kind json: how the list is asked for.'),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe('With method POST: what is posted, as text or as a mapping that is sent as JSON; {cursor} and {page} may stand in it.'),
  jsonp: z.boolean().default(false).describe('kind json: the answer is JSON in a call, callback({…}).'),
}
