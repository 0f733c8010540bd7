// Spans, sizes and counts as people say them.

const units = [
  { name: 'd', ms: 86_400_000, from: 2 },
  { name: 'h', ms: 3_600_000, from: 2 },
  { name: 'min', ms: 60_000, from: 1 },
] as const

/** `34 s`, `5 min`, `3 h`, `12 d`: one unit is enough to know what to expect. */
export function about(ms: number): string {
  const span = Math.abs(ms)
  const unit = units.find(({ ms: each, from }) => span >= each * from)
  return unit === undefined ? `${Math.round(span / 1000)} s` : `${Math.round(span / unit.ms)} ${unit.name}`
}

/** `in 5 min`, `5 min ago`, `now`. */
export function fromNow(at: number, now: number): string {
  if (Math.abs(at - now) < 1000) return 'now'
  return at > now ? `in ${about(at - now)}` : `${about(now - at)} ago`
}

/** `512 B`, `1.2 KB`, `15 MB`. */
export function size(bytes: number): string {
  let [amount, unit] = [bytes, 'B']
  for (const next of ['KB', 'MB', 'GB', 'TB']) {
    if (amount < 1000) break
    amount /= 1024
    unit = next
  }
  return `${unit === 'B' || amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10} ${unit}`
}

/** `12,345` */
export function count(number: number): string {
  return number.toLocaleString('en')
}
