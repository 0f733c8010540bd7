// `file:` addresses that the operator wrote in config: local feeds, and trying things out.
import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemCodeOf } from '../base/errors.ts'
import { mediaType } from '../model/vocabulary.ts'
import { VisitFailure } from './errors.ts'
import type { FetchOutcome, FetchRequest } from './fetcher.ts'

const typeByExtension: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': mediaType.rss,
  '.rss': mediaType.rss,
  '.atom': mediaType.atom,
  '.html': mediaType.html,
  '.opml': mediaType.opml,
}

export function isFileUrl(url: string): boolean {
  return /^\s*file:/i.test(url)
}

/** Reads a file as if it were a visit. `etag` is made of its inode, size and time of change, since a second is too coarse for files. */
export async function readLocal(request: FetchRequest, maxBytes: number): Promise<FetchOutcome> {
  try {
    if (!request.isOperators)
      throw new VisitFailure('blocked', `${request.url} is a file, and only config may name files; nothing of the web leads to this disk`)
    return await read(request, fileURLToPath(request.url), maxBytes)
  } catch (error) {
    const { code, message, bytes } = error instanceof VisitFailure ? error : unreadable(request.url, error)
    return { kind: 'failed', code, message, bytes }
  }
}

async function read({ url, etag }: FetchRequest, path: string, maxBytes: number): Promise<FetchOutcome> {
  const found = await stat(path, { bigint: true })
  if (!found.isFile()) throw new VisitFailure('refused', `${path} is no regular file; name one`)
  if (found.size > maxBytes)
    throw new VisitFailure('too-large', `${path} has ${found.size} bytes, more than ${maxBytes}; poll.limits.bodyBytes may allow more`)
  const tag = `"${found.ino}-${found.size}-${found.mtimeNs}"`
  if (tag === etag) return { kind: 'unchanged', maxAgeMs: null, movedTo: null }
  const body = await readFile(path)
  if (body.length === 0) throw new VisitFailure('empty', `${path} is empty; it is read again later`)
  const contentType = typeByExtension[extname(path).toLowerCase()] ?? null
  const lastModified = found.mtime.toUTCString()
  return {
    kind: 'fetched',
    url,
    body,
    contentType,
    etag: tag,
    lastModified,
    maxAgeMs: null,
    bytes: body.length,
    sentHash: null,
    movedTo: null,
  }
}

function unreadable(url: string, error: unknown): VisitFailure {
  const code = systemCodeOf(error)
  if (code === null) throw error
  return new VisitFailure(
    'refused',
    code === 'ENOENT' ? `no such file: ${url}; see that the url is right` : `${url} cannot be read (${code}); see who may read it`,
  )
}
