// An output folder belongs to one site, as a store does: two sites must never write over each other.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'

const marker = '.newsstand-site'

/** Claims a folder for the site, or checks that it is the site's. @throws AppError `other-site`, `cannot-write` */
export function claimFolder(dir: string, siteId: string): 'claimed' | 'ours' {
  const owner = ownerOf(dir)
  if (owner === siteId) return 'ours'
  if (owner !== null) {
    throw new AppError(
      'other-site',
      `The folder ${dir} belongs to the site "${owner}", not to "${siteId}"`,
      'Set publish.dir to another folder.',
      { dir },
    )
  }
  try {
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, marker), `${siteId}\n`)
    return 'claimed'
  } catch (error) {
    throw new AppError(
      'cannot-write',
      `Cannot write to ${dir}: ${messageOf(error)}`,
      'Check free space and permissions, or set publish.dir to another folder.',
      { dir },
      { cause: error },
    )
  }
}

function ownerOf(dir: string): string | null {
  try {
    // Empty: whoever claimed it was killed in the act.
    return readFileSync(join(dir, marker), 'utf8').trim() || null
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null
    throw new AppError(
      'cannot-write',
      `Cannot read ${join(dir, marker)}: ${messageOf(error)}`,
      'Check the permissions of the folder, or set publish.dir to another one.',
      { dir },
      { cause: error },
    )
  }
}
