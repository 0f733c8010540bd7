// A WebSub subscriber on loopback: confirms what it is asked, and keeps what it is sent.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** What the hub asked at the callback, or told there. */
export interface Asked {
  /** Path and query, as they came. */
  readonly target: string
  readonly mode: string | null
  readonly topic: string | null
  readonly challenge: string | null
  readonly leaseSeconds: string | null
}

export interface Sent {
  /** Path and query of the callback. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Subscriber {
  readonly url: string
  /** `127.0.0.1:port`, as `poll.allow` wants it. */
  readonly host: string
  readonly asked: readonly Asked[]
  /** Every delivery, refused ones too. */
  readonly sent: readonly Sent[]
  /** How it answers the hub's questions from now on; by default with the challenge. */
  confirm(how: (response: ServerResponse, asked: Asked) => void): void
  /** How it answers deliveries from now on; null: not at all. */
  answer(status: number | null, headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

export async function startSubscriber(): Promise<Subscriber> {
  const asked: Asked[] = []
  const sent: Sent[] = []
  let confirm: (response: ServerResponse, asked: Asked) => void = (response, { challenge }) => response.end(challenge)
  let answer: { readonly status: number | null; readonly headers: Readonly<Record<string, string>> } = { status: 204, headers: {} }
  const server = createServer(async (request, response) => {
    const target = request.url ?? ''
    if (request.method === 'POST') {
      sent.push({ target, headers: request.headers, body: await buffer(request) })
      if (answer.status !== null) response.writeHead(answer.status, answer.headers).end()
      return
    }
    const { searchParams } = new URL(target, 'http://localhost')
    const [mode, topic, challenge, leaseSeconds] = ['mode', 'topic', 'challenge', 'lease_seconds'].map((name) =>
      searchParams.get(`hub.${name}`),
    )
    const one = { target, mode: mode ?? null, topic: topic ?? null, challenge: challenge ?? null, leaseSeconds: leaseSeconds ?? null }
    asked.push(one)
    confirm(response, one)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    sent,
    confirm: (how) => {
      confirm = how
    },
    answer: (status, headers = {}) => {
      answer = { status, headers }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
