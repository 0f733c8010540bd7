// What lies in an output folder, as `doctor` looks at it.
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCodeOf } from '../base/errors.ts'
import { inTurns } from '../base/turns.ts'
import { variantExtensions } from './variants.ts'

/** Beyond it a folder is looked at in part. */
const mostFiles = 20_000
const atOnce = 32
/** A process that writes needs moments. */
const tornMs = 60 * 60_000
const temporary = /^\.newsstand-\d+-[0-9a-f]{16}\.tmp$/

export interface Lying {
  /** Files, without those that stand beside another one in compressed form, and without names that begin with a dot. */
  readonly files: readonly string[]
  /** Half written, an hour ago or longer. */
  readonly torn: readonly string[]
  readonly isPartial: boolean
}

/** Which of these files are not there. */
export async function missingFrom(dir: string, paths: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = []
  await inTurns(paths, atOnce, async (path) => {
    if (!(await isThere(join(dir, path)))) missing.push(path)
  })
  return missing.sort()
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    (error) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')) return false
      throw error
    },
  )
}

/** Files in a folder and those below it, the nearest first. */
export async function lyingIn(dir: string, now: number): Promise<Lying> {
  const found: string[] = []
  let isPartial = false
  for await (const path of filesUnder(dir)) {
    isPartial = found.length >= mostFiles
    if (isPartial) break
    found.push(path)
  }
  const isOfADot = (path: string) => (path.split('/').at(-1) ?? '').startsWith('.')
  const torn: string[] = []
  for (const path of found.filter((one) => temporary.test(one.split('/').at(-1) ?? '')))
    if (now - (await changedAt(join(dir, path), now)) > tornMs) torn.push(path)
  const all = new Set(found)
  const isVariant = (path: string) => variantExtensions.some((end) => path.endsWith(end) && all.has(path.slice(0, -end.length)))
  return { files: found.filter((path) => !isOfADot(path) && !isVariant(path)), torn, isPartial }
}

/** Whoever writes it may have ended by now: then it is as new as can be. */
async function changedAt(file: string, now: number): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    (error) => {
      if (systemCodeOf(error) === 'ENOENT') return now
      throw error
    },
  )
}

async function* filesUnder(dir: string): AsyncGenerator<string> {
  const folders = ['']
  for (let at = 0; at < folders.length; at++) {
    const folder = folders[at] ?? ''
    for await (const entry of await opened(join(dir, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else yield path
    }
  }
}

async function opened(folder: string) {
  try {
    return await opendir(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemCodeOf(error) ?? '')) return []
    throw error
  }
}
