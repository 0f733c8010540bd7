// Tells whoever listens (server-sent events, HTML §9.2) that what the operator sees is otherwise than before. While nobody listens nothing is done.
import { messageOf } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'

export interface Live {
  /** A stream that never ends by itself; null: too many listen already, or it is over. */
  listen(): ReadableStream<Uint8Array> | null
  /** Ends all streams; none begins any more. */
  close(): void
}

export interface LiveOptions {
  /** Changes when what is shown does. */
  readonly pulse: () => Promise<string>
  readonly log: Logger
  readonly lookMs?: number
  /** Proxies, and servers, drop what says nothing for a minute. */
  readonly beatMs?: number
  readonly most?: number
}

type Listener = ReadableStreamDefaultController<Uint8Array>

/** One that reads no more is let go. */
const mostUnread = 16

export function liveStatus({ pulse, log, lookMs = 2_000, beatMs = 15_000, most = 50 }: LiveOptions): Live {
  const listeners = new Set<Listener>()
  let known: string | null = null
  let beatenAt = 0
  let timer: NodeJS.Timeout | null = null
  let isOver = false
  const leave = (listener: Listener) => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearTimeout(timer)
    timer = null
    known = null
  }
  const tell = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    for (const listener of listeners) {
      listener.enqueue(bytes)
      if ((listener.desiredSize ?? 0) > -mostUnread) continue
      listener.close()
      leave(listener)
    }
  }
  const look = async () => {
    try {
      const now = await pulse()
      if (now !== known) tell(eventOf(now))
      known = now
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'status: the store could not be looked at')
    }
    if (Date.now() - beatenAt < beatMs) return
    beatenAt = Date.now()
    tell(': still here\n\n')
  }
  const keepLooking = async () => {
    await look()
    // Everybody may have left meanwhile, and others come.
    if (timer !== null) timer = setTimeout(keepLooking, lookMs)
  }
  return {
    listen: () => {
      if (isOver || listeners.size >= most) return null
      let own: Listener
      return new ReadableStream<Uint8Array>({
        start: (listener) => {
          own = listener
          listeners.add(listener)
          listener.enqueue(new TextEncoder().encode(`retry: 5000\n\n${known === null ? '' : eventOf(known)}`))
          timer ??= setTimeout(keepLooking, 0)
        },
        cancel: () => leave(own),
      })
    },
    close: () => {
      isOver = true
      for (const listener of listeners) {
        listener.close()
        leave(listener)
      }
    },
  }
}

function eventOf(pulse: string): string {
  return `event: pulse\ndata: ${pulse}\n\n`
}
