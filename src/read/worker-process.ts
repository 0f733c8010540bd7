// A worker as pool.ts sees it: a process that answers one question at a time. How a question ends is a value.
import { type ChildProcess, fork } from 'node:child_process'
import { messageOf } from '../base/errors.ts'
import type { Question } from './worker.ts'

export type Outcome<T> = Answered<T> | Failure

interface Answered<T> {
  readonly kind: 'answered'
  readonly answer: T
}

export type Failure =
  /** No answer by the deadline: it was killed. */
  | { readonly kind: 'late' }
  /** `how`: the signal's name, the exit code, or why it could not be started. */
  | { readonly kind: 'died' | 'not-started'; readonly how: string }

export interface WorkerProcess {
  /** It has ended, asked to or not, and answers nothing more. */
  readonly isOver: boolean
  /** One question at a time. The deadline counts from when the worker is ready and is sent the question. */
  ask<T>(question: Question, deadlineMs: number): Promise<Outcome<T>>
  end(): Promise<void>
}

interface WorkerOptions {
  readonly file: URL
  readonly heapMb: number
}

/** Starts a process. It keeps the program alive only while it has a question. */
export function startWorker(options: WorkerOptions): WorkerProcess {
  const child = spawned(options)
  const life = lifeOf(child)
  const start = nextWord(child, life)
  letGo(child)
  return {
    get isOver() {
      return child.exitCode !== null || child.signalCode !== null
    },
    async ask<T>(question: Question, deadlineMs: number) {
      hold(child)
      const started = await start
      if (started.kind !== 'answered') return { ...started, kind: 'not-started' }
      const outcome = await answerOf<T>(child, question, { deadlineMs, life })
      letGo(child)
      return outcome
    },
    async end() {
      hold(child)
      child.kill('SIGKILL')
      await deathIn(life)
    },
  }
}

/** It gets nothing of ours: no environment, where secrets may be, and no stderr, where V8 writes a trace when the heap is full. */
function spawned({ file, heapMb }: WorkerOptions): ChildProcess {
  const isSource = file.pathname.endsWith('.ts')
  return fork(file, {
    execArgv: [`--max-old-space-size=${heapMb}`, ...(isSource ? ['--import', 'tsx'] : [])],
    // Where `tsx` is looked for.
    cwd: new URL('.', file),
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

type Death = Extract<Failure, { how: string }>

interface Life {
  death: Death | null
  /** Told when it ends. */
  readonly mourners: Set<(death: Death) => void>
}

function lifeOf(child: ChildProcess): Life {
  const life: Life = { death: null, mourners: new Set() }
  const end = (how: string) => {
    life.death ??= { kind: 'died', how }
    for (const told of life.mourners) told(life.death)
    life.mourners.clear()
  }
  child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`))
  // One that cannot even be started has no exit.
  child.on('error', (error) => end(messageOf(error)))
  return life
}

function deathIn({ death, mourners }: Life): Promise<Death> {
  return new Promise((resolve) => {
    if (death === null) mourners.add(resolve)
    else resolve(death)
  })
}

/** Its next message, or its end. A race against one promise of its end would keep every answer until then. */
function nextWord<T>(child: ChildProcess, { death, mourners }: Life): Promise<Answered<T> | Death> {
  return new Promise((resolve) => {
    if (death !== null) return resolve(death)
    const speak = (answer: T) => {
      mourners.delete(fallSilent)
      resolve({ kind: 'answered', answer })
    }
    const fallSilent = (end: Death) => {
      child.off('message', speak)
      resolve(end)
    }
    child.once('message', speak)
    mourners.add(fallSilent)
  })
}

async function answerOf<T>(
  child: ChildProcess,
  question: Question,
  { deadlineMs, life }: { readonly deadlineMs: number; readonly life: Life },
): Promise<Outcome<T>> {
  let isLate = false
  const word = nextWord<T>(child, life)
  // Should it be gone, its death tells.
  child.send(question, () => {})
  const timer = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, deadlineMs)
  const outcome = await word
  clearTimeout(timer)
  return isLate && outcome.kind === 'died' ? { kind: 'late' } : outcome
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
