// Carries SQLite's log into its file, in a thread of its own. Who commits would do it otherwise, and after much was written nothing else
// happens for as long: of the commit of 60,000 rows it takes 0.3 to 0.6 s, the rest 0.08.
import { Worker } from 'node:worker_threads'

/** Threads read no TypeScript: beside sources there is none, and commits go on as before. */
const built = new URL('./log-keeper-thread.js', import.meta.url)

export interface LogKeeper {
  /** Ends after what it is about. */
  close(): Promise<void>
}

export interface LogKeeperOptions {
  readonly file: string
  /** It is over: somebody else must see to the log. */
  readonly onEnd: () => void
  /** For tests: another thread. */
  readonly thread?: URL
}

export function keepLog({ file, onEnd, thread: program = built }: LogKeeperOptions): LogKeeper {
  const thread = new Worker(program, { workerData: file, execArgv: [], env: {} })
  let isClosing = false
  thread.on('error', () => {})
  thread.once('exit', () => {
    if (!isClosing) onEnd()
  })
  thread.unref()
  return {
    close: async () => {
      isClosing = true
      await thread.terminate()
    },
  }
}
