// The open connections of a server: none may be held for ever, and all of them end.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface Sockets {
  /** Takes no more connections, lets running answers end for so long, then cuts them off. Resolves when none is left. */
  drain(patienceMs: number): Promise<void>
}

/** What waits to be sent must go out within a while and at some speed. */
export interface Patience {
  readonly lookMs: number
  readonly graceMs: number
  readonly bytesPerSecond: number
}

interface Waiting {
  /** What had gone out before it. */
  readonly sent: number
  readonly until: number
}

const idleMs = 50

/** Idle connections node drops by itself; but one that takes a few bytes now and then is never idle to it. */
export function socketsOf(server: Server, { lookMs, graceMs, bytesPerSecond }: Patience): Sockets {
  const sockets = new Set<Socket>()
  const waiting = new WeakMap<Socket, Waiting>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const look = (socket: Socket): void => {
    const now = performance.now()
    const { writableLength } = socket
    const sent = socket.bytesWritten - writableLength
    const before = waiting.get(socket)
    if (writableLength === 0) waiting.delete(socket)
    else if (before?.sent !== sent) waiting.set(socket, { sent, until: now + graceMs + (writableLength / bytesPerSecond) * 1_000 })
    else if (now > before.until) socket.destroy()
  }
  const looking = setInterval(() => [...sockets].forEach(look), lookMs)
  looking.unref()

  return {
    drain: (patienceMs) =>
      new Promise((resolve) => {
        const patience = setTimeout(() => destroyAll(sockets), patienceMs)
        // Answers that had begun leave their connections open, and idle.
        const idle = setInterval(() => server.closeIdleConnections(), idleMs)
        server.close(() => {
          clearTimeout(patience)
          clearInterval(idle)
          clearInterval(looking)
          resolve()
        })
        server.closeIdleConnections()
        // Node does not count as idle what never sent a byte.
        destroyAll([...sockets].filter(({ bytesRead }) => bytesRead === 0))
      }),
  }
}

function destroyAll(sockets: Iterable<Socket>): void {
  for (const socket of sockets) socket.destroy()
}
