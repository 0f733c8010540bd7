// Servers that speak TLS, and those who trust them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SecureVersion, TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { certificate, key } from './certificate.ts'
import { listen } from './web.ts'

/** An https server for tls.example, and how it was greeted by each request: name, protocol, known or new. */
export async function serveSecurely(maxVersion: SecureVersion = 'TLSv1.3') {
  const greetings: unknown[] = []
  const server = createServer({ cert: certificate, key, maxVersion, ALPNProtocols: ['h2', 'http/1.1'] }, ({ socket }, response) => {
    if (socket instanceof TLSSocket) greetings.push([socket.servername, socket.alpnProtocol, socket.isSessionReused() ? 'known' : 'new'])
    response.setHeader('connection', 'close').end('ok')
  })
  const { port } = await listen(server, [], () => server.closeAllConnections())
  return { port, greetings }
}

/** The environment of a process that takes the certificate for good. */
export async function trusting(): Promise<{ readonly NODE_EXTRA_CA_CERTS: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'newsstand-tls-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  await writeFile(join(dir, 'ca.pem'), certificate)
  return { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') }
}
