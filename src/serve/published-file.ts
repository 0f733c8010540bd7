// A published file as it stands on the disk, with the compressed variants beside it.
import { closeSync, fstatSync, openSync, readFile, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { systemCodeOf } from '../base/errors.ts'
import { type FileVersion, isVersion } from './freshness.ts'

const absent = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']
/** Feeds are never longer. */
const mostAtOnce = 1024 ** 2
const extensions = { br: '.br', gzip: '.gz' } as const
/** Where no variant lies ready, as for entries' pages: made once, so somewhat better than publishing does. */
const brotliQuality = 5
const gzipLevel = 6

export type Packing = keyof typeof extensions

export interface OpenFile {
  readonly version: FileVersion
  /** All that stands in it. */
  bytes(): Promise<Uint8Array>
}

/** Through one descriptor: a file that is renamed over meanwhile cannot mix with it. Null when there is no such file. @throws the system's error */
export async function withFile<T>(file: string, use: (opened: OpenFile) => Promise<T>): Promise<T | null> {
  const descriptor = openIfThere(file)
  if (descriptor === null) return null
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return null
    const version = { ino: stats.ino, mtimeMs: stats.mtimeMs, size: stats.size }
    return await use({ version, bytes: () => readAll(descriptor, stats.size) })
  } finally {
    closeSync(descriptor)
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    if (absent.includes(systemCodeOf(error) ?? '')) return null
    throw error
  }
}

/**
 * Of feeds and pages it takes some 0.05 ms at once. Beside, each of its calls waits for a turn of the event loop, and for compressions in
 * the same threads: 1.3 s for a reader whose feed is new, while thousands of sources are read.
 */
async function readAll(descriptor: number, bytes: number): Promise<Uint8Array> {
  return bytes <= mostAtOnce ? readFileSync(descriptor) : promisify(readFile)(descriptor)
}

/** Null: it is gone, or another one. */
export function bytesOf(file: string, version: FileVersion): Promise<Uint8Array | null> {
  return withFile(file, async (opened) => (isVersion(opened.version, version) ? opened.bytes() : null))
}

/** Null: none lies there that was made of this version, as publishing says by giving both the same time of change. */
export function variantOf(file: string, { mtimeMs }: FileVersion, packing: Packing): Promise<Uint8Array | null> {
  return withFile(file + extensions[packing], async (variant) => (Math.abs(variant.version.mtimeMs - mtimeMs) < 1 ? variant.bytes() : null))
}

/** Beside, in threads of their own. */
export function packed(bytes: Uint8Array, packing: Packing): Promise<Uint8Array> {
  if (packing === 'gzip') return promisify(gzip)(bytes, { level: gzipLevel })
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength }
  return promisify(brotliCompress)(bytes, { params })
}
