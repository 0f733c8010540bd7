// What is wrong with a source, for people: the same words in `status` and on the operator's pages.
import { withoutSecrets } from '../base/shown-url.ts'
import { driftWords, fallbackWords } from './expectations.ts'
import { proposedUrl } from './poll.ts'
import type { ShownSource } from './source-shape.ts'

/** And what to do. Messages say the latter themselves. */
export function troublesOf({ state, url }: Pick<ShownSource, 'state' | 'url'>): readonly string[] {
  const { adoptedUrl } = state
  const proposed = proposedUrl(state)
  return [
    ...(state.code === null ? [] : [`${state.code}: ${state.message ?? ''}`]),
    ...(state.isGap ? ['gap: its last document showed nothing that was known, so entries were missed; it is visited sooner'] : []),
    ...(state.isDrifting ? [`drifting: ${driftWords(state.expectations)}; "try" shows what its pages look like now`] : []),
    ...state.expectations.fallbacks.map((fallback) => `fallback: ${fallbackWords(fallback)}`),
    ...(adoptedUrl === null
      ? []
      : [`moved: it is visited at ${withoutSecrets(adoptedUrl)}; write that into config in place of ${withoutSecrets(url)}`]),
    ...(proposed === null ? [] : [`moved: it leads to ${withoutSecrets(proposed)}, another site; if that is right, write it into config`]),
  ]
}
