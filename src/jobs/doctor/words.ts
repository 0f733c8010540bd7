// Instants, spans and lists as the doctor says them.

export const dayMs = 86_400_000
const mostNamed = 5

export function moment(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/:\d\d\.\d+Z$/, ' UTC')
}

/** How long from one to another, in its largest unit. */
export function since(from: number, to: number): string {
  const ms = Math.abs(to - from)
  if (ms >= 2 * dayMs) return `${Math.round(ms / dayMs)} days`
  return ms >= 2 * 3_600_000 ? `${Math.round(ms / 3_600_000)} hours` : `${Math.max(1, Math.round(ms / 60_000))} minutes`
}

export function sizeOf(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}

/** The first of them, and how many more there are. */
export function named(examples: readonly string[], total = examples.length): string {
  const shown = examples.slice(0, mostNamed)
  return total > shown.length ? `${shown.join(', ')} and ${total - shown.length} more` : shown.join(', ')
}
