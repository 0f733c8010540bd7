// Bytes between a socket that pushes and a reader that pulls.

export interface Inflow {
  push(chunk: Uint8Array): void
  /** Nothing more comes: the whole body was there, or `error` cut it off. */
  end(error?: Error): void
  /** May be read once; whoever stops early closes the source. */
  readonly body: AsyncIterable<Uint8Array>
}

/** What feeds it. */
interface Source {
  pause(): void
  resume(): void
  /** Nobody wants the rest. */
  close(): void
}

/** Chunks that wait for a reader; past this the source is paused. */
const mostWaitingBytes = 256 * 1024

export function openInflow(source: Source): Inflow {
  const waiting: Uint8Array[] = []
  let waitingBytes = 0
  let ended: { readonly error: Error | undefined } | null = null
  let wake = () => {}

  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = waiting.shift()
        if (chunk !== undefined) {
          waitingBytes -= chunk.length
          yield chunk
        } else if (ended !== null) {
          if (ended.error !== undefined) throw ended.error
          return
        } else {
          source.resume()
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      if (ended === null) source.close()
    }
  }

  return {
    push(chunk) {
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes > mostWaitingBytes) source.pause()
      wake()
    },
    end(error) {
      ended ??= { error }
      wake()
    },
    body: read(),
  }
}
