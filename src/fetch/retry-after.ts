// How long a server asks us to stay away (RFC 9110 §10.2.3).
import { parseHttpDate } from './http-date.ts'

const minMs = 60_000
const maxMs = 24 * 3_600_000
const unreadableMs = 15 * 60_000

/** Seconds or an HTTP-date → milliseconds from `now`, kept within 1 min–24 h (design §11); 15 min when it says neither. */
export function retryAfterMs(value: string | null, now: number): number {
  const asked = value === null ? null : waitOf(value.trim(), now)
  return asked === null ? unreadableMs : Math.min(Math.max(asked, minMs), maxMs)
}

function waitOf(value: string, now: number): number | null {
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = parseHttpDate(value)
  return at === null ? null : at - now
}
