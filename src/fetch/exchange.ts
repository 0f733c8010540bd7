// One request and what comes back: from what the connection tells, bit by bit, to an answer that can be read or thrown away.
import { type Inflow, openInflow } from './inflow.ts'

export interface Answer {
  readonly status: number
  /** By lower-case name; repeated headers joined by commas. */
  header(name: string): string | null
  /** Bytes as they come, still encoded; to be read once. */
  body(): AsyncIterable<Uint8Array>
  /** Lets go of what was not read: a short body is waited for, so that its connection can be kept. */
  discard(): void
}

/** What an exchange may do with its connection. */
interface Wire {
  close(): void
  /** The whole answer is there. */
  free(): void
  /** Nobody reads the rest of the answer: it may be closed at any time. */
  spare(): void
}

type Control = Record<'pause' | 'resume', () => void>
type Headers = Readonly<Record<string, string | string[] | undefined>>

/** A short rest of an unwanted answer is waited for, since a new connection costs more. */
const mostRestBytes = 16 * 1024
const mostRestMs = 1_000

/** Hears what undici tells of a request. `signal` cuts it off until the answer is read, or thrown away. */
export class Exchange {
  /** A byte of the answer came. */
  hasBegun = false
  /** Rejects with what the network threw, or the signal's reason. */
  readonly answer: Promise<Answer>
  readonly #wire: Wire
  readonly #signal: AbortSignal
  readonly #inflow: Inflow
  #control: Control | null = null
  #settle: { resolve(answer: Answer): void; reject(error: unknown): void } = { resolve() {}, reject() {} }
  #isOver = false
  #isRead = false
  /** How much may still come of an unwanted answer. */
  #restBytes: number | null = null

  constructor(wire: Wire, signal: AbortSignal) {
    this.#wire = wire
    this.#signal = signal
    this.#inflow = openInflow({
      pause: () => this.#control?.pause(),
      resume: () => this.#control?.resume(),
      close: () => wire.close(),
    })
    this.answer = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  onRequestStart(): void {}

  onResponseStarted(): void {
    this.hasBegun = true
  }

  onResponseStart(control: Control, status: number, headers: Headers): void {
    if (status < 200) return
    this.#control = control
    const header = (name: string) => [headers[name] ?? []].flat().join(', ') || null
    const body = () => {
      this.#isRead = true
      return this.#inflow.body
    }
    this.#settle.resolve({ status, header, body, discard: () => this.#discard() })
  }

  onResponseData(_: Control, chunk: Uint8Array): void {
    if (this.#restBytes === null) this.#inflow.push(chunk)
    else {
      this.#restBytes -= chunk.length
      if (this.#restBytes < 0) this.#wire.close()
    }
  }

  onResponseEnd(): void {
    this.#wire.free()
    this.#end()
  }

  onResponseError(_: Control, error: Error): void {
    this.#end(error)
  }

  #abort = () => {
    this.#end(this.#signal.reason)
    this.#wire.close()
  }

  #end(error?: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#signal.removeEventListener('abort', this.#abort)
    if (error !== undefined) this.#settle.reject(error)
    this.#inflow.end(error)
  }

  #discard(): void {
    if (this.#isOver || this.#restBytes !== null) return
    if (this.#isRead) this.#wire.close()
    else this.#drain()
  }

  #drain(): void {
    this.#signal.removeEventListener('abort', this.#abort)
    this.#restBytes = mostRestBytes
    this.#control?.resume()
    this.#wire.spare()
    setTimeout(() => this.#isOver || this.#wire.close(), mostRestMs).unref()
  }
}
