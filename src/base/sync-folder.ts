// Makes renamings and removals in a folder last through a loss of power, where the system can.
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { systemCodeOf } from './errors.ts'

export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY)
    await handle.sync().finally(() => handle.close())
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')) throw error
  }
}
