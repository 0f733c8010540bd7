// A webhook on loopback that keeps what it is told.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Hook {
  readonly url: string
  /** `127.0.0.1:port`, as `poll.allow` wants it. */
  readonly host: string
  /** What it accepted, oldest first. */
  readonly told: readonly Told[]
  /** Every request, refused ones included. */
  readonly asked: readonly { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[]
  /** How it answers from now on; null: not at all. */
  answer(status: number | null, headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

/** An alert, or new entries: what its test looks at. */
export interface Told {
  readonly event: string
  readonly source?: string
  readonly category?: string
  readonly items?: readonly { readonly id: string; readonly title: string; readonly path: string }[]
}

export async function startHook(): Promise<Hook> {
  const told: Told[] = []
  const asked: { path: string; headers: IncomingHttpHeaders; body: string }[] = []
  let status: number | null = 204
  let answered: Readonly<Record<string, string>> = {}
  const server = createServer(async (request, response) => {
    const body = await text(request)
    asked.push({ path: request.url ?? '', headers: request.headers, body })
    if (status === null) return
    if (status < 300) told.push(JSON.parse(body))
    response.writeHead(status, answered).end()
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    told,
    asked,
    answer: (next, headers = {}) => {
      status = next
      answered = headers
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
