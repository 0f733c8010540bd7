// All connections of the program: bounded in number, kept for the next request to the same place.
import type { Line } from './line.ts'

interface LineEvents {
  onFree(line: Line): void
  onSpare(line: Line): void
  onClosed(line: Line): void
}

/** How to open a connection to a place, and which other requests it is good for: all with the same `key`. */
export interface Route {
  readonly key: string
  open(events: LineEvents): Line
}

/** Past `most`, those that were left alone the longest are closed for new ones; who asks sees to it that fewer than `most` are in use. */
export class Connections {
  readonly #most: number
  readonly #lines = new Set<Line>()
  /** Free or spare, with their keys, in the order in which they became so. */
  readonly #idle = new Map<Line, string>()
  /** Free ones by key, the freshest last. */
  readonly #free = new Map<string, Line[]>()

  constructor(most: number) {
    this.#most = most
  }

  /** A free connection, which may have been closed by the other side a moment ago. */
  take(key: string): Line | null {
    const line = this.#free.get(key)?.at(-1) ?? null
    if (line !== null) this.#forget(line)
    return line
  }

  open({ key, open }: Route): Line {
    const [oldest] = this.#lines.size >= this.#most ? this.#idle.keys() : []
    oldest?.close()
    const line = open({
      onFree: (freed) => this.#keep(freed, key),
      onSpare: (spare) => void this.#idle.set(spare, key),
      onClosed: (closed) => {
        this.#forget(closed)
        this.#lines.delete(closed)
      },
    })
    this.#lines.add(line)
    return line
  }

  /** Closes what is not in use. */
  closeIdle(): void {
    for (const line of [...this.#idle.keys()]) line.close()
  }

  close(): void {
    for (const line of [...this.#lines]) line.close()
  }

  #keep(line: Line, key: string): void {
    this.#forget(line)
    this.#idle.set(line, key)
    const free = this.#free.get(key)
    if (free === undefined) this.#free.set(key, [line])
    else free.push(line)
  }

  #forget(line: Line): void {
    const key = this.#idle.get(line)
    this.#idle.delete(line)
    const free = key === undefined ? undefined : this.#free.get(key)
    if (key === undefined || free === undefined) return
    const at = free.lastIndexOf(line)
    if (at >= 0) free.splice(at, 1)
    if (free.length === 0) this.#free.delete(key)
  }
}
