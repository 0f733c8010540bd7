// What may be asked of the API: paths, parameters and answers. Public, like settings: what stands here is kept.
import { createRoute, z } from '@hono/zod-openapi'
import { healths } from '../model/health.ts'
import {
  categorySchema,
  entrySchema,
  explanationSchema,
  problemSchema,
  sourceSchema,
  statusSchema,
  statusSourceSchema,
} from './api-schemas.ts'

/** Entries and sources of a page. */
const mostOnPage = 200
const onPage = 50

/** As `sourceOrders` has them, in the spelling of JSON. */
const sorts = ['id', 'health', 'last_poll', 'next_poll', 'news', 'entries', 'last_change'] as const
export type SourceSort = (typeof sorts)[number]

const limit = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, `write a whole number from 1 to ${mostOnPage}`)
  .default(String(onPage))
  .transform((wanted) => Math.min(Number(wanted), mostOnPage))
  .openapi({
    type: 'integer',
    minimum: 1,
    maximum: mostOnPage,
    default: onPage,
    description: `How many at most; more than ${mostOnPage} count as ${mostOnPage}.`,
  })
const cursor = z.string().max(1_000).optional().openapi({ description: 'From X-Next-Cursor of the page before.' })
const word = z.string().trim().min(1).max(200)

const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } })
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: problemSchema } } })
const paged = {
  Link: { description: 'The next page, rel="next" (RFC 8288); absent on the last.', schema: { type: 'string' as const } },
  'X-Next-Cursor': { description: 'The cursor of the next page; absent on the last.', schema: { type: 'string' as const } },
}

const wrong = { 400: problem('A parameter is not right.') }
const token = [{ token: [] }]
const optionalToken = [{}, { token: [] }]
const guarded = {
  ...wrong,
  401: problem('The token is missing or wrong.'),
  403: problem('No token is set in the config, or another site asks.'),
}

export const listEntries = createRoute({
  method: 'get',
  path: '/api/v1/entries',
  operationId: 'listEntries',
  summary: 'Published entries, newest first',
  description:
    'Pages stay in place while new entries come in. With the token, private categories may be asked for, and keys and sources are complete.',
  security: optionalToken,
  request: {
    query: z.object({
      source: word.optional().openapi({ description: 'Id of a source that shows them.' }),
      category: word.optional().openapi({ description: 'Slug of a category or output feed; former ones lead to the newest.' }),
      search: word.optional().openapi({ description: 'Words of title or text.' }),
      limit,
      cursor,
    }),
  },
  responses: {
    200: { ...json(z.array(entrySchema).readonly(), 'Entries'), headers: paged },
    ...wrong,
    404: problem('There is no such category.'),
    429: problem('Too many searches are under way.'),
  },
})

export const listCategories = createRoute({
  method: 'get',
  path: '/api/v1/categories',
  operationId: 'listCategories',
  summary: 'Categories and output feeds',
  description: 'All of them, in order of slug. With the token private ones, too.',
  security: optionalToken,
  responses: { 200: json(z.array(categorySchema).readonly(), 'Categories') },
})

export const listSources = createRoute({
  method: 'get',
  path: '/api/v1/sources',
  operationId: 'listSources',
  summary: 'Sources and how they are',
  description: 'Those that are watched.',
  security: token,
  request: {
    query: z.object({
      health: z.enum(healths).optional(),
      text: word.optional().openapi({ description: 'Stands in id, title or address.' }),
      sort: z
        .enum(sorts)
        .default('id')
        .openapi({ description: 'health: the worst first; news, entries, last_change: the most, or latest, first.' }),
      limit,
      cursor,
    }),
  },
  responses: { 200: { ...json(z.array(sourceSchema).readonly(), 'Sources'), headers: paged }, ...guarded },
})

export const showSource = createRoute({
  method: 'get',
  path: '/api/v1/sources/{id}',
  operationId: 'showSource',
  summary: 'A source as status shows it',
  security: token,
  request: { params: z.object({ id: word }) },
  responses: { 200: json(statusSourceSchema, 'The source'), ...guarded, 404: problem('There is no such source.') },
})

export const showStatus = createRoute({
  method: 'get',
  path: '/api/v1/status',
  operationId: 'showStatus',
  summary: 'All that is watched, and how it is',
  description: 'What "newsstand status --json" prints.',
  security: token,
  responses: { 200: json(statusSchema, 'The status'), ...guarded },
})

export const explainEntry = createRoute({
  method: 'get',
  path: '/api/v1/explain',
  operationId: 'explainEntry',
  summary: 'The life of an entry',
  description: 'What "newsstand explain --json" prints.',
  security: token,
  request: {
    query: z.object({ of: z.string().trim().min(1).max(4_096).openapi({ description: 'A key, an address or an id, or its beginning.' }) }),
  },
  responses: { 200: json(explanationSchema, 'The entry'), ...guarded, 404: problem('No entry is known by that.') },
})

export const askForPoll = createRoute({
  method: 'post',
  path: '/api/v1/poll',
  operationId: 'askForPoll',
  summary: 'Have sources visited now',
  description:
    'Notes the wish and answers at once: the service ("newsstand run") visits them within seconds, as its hosts allow. GET the source to see how it went.',
  security: token,
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            sources: z
              .array(word)
              .min(1)
              .max(1_000)
              .openapi({ description: 'Ids.', example: ['gazette'] }),
            force: z
              .boolean()
              .default(false)
              .openapi({ description: 'Ask for the whole document, and read it even if its bytes are known.' }),
          }),
        },
      },
    },
  },
  responses: {
    202: json(
      z.object({
        asked: z
          .array(z.string())
          .readonly()
          .openapi({ description: 'Ids.', example: ['gazette'] }),
        force: z.boolean(),
        message: z.string().openapi({ example: 'newsstand run visits them within seconds' }),
      }),
      'The wish is noted',
    ),
    ...guarded,
    415: problem('The body is not JSON.'),
  },
})
