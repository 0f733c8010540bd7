// ADAPTER: the Reader in a process of its own, where a hostile document costs one poll of one source and nobody else anything.
// A thread would not do: past its heap cap V8 ends not the thread but the whole program where one allocation is large.

import { AppError } from '../base/errors.ts'
import type { Logger } from '../base/log.ts'
import { parseUrl } from '../base/parse-url.ts'
import { openBacklog } from './backlog.ts'
import type { ArticlePage, Body, Reader, Reading, Unreadable } from './reader.ts'
import type { Question } from './worker.ts'
import { type Failure, type Outcome, startWorker, type WorkerProcess } from './worker-process.ts'

interface Limits {
  /** Honest documents of 15 MB need up to 256 (one entry of escaped HTML, a hundred thousand JSON items); in 128 they end as bombs do. */
  readonly heapMb: number
  /** Of each document, from when its own reading starts. The slowest honest 15 MB take 9 s while others are at work on the machine. */
  readonly deadlineMs: number
  /** The worker ends when it has had nothing to read for so long. */
  readonly idleMs: number
}

export interface PoolOptions extends Partial<Limits> {
  readonly log: Logger
  /** What is read must be held until somebody has taken it: a document's turn begins when there is room. Default: always. */
  readonly room?: () => Promise<void>
  /** For tests: another worker. */
  readonly file?: URL
}

const standard: Limits = { heapMb: 256, deadlineMs: 30_000, idleMs: 60_000 }
/** Beside this file and in the same language. */
const workerFile = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

/** Reads one document at a time. The process starts on first need; nothing of it keeps the program alive while there is nothing to read. */
export function poolReader({ log, room = async () => {}, file = workerFile, ...changes }: PoolOptions): Reader {
  const limits = { ...standard, ...changes }
  const closing = new AbortController()
  const inTurn = oneAtATime()
  const backlog = openBacklog()
  let worker: WorkerProcess | null = null
  let idle: NodeJS.Timeout | undefined
  const rest = () => {
    void worker?.end()
    worker = null
  }

  const ask = async <T>(question: Question): Promise<Outcome<T>> => {
    closing.signal.throwIfAborted()
    clearTimeout(idle)
    if (worker === null || worker.isOver) worker = startWorker({ file, heapMb: limits.heapMb })
    const outcome = await worker.ask<T>(question, limits.deadlineMs)
    closing.signal.throwIfAborted()
    idle = setTimeout(rest, limits.idleMs).unref()
    return outcome
  }

  const answerTo = async <T>(question: Question): Promise<T | Unreadable> => {
    await room()
    const first = await ask<T>(question)
    const outcome = isNoFaultOfIt(first) ? await ask<T>(question) : first
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'not-started') throw notStarted(outcome.how)
    const why = whyGivenUp(outcome, limits)
    log.warn({ host: hostOf(question.body), bytes: question.body.bytes.length, why }, 'a document was given up')
    return givenUp(question.body, why)
  }

  const answered = <T>(question: Question) => backlog.during(question.body.bytes.length, () => inTurn(() => answerTo<T>(question)))

  return {
    read: (body, recipe) => answered<Reading>({ body, recipe, step: null }),
    readArticle: (body, step, recipe) => answered<ArticlePage>({ body, recipe, step }),
    room: backlog.room,
    close: async () => {
      closing.abort(new DOMException('the reader was closed', 'AbortError'))
      clearTimeout(idle)
      await worker?.end()
    },
  }
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

/** Ctrl-C and the end of a service reach every process, while this one still finishes what it has begun. */
function isNoFaultOfIt(outcome: Outcome<unknown>): boolean {
  return 'how' in outcome && ['SIGINT', 'SIGTERM', 'SIGHUP'].includes(outcome.how)
}

function whyGivenUp(failure: Failure, { deadlineMs, heapMb }: Limits): string {
  if (failure.kind === 'late') return `takes longer than ${deadlineMs / 1000} s`
  // How V8 ends a process whose heap is full; Windows has no signals.
  if (failure.how === 'SIGABRT' || failure.how === 'exit code 134') return `takes more than ${heapMb} MB of memory`
  return `ends the process that reads it (${failure.how})`
}

function givenUp({ bytes }: Body, why: string): Unreadable {
  const advice = 'point the source to a shorter document, or switch it off with "enabled: false"'
  return { kind: 'unreadable', code: 'limits', message: `reading the document of ${bytes.length} bytes ${why}; ${advice}`, announced: [] }
}

function notStarted(how: string): AppError {
  return new AppError(
    'internal',
    `The process that reads documents could not be started (${how})`,
    'Build newsstand again with "npm run build"; if it was built, see whether the machine has memory and processes left.',
  )
}

function hostOf({ url }: Body): string {
  return parseUrl(url)?.host ?? ''
}
