import { createReadStream, readFileSync, statSync } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { ShownError, ShownFeed } from '../app.ts'
import { AppError, type Code, messageOf, systemCodeOf } from '../base/errors.ts'
import { parseUrl } from '../base/parse-url.ts'
import { type CommonOptions, type Context, signalExitCode } from './context.ts'

export interface ParseOptions extends CommonOptions {
  readonly url?: string
  readonly contentType?: string
  readonly raw?: boolean
}

const stdin = '-'
/** A poll takes 15 MB; what is more than this is no feed. */
const maxMegabytes = 50
const maxBytes = maxMegabytes * 1024 ** 2

/** `parse FILE…`: a line of JSON for each file as soon as it is read, in the order of the arguments; one file in memory at a time. */
export async function parse(files: readonly string[], options: ParseOptions, context: Context): Promise<number> {
  const { url = null, contentType = null } = options
  refuseMisuse(files, url)
  const { parseFeedFile } = await import('../app/visiting.ts')
  const read = (bytes: Uint8Array) => parseFeedFile(bytes, { url, contentType, texts: options.raw === true ? 'raw' : 'clean' })
  let isComplete = true
  for (const file of files) {
    const shown = await shownFile(file, context, read)
    if (context.signal.aborted) return signalExitCode(context.signal)
    if ('error' in shown) isComplete = false
    context.out(`${JSON.stringify(shown)}\n`)
    await context.roomForOut()
    // Signals, and a reader that closes the pipe.
    await letOthersRun()
  }
  return isComplete ? 0 : 1
}

function refuseMisuse(files: readonly string[], url: string | null): void {
  if (files.filter((file) => file === stdin).length > 1)
    throw new AppError('usage', `standard input ("${stdin}") is named twice`, 'It can be read once: name it once.')
  if (url !== null && !/^https?:$/.test(parseUrl(url)?.protocol ?? ''))
    throw new AppError(
      'usage',
      `--url is "${url}"`,
      'Write the whole address that the files came from, such as https://example.org/feed.xml.',
    )
}

async function shownFile(
  file: string,
  context: Context,
  read: (bytes: Uint8Array) => Promise<ShownFeed | ShownError>,
): Promise<ShownFeed | ShownError> {
  const bytes = await bytesOf(file, context).catch((error: unknown) => shownError('cannot-read', whyUnreadable(file, error)))
  if (!(bytes instanceof Uint8Array)) return bytes
  // One file on which the reader itself fails must not keep the others from being read.
  return read(bytes).catch((error: unknown) =>
    shownError('internal', `newsstand fails to read ${file}: ${messageOf(error)}. Report it with the file.`),
  )
}

async function bytesOf(file: string, { input, signal }: Context): Promise<Uint8Array | ShownError> {
  const found = file === stdin ? null : statSync(file)
  // A plain file is read at once: with thousands of small ones that takes half the time.
  if (found?.isFile()) return found.size > maxBytes ? tooLarge(file) : readFileSync(file)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of addAbortSignal(signal, found === null ? input() : createReadStream(file))) {
    chunks.push(chunk)
    length += chunk.length
    // A device may have no end.
    if (length > maxBytes) return tooLarge(file)
  }
  return Buffer.concat(chunks)
}

function tooLarge(file: string): ShownError {
  return shownError('too-large', `${file} has more than ${maxMegabytes} MB. No feed is that large: cut it into parts.`)
}

function whyUnreadable(file: string, error: unknown): string {
  const code = systemCodeOf(error)
  if (code === 'ENOENT') return `There is no file ${file}. Is its path right, seen from the current folder?`
  if (code === 'EISDIR') return `${file} is a folder. Name the files in it, for instance ${file.replace(/\/+$/, '')}/*.xml`
  if (code === 'EACCES' || code === 'EPERM') return `You may not read ${file}. Ask its owner for permission to read it (chmod +r).`
  return `${file} cannot be read: ${messageOf(error)}. Copy it to another place and name that.`
}

function shownError(code: Code, message: string): ShownError {
  return { error: { code, message } }
}
