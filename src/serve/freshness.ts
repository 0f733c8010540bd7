// Has a published file changed since it was read? Asked at every request, so it must cost next to nothing.
import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** As much of a file as tells that it is another one now. */
export interface FileVersion {
  readonly ino: number
  readonly mtimeMs: number
  readonly size: number
}

/** What is known of a file. */
export interface Watched {
  readonly file: string
  readonly version: FileVersion
  readonly folder: Folder
  /** The state of its folder at which it was found unchanged; 0: it is to be looked at. */
  folderState: number
  lookedAt: number
}

export interface Freshness {
  watch(file: string, version: FileVersion): Watched
  /** Whether the file is still the one that was watched. */
  isSame(watched: Watched): boolean
}

interface Folder {
  readonly path: string
  /** Another number whenever it has changed. */
  state: number
  mtimeMs: number
  ino: number
  /** Its time of change is old enough that a further change gives another one. */
  isQuiet: boolean
  turn: number
}

/** File systems write down times in steps of some milliseconds. */
const quietAfterMs = 100
/** Publishing renames, which its folder tells; whoever writes into a file as it lies is noticed after this. */
const lookAgainMs = 10_000
/** Folders are few, but for those of entries by day. */
const maxFolders = 5_000

/**
 * Files are put in place by renaming, which changes their folder. So one look at the folder, once in a turn of the event loop, stands for
 * a look at each file that is asked for in it: a call of `stat` costs a sixth of an answer.
 */
export function freshness(): Freshness {
  const folders = new Map<string, Folder>()
  let turn = 1
  let isTurning = false

  const nextTurn = () => {
    isTurning = false
    turn += 1
  }
  const folderOf = (path: string): Folder => {
    const found = folders.get(path)
    if (found !== undefined) return found
    if (folders.size >= maxFolders) folders.clear()
    const made = { path, state: 1, mtimeMs: -1, ino: -1, isQuiet: false, turn: 0 }
    folders.set(path, made)
    return made
  }
  const look = (folder: Folder): void => {
    if (folder.turn === turn) return
    folder.turn = turn
    if (!isTurning) {
      isTurning = true
      setImmediate(nextTurn)
    }
    const { mtimeMs = -1, ino = -1 } = statsOf(folder.path) ?? {}
    if (mtimeMs !== folder.mtimeMs || ino !== folder.ino) Object.assign(folder, { mtimeMs, ino, state: folder.state + 1 })
    folder.isQuiet = Date.now() - mtimeMs > quietAfterMs
  }

  return {
    watch: (file, version) => ({ file, version, folder: folderOf(dirname(file)), folderState: 0, lookedAt: 0 }),
    isSame: (watched) => {
      const { folder } = watched
      look(folder)
      const now = Date.now()
      if (folder.state === watched.folderState && now - watched.lookedAt < lookAgainMs) return true
      const stats = statsOf(watched.file)
      if (stats === undefined || !isVersion(stats, watched.version)) return false
      watched.folderState = folder.isQuiet ? folder.state : 0
      watched.lookedAt = now
      return true
    },
  }
}

export function isVersion(stats: FileVersion, { ino, mtimeMs, size }: FileVersion): boolean {
  return stats.mtimeMs === mtimeMs && stats.ino === ino && stats.size === size
}

/** Undefined also for what cannot be looked at: reading it says why. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
