// A publisher and its hub on loopback, in the parts that a subscriber sees (W3C WebSub). The test says when the hub does what.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

/** What a hub was asked for. */
export interface Asked {
  readonly path: string
  readonly contentType: string | undefined
  readonly mode: string | null
  readonly topic: string | null
  readonly callback: string
  readonly leaseSeconds: string | null
  readonly secret: string | null
}

export interface Publisher {
  readonly host: string
  /** Of its hub, which answers at every path that begins so. */
  readonly hub: string
  readonly topic: string
  /** Requests to hubs, in order. */
  readonly asked: readonly Asked[]
  /** How often the feed was asked for. */
  readonly visits: number
  /** What the feed shows. */
  show(...titles: readonly string[]): void
  /** Where it names its hubs, and which. */
  name(where: 'header' | 'document' | 'both' | 'nowhere', hubs?: readonly string[]): void
  /** How a path of the hub answers from now on; 202 without a body otherwise. */
  answer(path: string, status: number, headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

export async function startPublisher(): Promise<Publisher> {
  let titles: readonly string[] = []
  let where: Parameters<Publisher['name']>[0] = 'document'
  let visits = 0
  const asked: Asked[] = []
  const answers = new Map<string, { status: number; headers: Readonly<Record<string, string>> }>()
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/hub')) {
      asked.push({ path, contentType: request.headers['content-type'], ...wantedBy(await textOf(request)) })
      const { status, headers } = answers.get(path) ?? { status: 202, headers: {} }
      response.writeHead(status, headers).end()
      return
    }
    visits++
    const inHeader = where === 'header' || where === 'both'
    const links = [...hubs.map((hub) => `<${hub}>; rel="hub"`), `<${topic}>; rel="self"`].join(', ')
    response.writeHead(200, { 'content-type': 'application/atom+xml', ...(inHeader && { link: links }) })
    response.end(
      atomOf(titles, where === 'document' || where === 'both' ? { hubs: where === 'both' ? [`${origin}/hub-other`] : hubs, topic } : null),
    )
  })
  const origin = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
    })
  })
  const topic = `${origin}/feed`
  const hub = `${origin}/hub`
  let hubs: readonly string[] = [hub]
  return {
    host: new URL(origin).host,
    hub,
    topic,
    asked,
    get visits() {
      return visits
    },
    show: (...shown) => {
      titles = shown
    },
    name: (place, named = [hub]) => {
      where = place
      hubs = named
    },
    answer: (path, status, headers = {}) => void answers.set(path, { status, headers }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Naming {
  readonly hubs: readonly string[]
  readonly topic: string
}

/** A feed of these entries, the same ones wherever they stand: each has an id of its own. */
export function atomOf(titles: readonly string[], naming: Naming | null = null): string {
  const links =
    naming === null
      ? ''
      : [...naming.hubs.map((hub) => `<link rel="hub" href="${hub}"/>`), `<link rel="self" href="${naming.topic}"/>`].join('')
  const entries = titles.map(
    (title) =>
      `<entry><id>urn:entry:${title}</id><title>${title}</title><link href="/articles/${title}"/><updated>2026-01-10T10:00:00Z</updated><content type="html">The text of ${title}</content></entry>`,
  )
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><title>A feed</title><updated>2026-01-10T10:00:00Z</updated>${links}${entries.join('')}</feed>`
}

/** What `X-Hub-Signature` says (§7.1). */
export function signatureOf(body: string | Uint8Array, secret: string, method = 'sha256'): string {
  return `${method}=${createHmac(method, secret).update(body).digest('hex')}`
}

function wantedBy(form: string): Omit<Asked, 'path' | 'contentType'> {
  const said = new URLSearchParams(form)
  const of = (name: string) => said.get(`hub.${name}`)
  return { mode: of('mode'), topic: of('topic'), callback: of('callback') ?? '', leaseSeconds: of('lease_seconds'), secret: of('secret') }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
