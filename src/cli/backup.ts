import { resolve } from 'node:path'
import { rfc3339 } from '../base/zone.ts'
import { loadConfig } from '../config/load.ts'
import type { BackupReport, RestoreReport } from '../model/backup.ts'
import { about, count, size } from './amounts.ts'
import { type CommonOptions, type Context, signalExitCode } from './context.ts'
import { printJson, progressLine, shortTime, showing } from './print.ts'

export interface CareOptions extends CommonOptions {
  readonly force?: boolean
}

/** `backup FILE [--force]`: a copy of the store, beside whoever works on it. */
export async function backup(file: string, options: CareOptions, context: Context): Promise<number> {
  const settings = loadConfig(options.config, context.env)
  const { backUpStore } = await import('../app/care.ts')
  const made = await caringFor(options, context, (caring) => backUpStore(resolve(file), settings, caring))
  if (made === null) return signalExitCode(context.signal)
  if (options.json === true) printJson(context, backupShape(made))
  else
    context.out(
      `${made.file}: ${count(made.entries)} entries, ${size(made.bytes)}, in ${span(made.ms)}${made.isReplaced ? '; it replaced an older file' : ''}.\n`,
    )
  return 0
}

/** `restore FILE [--force]`: a backup takes the store's place. */
export async function restore(file: string, options: CareOptions, context: Context): Promise<number> {
  const settings = loadConfig(options.config, context.env)
  const { restoreStore } = await import('../app/care.ts')
  const done = await caringFor(options, context, (caring) => restoreStore(resolve(file), settings, caring))
  if (done === null) return signalExitCode(context.signal)
  if (options.json === true) printJson(context, restoreShape(done))
  else context.out(describeRestore(done, settings.site.timezone))
  return 0
}

interface Caring {
  readonly isForced: boolean
  readonly now: number
  readonly onProgress: (part: number) => void
  readonly signal: AbortSignal
}

/** Null: a signal ended it. */
async function caringFor<T>(options: CareOptions, context: Context, work: (caring: Caring) => Promise<T>): Promise<T | null> {
  const { signal } = context
  try {
    return await showing(await progressLine(context, options.json === true), (line) => {
      const onProgress = (part: number) => line.show(`copying: ${Math.floor(part * 100)} %`)
      return work({ isForced: options.force === true, now: Date.now(), onProgress, signal })
    })
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null
    throw error
  }
}

function describeRestore({ from, madeAt, file, entries, bytes, ms, kept, wasDamaged }: RestoreReport, zone: string): string {
  const made = madeAt === null ? '' : `, made ${shortTime(madeAt, zone)}`
  const lines = [
    `${file} is ${from}${made} now: ${count(entries)} entries, ${size(bytes)}, in ${span(ms)}.`,
    ...(kept === null
      ? []
      : [`The ${wasDamaged ? 'damaged store' : 'store'} that stood there is ${kept}; remove it when you need it no more.`]),
    'The next command or start takes over, from registry.jsonl, what readers were shown since, and writes all files again.',
  ]
  return `${lines.join('\n')}\n`
}

function span(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : about(ms)
}

function backupShape({ file, at, entries, bytes, ms, isReplaced }: BackupReport) {
  return { file, at: rfc3339(at), entries, bytes, ms, replaced: isReplaced }
}

function restoreShape({ from, madeAt, file, entries, bytes, ms, kept, wasDamaged }: RestoreReport) {
  return { from, made: madeAt === null ? null : rfc3339(madeAt), store: file, entries, bytes, ms, kept, damaged: wasDamaged }
}
