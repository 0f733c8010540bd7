// A published file as it stands on the disk, with the compressed variants beside it.
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { systemCodeOf } from '../base/errors.ts'
import { type FileVersion, isVersion } from './freshness.ts'

const absent = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']
const extensions = { br: '.br', gzip: '.gz' } as const
/** Where no variant lies ready, as for entries' pages: made once, so somewhat better than publishing does. */
const brotliQuality = 5
const gzipLevel = 6

export type Packing = keyof typeof extensions

/** Through one handle: a file that is renamed over meanwhile cannot mix with it. Null when there is no such file. @throws the system's error */
export async function withFile<T>(file: string, use: (handle: FileHandle, version: FileVersion) => Promise<T>): Promise<T | null> {
  const handle = await openIfThere(file)
  if (handle === null) return null
  try {
    const stats = await handle.stat()
    return stats.isFile() ? await use(handle, { ino: stats.ino, mtimeMs: stats.mtimeMs, size: stats.size }) : null
  } finally {
    await handle.close()
  }
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (absent.includes(systemCodeOf(error) ?? '')) return null
    throw error
  }
}

/** Null: it is gone, or another one. */
export function bytesOf(file: string, version: FileVersion): Promise<Uint8Array | null> {
  return withFile(file, async (handle, now) => (isVersion(now, version) ? handle.readFile() : null))
}

/** Null: none lies there that was made of this version, as publishing says by giving both the same time of change. */
export function variantOf(file: string, { mtimeMs }: FileVersion, packing: Packing): Promise<Uint8Array | null> {
  return withFile(file + extensions[packing], async (handle, variant) =>
    Math.abs(variant.mtimeMs - mtimeMs) < 1 ? handle.readFile() : null,
  )
}

/** Beside, in threads of their own. */
export function packed(bytes: Uint8Array, packing: Packing): Promise<Uint8Array> {
  if (packing === 'gzip') return promisify(gzip)(bytes, { level: gzipLevel })
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength }
  return promisify(brotliCompress)(bytes, { params })
}
