// Which categories a draft gets, by its source's rules.
import { fillText } from '../base/uri-template.ts'
import { categoryName } from '../model/category.ts'
import type { EntryDraft } from '../model/entry.ts'
import type { ChosenCategory } from '../model/merge.ts'
import type { CategoryRule, FieldName } from '../model/source.ts'

/** Names by the first rule that yields one, with that rule; none when no rule does. Names have one line and at most 200 characters. */
export function chooseCategories(draft: EntryDraft, rules: readonly CategoryRule[]): readonly ChosenCategory[] {
  for (const { names, when, written } of rules) {
    if (when !== null && !valuesOf(draft, when.field).some((value) => when.pattern.test(value))) continue
    const chosen = names.map((template) => fill(template, draft)).filter((name) => name !== '')
    if (chosen.length > 0) return [...new Set(chosen)].map((name) => ({ name, rule: written }))
  }
  return []
}

function fill(template: string, draft: EntryDraft): string {
  const values = {
    ...draft.fields,
    title: draft.title,
    publisher: draft.publisher ?? '',
    author: draft.authors[0]?.name ?? '',
    tag: draft.tags[0]?.name ?? '',
  }
  return categoryName(fillText(template, values) ?? '')
}

function valuesOf(draft: EntryDraft, field: FieldName): readonly string[] {
  switch (field) {
    case 'tags':
      return draft.tags.map((tag) => tag.name)
    case 'author':
      return draft.authors.map((author) => author.name)
    case 'key':
      return draft.guid === null ? [] : [draft.guid]
    case 'published':
    case 'updated':
      return []
    default:
      return [draft[field] ?? '']
  }
}
