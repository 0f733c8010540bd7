// Requests and bytes per host, for `status` and metrics.
import type { HostTraffic } from '../model/poll.ts'

export interface Traffic {
  /** A request is sent. */
  request(host: string): void
  /** A body, or as much of it as came. */
  bytes(host: string, bytes: number): void
  /** All since the last taking. */
  take(): readonly HostTraffic[]
}

/** More hosts than this are counted together: a page of links must not fill the memory. */
const mostHosts = 10_000
const theRest = '*'

export function countTraffic(): Traffic {
  let counts = new Map<string, { requests: number; bytes: number }>()
  const countOf = (host: string) => {
    const name = counts.has(host) || counts.size < mostHosts ? host : theRest
    const count = counts.get(name) ?? { requests: 0, bytes: 0 }
    counts.set(name, count)
    return count
  }
  return {
    request(host) {
      countOf(host).requests += 1
    },
    bytes(host, bytes) {
      if (bytes > 0) countOf(host).bytes += bytes
    },
    take() {
      const taken = [...counts].map(([host, count]) => ({ host, ...count }))
      counts = new Map()
      return taken
    },
  }
}
