// The origin: each behaviour on a loopback port of its own, and a canary on every loopback address that nobody may touch.
import { EventEmitter, once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { type Asked, type Behaviour, says } from './behaviour.ts'
import { feed } from './documents.ts'
import { selfSigned } from './self-signed.ts'

export interface Origin {
  /** `127.0.0.1:port` of each behaviour by name, and of the neighbour: what config allows. */
  readonly hosts: ReadonlyMap<string, string>
  /** Requests to each behaviour, in order. */
  readonly requests: ReadonlyMap<string, readonly Asked[]>
  /** Resolves when the behaviour has been asked for something. */
  asked(name: string): Promise<void>
  /** What was said to the canary, in any protocol; an empty text for a mere connection. */
  readonly canaryHeard: readonly string[]
  readonly canaryPort: number
  close(): Promise<void>
}

/** The behaviour that stands for another site, which config allows as well; it answers with a feed of two entries. */
export const neighbour = 'neighbour'

/** Behaviours by name. Those of `secure` speak TLS, with a certificate that nobody has signed. */
export async function openOrigin(behaviours: ReadonlyMap<string, Behaviour>, secure: readonly string[] = []): Promise<Origin> {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  const requests = new Map<string, Asked[]>()
  const hosts = new Map<string, string>()
  const canary = await openCanary(sockets)
  const arrivals = new EventEmitter()
  const all = [[neighbour, says({ body: feed(neighbour, 2) })] as const, ...behaviours]
  for (const [name, behave] of all) {
    const before: Asked[] = []
    requests.set(name, before)
    const serve = (socket: Socket) => {
      remember(socket, sockets)
      onRequest(socket, (path, headers) => {
        const around = { host: hosts.get(name) ?? '', neighbour: hosts.get(neighbour) ?? '', canaryPort: canary.port }
        const asked = { visit: before.length + 1, path, headers, ...around }
        before.push(asked)
        arrivals.emit(name)
        behave(socket, asked)
      })
    }
    const server = secure.includes(name) ? createTlsServer(selfSigned, serve) : createServer(serve)
    servers.push(server.on('tlsClientError', () => {}))
    hosts.set(name, `127.0.0.1:${await listening(server, 0, '127.0.0.1')}`)
  }
  return {
    hosts,
    requests,
    asked: async (name) => {
      if (requests.get(name)?.length === 0) await once(arrivals, name)
    },
    canaryHeard: canary.heard,
    canaryPort: canary.port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all([...servers, ...canary.servers].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

interface Canary {
  readonly port: number
  readonly heard: readonly string[]
  readonly servers: readonly Server[]
}

/** One port on all of this machine's own addresses: whatever way an address is written, it leads here. */
async function openCanary(sockets: Set<Socket>): Promise<Canary> {
  const heard: string[] = []
  const open = () =>
    createServer((socket) => {
      remember(socket, sockets)
      const at = heard.push('') - 1
      socket.on('data', (bytes) => {
        heard[at] += bytes.toString('latin1')
      })
    })
  const first = open()
  const port = await listening(first, 0, '127.0.0.1')
  const servers = [first]
  for (const address of ['127.0.0.2', '::1']) {
    const server = open()
    // Some systems have neither, or the port is taken there: the addresses that are left tell enough.
    if ((await listening(server, port, address).catch(() => null)) !== null) servers.push(server)
  }
  return { port, heard, servers }
}

function remember(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket.on('error', () => {}))
  socket.once('close', () => sockets.delete(socket))
}

function onRequest(socket: Socket, then: (path: string, headers: Readonly<Record<string, string>>) => void): void {
  let text = ''
  const read = (bytes: Buffer) => {
    text += bytes.toString('latin1')
    if (!text.includes('\r\n\r\n')) return
    socket.off('data', read).resume()
    const [first = '', ...lines] = text.split('\r\n')
    const headers = lines.filter((line) => line.includes(':')).map((line) => [nameOf(line), line.slice(line.indexOf(':') + 1).trim()])
    then(first.split(' ')[1] ?? '', Object.fromEntries(headers))
  }
  socket.on('data', read)
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase()
}

function listening(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
