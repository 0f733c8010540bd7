// What an origin may do to those who visit it. One connection, one request, one answer, however broken.
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'

export interface Asked {
  /** 1 for the first request. */
  readonly visit: number
  readonly path: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** `127.0.0.1:port` of this behaviour. */
  readonly host: string
  /** `127.0.0.1:port` of a second behaviour that config allows too. */
  readonly neighbour: string
  /** Where nobody may ever go. */
  readonly canaryPort: number
}

/** Called when the head of a request has arrived. */
export type Behaviour = (socket: Socket, asked: Asked) => void

export interface Answer {
  readonly status?: number
  readonly type?: string
  /** Header lines, as they go over the wire. */
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
}

/** Well-formed HTTP, then hangs up. */
export function says(answer: Answer | ((asked: Asked) => Answer)): Behaviour {
  return (socket, asked) => {
    const { status = 200, type = 'application/rss+xml', headers = [], body = '' } = typeof answer === 'function' ? answer(asked) : answer
    const bytes = Buffer.from(body)
    const hasBody = status !== 204 && status !== 304 && status >= 200
    const lines = hasBody ? [`Content-Type: ${type}`, `Content-Length: ${bytes.length}`] : []
    socket.write(head(status, [...lines, ...headers]))
    socket.end(hasBody ? bytes : '')
  }
}

/** Says these bytes and hangs up, whatever was asked. */
export function blurts(...parts: readonly (string | Uint8Array)[]): Behaviour {
  return (socket) => {
    for (const part of parts) socket.write(part)
    socket.end()
  }
}

/** Says these bytes and keeps the line open. */
export function stalls(...parts: readonly (string | Uint8Array)[]): Behaviour {
  return (socket) => {
    for (const part of parts) socket.write(part)
  }
}

/** Says the beginning, then the rest again and again as fast as it is taken. */
export function endless(start: string, rest: string | Uint8Array): Behaviour {
  return (socket) => {
    socket.write(start)
    pour(socket, rest)
  }
}

/** Says the beginning, then the rest again and again in this rhythm. */
export function drips(start: string, rest: string, everyMs: number): Behaviour {
  return (socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write(rest), everyMs)
    socket.once('close', () => clearInterval(timer))
  }
}

export function redirects(location: string | ((asked: Asked) => string), status = 302): Behaviour {
  return says((asked) => ({ status, headers: [`Location: ${typeof location === 'function' ? location(asked) : location}`] }))
}

/** Writes the chunk until the stream closes or `most` bytes have gone. */
export function pour(out: Writable, chunk: string | Uint8Array, most = Number.POSITIVE_INFINITY): void {
  let left = most
  const go = () => {
    while (!out.destroyed && left > 0) {
      left -= chunk.length
      if (!out.write(chunk)) return
    }
    if (left <= 0) out.end()
  }
  out.on('drain', go)
  go()
}

/** Status line and headers; without a length the body ends with the connection. */
export function head(status: number, lines: readonly string[] = []): string {
  return [`HTTP/1.1 ${status} Whatever`, 'Connection: close', ...lines, '', ''].join('\r\n')
}

/** Of a body in chunks; an empty text is the last one. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}
