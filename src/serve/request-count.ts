// How many requests were answered, by kind and status. To count in the meter costs a tenth of an answer: it is told when somebody may look.
import type { Meter } from '../base/meter.ts'
import { isFeed } from './headers.ts'

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

const ofWords: Readonly<Record<string, Kind>> = {
  api: 'api',
  openapi: 'api',
  search: 'search',
  status: 'operator',
  ops: 'operator',
  hub: 'hub',
  static: 'asset',
}

/** Of what is made on demand, by the first word of its path. */
export function kindOfMade(target: string): Kind {
  return ofWords[/^\/(\w+)/.exec(target)?.[1] ?? ''] ?? 'other'
}

/** Of what is published, whether it is there or not. */
export function kindOfPublished(target: string): Kind {
  const query = target.indexOf('?')
  const path = query === -1 ? target : target.slice(0, query)
  if (isFeed(path)) return 'feed'
  if (path.endsWith('/') || path.endsWith('.html')) return 'page'
  if (/\.(?:opml|xml|txt)$/.test(path)) return 'list'
  return path.startsWith('/assets/') || path.endsWith('.ico') ? 'asset' : 'other'
}
