// What was asked of hosts, summed up.
import { byCodePoint } from '../base/text.ts'
import type { DayTraffic, HostTraffic } from './poll.ts'

/** All days of a host as one, the busiest host first. */
export function busiestFirst(days: readonly DayTraffic[]): readonly HostTraffic[] {
  const hosts = new Map<string, HostTraffic>()
  for (const { host, requests, bytes } of days) {
    const before = hosts.get(host) ?? { requests: 0, bytes: 0 }
    hosts.set(host, { host, requests: before.requests + requests, bytes: before.bytes + bytes })
  }
  return [...hosts.values()].sort((a, b) => b.requests - a.requests || b.bytes - a.bytes || byCodePoint(a.host, b.host))
}
