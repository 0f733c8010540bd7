// Documents that wait to be read, counted in bytes: visits begin while few do, so that hundreds of them at once do not fill the memory.

export interface Backlog {
  /** Resolves when few bytes wait. Those who asked first go first, a few for each document that is done with. */
  room(): Promise<void>
  /** Counts the bytes as long as the work lasts. */
  during<T>(bytes: number, work: () => Promise<T>): Promise<T>
}

/** A reader is busy with so much for seconds. */
const fewBytes = 16 * 1024 * 1024
/** Most visits bring no document: for one that is done with more than one may begin. */
const admittedAtOnce = 8

export function openBacklog(few = fewBytes): Backlog {
  const line: (() => void)[] = []
  let waitingBytes = 0

  const admit = () => {
    if (waitingBytes > few) return
    // With nothing left to be done nobody else would call those that wait.
    for (const begin of line.splice(0, waitingBytes === 0 ? line.length : admittedAtOnce)) begin()
  }
  return {
    room: async () => {
      if (waitingBytes > few || line.length > 0) await new Promise<void>((resolve) => line.push(resolve))
    },
    during: async (bytes, work) => {
      waitingBytes += bytes
      try {
        return await work()
      } finally {
        waitingBytes -= bytes
        admit()
      }
    },
  }
}
