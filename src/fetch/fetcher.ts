// PORT: the only way out to the network.
import type { Code } from '../base/errors.ts'
import type { HeaderLinks } from '../base/link-header.ts'
import type { PackedBytes } from '../base/packing.ts'
import type { HostTraffic } from '../model/poll.ts'
import type { Limits } from '../model/settings.ts'

export interface FetchRequest {
  /** http, https; `file:` only with `isOperators`. */
  readonly url: string
  /** The operator wrote this address in config: it may be a `file:` URL. Addresses that the web gave us never are. */
  readonly isOperators: boolean
  /** Asks the host's robots.txt first: true for pages and articles; false for feeds and APIs, which are there to be fetched by programs. */
  readonly obeysRobots: boolean
  readonly accept: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent by POST; absent: it is a GET. No validators go along with it (RFC 9110 §13.1). */
  readonly post?: Posted
  /** Validators of the last answer, for a conditional request. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** `sentHash` of the last answer: should it be the same again, its body is not decoded. */
  readonly sentHash?: string | null
  /** Narrower than those of the settings; `redirects: 0` ends the visit at the first one. */
  readonly limits?: Partial<Limits>
  /** Told of each request over HTTP, in order, when its answer begins or when none will come. */
  readonly onStep?: (step: FetchStep) => void
}

/** What is asked in a body. It may hold secrets: no message and no step tells it, and no other origin is sent it. */
export interface Posted {
  /** Where the operator's headers name none. */
  readonly contentType: string
  readonly body: string
}

/** One request of a visit and how it was answered, for people: addresses without secrets. */
export interface FetchStep {
  readonly url: string
  /** Of what was posted; null: it was a GET. */
  readonly postedBytes: number | null
  /** Headers as they were sent, but for `host`; the operator's own are masked. */
  readonly sent: Readonly<Record<string, string>>
  /** Through the operator's proxy. */
  readonly isProxied: boolean
  /** Null: no answer came. */
  readonly status: number | null
  /** Headers of the answer that decide what becomes of it. */
  readonly received: Readonly<Record<string, string>>
  /** Until the answer began; the wait for the host's turn does not count. */
  readonly ms: number
}

/** What an answer with a body says of itself. */
export interface Answered {
  /** The final address, after redirects. */
  readonly url: string
  readonly contentType: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  readonly maxAgeMs: number | null
  /** Bytes on the wire. */
  readonly bytes: number
  /** SHA-256 of the body as it was sent, still encoded; null where it was not sent at all. */
  readonly sentHash: string | null
  /** The final address, where every redirect on the way was permanent. */
  readonly movedTo: string | null
  /** What its Link headers say; absent: there are none. */
  readonly links?: HeaderLinks
}

export interface Fetched extends Answered {
  readonly kind: 'fetched'
  /** Decoded bytes. */
  readonly body: Uint8Array
  /** The body as it came, where it came packed. */
  readonly packed?: PackedBytes
}

export type FetchOutcome =
  | Fetched
  /** The body is the one that was known; only where a request knows one. */
  | { readonly kind: 'same-bytes'; readonly fetched: Answered }
  | { readonly kind: 'unchanged'; readonly maxAgeMs: number | null; readonly movedTo: string | null }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'failed'; readonly code: Code; readonly message: string; readonly bytes: number }

/** Something to hand over, where the operator says. */
export interface PostRequest {
  /** http or https; a secret. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: string
  readonly body: string | Uint8Array
  /** The host has asked to be told: a few at a time, without the pauses that visits make. */
  readonly isAskedFor?: boolean
}

/** `failed` with `gone`: nobody is there any more, for good (410). */
export type PostOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: 'failed'; readonly code: Code; readonly message: string }

export interface Fetcher {
  /** One visit: never throws for what the web does, resolves within the visit's deadline once its host's lane is free. */
  fetch(request: FetchRequest, signal?: AbortSignal): Promise<FetchOutcome>
  /** One POST, whose answer's body is not read: never throws for what the web does. Redirects are not followed; messages tell the host alone. */
  post(request: PostRequest, signal?: AbortSignal): Promise<PostOutcome>
  /** Requests and bytes of each host since the last taking. */
  takeTraffic(): readonly HostTraffic[]
  close(): Promise<void>
}
