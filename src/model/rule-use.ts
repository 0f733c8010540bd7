// What became of a mapping's rules over one document.
import type { FieldName } from './source.ts'

/** Of one item: the place of the rule that filled each field. */
export type RulePlaces = Readonly<Partial<Record<FieldName, number>>>

/** How many items one rule of a field filled: `filled` of the `of` items, which include those that a rule before it filled. */
export interface RuleUse {
  readonly field: FieldName
  /** As config wrote it. */
  readonly rule: string
  /** Its place among the field's rules, from 0. */
  readonly index: number
  readonly filled: number
  readonly of: number
}

/** It was asked for every item, for nothing before it filled one, and found nothing: the place where a page has changed. */
export function foundNothing({ field, index, filled, of }: RuleUse, uses: readonly RuleUse[]): boolean {
  return of > 0 && filled === 0 && uses.every((use) => use.field !== field || use.index > index || use.filled === 0)
}
