// Published files in memory, ready to be sent: what is asked for again and again is neither read nor compressed again.
import { join } from 'node:path'
import { sha256Hex } from '../base/digest.ts'
import { bounded } from './bounded.ts'
import type { Coding } from './coding.ts'
import { type FileVersion, freshness, isVersion, type Watched } from './freshness.ts'
import { isPackable } from './headers.ts'
import { bytesOf, packed, variantOf, withFile } from './published-file.ts'

export interface Document<Extra> {
  readonly path: string
  /** Of its bytes as they are. */
  readonly digest: string
  /** Milliseconds since 1970, to the second; another one whenever the digest is. */
  readonly modifiedAt: number
  /** In bytes, as it is. */
  readonly length: number
  readonly isPackable: boolean
  readonly watched: Watched
  /** In memory: compressed, or as they are where that would be no use. */
  readonly bodies: Partial<Record<Coding, Uint8Array>>
  readonly extra: Extra
}

export interface Shelf<Extra> {
  /** What is in memory, and still stands so on the disk. */
  ready(path: string): Document<Extra> | undefined
  /** Null: there is no such file. @throws the system's error when it cannot be read */
  load(path: string): Promise<Document<Extra> | null>
  /** Undefined: it is not in memory. */
  body(document: Document<Extra>, coding: Coding): Uint8Array | undefined
  /** Reads or makes it, once for all who wait. Null: another file has taken its place meanwhile. */
  makeBody(document: Document<Extra>, coding: Coding): Promise<Uint8Array | null>
}

export interface ShelfOptions<Extra> {
  /** The folder of published files; paths are trusted to stay inside (request-path.ts). */
  readonly dir: string
  readonly memoryBytes: number
  /** What answers need besides; asked for when a document is read. */
  readonly extraOf: (path: string) => Promise<Extra>
}

interface Remembered {
  readonly version: FileVersion
  readonly digest: string
  readonly modifiedAt: number
}

/** What is not compressed is large and seldom wanted: this share of the memory holds what was asked for last. */
const plainShare = 1 / 8
/** Of so many files it is known what they were, though they are no more in memory. */
const maxRemembered = 10_000
/** Publishing may be quicker than reading, but not for long. */
const maxTries = 3
/** Of a document besides its bodies: prepared headers, mostly. */
const ownBytes = 4_096

export function shelfOf<Extra>({ dir, memoryBytes, extraOf }: ShelfOptions<Extra>): Shelf<Extra> {
  const fresh = freshness()
  const documents = bounded<Document<Extra>>(memoryBytes)
  const plains = plainBodies(memoryBytes * plainShare)
  const remembered = bounded<Remembered>(maxRemembered)
  const loading = inFlight<Document<Extra> | null>()
  const making = inFlight<Uint8Array | null>()

  const contentOf = async (path: string, version: FileVersion, read: () => Promise<Uint8Array>): Promise<Remembered> => {
    const before = remembered.get(path)
    if (before !== undefined && isVersion(before.version, version)) return before
    const bytes = await read()
    plains.keep(path, version, bytes)
    const now = since(before, { version, digest: sha256Hex(bytes).slice(0, 32), modifiedAt: toSecond(version.mtimeMs) })
    remembered.set(path, now, 1)
    return now
  }
  const read = (path: string): Promise<Document<Extra> | null> => {
    const file = join(dir, path)
    return withFile(file, async ({ version, bytes }) => {
      const { digest, modifiedAt } = await contentOf(path, version, bytes)
      const said = { path, digest, modifiedAt, length: version.size, isPackable: isPackable(path), extra: await extraOf(path) }
      const document = { ...said, watched: fresh.watch(file, version), bodies: {} }
      documents.set(path, document, ownBytes)
      return document
    })
  }
  const plainOf = async ({ path, watched: { file, version } }: Document<Extra>): Promise<Uint8Array | null> => {
    const found = plains.of(path, version) ?? (await bytesOf(file, version))
    if (found !== null) plains.keep(path, version, found)
    return found
  }
  const packedOf = async (document: Document<Extra>, coding: 'br' | 'gzip'): Promise<Uint8Array | null> => {
    const { file, version } = document.watched
    const variant = await variantOf(file, version, coding)
    if (variant !== null) return variant
    const plain = await plainOf(document)
    return plain && packed(plain, coding)
  }
  const make = async (document: Document<Extra>, coding: Coding): Promise<Uint8Array | null> => {
    const bytes = coding === 'identity' ? await plainOf(document) : await packedOf(document, coding)
    if (bytes === null || (coding === 'identity' && document.isPackable)) return bytes
    document.bodies[coding] = bytes
    documents.grow(document.path, document, bytes.byteLength)
    return bytes
  }

  return {
    ready: (path) => {
      const found = documents.get(path)
      return found !== undefined && fresh.isSame(found.watched) ? found : undefined
    },
    load: async (path) => {
      for (let tries = 1; ; tries += 1) {
        const found = await loading(path, () => read(path))
        if (found === null || tries === maxTries || fresh.isSame(found.watched)) return found
      }
    },
    body: ({ path, bodies, watched }, coding) => bodies[coding] ?? (coding === 'identity' ? plains.of(path, watched.version) : undefined),
    makeBody: (document, coding) => making(`${coding} ${document.digest} ${document.path}`, () => make(document, coding)),
  }
}

/** So that ETag and Last-Modified change together: touched it is as it was, changed twice in a second it says the next one. */
function since(before: Remembered | undefined, now: Remembered): Remembered {
  if (before === undefined) return now
  if (before.digest === now.digest) return { ...now, modifiedAt: before.modifiedAt }
  return { ...now, modifiedAt: Math.max(now.modifiedAt, before.modifiedAt + 1_000) }
}

function toSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000
}

/** What is asked for while it is under way is not begun again. */
function inFlight<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>()
  return (key, work) => {
    const found = flights.get(key)
    if (found !== undefined) return found
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}

function plainBodies(maxBytes: number) {
  const kept = bounded<{ readonly version: FileVersion; readonly bytes: Uint8Array }>(maxBytes)
  return {
    of: (path: string, version: FileVersion): Uint8Array | undefined => {
      const found = kept.get(path)
      return found !== undefined && isVersion(found.version, version) ? found.bytes : undefined
    },
    keep: (path: string, version: FileVersion, bytes: Uint8Array): void => kept.set(path, { version, bytes }, bytes.byteLength),
  }
}
