// An output folder belongs to one site, as a store does: two sites must never write over each other.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolderSync } from '../base/make-folder.ts'

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
    makeFolderSync(dir)
    writeFileSync(join(dir, marker), `${siteId}\n`)
    return 'claimed'
  } catch (error) {
    throw cannotWrite(dir, error)
  }
}

export interface FirstFile {
  readonly path: string
  readonly text: string
}

/**
 * Puts the first files into a folder that holds nothing but what begins with a dot: in any other they would meet the operator's own.
 * @throws AppError `cannot-write`
 */
export function beginFolder(dir: string, files: readonly FirstFile[]): 'begun' | 'in use' {
  try {
    if (readdirSync(dir).some((name) => !name.startsWith('.'))) return 'in use'
    for (const { path, text } of files) {
      makeFolderSync(dirname(join(dir, path)))
      writeFileSync(join(dir, path), text, { flag: 'wx' })
    }
    return 'begun'
  } catch (error) {
    throw cannotWrite(dir, error)
  }
}

function cannotWrite(dir: string, error: unknown): AppError {
  return new AppError(
    'cannot-write',
    `Cannot write to ${dir}: ${messageOf(error)}`,
    'Check free space and permissions, or choose another folder (in config: publish.dir).',
    { dir },
    { cause: error },
  )
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
