// What became of a mapping's rules over one document.
import type { FieldName } from './source.ts'

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
