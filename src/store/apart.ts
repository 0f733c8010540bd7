// What reads a whole store is done in a thread of its own: SQLite would keep this one busy for seconds.
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { StoreCopy } from '../model/backup.ts'
import { type Copying, copySqlite, problemsOf } from './sqlite-copy.ts'

/** Threads read no TypeScript: beside sources there is none, and the work is done here. */
const built = new URL('./apart-thread.js', import.meta.url)

export type Task =
  | ({ readonly kind: 'copy' } & Pick<Copying, 'from' | 'to' | 'at'>)
  | { readonly kind: 'check'; readonly file: string; readonly whole: boolean }

export type Done =
  | { readonly kind: 'copied'; readonly copy: StoreCopy }
  | { readonly kind: 'checked'; readonly problems: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export interface ApartOptions {
  /** Ends the work where it stands. */
  readonly signal?: AbortSignal
  /** For tests: another thread. */
  readonly thread?: URL
}

/** As `copySqlite` does it. What was copied until `signal` was aborted is left behind. */
export async function copyApart(copying: Pick<Copying, 'from' | 'to' | 'at'>, options: ApartOptions = {}): Promise<StoreCopy> {
  const thread = options.thread ?? built
  if (!existsSync(thread)) return copySqlite({ ...copying, ...(options.signal !== undefined && { signal: options.signal }) })
  const done = await doneBy(thread, { kind: 'copy', ...copying }, options)
  if (done.kind !== 'copied') throw failure(done)
  return done.copy
}

/** As `problemsOf` finds them. */
export async function checkApart(
  file: string,
  { whole = false, ...options }: ApartOptions & { readonly whole?: boolean } = {},
): Promise<readonly string[]> {
  const thread = options.thread ?? built
  if (!existsSync(thread)) return problemsOf(file, { whole })
  const done = await doneBy(thread, { kind: 'check', file, whole }, options)
  if (done.kind !== 'checked') throw failure(done)
  return done.problems
}

function doneBy(program: URL, task: Task, { signal }: ApartOptions): Promise<Done> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: task, execArgv: [], env: {} })
    const stop = () => {
      void thread.terminate()
      reject(signal?.reason)
    }
    if (signal?.aborted === true) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      reject(new Error(`the thread that should ${task.kind} the store ended by itself (${code})`))
    })
  })
}

function failure(done: Done): Error {
  return done.kind === 'failed'
    ? Object.assign(new Error(done.message), { code: done.code })
    : new Error(`asked for something else: ${done.kind}`)
}
