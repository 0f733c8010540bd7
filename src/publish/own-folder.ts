// A folder that holds an export and nothing else.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, systemCodeOf } from '../base/errors.ts'
import { filesOutlet } from './files.ts'
import { beginFolder, claimFolder, type FirstFile } from './folder.ts'
import type { Outlet } from './outlet.ts'

export interface OwnFolder {
  readonly outlet: Outlet
  /** Takes away what an earlier export left in these folders that this one did not write; how many files. */
  removeOthers(folders: readonly string[], written: ReadonlySet<string>): Promise<number>
}

/** An empty folder, or one of an earlier export of the site. @throws AppError `file-exists`, `other-site`, `cannot-write` */
export async function openOwnFolder(dir: string, siteId: string, first: readonly FirstFile[]): Promise<OwnFolder> {
  const names = await namesIn(dir)
  if (names.length > 0 && !names.includes('.newsstand-site'))
    throw new AppError('file-exists', `The folder ${dir} holds other files`, 'Name an empty folder, or one that does not exist yet.', {
      dir,
    })
  claimFolder(dir, siteId)
  beginFolder(dir, first)
  const outlet = filesOutlet(dir)
  return {
    outlet,
    removeOthers: async (folders, written) => {
      const left = (
        await Promise.all(folders.map(async (folder) => (await namesIn(join(dir, folder))).map((name) => `${folder}/${name}`)))
      ).flat()
      const others = left.filter((path) => !written.has(path))
      for (const path of others) await outlet.remove(path)
      return others.length
    },
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === 'ENOENT') return []
    if (code === null) throw error
    throw new AppError(
      'cannot-write',
      `cannot write ${folder} (${code})`,
      'Name a folder that may be written.',
      { folder, code },
      { cause: error },
    )
  }
}
