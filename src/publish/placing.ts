// A file takes its place: written beside under another name, made to last, then renamed.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'

const leftover = /^\.newsstand-\d+-[0-9a-f]{16}\.tmp$/

export interface NewFile {
  readonly file: string
  readonly data: Uint8Array
  /** When it says it was changed; null: now. */
  readonly modifiedAt: number | null
}

/**
 * Each new file takes an old one's place in one step, in their order, when all of them are on the disk. At a crash the old one, or a
 * leftover beside it, is what remains. The folders that it made, for `syncFolder`.
 */
export async function placeAll(files: readonly NewFile[]): Promise<readonly string[]> {
  const made: string[] = []
  const temporaries = files.map(({ file }) => join(dirname(file), `.newsstand-${process.pid}-${randomBytes(8).toString('hex')}.tmp`))
  try {
    await allOf(files.map((one, at) => fill(temporaries[at] ?? '', one, made)))
    for (const [at, { file }] of files.entries()) await rename(temporaries[at] ?? '', file)
  } catch (error) {
    await Promise.all(temporaries.map((temporary) => unlink(temporary).catch(() => undefined)))
    throw error
  }
  return made
}

/** Waits for all of them also when one fails: what another one still writes is not to be left behind. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  for (const done of await Promise.allSettled(works)) if (done.status === 'rejected') throw done.reason
}

async function fill(temporary: string, { data, modifiedAt }: NewFile, made: string[]): Promise<void> {
  const handle = await openIn(dirname(temporary), temporary, made)
  try {
    await handle.writeFile(data)
    if (modifiedAt !== null) await handle.utimes(modifiedAt / 1_000, modifiedAt / 1_000)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The folder may be missing, and the removing of another file may take it away, empty, between its making and its first file. */
async function openIn(folder: string, temporary: string, made: string[], failed = 0): Promise<FileHandle> {
  try {
    if (failed > 0) made.push(...withParent(await makeFolder(folder)))
    return await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644)
  } catch (error) {
    if (failed === 3 || systemCodeOf(error) !== 'ENOENT') throw error
    return openIn(folder, temporary, made, failed + 1)
  }
}

function withParent(folders: readonly string[]): readonly string[] {
  return [...folders.slice(0, 1).map(dirname), ...folders]
}

/** Removes what crashes left in a folder before an instant. */
export async function removeLeftovers(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!leftover.test(name)) continue
    const file = join(folder, name)
    try {
      if ((await stat(file)).mtimeMs < before) await unlink(file)
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT') throw error
    }
  }
}
