// Operators' rules: keep, drop, replace, relabel – in order, over a draft's fields.
import { compilePattern } from '../base/pattern.ts'
import type { EntryDraft, Person } from '../model/entry.ts'
import type { DraftRule, FieldName } from '../model/source.ts'

type Step = (draft: EntryDraft) => EntryDraft | null

/** A recipe's rules are one frozen list for its lifetime: their patterns are compiled once. */
const compiled = new WeakMap<readonly DraftRule[], readonly Step[]>()

/**
 * The draft after all rules, or null when one of them dropped it. `keep` drops what does not match, a missing field included.
 * Tags and authors match when any name does. `published` and `updated` have no text, so they match nothing; `key` is never rewritten.
 * @throws Error when a pattern is not RE2 (config refuses such patterns).
 */
export function applyRules(draft: EntryDraft, rules: readonly DraftRule[]): EntryDraft | null {
  let current: EntryDraft | null = draft
  for (const step of stepsOf(rules)) {
    if (current === null) return null
    current = step(current)
  }
  return current
}

function stepsOf(rules: readonly DraftRule[]): readonly Step[] {
  const known = compiled.get(rules)
  if (known !== undefined) return known
  const steps = rules.map(compile)
  compiled.set(rules, steps)
  return steps
}

function compile(rule: DraftRule): Step {
  const pattern = compilePattern(rule.pattern)
  const isFound = (draft: EntryDraft, name: FieldName) => fields[name].read(draft).some((text) => pattern.test(text))
  const field = fields[rule.field]
  switch (rule.kind) {
    case 'keep':
      return (draft) => (isFound(draft, rule.field) ? draft : null)
    case 'drop':
      return (draft) => (isFound(draft, rule.field) ? null : draft)
    case 'replace':
      return (draft) =>
        field.write(
          draft,
          field.read(draft).map((text) => pattern.replaceAll(text, rule.with)),
        )
    case 'relabel':
      return (draft) => (isFound(draft, rule.when) ? field.write(field.write(draft, []), [rule.to]) : draft)
  }
}

/** A field as rules see it: none, one or several texts. `write` answers `read`, text for text. */
interface Field {
  read(draft: EntryDraft): readonly string[]
  write(draft: EntryDraft, texts: readonly string[]): EntryDraft
}

const none: Field = { read: () => [], write: (draft) => draft }

const fields: Readonly<Record<FieldName, Field>> = {
  title: { read: (draft) => [draft.title], write: (draft, [title = '']) => ({ ...draft, title }) },
  link: optional('link'),
  published: none,
  updated: none,
  summary: optional('summary'),
  content: optional('content'),
  author: {
    read: (draft) => draft.authors.map((author) => author.name),
    write: (draft, names) => ({ ...draft, authors: names.map((name, i) => ({ ...(draft.authors[i] ?? nobody), name })).filter(isNamed) }),
  },
  publisher: optional('publisher'),
  tags: {
    read: (draft) => draft.tags.map((tag) => tag.name),
    write: (draft, names) => ({
      ...draft,
      tags: names.map((name, i) => ({ scheme: draft.tags[i]?.scheme ?? null, name })).filter(isNamed),
    }),
  },
  key: { read: (draft) => textsOf(draft.guid), write: (draft) => draft },
}

const nobody: Person = { name: '', url: null, email: null }

function optional(name: 'link' | 'summary' | 'content' | 'publisher'): Field {
  return {
    read: (draft) => textsOf(draft[name]),
    write: (draft, [text = '']) => ({ ...draft, [name]: text === '' ? null : text }),
  }
}

function textsOf(text: string | null): readonly string[] {
  return text === null ? [] : [text]
}

function isNamed({ name }: { readonly name: string }): boolean {
  return name !== ''
}
