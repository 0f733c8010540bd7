// The one file around undici: a connection to one place that answers one request at a time, by HTTP/1.1.
import type { Socket } from 'node:net'
import { Client } from 'undici'
import type { Limits } from '../model/settings.ts'
import type { Dial } from './dial.ts'
import { type Answer, Exchange } from './exchange.ts'

interface Asked {
  /** Path and query; a whole address when a proxy is asked. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Posted; null: it is a GET. */
  readonly body: string | Uint8Array | null
}

export interface Line {
  /** One request: redirects are not followed, nothing is decoded. */
  ask(asked: Asked, signal: AbortSignal): Promise<Answer>
  /** A byte of the last answer came. */
  readonly hasBegun: boolean
  /** Closes it, and cuts off what is under way. */
  close(): void
}

interface LineOptions {
  readonly dial: Dial
  readonly limits: Limits
  /** It can take another request. */
  onFree(line: Line): void
  /** It is busy with what nobody reads: it may be closed at any time. */
  onSpare(line: Line): void
  onClosed(line: Line): void
}

/** Most servers close after 5 to 75 s, and say when if it is soon. */
const keepAlive = { keepAliveTimeout: 30_000, keepAliveMaxTimeout: 60_000, keepAliveTimeoutThreshold: 1_000 }

/** One for all: an error of its own, with its stack, for each connection costs as much as the rest of closing it. */
const closed = Object.assign(new Error('the connection was closed'), { code: 'UND_ERR_DESTROYED' })

export function openLine(origin: string, { dial, limits, onFree, onSpare, onClosed }: LineOptions): Line {
  const stop = new AbortController()
  const state: State = { exchange: null, socket: null }
  const client = new Client(origin, {
    ...keepAlive,
    connect: (place, callback) => {
      dial(place, stop.signal).then(
        (socket) => {
          state.socket = socket
          callback(null, socket)
        },
        (error) => callback(error, null),
      )
    },
    pipelining: 1,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.headerBytes,
  })
  const line: Line = {
    async ask({ path, headers, body }, signal) {
      signal.throwIfAborted()
      const exchange = new Exchange({ close: line.close, free, spare: () => onSpare(line) }, signal)
      state.exchange = exchange
      client.dispatch({ path, method: body === null ? 'GET' : 'POST', headers, body }, exchange)
      return exchange.answer
    },
    get hasBegun() {
      return state.exchange?.hasBegun === true
    },
    close() {
      if (stop.signal.aborted) return
      stop.abort(closed)
      void client.destroy(closed)
      onClosed(line)
    },
  }
  const free = () => {
    // undici has yet to close the socket of an answer that was the last one on it; it does so before this turn is over.
    queueMicrotask(() => (state.socket?.destroyed === true ? line.close() : onFree(line)))
  }
  client.on('disconnect', line.close)
  client.on('connectionError', line.close)
  return line
}

interface State {
  /** The last one. */
  exchange: Exchange | null
  socket: Socket | null
}
