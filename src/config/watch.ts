// Tells when the files of a config change: those that are there, and those that come to match its includes.
import { type FSWatcher, realpathSync, statSync, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { readConfigFile } from './file.ts'
import { filesOf, foldersOf, includesOf } from './include.ts'
import { outlineOf } from './outline.ts'
import { rootSchema } from './schema.ts'
import { siteFilesOf } from './site-files.ts'
import type { Environment } from './variables.ts'

export interface ConfigWatch {
  /** From now on `changed` is told of every change since the watch was made, once the files have come to rest. */
  start(changed: () => void): void
  stop(): void
}

interface WatchOptions {
  /** Files that stay as they are for so long have come to rest: editors write in several steps. */
  readonly restMs?: number
  /** How often to look where the system tells nothing. */
  readonly lookMs?: number
  /** For tests; `fs.watch` otherwise. */
  readonly watchFolder?: WatchFolder
}

/** Told that something has changed in a folder. @throws what the system throws when it cannot watch it */
type WatchFolder = (folder: string, told: () => void) => Pick<FSWatcher, 'close' | 'once'>

/** Folders also hold what is no config, such as stores, which change all the time: after a look for nothing the next one waits so long. */
const restlessMs = 1_000
/** Some file systems tell nothing of what is changed from elsewhere. */
const doubtMs = 60_000

/** Takes down at once what config stands in. */
export function watchConfig(file: string, env: Environment, options: WatchOptions = {}): ConfigWatch {
  const { restMs = 200, lookMs = 5_000, watchFolder = systemWatch } = options
  const files = configFiles(file, env)
  const state = { told: files.stamp(), candidate: '', vainAt: Number.NEGATIVE_INFINITY, isLookDue: false }
  let changed: () => void = () => {}
  let timer: NodeJS.Timeout | undefined

  const lookIn = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(look, ms).unref()
  }
  const folders = followFolders(watchFolder, () => {
    if (state.isLookDue) return
    state.isLookDue = true
    lookIn(Math.max(restMs, state.vainAt + restlessMs - performance.now()))
  })
  const look = () => {
    const stamp = files.stamp()
    folders.follow(files.folders())
    const isNews = stamp !== state.told
    if (state.isLookDue && !isNews) state.vainAt = performance.now()
    state.isLookDue = false
    if (isNews && stamp !== state.candidate) {
      state.candidate = stamp
      return lookIn(restMs)
    }
    state.told = stamp
    lookIn(folders.areTold() ? doubtMs : lookMs)
    if (isNews) changed()
  }
  return {
    start: (listener) => {
      changed = listener
      look()
    },
    stop: () => {
      clearTimeout(timer)
      folders.follow([])
    },
  }
}

/** The files of a config, whatever is wrong with it. Includes are those of the root file as it could be read last. */
function configFiles(file: string, env: Environment) {
  const folder = dirname(file)
  const outline = outlineOf(rootSchema)
  let patterns: readonly string[] = []
  let siteFiles: readonly string[] = []
  let rootStamp = ''
  const refresh = () => {
    const stamp = stampOf(file)
    if (stamp === rootStamp) return
    rootStamp = stamp
    const root = unlessMissing(() => readConfigFile(file, { env, outline }))
    if (root?.isBroken !== false) return
    patterns = includesOf(root).map(({ pattern }) => pattern)
    siteFiles = siteFilesOf(root)
  }
  const paths = () => [file, ...siteFiles, ...patterns.flatMap((pattern) => filesOf(pattern, folder))]
  return {
    stamp: () => {
      refresh()
      return paths().map(stampOf).join('\n')
    },
    /** Where changes are told: also where links lead. */
    folders: () => {
      const reached = paths().flatMap((path) => [path, unlessMissing(() => realpathSync(path)) ?? path])
      const all = [...reached.map((path) => dirname(path)), ...patterns.flatMap((pattern) => foldersOf(pattern, folder))]
      return new Set(all.map((one) => resolve(one)))
    },
  }
}

/** Changes whenever the file does, or another takes its place. */
function stampOf(path: string): string {
  const found = unlessMissing(() => statSync(path, { bigint: true }))
  return found === null ? `${path} is missing` : [path, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}

function unlessMissing<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    // Whoever loads the config says what is wrong.
    return null
  }
}

interface Followed {
  readonly inode: bigint
  close(): void
}

function followFolders(watchFolder: WatchFolder, told: () => void) {
  const followed = new Map<string, Followed>()
  let areTold = true

  const leave = (folder: string) => {
    followed.get(folder)?.close()
    followed.delete(folder)
  }
  const enter = (folder: string) => {
    try {
      const { ino: inode } = statSync(folder, { bigint: true })
      if (followed.get(folder)?.inode === inode) return
      leave(folder)
      const watcher = watchFolder(folder, told)
      watcher.once('error', () => {
        leave(folder)
        told()
      })
      followed.set(folder, { inode, close: () => watcher.close() })
    } catch {
      leave(folder)
      areTold = false
    }
  }
  return {
    follow: (folders: Iterable<string>) => {
      const wanted = new Set(folders)
      for (const folder of [...followed.keys()]) if (!wanted.has(folder)) leave(folder)
      areTold = true
      for (const folder of wanted) enter(folder)
    },
    /** False: the system cannot watch one of them, or it is not there. */
    areTold: () => areTold,
  }
}

function systemWatch(folder: string, told: () => void): FSWatcher {
  return watch(folder, { persistent: false }, told)
}
