// One request for a published path → one answer. What is in memory is answered at once, without a promise.
import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, answerWith, plainAnswer, type Redirect, refusal } from './answer.ts'
import { documentAnswer, type Prepared, type Published } from './document-answer.ts'
import { type Headers, isPublishedKind, isShared, preflight, sharingOf } from './headers.ts'
import { publishedPath } from './request-path.ts'
import { shelfOf } from './shelf.ts'

export interface Request {
  readonly method: string
  /** As it stands in the request line. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

export interface Contents {
  /** The folder of published files. */
  readonly dir: string
  readonly memoryBytes: number
  /** As they hold now; another object whenever something has changed. */
  readonly settings: () => Published
  /**
   * Asked where there is no file, and when a page is read at whose address a stub may lie: with a decoded path, no leading slash. `to` goes
   * out as the Location, escaped where it is not ASCII.
   */
  readonly redirectOf: (path: string) => Promise<Redirect | null>
  /** The HTML page for what is not there, at a path such as `redirectOf` is asked for; empty: what can be no path. */
  readonly notFound: (path: string) => string | Promise<string>
}

export type Publications = (request: Request) => Answer | Promise<Answer>

/** A file may change while it is read, but not for ever. */
const maxTries = 3

export function publications(contents: Contents): Publications {
  const { dir, memoryBytes, redirectOf, settings } = contents
  const movedTo = async (path: string) => (mayHaveMoved(path) ? await redirectOf(path) : null)
  const extraOf = async (path: string): Promise<Prepared> => ({ moved: await movedTo(path), heads: {} })
  const shelf = shelfOf({ dir, memoryBytes, extraOf })

  const inMemory = (request: Request, path: string): Answer | null => {
    const document = shelf.ready(path)
    if (document === undefined || document.extra.moved !== null) return null
    const answer = documentAnswer(request, document, { settings: settings(), bodyOf: shelf.body })
    return typeof answer === 'string' ? null : answer
  }
  const fromDisk = async (request: Request, path: string, tries = maxTries): Promise<Answer> => {
    const document = isPublishedKind(path) ? (shelf.ready(path) ?? (await shelf.load(path))) : null
    if (document === null) return elsewhere(await redirectOf(path), path, contents)
    const { moved } = document.extra
    if (moved?.status === 410) return gone(await shelf.makeBody(document, 'identity'), path, contents)
    if (moved !== null) return elsewhere(moved, path, contents)
    const needed = documentAnswer(request, document, { settings: settings(), bodyOf: shelf.body })
    if (typeof needed !== 'string') return needed
    const body = await shelf.makeBody(document, needed)
    const answer = body && documentAnswer(request, document, { settings: settings(), bodyOf: () => body })
    if (answer !== null && typeof answer !== 'string') return answer
    return tries > 1 ? fromDisk(request, path, tries - 1) : refusal(503, { 'Retry-After': '1', ...sharingOf(path) })
  }

  return (request) => {
    const path = publishedPath(request.target)
    if (request.method !== 'GET' && request.method !== 'HEAD') return ofOtherMethod(request.method, path ?? '')
    if (path === null) return notHere(404, '', contents)
    return inMemory(request, path) ?? fromDisk(request, path)
  }
}

/** Pages of entries and categories: at the address of one that moved a stub lies, for those who serve the folder without us. */
function mayHaveMoved(path: string): boolean {
  return /\/\d{4}\/\d\d\/\d\d\/[^/]+\.html$|^category\/[^/]+\.html$/.test(path)
}

function ofOtherMethod(method: string, path: string): Answer {
  const sharing = sharingOf(path)
  if (method === 'OPTIONS' && isShared(path)) return answerWith(204, { ...preflight, ...sharing })
  return refusal(405, { Allow: isShared(path) ? 'GET, HEAD, OPTIONS' : 'GET, HEAD', ...sharing })
}

async function elsewhere(found: Redirect | null, path: string, contents: Contents): Promise<Answer> {
  if (found === null) return notHere(404, path, contents)
  if (found.status === 410) return notHere(410, path, contents)
  // An operator may rename back: no cache keeps a move for ever.
  return plainAnswer(301, 'Moved', { Location: asciiOf(found.to), 'Cache-Control': 'public, max-age=300', ...sharingOf(path) })
}

/** With the page that says so, if one lies there. */
async function gone(stub: Uint8Array | null, path: string, contents: Contents): Promise<Answer> {
  return stub === null ? notHere(410, path, contents) : answerWith(410, absence(path), { body: stub })
}

async function notHere(status: 404 | 410, path: string, { notFound }: Contents): Promise<Answer> {
  return answerWith(status, absence(path), { body: await notFound(path) })
}

function absence(path: string): Headers {
  return { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache', ...sharingOf(path) }
}

function asciiOf(address: string): string {
  return address.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
