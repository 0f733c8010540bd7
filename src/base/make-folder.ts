// Folders that are made with those above them, one by one. Node 20's `recursive` tries for ever where a folder that is there takes none
// and says ENOENT, as /proc does.
import { mkdirSync, statSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { systemCodeOf } from './errors.ts'

/** Those that it made, the topmost first; none where the folder is there. @throws the system's error */
export async function makeFolder(path: string): Promise<readonly string[]> {
  const folder = resolve(path)
  try {
    return await makeOne(folder)
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    const above = await makeFolder(dirname(folder))
    return [...above, ...(await makeOne(folder))]
  }
}

/** As `makeFolder`, for what is opened before anything else runs. */
export function makeFolderSync(path: string): void {
  const folder = resolve(path)
  try {
    makeOneSync(folder)
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    makeFolderSync(dirname(folder))
    makeOneSync(folder)
  }
}

/** What the system says of a folder that is there differs: EEXIST, EISDIR, EROFS… */
async function makeOne(folder: string): Promise<readonly string[]> {
  try {
    await mkdir(folder)
    return [folder]
  } catch (error) {
    const found = await stat(folder).catch(() => null)
    if (found?.isDirectory() === true) return []
    throw error
  }
}

function makeOneSync(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}
