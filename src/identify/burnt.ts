// Keys that identify nothing any more: for one source, or everywhere.
import type { BurntKey, IdentityKey, Veto } from '../model/merge.ts'

export const everywhere = '*'

/** Who burns when it is no source's document but the sum of what several sources say. */
export const allSources = '*'

interface Cause {
  /** The source whose documents show it; `allSources` when only several together do. */
  readonly source: string
  readonly reason: string
}

/**
 * Collects what a plan burns on top of what was burnt before. Lives for one plan.
 * A source reads its own documents by what its own documents have burnt: so its sightings do not depend on how other sources' polls
 * fall in between. Across sources everything counts.
 */
export class Burnt {
  readonly #within = new Set<string>()
  readonly #across = new Set<string>()
  readonly #burns: BurntKey[] = []
  readonly #vetoes: Veto[] = []

  constructor(known: readonly BurntKey[]) {
    this.learn(known)
  }

  learn(known: readonly BurntKey[]): void {
    for (const burn of known) this.#add(burn)
  }

  /** Does the key tell a source's own drafts apart no longer? */
  within(source: string, key: IdentityKey): boolean {
    return this.#within.has(line(source, key.text))
  }

  /** Does the key of this source's sightings lead to no other source's? */
  across(source: string, key: IdentityKey): boolean {
    return this.#across.has(line(source, key.text)) || this.#across.has(line(everywhere, key.text))
  }

  burn(scope: string, key: IdentityKey, { source, reason }: Cause): void {
    const burn = { scope, key: key.text, source }
    const isKnown = source === allSources ? this.#across.has(line(scope, key.text)) : this.#within.has(line(source, key.text))
    if (isKnown) return
    this.#add(burn)
    this.#vetoes.push({ ...burn, reason })
    // What several sources say together is found again whenever it is asked: nothing to remember.
    if (source !== allSources) this.#burns.push(burn)
  }

  get burns(): readonly BurntKey[] {
    return this.#burns
  }

  get vetoes(): readonly Veto[] {
    return this.#vetoes
  }

  #add({ scope, key, source }: BurntKey): void {
    this.#across.add(line(scope, key))
    this.#within.add(line(source, key))
  }
}

function line(scope: string, key: string): string {
  return `${scope}\n${key}`
}
