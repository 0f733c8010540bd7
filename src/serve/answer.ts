// One request → one answer, as data.
import { type Conditions, isHeld } from './conditional.ts'
import { cachingOf, type Headers, sharingOf, typeOf } from './headers.ts'
import { publishedPath } from './request-path.ts'
import type { StoredFile, StoredFiles } from './stored-file.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array | string
}

interface Request extends Conditions {
  readonly method: string
  /** As it stands in the request line. */
  readonly target: string
  readonly accept: string | undefined
}

/** Where a path leads that has no file: it moved for good, or it went on purpose. */
export type Redirect = { readonly status: 301; readonly to: string } | { readonly status: 410 }

export interface Contents {
  readonly files: StoredFiles
  /** Asked for entry pages, and for a path without a file: decoded, no leading slash. `to` goes out as the Location, escaped where it is not ASCII. */
  readonly redirectOf: (path: string) => Promise<Redirect | null>
  /** The HTML page for what is not there, at a path such as `redirectOf` is asked for; empty: what can be no path. */
  readonly notFound: (path: string) => string | Promise<string>
}

export async function answerTo(request: Request, contents: Contents): Promise<Answer> {
  const path = publishedPath(request.target)
  const sharing = sharingOf(path ?? '')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, { Allow: 'GET, HEAD', ...sharing })
  if (path === null) return notHere(404, '', contents)

  const moved = mayHaveMoved(path) ? await contents.redirectOf(path) : null
  if (moved?.status === 410) return gone(path, contents)
  if (moved !== null) return elsewhere(moved, path, contents)
  const type = typeOf(path, request.accept)
  const file = type === null ? null : await contents.files.read(path)
  if (file === null || type === null) return elsewhere(await contents.redirectOf(path), path, contents)
  return ofFile(request, file, { 'Content-Type': type, ...cachingOf(path), ...sharing })
}

/** An answer that is only a status, for what never reached a page. */
export function refusal(status: number, headers: Headers = {}): Answer {
  return plain(status, reasons[status] ?? 'Error', { 'Cache-Control': 'no-store', ...headers })
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad request',
  405: 'Only GET and HEAD are answered here',
  408: 'The request took too long',
  431: 'The request headers are too large',
  500: 'Something went wrong here; it has been logged',
}

function ofFile(request: Request, { etag, modifiedAt, bytes }: StoredFile, { 'Content-Type': type = '', ...headers }: Headers): Answer {
  const validators = { ETag: etag, 'Last-Modified': new Date(modifiedAt).toUTCString() }
  if (isHeld(request, { etag, modifiedAt })) return { status: 304, headers: { ...headers, ...validators }, body: '' }
  return { status: 200, headers: { 'Content-Type': type, ...headers, ...validators }, body: bytes }
}

/** Pages of entries and categories: at the address of one that moved a stub lies, for those who serve the folder without us. */
function mayHaveMoved(path: string): boolean {
  return /\/\d{4}\/\d\d\/\d\d\/[^/]+\.html$|^category\/[^/]+\.html$/.test(path)
}

async function elsewhere(found: Redirect | null, path: string, contents: Contents): Promise<Answer> {
  if (found === null) return notHere(404, path, contents)
  if (found.status === 410) return notHere(410, path, contents)
  // An operator may rename back: no cache keeps a move for ever.
  return plain(301, 'Moved', { Location: asciiOf(found.to), 'Cache-Control': 'public, max-age=300', ...sharingOf(path) })
}

/** With the page that says so, if one lies there. */
async function gone(path: string, contents: Contents): Promise<Answer> {
  const stub = await contents.files.read(path)
  const said = await notHere(410, path, contents)
  return stub === null ? said : { ...said, body: stub.bytes }
}

async function notHere(status: 404 | 410, path: string, { notFound }: Contents): Promise<Answer> {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache', ...sharingOf(path) }
  return { status, headers, body: await notFound(path) }
}

function plain(status: number, text: string, headers: Headers): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body: `${text}\n` }
}

function asciiOf(address: string): string {
  return address.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
