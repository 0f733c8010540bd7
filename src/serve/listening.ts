// A server gets its address, or says why not.
import type { Server } from 'node:http'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'

/** Resolves to `host:port` with the port it got. @throws AppError `cannot-listen` */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)))
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve(authorityOf(server, host))
    })
  })
}

function cannotListen(error: Error, host: string, port: number): AppError {
  const code = systemCodeOf(error) ?? ''
  const { what, advice } = reasons[code] ?? {
    what: messageOf(error),
    advice: 'Set serve.host and serve.port to an address of this machine.',
  }
  return new AppError(
    'cannot-listen',
    `cannot listen on ${bracketed(host)}:${port}: ${what}`,
    advice,
    { host, port, code },
    { cause: error },
  )
}

const reasons: Readonly<Record<string, { readonly what: string; readonly advice: string }>> = {
  EADDRINUSE: { what: 'another program has this port', advice: 'Stop that program, or set serve.port to a free port.' },
  EACCES: {
    what: 'not allowed',
    advice: 'Ports below 1024 belong to the system: set serve.port to 8080, say, and let a proxy hold port 80.',
  },
  EADDRNOTAVAIL: {
    what: 'this machine has no such address',
    advice: 'Set serve.host to 127.0.0.1, 0.0.0.0 or an address of this machine.',
  },
  ENOTFOUND: { what: 'no such host name', advice: 'Set serve.host to 127.0.0.1, 0.0.0.0 or an address of this machine.' },
}

function authorityOf(server: Server, host: string): string {
  const address = server.address()
  return `${bracketed(host)}:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
