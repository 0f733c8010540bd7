// Runs the operator's programs that are told something. No shell: arguments stay what they are.
import { type ChildProcess, spawn } from 'node:child_process'
import { messageOf, systemCodeOf } from '../base/errors.ts'
import { collapseSpace, truncate } from '../base/text.ts'
import { formatDuration } from '../base/units.ts'
import type { CommandOutcome } from '../model/delivery.ts'

export interface CommandRunner {
  /** Runs a program to its end, `input` on its standard input. Rejects only when the runner is closed. */
  run(command: readonly string[], input: string): Promise<CommandOutcome>
  /** Kills what runs. */
  close(): void
}

interface RunnerOptions {
  /** Where programs run. */
  readonly folder: string
  readonly deadlineMs?: number
}

const longestMs = 30_000
/** What cron gives its programs: nothing of ours, neither secrets nor options. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' }
/** Kept of what a program complains about. */
const mostComplaint = 500
/** A program in the background that it left behind may hold its output open. */
const outputWaitMs = 1_000

export function commandRunner({ folder, deadlineMs = longestMs }: RunnerOptions): CommandRunner {
  const closing = new AbortController()
  return {
    run: (command, input) => runOne(command, { input, folder, deadlineMs, signal: closing.signal }),
    close: () => closing.abort(new DOMException('commands are not run any more', 'AbortError')),
  }
}

interface Running {
  readonly input: string
  readonly folder: string
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

async function runOne([program = '', ...args]: readonly string[], { folder, signal, ...rest }: Running): Promise<CommandOutcome> {
  signal.throwIfAborted()
  // A group of its own, so that what it starts in turn is killed with it.
  const child = tryTo(() => spawn(program, args, { cwd: folder, env: environment, stdio: ['pipe', 'ignore', 'pipe'], detached: true }))
  if (child instanceof Error) return unstartable(program, child)
  const kill = () => killGroup(child)
  signal.addEventListener('abort', kill, { once: true })
  try {
    const outcome = await outcomeOf(child, { program, ...rest })
    signal.throwIfAborted()
    return outcome
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

interface Following {
  readonly program: string
  readonly input: string
  readonly deadlineMs: number
}

function outcomeOf(child: ChildProcess, { program, input, deadlineMs }: Following): Promise<CommandOutcome> {
  let complaint = ''
  let isLate = false
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < mostComplaint) complaint += text
  })
  // A program need not read what it is told.
  child.stdin?.on('error', () => {}).end(input)
  const timer = setTimeout(() => {
    isLate = true
    killGroup(child)
  }, deadlineMs)
  return new Promise<CommandOutcome>((resolve) => {
    child.once('error', (error) => resolve(unstartable(program, error)))
    child.once('exit', () => setTimeout(() => child.stderr?.destroy(), outputWaitMs).unref())
    child.once('close', (code, signal) => {
      if (code === 0 && !isLate) return resolve({ kind: 'done' })
      const end = isLate ? `was killed after ${formatDuration(deadlineMs)}` : `ended with ${code ?? signal}`
      const said = truncate(collapseSpace(complaint), mostComplaint)
      resolve({ kind: 'failed', message: `${program} ${end}${said === '' ? '' : `: ${said}`}` })
    })
  }).finally(() => clearTimeout(timer))
}

function unstartable(program: string, error: Error): CommandOutcome {
  return {
    kind: 'failed',
    message: `${program} cannot be run (${systemCodeOf(error) ?? messageOf(error)}); see that it is there and may be run`,
  }
}

/** Some of what keeps a program from starting is thrown at once, the rest is told by the child. */
function tryTo<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}
