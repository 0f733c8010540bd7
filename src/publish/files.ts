// Published bytes as files: whole or not at all, and untouched while they stay the same.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { AppError, systemCodeOf } from '../base/errors.ts'
import type { Outlet } from './outlet.ts'

const leftover = /^\.newsstand-\d+-[0-9a-f]{16}\.tmp$/
/** A temporary file lives for moments; one this old lost its owner to a crash. Process numbers tell less: they return, and differ in containers. */
const leftoverAgeMs = 3_600_000
/** Folders seen are remembered so that each is searched for leftovers once; forgetting them costs one more search. */
const maxRemembered = 10_000

/**
 * Files under `dir`. Paths are relative, with `/`; what leads out of `dir` is refused (AppError `internal`).
 * @throws AppError `cannot-write` when the disk is full, read-only or forbidden, or something else stands at the path.
 */
export function filesOutlet(dir: string, clock: Clock = systemClock): Outlet {
  const root = resolve(dir)
  const swept = new Set<string>()

  const sweepOnce = async (folder: string): Promise<void> => {
    if (swept.has(folder)) return
    if (swept.size >= maxRemembered) swept.clear()
    swept.add(folder)
    await removeLeftovers(folder, clock.now() - leftoverAgeMs)
  }

  return {
    async write(path, bytes) {
      const file = placeOf(root, path)
      const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      try {
        if (await holds(file, data)) return 'unchanged'
        await replace(file, data)
        await sweepOnce(dirname(file))
        return 'written'
      } catch (error) {
        throw cannotWrite(error, file)
      }
    },

    async remove(path) {
      const file = placeOf(root, path)
      try {
        await unlink(file)
      } catch (error) {
        if (!isMissing(error)) throw cannotWrite(error, file)
      }
      await pruneFolders(root, dirname(file))
    },
  }
}

function placeOf(root: string, path: string): string {
  const parts = path.split('/')
  const isPlain = !path.includes('\0') && !path.includes('\\') && parts.every((part) => part !== '' && part !== '.' && part !== '..')
  const file = isPlain ? resolve(root, path) : root
  if (file.startsWith(root + sep)) return file
  throw new AppError('internal', `"${path}" is no path inside the output folder`, 'Please report this.', { path })
}

async function holds(file: string, data: Uint8Array): Promise<boolean> {
  try {
    const found = await stat(file)
    return found.isFile() && found.size === data.byteLength && (await readFile(file)).equals(data)
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** The new file takes the old one's place in one step; at a crash the old one, or a leftover beside it, is what remains. */
async function replace(file: string, data: Uint8Array): Promise<void> {
  const folder = dirname(file)
  const temporary = join(folder, `.newsstand-${process.pid}-${randomBytes(8).toString('hex')}.tmp`)
  const handle = await openIn(folder, temporary)
  try {
    await fill(handle, data)
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(folder)
}

/** `remove` of another file may take the empty folder away between its making and its first file. */
async function openIn(folder: string, temporary: string, tries = 3): Promise<FileHandle> {
  await mkdir(folder, { recursive: true })
  try {
    return await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)
  } catch (error) {
    if (tries > 1 && systemCodeOf(error) === 'ENOENT') return openIn(folder, temporary, tries - 1)
    throw error
  }
}

async function fill(handle: FileHandle, data: Uint8Array): Promise<void> {
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the renaming itself last through a loss of power, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY)
    await handle.sync().finally(() => handle.close())
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOENT'].includes(systemCodeOf(error) ?? '')) throw error
  }
}

async function removeLeftovers(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!leftover.test(name)) continue
    const file = join(folder, name)
    try {
      if ((await stat(file)).mtimeMs < before) await unlink(file)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
}

/** Folders that `remove` left empty, upwards, never `root`. */
async function pruneFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; relative(root, at) !== ''; at = dirname(at)) {
    try {
      await rmdir(at)
    } catch (error) {
      // Not empty, in use or not ours to take away: it stays.
      if (systemCodeOf(error) !== 'ENOENT') return
    }
  }
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
