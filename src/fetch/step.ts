// What people are shown of one request (`newsstand try`): everything but secrets.
import type { Hide } from '../base/secrets.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import type { PollSettings } from '../model/settings.ts'
import type { Answer } from './exchange.ts'
import type { FetchRequest, FetchStep } from './fetcher.ts'
import { isProxied } from './proxy.ts'

export interface Asked {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Null: nothing. */
  readonly posted: string | null
  /** Null: none came. */
  readonly answer: Pick<Answer, 'status' | 'header'> | null
  readonly ms: number
}

/** Those that decide what becomes of an answer. */
const telling = [
  'location',
  'content-type',
  'content-encoding',
  'content-length',
  'etag',
  'last-modified',
  'cache-control',
  'expires',
  'age',
  'retry-after',
]

export function stepOf(
  { url, headers, posted, answer, ms }: Asked,
  { headers: own }: Pick<FetchRequest, 'headers'>,
  { poll, hide }: { readonly poll: PollSettings; readonly hide: Hide },
): FetchStep {
  const secret = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  return {
    url: hide(withoutSecrets(url.href)),
    postedBytes: posted === null ? null : Buffer.byteLength(posted),
    sent: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secret.has(name) ? '***' : value])),
    isProxied: isProxied(url, poll),
    status: answer?.status ?? null,
    received: answer === null ? {} : receivedBy(answer, hide),
    ms: Math.round(ms),
  }
}

function receivedBy({ header }: Pick<Answer, 'header'>, hide: Hide): Readonly<Record<string, string>> {
  return Object.fromEntries(
    telling.flatMap((name) => {
      const value = header(name)
      return value === null ? [] : [[name, hide(name === 'location' ? withoutSecrets(value) : value)] as const]
    }),
  )
}
