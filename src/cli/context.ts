// What a command is given of the world: nothing in cli/ reads `process`.
import type { Readable } from 'node:stream'
import type { LogLevel } from '../base/log.ts'

export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Human output and `--json` documents. */
  readonly out: (text: string) => void
  /** Resolves when there is room for more output: a slow reader must not make long output pile up in memory. */
  readonly roomForOut: () => Promise<void>
  /** Standard input; not touched before it is asked for. */
  readonly input: () => Readable
  /** Messages for people beside the output. */
  readonly err: (text: string) => void
  readonly isTerminal: boolean
  /** Width of the terminal that shows `out`; null: it goes elsewhere, and no line is too long. */
  readonly columns: number | null
  /** SIGHUP is told from now on; until then it ends the program. */
  readonly onHangup: (told: () => void) => void
  /** Aborted by SIGTERM and SIGINT; its reason is the signal's name. */
  readonly signal: AbortSignal
}

/** What human output must know of where it is shown. */
export type Screen = Pick<Context, 'isTerminal' | 'columns'>

/** Options that every command takes. */
export interface CommonOptions {
  readonly config: string
  readonly json?: boolean
  readonly logLevel?: LogLevel
}

/** A command speaks by its output, a service by its log. */
export const quiet: LogLevel = 'warn'

/** Resolves when the command is asked to stop. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** SIGTERM and SIGINT end a command as they would any program. */
export function unlessStopped(working: Promise<number>, { signal }: Pick<Context, 'signal'>): Promise<number> {
  // Cut off in the middle it fails as it may: the signal is what is answered.
  working.catch(() => {})
  return Promise.race([working, untilAborted(signal).then(() => signalExitCode(signal))])
}

/** The exit code of a command that a signal ended, as a shell has it: 128 and the signal's number. */
export function signalExitCode({ reason }: AbortSignal): number {
  return reason === 'SIGINT' ? 130 : 143
}
