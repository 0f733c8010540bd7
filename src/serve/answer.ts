// Answers as data, and those that are little more than a status.
import { always, type Headers } from './headers.ts'

export interface Answer {
  readonly status: number
  /** Names and values by turns, which costs node the least; all there are but Date and Connection. */
  readonly headers: string[]
  readonly body: Uint8Array | string
}

/** Where a path leads that has no file: it moved for good, or it went on purpose. */
export type Redirect = { readonly status: 301; readonly to: string } | { readonly status: 410 }

/** With what every answer says. `length`: of the body that a HEAD request is not sent; else it is counted. */
export function answerWith(
  status: number,
  headers: Headers,
  { body = '', length }: { body?: Answer['body']; length?: number } = {},
): Answer {
  const sized = status === 304 || status === 204 ? {} : { 'Content-Length': String(length ?? Buffer.byteLength(body)) }
  return { status, headers: Object.entries({ ...always, ...headers, ...sized }).flat(), body }
}

/** An answer that is only a status. */
export function refusal(status: number, headers: Headers = {}): Answer {
  return plainAnswer(status, reasons[status] ?? 'Error', { 'Cache-Control': 'no-store', ...headers })
}

export function plainAnswer(status: number, text: string, headers: Headers): Answer {
  return answerWith(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, { body: `${text}\n` })
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad request',
  405: 'Only GET and HEAD are answered here',
  406: 'Nothing here is in a coding that Accept-Encoding allows',
  408: 'The request took too long',
  412: 'This is no more, or not yet, what the request expects',
  413: 'The body of the request is too large',
  416: 'There are not that many bytes',
  417: 'Only 100-continue can be expected here',
  431: 'The request headers are too large',
  500: 'Something went wrong here; it has been logged',
}
