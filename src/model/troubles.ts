// What is wrong with a source, for people: the same words in `status` and on the operator's pages.
import type { Code } from '../base/errors.ts'
import { withoutSecrets } from '../base/shown-url.ts'
import { driftWords, fallbackWords } from './expectations.ts'
import { proposedUrl } from './poll.ts'
import type { ShownSource } from './source-shape.ts'

/** What is no failure of a visit. */
export type TroubleName = 'gap' | 'drifting' | 'fallback' | 'moved'

export interface Trouble {
  readonly name: Code | TroubleName
  /** In English; it says what to do, too. */
  readonly message: string
}

export function troublesOf({ state, url }: Pick<ShownSource, 'state' | 'url'>): readonly Trouble[] {
  const { code, adoptedUrl, isGap, isDrifting, expectations } = state
  const proposed = proposedUrl(state)
  const told = (name: Trouble['name'], message: string): Trouble => ({ name, message })
  return [
    ...(code === null ? [] : [told(code, state.message ?? '')]),
    ...(isGap ? [told('gap', 'its last document showed nothing that was known, so entries were missed; it is visited sooner')] : []),
    ...(isDrifting ? [told('drifting', `${driftWords(expectations)}; "try" shows what its pages look like now`)] : []),
    ...expectations.fallbacks.map((fallback) => told('fallback', fallbackWords(fallback))),
    ...(adoptedUrl === null
      ? []
      : [told('moved', `it is visited at ${withoutSecrets(adoptedUrl)}; write that into config in place of ${withoutSecrets(url)}`)]),
    ...(proposed === null
      ? []
      : [told('moved', `it leads to ${withoutSecrets(proposed)}, another site; if that is right, write it into config`)]),
  ]
}

export function troubleText({ name, message }: Trouble): string {
  return `${name}: ${message}`
}
