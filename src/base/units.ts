// Durations and sizes as operators write them.

const msPer = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const bytesPer = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const

/** `30s`, `15m`, `2h`, `7d` → milliseconds; null when it is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text.trim())
  if (match === null) return null
  const [, amount = '', unit = 's'] = match
  return Math.round(Number(amount) * (isKeyOf(msPer, unit) ? msPer[unit] : Number.NaN))
}

/** `15MB`, `500KB` → bytes; null when it is no size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/i.exec(text.trim())
  if (match === null) return null
  const unit = (match[2] ?? 'B').toUpperCase()
  return Math.round(Number(match[1]) * (isKeyOf(bytesPer, unit) ? bytesPer[unit] : Number.NaN))
}

/** Milliseconds → the shortest exact way to write them, such as `15m`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) if (ms !== 0 && ms % msPer[unit] === 0) return `${ms / msPer[unit]}${unit}`
  return `${ms}ms`
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key)
}
