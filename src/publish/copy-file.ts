// An exact copy of the store as a file: a line for each row, a first line that says whose it is, a last one by which a cut is noticed.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { cannotRead } from '../base/cannot-read.ts'
import { AppError, messageOf, systemCodeOf } from '../base/errors.ts'
import { makeFolder } from '../base/make-folder.ts'
import { syncFolder } from '../base/sync-folder.ts'
import type { CopyHead, CopyLine } from '../store/port/copies.ts'

/** Of the lines, not of the tables. */
const format = 1

export interface FileHead extends CopyHead {
  /** When it was made, RFC 3339. */
  readonly made: string
  /** Version of the program that made it. */
  readonly by: string
}

export interface CheckedCopy {
  readonly head: FileHead
  /** Lines between the first and the last. */
  readonly lines: number
  /** SHA-256 of all that stands before the last line. */
  readonly hash: string
}

type Lines = AsyncIterable<readonly CopyLine[]>

/** A file that ends in `.gz` is compressed. It takes its place whole or not at all, and its owner alone may read it. @throws AppError `cannot-write` */
export async function writeCopy(file: string, head: FileHead, lines: Lines): Promise<void> {
  const temporary = `${file}.tmp`
  try {
    await makeFolder(dirname(file))
    const out = createWriteStream(temporary, { mode: 0o600, flush: true })
    if (file.endsWith('.gz')) await pipeline(Readable.from(textOf(head, lines)), createGzip({ level: 6 }), out)
    else await pipeline(Readable.from(textOf(head, lines)), out)
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw cannotWrite(error, file)
  }
}

/** The same to a stream, such as standard output. */
export async function printCopy(out: (text: string) => Promise<void>, head: FileHead, lines: Lines): Promise<void> {
  for await (const text of textOf(head, lines)) await out(text)
}

async function* textOf(head: FileHead, lines: Lines): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let count = 0
  const hashed = (text: string) => {
    hash.update(text)
    return text
  }
  yield hashed(`${JSON.stringify({ newsstand: 'copy', format, ...head })}\n`)
  for await (const some of lines) {
    count += some.length
    yield hashed(some.map(({ table, row }) => `${JSON.stringify({ [table]: row })}\n`).join(''))
  }
  yield `${JSON.stringify({ end: { lines: count, sha256: hash.digest('hex') } })}\n`
}

/** Reads all of it. @throws AppError `cannot-read`, `copy-damaged`, `copy-newer` */
export async function checkCopy(file: string): Promise<CheckedCopy> {
  const hash = createHash('sha256')
  let first: string | null = null
  let before: string | null = null
  let lines = 0
  for await (const line of linesOf(file)) {
    first ??= line
    if (before !== null) {
      update(hash, before)
      lines++
    }
    before = line
  }
  const head = headOf(first ?? '', file)
  const end = endOf(before ?? '')
  const found = hash.digest('hex')
  if (end === null) throw damaged(file, lines + 1, 'it ends in the middle: the last line does not say that it is the last')
  if (end.sha256 !== found || end.lines !== lines - 1)
    throw damaged(file, null, 'it is not what was written: its last line names another hash')
  return { head, lines: end.lines, hash: found }
}

function update(hash: Hash, line: string): void {
  hash.update(line)
  hash.update('\n')
}

/** Lines between the first and the last from this one on, from 0. @throws AppError `cannot-read`, `copy-damaged` */
export async function* readCopy(file: string, from: number): AsyncGenerator<CopyLine> {
  let number = -2
  let before: string | null = null
  for await (const line of linesOf(file)) {
    if (before !== null && number >= from) yield lineOf(before, number + 2, file)
    before = line
    number++
  }
}

function lineOf(text: string, number: number, file: string): CopyLine {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) {
      const [entry] = Object.entries(value)
      if (entry !== undefined && typeof entry[1] === 'object' && entry[1] !== null) return { table: entry[0], row: { ...entry[1] } }
    }
  } catch (error) {
    throw damaged(file, number, messageOf(error))
  }
  throw damaged(file, number, 'the line names no row')
}

/** Only line feeds end lines: texts hold other characters that readers of lines take for ends. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of bytesOf(file)) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    yield* pieces
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    const stream = createReadStream(file, { highWaterMark: 1 << 18 })
    yield* (await isGzip(file)) ? gunzipped(stream) : stream
  } catch (error) {
    if (error instanceof AppError) throw error
    const code = systemCodeOf(error)
    if (code !== null && /^Z_|^ERR_/.test(code)) throw damaged(file, null, messageOf(error))
    if (code === null) throw error
    throw cannotRead(file, error)
  }
}

function gunzipped(stream: Readable): AsyncIterable<Uint8Array> {
  const out: Writable & AsyncIterable<Uint8Array> = createGunzip()
  stream.once('error', (error) => out.destroy(error))
  stream.pipe(out)
  return out
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}

function headOf(text: string, file: string): FileHead {
  const head = parsed(text)
  if (head?.newsstand !== 'copy') throw damaged(file, 1, 'the first line does not say that it is a copy made by "newsstand export jsonl"')
  if (head.format !== format)
    throw new AppError(
      'copy-newer',
      `The copy ${file} has format ${String(head.format)}`,
      'Import it with the version that made it, or a later one.',
      { file },
    )
  const { site, host, year, tables, made, by } = head
  if (typeof site !== 'string' || typeof host !== 'string' || typeof year !== 'number' || !Array.isArray(tables))
    throw damaged(file, 1, 'the first line does not say whose copy it is')
  return { site, host, year, tables: tables.map(String), made: String(made), by: String(by) }
}

function endOf(text: string): { readonly lines: unknown; readonly sha256: unknown } | null {
  const end = parsed(text)?.end
  return typeof end === 'object' && end !== null && 'lines' in end && 'sha256' in end ? end : null
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

function damaged(file: string, line: number | null, why: string): AppError {
  const place = line === null ? file : `${file}:${line}`
  return new AppError(
    'copy-damaged',
    `The copy cannot be read: ${place}: ${why}`,
    'Nothing was taken in. Export it again, or use another copy.',
    { file },
  )
}

function cannotWrite(error: unknown, file: string): unknown {
  const code = systemCodeOf(error)
  if (error instanceof AppError || code === null || code.startsWith('SQLITE')) return error
  return new AppError(
    'cannot-write',
    `cannot write ${file} (${code})`,
    'Free some space, or name a file that may be written.',
    { file, code },
    { cause: error },
  )
}
