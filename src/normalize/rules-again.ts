// Rules over a draft that is kept: they, or others before them, have been applied to it already, and what they took away is gone.
import type { EntryDraft } from '../model/entry.ts'
import type { DraftRule, FieldName, Recipe } from '../model/source.ts'
import { cleanDraft } from './clean.ts'
import { applyRules } from './rules.ts'

export interface AppliedAgain {
  /** Null: a rule drops it. */
  readonly draft: EntryDraft | null
  /** Some rule cannot be applied to what is left of the draft. */
  readonly isPartial: boolean
}

interface Redoable {
  readonly rules: readonly DraftRule[]
  /** Those that rewrite nothing by patterns: what they do twice is what they do once. */
  readonly steady: readonly DraftRule[]
  readonly isWhole: boolean
}

/** A recipe's rules are one frozen list for its lifetime. */
const known = new WeakMap<readonly DraftRule[], Redoable>()

/**
 * What today's rules make of a clean draft. `keep` and `drop` decide where no rule rewrites their field, `keep` not by texts, which are
 * cleaned and cut; replacements are made where making them twice changes nothing more.
 */
export function applyAgain(draft: EntryDraft, recipe: Recipe): AppliedAgain {
  const { rules, steady, isWhole } = redoable(recipe.rules)
  if (recipe.rules.length === 0) return { draft, isPartial: false }
  const once = applyRules(draft, rules)
  if (once === null) return { draft: null, isPartial: false }
  const isSteady = sameText(once, applyRules(once, rules))
  const ruled = isSteady ? once : applyRules(draft, steady)
  return { draft: ruled === null ? null : cleanedWhereChanged(ruled, draft, recipe), isPartial: !isWhole || !isSteady }
}

function redoable(rules: readonly DraftRule[]): Redoable {
  const before = known.get(rules)
  if (before !== undefined) return before
  const rewritten = new Set(rules.flatMap((rule) => (rule.kind === 'replace' || rule.kind === 'relabel' ? [rule.field] : [])))
  const redone = rules.filter((rule) => isRedoable(rule, rewritten))
  const made = { rules: redone, steady: redone.filter(({ kind }) => kind !== 'replace'), isWhole: redone.length === rules.length }
  known.set(rules, made)
  return made
}

function isRedoable({ kind, field }: DraftRule, rewritten: ReadonlySet<FieldName>): boolean {
  if (kind === 'replace' || kind === 'relabel') return true
  return !rewritten.has(field) && !(kind === 'keep' && (field === 'content' || field === 'summary'))
}

function sameText(one: EntryDraft, other: EntryDraft | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function cleanedWhereChanged(ruled: EntryDraft, before: EntryDraft, recipe: Recipe): EntryDraft {
  const { title, link, summary, content, authors, publisher, tags } = ruled
  const changed = Object.entries({ title, link, summary, content, authors, publisher, tags }).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Object.entries(before).find(([own]) => own === name)?.[1]),
  )
  if (changed.length === 0) return before
  const base = before.link ?? link ?? ''
  const clean = cleanDraft({ ...ruled, contentBase: null, originalLink: null }, { base, recipe: { ...recipe, rules: [] } })
  if (clean === null) return before
  const names = new Set(changed.map(([name]) => name))
  return { ...before, ...Object.fromEntries(Object.entries(clean).filter(([name]) => names.has(name))) }
}
