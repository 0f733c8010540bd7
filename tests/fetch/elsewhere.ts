// Visits by a process of its own, where the process itself is what matters.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Itinerary } from './visitor.ts'

interface Process {
  /** The most files it may have open, sockets included. */
  readonly openFiles?: number
  readonly env?: Readonly<Record<string, string>>
}

/** How each visit ended: its kind, or the message of its failure. Rejects when the process ended badly. */
export async function visitElsewhere(itinerary: Itinerary, { openFiles = 1024, env = {} }: Process): Promise<readonly string[]> {
  const child = fork(new URL('./visitor.ts', import.meta.url), [JSON.stringify(itinerary)], {
    execPath: '/bin/sh',
    execArgv: ['-c', `ulimit -n ${openFiles}; exec "$NODE" --import tsx "$0" "$@"`],
    env: { PATH: process.env.PATH, NODE: process.execPath, ...env },
  })
  const ended = once(child, 'exit')
  let ends: readonly string[] = []
  child.on('message', (told: readonly string[]) => {
    ends = told
  })
  const [code, signal] = await ended
  if (code !== 0) throw new Error(`the visitor ended with ${code ?? signal}`)
  return ends
}
