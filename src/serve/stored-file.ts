// A published file as it stands on the disk, with validators over its bytes.
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '../base/digest.ts'
import { systemCodeOf } from '../base/errors.ts'
import type { Validators } from './conditional.ts'

export interface StoredFile extends Validators {
  readonly bytes: Uint8Array
}

export interface StoredFiles {
  /** Null when there is no such file. @throws the system's error when it cannot be read. */
  read(path: string): Promise<StoredFile | null>
}

/** So many ETags are remembered; the one longest unused goes. */
const maxRemembered = 10_000
const absent = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']

/** The files under `dir`; paths are trusted to stay inside (request-path.ts). */
export function storedFiles(dir: string): StoredFiles {
  const etags = rememberedEtags()
  return {
    read: async (path) => {
      const handle = await openIfThere(join(dir, path))
      if (handle === null) return null
      try {
        return await readWhole(handle, (version, bytes) => etags.of(path, version, bytes))
      } finally {
        await handle.close()
      }
    },
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

/** Size, time and bytes through one handle: a file that is renamed over meanwhile cannot mix with them. */
async function readWhole(handle: FileHandle, etagOf: (version: string, bytes: Uint8Array) => string): Promise<StoredFile | null> {
  const stats = await handle.stat()
  if (!stats.isFile()) return null
  const bytes = await handle.readFile()
  return { bytes, etag: etagOf(`${stats.ino} ${stats.mtimeMs} ${stats.size}`, bytes), modifiedAt: stats.mtimeMs }
}

function rememberedEtags(): { of(path: string, version: string, bytes: Uint8Array): string } {
  const known = new Map<string, { readonly version: string; readonly etag: string }>()
  return {
    of: (path, version, bytes) => {
      const found = known.get(path)
      const etag = found?.version === version ? found.etag : `"${sha256Hex(bytes).slice(0, 32)}"`
      known.delete(path)
      known.set(path, { version, etag })
      for (const oldest of known.keys()) if (known.size > maxRemembered) known.delete(oldest)
      return etag
    },
  }
}
