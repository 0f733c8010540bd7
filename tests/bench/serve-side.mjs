// A server in a process of its own, plain JavaScript so that it runs as it is built. Told a side and a folder of feeds, it says its port.
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const started = { newsstand, memory, fastify, hono }

const [{ side, dir, ...modules }] = await once(process, 'message')
process.once('disconnect', () => process.exit())
process.send(await started[side](dir))

async function newsstand(dir) {
  const { startServer } = await import('../../dist/serve/server.js')
  const log = { debug() {}, info() {}, warn() {}, error: (facts) => process.stderr.write(`${JSON.stringify(facts)}\n`) }
  const settings = {
    site: { url: 'https://bench.example/', timezone: 'UTC' },
    serve: { hub: true, url: null, feedType: 'registered', trustedProxies: [] },
    publish: { hubs: [] },
  }
  const server = await startServer({
    ...{ dir, host: '127.0.0.1', port: 0, connections: 4_096, memoryBytes: 256 * 1_048_576, settings: () => settings, routes: [], log },
    ...{ redirectOf: async () => null, notFound: () => '', meter: { add() {}, time() {} }, onReaders() {} },
  })
  return Number(new URL(server.url).port)
}

/** The least that a server of feeds in node can cost: what was read at the start, no look at the disk, no choice but between two codings. */
async function memory(dir) {
  const feeds = feedsIn(dir)
  const server = createServer((request, response) => {
    const found = feeds.get(request.url)?.[codingOf(request.headers)]
    if (found === undefined) {
      response.writeHead(404).end()
    } else if (request.headers['if-none-match'] === found.etag) {
      response.writeHead(304, found.held).end()
    } else {
      response.writeHead(200, found.headers).end(found.body)
    }
  })
  return listening(server)
}

async function fastify(dir) {
  const feeds = feedsIn(dir)
  const { fastify } = await import(modules.fastify)
  const app = fastify()
  app.get('/category/:file', (request, reply) => {
    const found = feeds.get(request.url)?.[codingOf(request.headers)]
    if (found === undefined) return reply.code(404).send()
    if (request.headers['if-none-match'] === found.etag) return reply.code(304).headers(found.held).send()
    return reply.headers(found.headers).send(found.body)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app.server.address().port
}

async function hono(dir) {
  const feeds = feedsIn(dir)
  const [{ Hono }, { createAdaptorServer }] = await Promise.all([import('hono'), import('@hono/node-server')])
  const app = new Hono()
  app.get('/category/:file', (context) => {
    const found = feeds.get(context.req.path)?.[/\bbr\b/.test(context.req.header('accept-encoding')) ? 'br' : 'gz']
    if (found === undefined) return context.notFound()
    if (context.req.header('if-none-match') === found.etag) return context.body(null, 304, found.held)
    return context.body(found.body, 200, found.headers)
  })
  return listening(createAdaptorServer({ fetch: app.fetch }))
}

async function listening(server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address().port
}

function codingOf(headers) {
  return /\bbr\b/.test(headers['accept-encoding']) ? 'br' : 'gz'
}

/** By their paths, with the headers that ours have, too. */
function feedsIn(dir) {
  const names = readdirSync(join(dir, 'category')).filter((name) => name.endsWith('.atom'))
  return new Map(names.map((name) => [`/category/${name}`, { br: feedOf(dir, name, 'br'), gz: feedOf(dir, name, 'gz') }]))
}

function feedOf(dir, name, extension) {
  const body = readFileSync(join(dir, 'category', `${name}.${extension}`))
  const etag = `"${name.padEnd(32, '0')}-${extension}"`
  const held = {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy':
      "default-src 'none'; img-src 'self' https: http: data:; media-src https: http:; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    Vary: 'Accept, Accept-Encoding',
    'Cache-Control': 'public, max-age=60, stale-while-revalidate=600',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Link',
    Link: `<https://bench.example/hub>; rel="hub", <https://bench.example/category/${name}>; rel="self"`,
    ETag: etag,
    'Last-Modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
  }
  const own = { 'Content-Type': 'application/atom+xml; charset=utf-8', 'Accept-Ranges': 'bytes', 'Content-Length': String(body.length) }
  return { body, etag, held, headers: { ...held, ...own, 'Content-Encoding': extension === 'br' ? 'br' : 'gzip' } }
}
