// From what sockets, TLS and the HTTP parser throw to the outcome codes of design §4.
import { type Code, messageOf, systemCodeOf } from '../base/errors.ts'
import { collapseSpace } from '../base/text.ts'
import { formatDuration } from '../base/units.ts'
import type { Limits } from '../model/settings.ts'

/** Ends a visit with an outcome. Never leaves this room: `visit.ts` turns it into a value. */
export class VisitFailure extends Error {
  override readonly name = 'VisitFailure'
  readonly code: Code
  /** Bytes read on the wire before it failed. */
  readonly bytes: number

  constructor(code: Code, message: string, bytes = 0) {
    super(message)
    this.code = code
    this.bytes = bytes
  }
}

/** The server, or the whole host, wants to be left alone for a while. */
export class Throttled extends VisitFailure {
  readonly retryAfterMs: number

  constructor(message: string, retryAfterMs: number) {
    super('rate-limited', message)
    this.retryAfterMs = retryAfterMs
  }
}

/** Where in the visit an error arose: `asking` is all before the body. */
interface Circumstances {
  readonly host: string
  readonly phase: 'asking' | 'reading'
  readonly limits: Limits
}

interface Reading {
  readonly when: RegExp
  readonly phase?: Circumstances['phase']
  readonly code: Code
  readonly says: (at: Circumstances, code: string) => string
}

const later = 'it is asked again later'

// The first row that fits decides; what fits none broke the protocol.
const readings: readonly Reading[] = [
  { when: /^EAI_AGAIN$/, code: 'dns', says: ({ host }) => `the name server gave no answer about ${host} (EAI_AGAIN); ${later}` },
  {
    when: /^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/,
    code: 'dns',
    says: ({ host }, code) => `no address was found for ${host} (${code}); see whether the name is right`,
  },
  {
    when: /^(EMFILE|ENFILE|ENOBUFS)$/,
    code: 'refused',
    says: (_, code) =>
      `this machine has no room for another connection (${code}); raise its limit of open files, or lower poll.connections`,
  },
  {
    when: /^E(CONNREFUSED|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|ADDRNOTAVAIL|ACCES|PERM)$/,
    code: 'refused',
    says: ({ host }, code) => `${host} cannot be reached (${code}); ${later}`,
  },
  { when: /^ETIMEDOUT$/, code: 'timeout', says: ({ host }) => `${host} took no connection (ETIMEDOUT); ${later}` },
  {
    when: /^UND_ERR_HEADERS_TIMEOUT$/,
    code: 'timeout',
    says: ({ host, limits }) => `${host} gave no answer within ${formatDuration(limits.headersMs)}; ${later}`,
  },
  {
    when: /^UND_ERR_BODY_TIMEOUT$/,
    code: 'timeout',
    says: ({ host, limits }) => `${host} fell silent for ${formatDuration(limits.idleMs)} in the middle of its answer; ${later}`,
  },
  {
    when: /CERT|^(ERR_TLS_|ERR_SSL_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|EPROTO$)/,
    code: 'tls',
    says: ({ host }, code) =>
      `${host} offers no secure connection that can be trusted (${code}); its owner must mend that, or name your own authority in NODE_EXTRA_CA_CERTS`,
  },
  {
    when: /^UND_ERR_HEADERS_OVERFLOW$/,
    code: 'limits',
    says: ({ host, limits }) => `${host} sent more than ${limits.headerBytes} bytes of headers; poll.limits.headerBytes may allow more`,
  },
  {
    when: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_INVALID_EOF_STATE|Z_BUF_ERROR)$/,
    phase: 'reading',
    code: 'truncated',
    says: ({ host }, code) => `${host} broke off in the middle of its answer (${code}); ${later}`,
  },
  {
    when: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    code: 'protocol',
    says: ({ host }, code) => `${host} closed the connection without a whole answer (${code}); ${later}`,
  },
  {
    when: /^(Z_|ZSTD_|ERR__ERROR_)/,
    code: 'protocol',
    says: ({ host }, code) => `the answer of ${host} cannot be decompressed (${code}); ${later}`,
  },
]

/** What an error means for the visit. @throws the error itself when it is neither of the network nor of decoding. */
export function failureOf(error: unknown, at: Circumstances): VisitFailure {
  if (error instanceof VisitFailure) return error
  const code = systemCodeOf(error) ?? parserCodeOf(error)
  if (code === null) throw error
  const reading = readings.find(({ when, phase }) => when.test(code) && (phase === undefined || phase === at.phase))
  if (reading === undefined)
    return new VisitFailure(
      'protocol',
      `${at.host} does not keep to HTTP: ${collapseSpace(messageOf(error)).slice(0, 200)} (${code}); ${later}`,
    )
  return new VisitFailure(reading.code, reading.says(at, code))
}

/** undici 7.30 leaves the code of its parser's errors out; the text tells a body without its last chunk from what was never HTTP. */
function parserCodeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'HTTPParserError') return null
  return /invalid eof/i.test(error.message) ? 'HPE_INVALID_EOF_STATE' : 'HPE'
}
