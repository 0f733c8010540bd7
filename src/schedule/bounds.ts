// Bounds of an interval that nobody wrote down, of a back-off, and of what Retry-After may ask (design §11). Milliseconds.

export const shortest = 60_000
export const longest = 86_400_000

/** A tenth: sources that became due together come later by up to so much, each by another share of it, so that they part. */
const spread = 0.1

export function within(span: number): number {
  return Math.min(Math.max(span, shortest), longest)
}

/** Up to a tenth later, but never past a day. `jitter`: 0…1. */
export function delayed(span: number, jitter: number): number {
  return Math.min(Math.round(span * (1 + jitter * spread)), longest)
}

/** The same for a span of ours: the longest ones are spread like all others, below a day. */
export function jittered(span: number, jitter: number): number {
  return delayed(Math.min(span, longest / (1 + spread)), jitter)
}
