// What may happen in a site's life, in any order.
import fc from 'fast-check'
import type { CategoryCommand } from '../../src/model/registry.ts'
import { articles, forms, type ShownDocument, slugs, sources, type Wording } from './life-site.ts'

/** Numbers choose among what there is then. */
export type Step =
  | { readonly kind: 'polls'; readonly documents: readonly ShownDocument[] }
  | { readonly kind: 'retract' | 'restore' | 'split'; readonly at: number }
  | { readonly kind: 'merge'; readonly at: number; readonly with: number }
  | { readonly kind: 'category'; readonly command: CategoryCommand }
  | { readonly kind: 'config'; readonly wording: Wording }
  | { readonly kind: 'later'; readonly hours: number }
  | { readonly kind: 'prune' | 'reread' | 'publish all' }
  | { readonly kind: 'restart' | 'lose store' }

const any = fc.nat({ max: 30 })
const slug = fc.constantFrom(...slugs)
const article = fc.nat({ max: articles - 1 })
const shown = fc.record({ article, edition: fc.nat({ max: 2 }), form: fc.constantFrom(...forms) })
const document = fc.record({
  source: fc.constantFrom(...sources),
  shown: fc.uniqueArray(shown, { selector: (one) => one.article, maxLength: 5 }),
  deleted: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(article, { maxLength: 2 }) }),
})

const command = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), slug, name: fc.constantFrom('Hard Rock', 'Rock'), newSlug: fc.option(slug) }),
  fc.record({ kind: fc.constant('merge' as const), from: slug, into: slug }),
  fc.record({ kind: fc.constant('retire' as const), slug }),
  fc.record({ kind: fc.constant('approve' as const), slugs: fc.constant('all' as const) }),
)
const wording = fc.record({ isTakingDown: fc.boolean(), isJazzPrivate: fc.boolean(), isMoved: fc.boolean() })
const kinds = <const T extends string>(...names: readonly T[]) => fc.constantFrom(...names)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: kinds('polls'), documents: fc.array(document, { minLength: 1, maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('retract', 'restore', 'split'), at: any }) },
  { weight: 5, arbitrary: fc.record({ kind: kinds('merge'), at: any, with: any }) },
  { weight: 2, arbitrary: fc.record({ kind: kinds('category'), command }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('config'), wording }) },
  { weight: 2, arbitrary: fc.record({ kind: kinds('later'), hours: fc.constantFrom(24, 24 * 40) }) },
  { weight: 4, arbitrary: fc.record({ kind: kinds('prune', 'restart', 'publish all', 'reread') }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('lose store') }) },
)

export const course = fc.array(step, { minLength: 5, maxLength: 25 })

/** The same documents, sources in another order; each source's own stay in theirs. */
export function reordered(step: Step): Step {
  if (step.kind !== 'polls') return step
  return { ...step, documents: [...step.documents].sort((a, b) => (a.source < b.source ? 1 : a.source > b.source ? -1 : 0)) }
}
