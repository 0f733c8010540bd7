// Every error a user can meet has a code from this catalogue; callers switch on the code, never on the message.

/** What a code means to the scheduler (worth another try?), to the shell (exit status, design §4) and to HTTP. */
interface Meaning {
  readonly retry: boolean
  readonly exit: number
  readonly http: number
}

const usage: Meaning = { retry: false, exit: 2, http: 400 }
const config: Meaning = { retry: false, exit: 3, http: 500 }
const inUse: Meaning = { retry: true, exit: 4, http: 503 }
const damaged: Meaning = { retry: false, exit: 5, http: 503 }
const unwritable: Meaning = { retry: true, exit: 6, http: 507 }
/** What the web does to a poll: some source failed, exit 1. */
const upstream: Meaning = { retry: true, exit: 1, http: 502 }

/** Stable for ever: a code is never renamed and never reused. */
export const codes = {
  // the operator's side
  usage,
  'unknown-source': usage,
  'unknown-entry': { retry: false, exit: 1, http: 404 },
  'not-retracted': { ...usage, http: 409 },
  'unknown-category': { ...usage, http: 404 },
  /** Moved, retired, waiting, or none of them: what was asked does not go with it. */
  'category-state': { ...usage, http: 409 },
  'category-private': { ...usage, http: 409 },
  'unknown-token': { ...usage, http: 404 },
  'name-taken': { ...usage, http: 409 },
  'slug-taken': { ...usage, http: 409 },
  'slug-reserved': usage,
  'config-missing': config,
  'config-invalid': config,
  'other-site': config,
  'store-newer': config,
  'store-older': config,
  'in-use': inUse,
  'store-damaged': damaged,
  'store-missing': config,
  'backup-damaged': damaged,
  /** The store knows more than the backup that is to take its place. */
  'backup-older': { ...usage, http: 409 },
  /** A file that is not to be replaced unasked. */
  'file-exists': { ...usage, http: 409 },
  /** The registry file beside the output folder cannot be read back. */
  'registry-damaged': damaged,
  /** The operator's token is missing or wrong; or none is set, which closes what it opens. */
  'operator-only': { ...usage, http: 401 },
  'operator-closed': { ...config, http: 403 },
  /** A call that changes something, sent from the page of another site. */
  'cross-site': { ...usage, http: 403 },
  'too-many': { retry: true, exit: 1, http: 429 },
  // what the server says of itself, and of what it is asked
  draining: { retry: true, exit: 1, http: 503 },
  'polls-stalled': { retry: true, exit: 1, http: 503 },
  'not-found': { ...usage, http: 404 },
  'wrong-method': { ...usage, http: 405 },
  'wrong-type': { ...usage, http: 415 },
  'cannot-write': unwritable,
  'cannot-listen': unwritable,
  /** A copy of the store that cannot be read, or was made by a later version. */
  'copy-damaged': { retry: false, exit: 1, http: 500 },
  'copy-newer': config,
  /** A copy was being taken in when that was broken off: half of it is there. */
  'copy-unfinished': config,
  /** A file that a command was given. */
  'cannot-read': { retry: false, exit: 1, http: 500 },
  internal: { retry: false, exit: 1, http: 500 },
  // outcomes of a visit (design §4)
  timeout: upstream,
  dns: upstream,
  refused: upstream,
  blocked: { ...upstream, retry: false },
  tls: upstream,
  protocol: upstream,
  truncated: upstream,
  'too-large': upstream,
  bomb: upstream,
  'redirect-loop': upstream,
  'redirect-blocked': { ...upstream, retry: false },
  'http-status': upstream,
  'rate-limited': upstream,
  gone: { ...upstream, retry: false },
  empty: upstream,
  charset: upstream,
  'not-a-feed': upstream,
  xml: upstream,
  json: upstream,
  shape: upstream,
  limits: upstream,
} as const satisfies Record<string, Meaning>

export type Code = keyof typeof codes

/** An error that says what was wrong (with the value) and what to do now. Secrets and full bodies never enter `facts`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: Code
  readonly advice: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: Code, message: string, advice: string, facts: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
    this.facts = facts
  }
}

export function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? codes[error.code].exit : codes.internal.exit
}

/** The `code` of a system error such as ENOENT, or null. */
export function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
