// A source that nobody has written yet: its settings as config spells them.
import type { FieldName, SourceKind } from './source.ts'

/** A rule of a field. */
export type ProposedRule = {
  /** CSS selector in the item; empty: the item itself. */
  readonly select: string
  readonly attribute?: string
  /** RE2. */
  readonly pattern?: string
}

/** One way to a field, or several that are tried in order. A text is a CSS selector, or a JSONPath. */
export type ProposedField = string | ProposedRule | readonly (string | ProposedRule)[]

export type ProposedFields = Readonly<Partial<Record<FieldName, ProposedField>>>

export interface Proposal {
  readonly kind: SourceKind
  readonly url: string
  /** What it calls itself. */
  readonly title: string | null
  readonly script?: string
  readonly items?: string
  readonly fields?: ProposedFields
  readonly next?: string
}
