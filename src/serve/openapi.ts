// What the API may be asked, told to machines and to people: one document, made of the operations as they are served.
import { Hono } from 'hono'
import { version } from '../base/version.ts'
import type { SiteSettings } from '../model/settings.ts'
import { type ApiOperation, type ApiParameter, apiPage } from '../render/pages/api.tsx'
import type { Api } from './api.ts'
import type { RouteEnv, Routes } from './routes.ts'

export type Document = ReturnType<Api['getOpenAPI31Document']>

export function documentRoutes(api: Api, site: () => SiteSettings): Routes {
  const routes = new Hono<RouteEnv>()
  const document = documentOf(api)
  const kept = { 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }
  routes.get('/openapi.json', (context) => context.json(document, 200, kept))
  routes.get('/api', (context) => context.html(apiPage({ site: site(), operations: operationsIn(document) })))
  for (const path of ['/api/', '/api/v1', '/api/v1/']) routes.get(path, (context) => context.redirect('/api', 301))
  return routes
}

function documentOf(api: Api): Document {
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'serve.token of the config; as password of HTTP Basic with any user name, too.',
  })
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Newsstand',
      version,
      description: 'Entries, categories and sources of this site; errors are application/problem+json.',
    },
    servers: [{ url: '/' }],
  })
}

type Schema = Readonly<Record<string, unknown>>

/** Each operation as the page shows it. */
function operationsIn(document: Document): readonly ApiOperation[] {
  return Object.entries(schemaOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(schemaOf(item)).map(([method, operation]) =>
      operationOf(schemaOf(operation), { path, method: method.toUpperCase(), document }),
    ),
  )
}

interface Spoken {
  readonly path: string
  readonly method: string
  readonly document: Document
}

function operationOf(operation: Schema, { path, method, document }: Spoken): ApiOperation {
  const { operationId, summary, description, security, parameters, requestBody, responses } = operation
  const body = jsonSchemaIn(requestBody)
  const answer = ['200', '202'].map((status) => jsonSchemaIn(at(responses, status))).find((schema) => schema !== null)
  return {
    id: textOf(operationId),
    method,
    path,
    summary: textOf(summary),
    description: textOf(description),
    access: accessOf(security),
    parameters: [...listOf(parameters).map(parameterOf), ...(body === null ? [] : fieldsOf(body))],
    body: body === null ? null : JSON.stringify(exampleOf(body, document)),
    answer: JSON.stringify(exampleOf(answer ?? {}, document), null, 2),
  }
}

function accessOf(security: unknown): ApiOperation['access'] {
  const ways = listOf(security).length
  if (ways === 0) return 'everybody'
  return ways === 1 ? 'operator' : 'everybody, more with the token'
}

function parameterOf({ name, required, schema }: Schema): ApiParameter {
  const { description } = schemaOf(schema)
  return { name: textOf(name), kind: kindOf(schemaOf(schema)), isRequired: required === true, description: textOf(description) }
}

function fieldsOf({ required, properties }: Schema): readonly ApiParameter[] {
  return Object.entries(schemaOf(properties)).map(([name, schema]) =>
    parameterOf({ name, required: Array.isArray(required) && required.includes(name), schema }),
  )
}

function kindOf({ type, enum: words, minimum, maximum, default: usual }: Schema): string {
  const kind = Array.isArray(words) ? words.join(', ') : textOf(type)
  const range = typeof minimum === 'number' && typeof maximum === 'number' ? `, ${minimum} to ${maximum}` : ''
  return `${kind}${range}${usual === undefined ? '' : `; ${String(usual)} unless told`}`
}

/** A value of this schema, by its examples. */
function exampleOf(schema: Schema, document: Document): unknown {
  const { $ref: reference, example, enum: words, type, items, properties, anyOf, allOf } = schema
  if (typeof reference === 'string') return exampleOf(at(document, ...reference.slice(2).split('/')), document)
  if (example !== undefined) return example
  if (Array.isArray(words)) return words[0]
  const [choice] = [...listOf(anyOf), ...listOf(allOf)]
  if (choice !== undefined) return exampleOf(choice, document)
  const [kind] = [type].flat()
  if (kind === 'array') return [exampleOf(schemaOf(items), document)]
  if (kind === 'object')
    return Object.fromEntries(Object.entries(schemaOf(properties)).map(([name, one]) => [name, exampleOf(schemaOf(one), document)]))
  return kind === 'string' ? '…' : kind === 'boolean' ? false : 0
}

function jsonSchemaIn(message: unknown): Schema | null {
  const schema = at(message, 'content', 'application/json', 'schema')
  return Object.keys(schema).length === 0 ? null : schema
}

/** What stands at a place of the document; nothing, where nothing does. */
function at(value: unknown, ...path: readonly string[]): Schema {
  return schemaOf(path.reduce<unknown>((one, name) => schemaOf(one)[name], value))
}

function schemaOf(value: unknown): Schema {
  return isSchema(value) ? value : {}
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null
}

function listOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? value.map(schemaOf) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
