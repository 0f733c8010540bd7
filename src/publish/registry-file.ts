// The registry file beside the output folder: lines are added, now and then it is written anew; a lost store is made again from it.
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { open, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'
import { syncFolder } from '../base/sync-folder.ts'
import { type RegistryHeader, type RegistryLine, registryFileName } from '../model/registry-line.ts'
import { readLine } from '../model/registry-reading.ts'
import type { RegistryFile } from './outlet.ts'

/** Beside the output folder, so that emptying that one does not take it along. */
export function registryPath(outputDir: string): string {
  return join(dirname(outputDir), registryFileName)
}

export function registryFile(file: string): RegistryFile {
  return {
    path: file,
    size: async () => {
      try {
        return (await stat(file)).size
      } catch (error) {
        if (isMissing(error)) return null
        throw cannotWrite(error, file)
      }
    },
    append: (text) => appendTo(file, text).catch((error) => Promise.reject(cannotWrite(error, file))),
    replace: (parts) => replaceWith(file, parts).catch((error) => Promise.reject(cannotWrite(error, file))),
    lines: () => linesOf(file),
  }
}

async function appendTo(file: string, text: string): Promise<number> {
  const handle = await open(file, 'a')
  try {
    await handle.appendFile(text)
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

async function replaceWith(file: string, parts: AsyncIterable<string>): Promise<number> {
  const folder = dirname(file)
  await makeFolder(folder)
  // One process at a time writes: what another one left behind is written over.
  const temporary = `${file}.tmp`
  try {
    const handle = await open(temporary, 'w', 0o644)
    let size = 0
    try {
      for await (const part of parts) {
        await handle.appendFile(part)
        size += Buffer.byteLength(part)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
    await syncFolder(folder)
    return size
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

const longestHeader = 4_096

/**
 * The header of the file; null: there is none yet.
 * @throws AppError `registry-damaged`, `cannot-write`
 */
export function readHeader(file: string): RegistryHeader | null {
  const start = startOf(file)
  if (start === null) return null
  const [first = ''] = start.split('\n')
  // Its first writing was cut off: there is nothing in it.
  if (start === '') return null
  const line = readLine(first)
  if (typeof line === 'string' || line.kind !== 'header') {
    throw damaged([`${file}:1: ${typeof line === 'string' ? line : 'the first line does not say whose registry it is'}`], file)
  }
  return line
}

function startOf(file: string): string | null {
  try {
    const handle = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(longestHeader)
      return bytes.toString('utf8', 0, readSync(handle, bytes, 0, longestHeader, 0))
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (isMissing(error)) return null
    throw new AppError('cannot-write', `Cannot read ${file}: ${messageOf(error)}`, 'Check its permissions.', { file }, { cause: error })
  }
}

/** Named in one message. */
const mostNamed = 10

/** Whoever was killed in the act of adding lines leaves a last one that is cut off. */
async function* linesOf(file: string): AsyncGenerator<RegistryLine> {
  const problems: string[] = []
  let before: { readonly number: number; readonly text: string } | null = null
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (before !== null) {
      const line = readLine(before.text)
      if (typeof line === 'string') problems.push(`${file}:${before.number}: ${line}`)
      else yield line
    }
    number++
    before = text === '' ? null : { number, text }
  }
  if (before !== null) {
    const line = readLine(before.text)
    if (typeof line !== 'string') yield line
    else if (endsWithLine(file)) problems.push(`${file}:${before.number}: ${line}`)
  }
  if (problems.length > 0) throw damaged(problems, file)
}

function endsWithLine(file: string): boolean {
  const handle = openSync(file, 'r')
  try {
    const last = Buffer.alloc(1)
    readSync(handle, last, 0, 1, fstatSync(handle).size - 1)
    return last.toString() === '\n'
  } finally {
    closeSync(handle)
  }
}

function damaged(problems: readonly string[], file: string): AppError {
  const more = problems.length > mostNamed ? [`and ${problems.length - mostNamed} more lines`] : []
  return new AppError(
    'registry-damaged',
    [`The registry cannot be read back:`, ...problems.slice(0, mostNamed), ...more].join('\n'),
    'Mend these lines, or put back the file from a backup; a line that is taken out gives its address away. Nothing was published.',
    { file, problems },
  )
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')
}

function cannotWrite(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error
  const code = systemCodeOf(error)
  if (code === null) return error
  return new AppError(
    'cannot-write',
    `cannot write ${file} (${code})`,
    'Let the user that runs newsstand write there, or set publish.dir to a folder in a folder of its own.',
    { file, code },
    { cause: error },
  )
}
