// Who polls, and how each is started.
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answered, Manner, OriginOptions } from './origin.ts'

export interface Side {
  readonly name: string
  /** Beside this file. */
  readonly script: string
  /** Where its entries are counted. */
  readonly table: string
  /** It is too slow to be given more. */
  readonly mostFeeds: number
  /** It asks without validators when it likes, and forgets what has left its feed. */
  readonly hasOwnWays: boolean
}

const standard = { mostFeeds: Number.POSITIVE_INFINITY, hasOwnWays: false }

export const sides = {
  ours: { ...standard, name: 'newsstand', script: 'newsstand-side.mjs', table: 'sightings' },
  limit: { ...standard, name: 'limit', script: 'limit-script.ts', table: 'entries' },
  typical: { ...standard, name: 'typical script', script: 'typical-script.ts', table: 'entries' },
  newsboat: { name: 'newsboat', script: 'newsboat-side.mjs', table: 'rss_item', mostFeeds: 200, hasOwnWays: true },
} as const satisfies Readonly<Record<string, Side>>

export interface Spent {
  readonly cpuMs: number
  readonly wallMs: number
  readonly peakMb: number
}

export interface Done {
  readonly spent: Spent
  /** What its database holds now. */
  readonly entries: number
}

/** A side at work, in a process of its own. */
export interface SideProcess {
  /** `poll`: one visit to all feeds. @throws when it fails */
  do(task: 'poll' | 'publish'): Promise<Done>
  close(): Promise<void>
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ['-v'], { stdio: 'ignore' }).error === undefined
}

/** `dir` is the side's own, and empty. */
export async function startSide({ name, script, table }: Side, place: { urls: readonly string[]; dir: string }): Promise<SideProcess> {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = started('poll-child.mjs', ['--expose-gc', ...loader])
  const ask = <T>(message: object | string) => answerOf<T>(child, message, `${name} could not do its work`)
  await ask({ script: new URL(script, import.meta.url).href, table, ...place })
  return { do: (task) => ask(task), close: () => ended(child) }
}

export interface OriginProcess {
  readonly urls: readonly string[]
  /** What was answered in the manner before. */
  set(manner: Manner): Promise<Answered>
  close(): Promise<void>
}

export async function startOrigin(options: OriginOptions): Promise<OriginProcess> {
  const child = started('origin-process.mjs', ['--import', 'tsx'])
  const ask = <T>(message: object | string) => answerOf<T>(child, message, 'the origin has gone')
  return { urls: await ask(options), set: (manner) => ask(manner), close: () => ended(child) }
}

/** Beside this file. Should this process be gone, it ends by itself. */
function started(file: string, execArgv: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

/** What a process of this bench answers to a message. @throws when it ends instead */
export function answerOf<T>(child: ChildProcess, message: object | string, orElse: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error(orElse))
    child.once('exit', gone)
    child.once('message', (answer: T) => {
      child.off('exit', gone)
      resolve(answer)
    })
    child.send(message)
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.disconnect()
  await once(child, 'exit')
}
