// How many requests were answered, by kind and status. To count in the meter costs a tenth of an answer: it is told when somebody may look.
import type { Meter } from '../base/meter.ts'

const kinds = ['feed', 'page', 'asset', 'list', 'api', 'search', 'operator', 'hub', 'other'] as const

type Kind = (typeof kinds)[number]

export interface RequestCount {
  add(kind: Kind, status: number): void
  /** Adds what was counted since to `http_requests_total`. */
  tell(meter: Meter): void
}

const statuses = 1_000

export function requestCount(): RequestCount {
  const counts = new Uint32Array(kinds.length * statuses)
  return {
    add: (kind, status) => {
      const at = kinds.indexOf(kind) * statuses + status
      counts[at] = (counts[at] ?? 0) + 1
    },
    tell: (meter) => {
      for (const [at, count] of counts.entries()) {
        if (count === 0) continue
        counts[at] = 0
        meter.add('http_requests_total', { kind: kinds[Math.floor(at / statuses)] ?? 'other', status: String(at % statuses) }, count)
      }
    },
  }
}

const ofWords = new Map<string, Kind>([
  ...(['api', 'search', 'hub'] as const).map((kind) => [kind, kind] as const),
  ...(['status', 'ops'] as const).map((word) => [word, 'operator'] as const),
  ['openapi', 'api'],
  ['static', 'asset'],
])

/** Of what is made on demand, by the first word of its path. */
export function kindOfMade(target: string): Kind {
  return ofWords.get(/^\/(\w+)/.exec(target)?.[1] ?? '') ?? 'other'
}

const ofExtensions = new Map<string, Kind>([
  ...['rss', 'atom', 'json'].map((extension) => [extension, 'feed'] as const),
  ...['opml', 'xml', 'txt'].map((extension) => [extension, 'list'] as const),
  ...['css', 'svg', 'png', 'jpg', 'webp', 'ico'].map((extension) => [extension, 'asset'] as const),
  ['html', 'page'],
])

/** Of what is published, whether it is there or not. */
export function kindOfPublished(target: string): Kind {
  const end = target.indexOf('?')
  const path = end === -1 ? target : target.slice(0, end)
  return path === '/' ? 'page' : (ofExtensions.get(path.slice(path.lastIndexOf('.') + 1)) ?? 'other')
}
