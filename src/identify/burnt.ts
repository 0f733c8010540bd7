// Keys that identify nothing any more: for one source, or everywhere.
import type { BurntKey, IdentityKey, Veto } from '../model/merge.ts'

export const everywhere = '*'

/** Collects what a plan burns on top of what was burnt before. Lives for one plan. */
export class Burnt {
  readonly #known = new Set<string>()
  readonly #burns: BurntKey[] = []
  readonly #vetoes: Veto[] = []

  constructor(known: readonly BurntKey[]) {
    this.learn(known)
  }

  learn(known: readonly BurntKey[]): void {
    for (const { scope, key } of known) this.#known.add(entryOf(scope, key))
  }

  has(source: string, key: IdentityKey): boolean {
    return this.#known.has(entryOf(source, key.text)) || this.#known.has(entryOf(everywhere, key.text))
  }

  burn(scope: string, key: IdentityKey, cause: { readonly source: string; readonly reason: string }): void {
    if (this.#known.has(entryOf(scope, key.text))) return
    this.#known.add(entryOf(scope, key.text))
    this.#burns.push({ scope, key: key.text })
    this.#vetoes.push({ source: cause.source, key: key.text, scope, reason: cause.reason })
  }

  get burns(): readonly BurntKey[] {
    return this.#burns
  }

  get vetoes(): readonly Veto[] {
    return this.#vetoes
  }
}

function entryOf(scope: string, key: string): string {
  return `${scope}\n${key}`
}
