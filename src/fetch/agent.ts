// One request, over a connection that was kept or a new one, directly or through the operator's proxy.
import { setTimeout as wait } from 'node:timers/promises'
import { systemCodeOf } from '../base/errors.ts'
import type { PollSettings } from '../model/settings.ts'
import { Connections, type Route } from './connections.ts'
import { type Dial, directDial, type Lookup } from './dial.ts'
import type { Answer } from './exchange.ts'
import { type Line, openLine } from './line.ts'
import { dialThrough, isProxied, refuseUnknownUser } from './proxy.ts'

export interface HttpAgent {
  /** Redirects are not followed, nothing is decoded. @throws VisitFailure, what the network throws, or the signal's reason */
  get(url: URL, headers: Headers, signal: AbortSignal): Promise<Answer>
  /** As `get`. Never sent twice. */
  post(url: URL, message: { readonly headers: Headers; readonly body: string | Uint8Array }, signal: AbortSignal): Promise<Answer>
  /** Ends every connection, used or not. */
  close(): void
}

type Headers = Readonly<Record<string, string>>

/** What a kept connection dies of that the other side has closed. */
const closedUnderUs = ['UND_ERR_SOCKET', 'UND_ERR_DESTROYED', 'ECONNRESET', 'EPIPE']
/** No more file descriptors: others give theirs back in a moment. */
const noRoom = ['EMFILE', 'ENFILE', 'ENOBUFS']
const noRoomTries = 200
const noRoomMs = 100

/** HTTP/1.1 only, no cookies. */
export function openAgent(poll: PollSettings, lookup: Lookup): HttpAgent {
  const wayTo = ways(poll, lookup)
  const connections = new Connections(poll.connections)
  return {
    async get(url, headers, signal) {
      const way = wayTo(url)
      const ask = (line: Line) => askOn(line, way, { headers, body: null, signal })
      const kept = connections.take(way.key)
      // RFC 9112 §9.3.1: a GET may be sent again on a new connection, when the kept one had been closed before it came.
      const answer = kept === null ? null : await ask(kept).catch((error) => nullIfClosed(kept, error))
      return answer ?? whereRoomIs(() => ask(connections.open(way)), { connections, signal })
    },
    post(url, message, signal) {
      const way = wayTo(url)
      // A kept connection may have been closed before the request came, or after: only of a new one that can be told.
      return whereRoomIs(() => askOn(connections.open(way), way, { ...message, signal }), { connections, signal })
    },
    close: () => connections.close(),
  }
}

interface Asking {
  readonly headers: Headers
  readonly body: string | Uint8Array | null
  readonly signal: AbortSignal
}

async function askOn(line: Line, way: Way, { headers, body, signal }: Asking): Promise<Answer> {
  try {
    const answer = await line.ask({ path: way.path, headers: { ...headers, ...way.headers }, body }, signal)
    if (way.isProxys) refuseUnknownUser(answer)
    return answer
  } catch (error) {
    line.close()
    signal.throwIfAborted()
    throw error
  }
}

function nullIfClosed(line: Line, error: unknown): null {
  if (line.hasBegun || !closedUnderUs.includes(systemCodeOf(error) ?? '')) throw error
  return null
}

/** Where there are too few file descriptors, requests wait for those of others. */
async function whereRoomIs(
  ask: () => Promise<Answer>,
  { connections, signal }: { connections: Connections; signal: AbortSignal },
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      if (!noRoom.includes(systemCodeOf(error) ?? '') || tries === noRoomTries) throw error
      connections.closeIdle()
      await wait(noRoomMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

interface Way extends Route {
  readonly path: string
  /** Besides those of the request. */
  readonly headers: Headers
  /** The proxy itself answers, for the host. */
  readonly isProxys: boolean
}

function ways(poll: PollSettings, lookup: Lookup): (url: URL) => Way {
  const { limits, proxy } = poll
  const direct = directDial(lookup, poll)
  const through = proxy === null ? null : dialThrough(proxy, limits.connectMs)
  const way = (origin: string, dial: Dial): Route => ({ key: origin, open: (events) => openLine(origin, { dial, limits, ...events }) })
  return (url) => {
    const path = url.pathname + url.search
    if (through === null || !isProxied(url, poll)) return { ...way(url.origin, direct), path, headers: {}, isProxys: false }
    if (url.protocol === 'https:') return { ...way(url.origin, through.tunnel), path, headers: {}, isProxys: false }
    const headers = { host: url.host, ...through.headers }
    return { ...way(through.origin, through.plain), path: url.origin + path, headers, isProxys: true }
  }
}
