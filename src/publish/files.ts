// Published bytes as files: whole or not at all, and untouched while they stay the same.
import { readFile, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { AppError, systemCodeOf } from '../base/errors.ts'
import { syncFolder } from '../base/sync-folder.ts'
import { inTurns } from '../base/turns.ts'
import type { Outlet } from './outlet.ts'
import { type NewFile, placeAll, removeLeftovers } from './placing.ts'
import { variantExtensions, variantsOf } from './variants.ts'

/** A temporary file lives for moments; one this old lost its owner to a crash. Process numbers tell less: they return, and differ in containers. */
const leftoverAgeMs = 3_600_000
/** Folders seen are remembered so that each is searched for leftovers once; forgetting them costs one more search. */
const maxRemembered = 10_000
/** Syncing waits for the disk: some at once share the wait. */
const syncsAtOnce = 16

/**
 * Files under `dir`. Paths are relative, with `/`; what leads out of `dir` is refused (AppError `internal`).
 * @throws AppError `cannot-write` when the disk is full, read-only or forbidden, or something else stands at the path.
 */
export function filesOutlet(dir: string, clock: Clock = systemClock): Outlet {
  const root = resolve(dir)
  const swept = new Set<string>()
  /** Folders in which something changed that a loss of power could undo. */
  const unsynced = new Set<string>()

  const sweepOnce = async (folder: string): Promise<void> => {
    if (swept.has(folder)) return
    if (swept.size >= maxRemembered) swept.clear()
    swept.add(folder)
    await removeLeftovers(folder, clock.now() - leftoverAgeMs)
  }

  const place = async (files: readonly NewFile[], folder: string): Promise<'written'> => {
    const made = await placeAll(files)
    for (const one of made) unsynced.add(one)
    if (!made.includes(folder)) await sweepOnce(folder)
    return 'written'
  }

  return {
    async read(path) {
      try {
        return await readFile(placeOf(root, path))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    async write(path, bytes) {
      const file = placeOf(root, path)
      const data = dataOf(bytes)
      try {
        unsynced.add(dirname(file))
        return (await timeIfHolds(file, data)) === null ? await place([{ file, data, modifiedAt: null }], dirname(file)) : 'unchanged'
      } catch (error) {
        throw cannotWrite(error, file)
      }
    },

    async writeWithVariants(path, bytes) {
      const file = placeOf(root, path)
      const data = dataOf(bytes)
      try {
        unsynced.add(dirname(file))
        const heldSince = await timeIfHolds(file, data)
        if (heldSince !== null && (await haveVariants(file, heldSince))) return 'unchanged'
        const modifiedAt = heldSince ?? clock.now()
        const variants = (await variantsOf(data)).map(({ extension, bytes: data }) => ({ file: file + extension, data, modifiedAt }))
        return await place(heldSince === null ? [...variants, { file, data, modifiedAt }] : variants, dirname(file))
      } catch (error) {
        throw cannotWrite(error, file)
      }
    },

    async remove(path) {
      const file = placeOf(root, path)
      // A server may answer with a variant where there is no file: that one goes last.
      for (const one of [...variantExtensions.map((extension) => file + extension), file]) await removeFile(one)
      unsynced.add(await pruneFolders(root, dirname(file)))
    },

    async sync() {
      const folders = [...unsynced]
      unsynced.clear()
      await inTurns(folders, syncsAtOnce, async (folder) => {
        await syncFolder(folder).catch((error: unknown) => {
          throw cannotWrite(error, folder)
        })
      })
    },
  }
}

function dataOf(bytes: string | Uint8Array): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}

function placeOf(root: string, path: string): string {
  const parts = path.split('/')
  const isPlain = !path.includes('\0') && !path.includes('\\') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  const file = isPlain ? resolve(root, path) : root
  if (file.startsWith(root + sep)) return file
  throw new AppError('internal', `"${path}" is no path inside the output folder`, 'Please report this.', { path })
}

/** When the file was changed last, if it holds these bytes; else null. */
async function timeIfHolds(file: string, data: Uint8Array): Promise<number | null> {
  try {
    const found = await stat(file)
    const isHeld = found.isFile() && found.size === data.byteLength && (await readFile(file)).equals(data)
    return isHeld ? found.mtimeMs : null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** A variant is made of the file that says the same time of change: of another one only a crash leaves it. */
async function haveVariants(file: string, modifiedAt: number): Promise<boolean> {
  for (const extension of variantExtensions) {
    try {
      if (Math.abs((await stat(file + extension)).mtimeMs - modifiedAt) >= 1) return false
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }
  return true
}

async function removeFile(file: string): Promise<void> {
  try {
    await unlink(file)
  } catch (error) {
    if (!isMissing(error)) throw cannotWrite(error, file)
  }
}

/** Takes folders away that `remove` left empty, upwards, never `root`; the first that stays. */
async function pruneFolders(root: string, folder: string): Promise<string> {
  let at = folder
  for (; relative(root, at) !== ''; at = dirname(at)) {
    try {
      await rmdir(at)
    } catch (error) {
      // Not empty, in use or not ours to take away: it stays.
      if (systemCodeOf(error) !== 'ENOENT') return at
    }
  }
  return at
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')
}

const adviceOf: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on the disk; what was published before is still there.',
  EDQUOT: 'Free some space or raise the quota; what was published before is still there.',
  EROFS: 'The disk is read-only: mount it writable, or set publish.dir to a folder elsewhere.',
  EACCES: 'Give the user that runs newsstand the right to write there, or set publish.dir to another folder.',
  EPERM: 'Give the user that runs newsstand the right to write there, or set publish.dir to another folder.',
  ENOENT: 'No folder can be made there: set publish.dir to another one.',
  ENOTDIR: 'A file stands where a folder must be: move it away.',
  EEXIST: 'A file stands where a folder must be: move it away.',
  EISDIR: 'A folder stands where the file must be: move it away.',
  EIO: 'The disk reports an error; check it.',
}

function cannotWrite(error: unknown, path: string): unknown {
  const code = systemCodeOf(error)
  const advice = code === null ? undefined : adviceOf[code]
  return advice === undefined
    ? error
    : new AppError('cannot-write', `cannot write ${path} (${code})`, advice, { path, code }, { cause: error })
}
