// The program as its users run it: a child process over dist/main.js.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const mainFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly ended: Promise<Ended>
  /** The first match in what it has said on stderr; rejects when it ends without. */
  said(pattern: RegExp): Promise<string>
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGHUP'): void
}

export interface Surroundings {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

const alive = new Set<Running>()

/** Starts a program; of this process's environment it gets PATH alone. */
export function start(command: string, args: readonly string[], { cwd, env = {} }: Surroundings): Running {
  const child = spawn(command, [...args], { cwd, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    for (const listener of listeners) listener()
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const running: Running = {
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stderr)
          if (match !== null) resolve(match[1] ?? match[0])
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`it ended without saying ${pattern}: ${stderr}`)))
      }),
    kill: (signal) => void child.kill(signal),
  }
  alive.add(running)
  void ended.finally(() => alive.delete(running))
  return running
}

export function newsstand(args: readonly string[], surroundings: Surroundings): Running {
  return start(process.execPath, [mainFile, ...args], surroundings)
}

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  const left = [...alive]
  for (const running of left) running.kill('SIGKILL')
  await Promise.all(left.map((running) => running.ended))
}
