// Sightings that are one entry, while that is being decided: sets that grow, and pairs that never come into one.
import { byCodePoint } from '../base/text.ts'
import type { IdentityKey, Sighting } from '../model/merge.ts'

export type Cluster = readonly Sighting[]

/** Why two sightings are one entry. `kept`: readers know them as one, whatever once joined them. */
export interface Link {
  readonly key: IdentityKey
  readonly by: 'identity' | 'title' | 'text' | 'kept'
  readonly between: readonly [Sighting, Sighting]
}

export class Groups {
  readonly #of: Map<Sighting, Sighting[]>
  readonly #links: Link[] = []
  readonly #parted = new Map<Sighting, Set<Sighting>>()
  readonly #taken = new Set<Sighting>()

  constructor(sightings: readonly Sighting[]) {
    this.#of = new Map(sightings.map((sighting) => [sighting, [sighting]]))
  }

  of(sighting: Sighting): Cluster {
    return this.#of.get(sighting) ?? []
  }

  /** They share a key. */
  join(link: Link): void {
    if (this.tie(...link.between)) this.#links.push(link)
  }

  /** True when they were two until now, and are one. */
  tie(one: Sighting, other: Sighting): boolean {
    const [a, b] = [this.#of.get(one), this.#of.get(other)]
    if (a === undefined || b === undefined || a === b || this.areParted(one, other)) return false
    for (const member of b) {
      a.push(member)
      this.#of.set(member, a)
    }
    return true
  }

  /** From now on their groups stay two, unless they are one already. */
  part(left: Sighting, taken: Sighting): void {
    if (this.of(left) === this.of(taken) || this.#parted.get(left)?.has(taken)) return
    this.#parted.set(left, (this.#parted.get(left) ?? new Set()).add(taken))
    this.#parted.set(taken, (this.#parted.get(taken) ?? new Set()).add(left))
    this.#taken.add(taken)
  }

  areParted(one: Sighting, other: Sighting): boolean {
    if (this.#parted.size === 0) return false
    const theirs = this.of(other)
    return this.of(one).some((member) => [...(this.#parted.get(member) ?? [])].some((against) => this.of(against) === theirs))
  }

  /** It was taken out of an entry by hand. */
  wasTaken(sighting: Sighting): boolean {
    return this.#taken.has(sighting)
  }

  get links(): readonly Link[] {
    return this.#links
  }

  all(): readonly Cluster[] {
    return [...new Set(this.#of.values())]
  }
}

/** An order that does not depend on arrival. */
export function bySourceAndKeys(a: Sighting, b: Sighting): number {
  return byCodePoint(a.source, b.source) || byCodePoint(keyLine(a), keyLine(b))
}

function keyLine(sighting: Sighting): string {
  return sighting.keys
    .map((key) => key.text)
    .sort(byCodePoint)
    .join('\n')
}
