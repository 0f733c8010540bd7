// The original's news service on loopback: three list APIs, the text API, the pages people read. Failures are made to order.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Article } from './articles.ts'
import { newsList, sharePage } from './share-pages.ts'

/** What a path does instead of answering. `cut`: half of the body under the whole length. `hang`: no byte, ever. `html`: a login page with status 200. */
type Behaviour =
  | 'hang'
  | 'reset'
  | 'cut'
  | 'html'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

export interface Upstream {
  readonly origin: string
  /** `127.0.0.1:port`, as `poll.allow` wants it. */
  readonly host: string
  /** Every request, path with query, in order of arrival; `at` in milliseconds since 1970. */
  readonly requests: readonly { readonly path: string; readonly at: number }[]
  /** Replaces the articles; their order is the order of the lists. */
  set(articles: readonly Article[]): void
  /** Every path (with query) that begins like this behaves so from now on; null heals it. */
  fail(path: string, behaviour: Behaviour | null): void
  close(): Promise<void>
}

interface UpstreamOptions {
  /** Lists carry an ETag and answer 304 to it. The original's had none. */
  readonly validators?: boolean
}

interface Answer {
  readonly type: string
  readonly body: string | Buffer
}

export async function startUpstream(articles: readonly Article[], options: UpstreamOptions = {}): Promise<Upstream> {
  let current = articles
  const requests: { path: string; at: number }[] = []
  const failures = new Map<string, Behaviour>()

  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push({ path, at: Date.now() })
    const answer = answerTo(new URL(path, 'http://upstream'), current)
    const failure = [...failures].find(([prefix]) => path.startsWith(prefix))?.[1]
    if (failure !== undefined) misbehave(failure, response, answer)
    else if (answer === null) send(response, 404, { type: 'text/plain', body: 'not found' })
    else if (options.validators === true) sendConditionally(request, response, answer)
    else send(response, 200, answer)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    set: (next) => {
      current = next
    },
    fail: (path, behaviour) => void (behaviour === null ? failures.delete(path) : failures.set(path, behaviour)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answerTo(url: URL, articles: readonly Article[]): Answer | null {
  const query = (name: string): string => url.searchParams.get(name) ?? ''
  const inList = (name: string): readonly Article[] =>
    articles.filter(({ lists }) => lists.some((list) => list === name)).slice(0, Number(query('count') || 100))
  const found = (code: string): Article | null => articles.find(({ infoCode }) => infoCode === code) ?? null

  switch (url.pathname) {
    case '/web/webapi':
      if (query('type') === '102') return json(`{"records":[${inList('102').map(itemOf102).join(',')}]}`)
      return query('type') === '45' ? json(JSON.stringify({ nodeList: inList('45').map(itemOf45) })) : null
    case '/information/newmarket/web/webapi':
      return ['37', '38', '39'].includes(query('marketType'))
        ? json(JSON.stringify({ record: inList(query('marketType')).map(itemOf37) }))
        : null
    case '/NewsData/GetNewsText.do':
      return textOf(found(query('id')))
    case '/html_News/NewsShare.html':
      return pageOf(found(query('infoCode')))
    case '/html_News/NewsList.html':
      return newsList(articles)
    default:
      return null
  }
}

/** `id` is a bare number beyond 2^53: whoever reads it as a double loses its last digits. */
function itemOf102({ infoCode, title, digest, showtime }: Article): string {
  const digits = infoCode.slice(2)
  const rest = JSON.stringify({ title, digest, url_w: `http://finance.example.com/news/1344,${digits}.html`, showtime })
  return `{"infoCode":"${infoCode}","id":${digits},${rest.slice(1)}`
}

function itemOf45({ infoCode, publisher, title, digest, showtime }: Article): object {
  return { infocode: infoCode, from: publisher, title, showtime, simtitle: title.slice(0, 20), simdigest: digest.replace(/^【.*?】/, '') }
}

function itemOf37({ infoCode, publisher, title, showtime }: Article): object {
  return { infoCode, medianame: publisher, datetime: showtime, title }
}

function textOf(article: Article | null): Answer {
  return json(JSON.stringify(article === null ? { text: '' } : { [article.textField]: article.text }))
}

function pageOf(article: Article | null): Answer | null {
  return article === null ? null : sharePage(article)
}

function json(body: string): Answer {
  return { type: 'application/json; charset=utf-8', body }
}

function send(response: ServerResponse, status: number, { type, body }: Answer, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}

function sendConditionally(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const etag = `"${createHash('sha256').update(answer.body).digest('hex').slice(0, 16)}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else send(response, 200, answer, { etag })
}

function misbehave(behaviour: Behaviour, response: ServerResponse, answer: Answer | null): void {
  if (typeof behaviour === 'object') send(response, behaviour.status, { type: 'text/plain', body: behaviour.body ?? '' }, behaviour.headers)
  else if (behaviour === 'reset') response.destroy()
  else if (behaviour === 'cut') cut(response, bytesOf(answer))
  else if (behaviour === 'html') send(response, 200, { type: 'text/html', body: '<!doctype html><title>登录</title><form>请先登录</form>' })
}

function bytesOf(answer: Answer | null): Buffer {
  const { body } = answer ?? { body: '' }
  return typeof body === 'string' ? Buffer.from(body) : body
}

function cut(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.write(body.subarray(0, body.length / 2), () => response.destroy())
}
