// Places in an edition: those that it lists, newest first, then what was folded under each of them.

const firstFolded = 1_000

/** Of the n-th that was folded under what stands at a place. */
export function foldedPlace(leader: number, n: number): number {
  return firstFolded * (leader + 1) + n
}

/** The place of what it was folded under; null: it stands there itself. */
export function leaderPlace(place: number): number | null {
  return place < firstFolded ? null : Math.floor(place / firstFolded) - 1
}
