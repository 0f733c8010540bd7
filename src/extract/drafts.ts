// A mapped item → a raw draft, and what is to be said of all of them.
import { type EntryDraft, emptyDraft, type RawDraft } from '../model/entry.ts'
import type { RulePlaces } from '../model/rule-use.ts'
import { type FieldMap, type FieldName, fieldNames } from '../model/source.ts'
import { readDate } from '../parse/date.ts'
import type { Mapped } from './field-rules.ts'

export interface DraftContext {
  /** IANA zone of dates that carry none. */
  readonly timezone: string
  /** luxon tokens; null: recognised by itself. */
  readonly dateFormat: string | null
  /** What relative dates are relative to. */
  readonly now: number
}

/** JSON or a page, but not the one that was expected. */
export interface OtherShape {
  readonly kind: 'unreadable'
  readonly code: 'shape'
  readonly message: string
}

export function otherShape(message: string): OtherShape {
  return { kind: 'unreadable', code: 'shape', message }
}

export function draftOf(mapped: Mapped, fields: FieldMap, context: DraftContext): RawDraft {
  const one = (field: FieldName) => mapped.text(field)[0] ?? null
  const [published, updated] = [one('published'), one('updated')]
  const dateOf = (field: FieldName, text: string | null) => {
    if (text === null) return null
    return readDate(text, { timezone: context.timezone, format: formatOf(mapped, fields, field) ?? context.dateFormat, now: context.now })
  }
  return {
    ...emptyDraft,
    guid: one('key'),
    link: one('link'),
    title: one('title') ?? '',
    published: dateOf('published', published),
    updated: dateOf('updated', updated),
    dateGiven: published ?? updated,
    summary: one('summary'),
    content: one('content'),
    authors: mapped.text('author').map((name) => ({ name, url: null, email: null })),
    publisher: one('publisher'),
    tags: mapped.text('tags').map((name) => ({ name, scheme: null })),
    fields: mapped.own,
    originalLink: null,
    contentBase: null,
    rules: placesOf(mapped, fields),
  }
}

function placesOf(mapped: Mapped, fields: FieldMap): RulePlaces {
  const places: { [field in FieldName]?: number } = {}
  for (const field of fieldNames) {
    const place = fields[field] === undefined ? null : mapped.ruleOf(field)
    if (place !== null) places[field] = place
  }
  return places
}

/** That of the rule which gave the date. */
function formatOf(mapped: Mapped, fields: FieldMap, field: FieldName): string | null {
  const rule = fields[field]?.[mapped.ruleOf(field) ?? -1]
  return rule !== undefined && 'dateFormat' in rule ? (rule.dateFormat ?? null) : null
}

/** One warning for all items with the same fault: they tend to be wrong together. `needed`: what the others lack. */
export function warningsOn(
  drafts: readonly EntryDraft[],
  { items, needed, isMore }: { readonly items: number; readonly needed: string; readonly isMore: boolean },
): readonly string[] {
  const undated = drafts.filter((draft) => draft.published === null && draft.updated === null && draft.dateGiven !== null)
  const example = undated[0]?.dateGiven?.slice(0, 60)
  return [
    ...(drafts.length < items ? [`${items - drafts.length} of ${items} items have no ${needed}`] : []),
    ...(example === undefined
      ? []
      : [`${undated.length} of ${items} items have dates that cannot be read, such as ${JSON.stringify(example)}`]),
    ...(isMore ? [`only the first ${items} items were read`] : []),
  ]
}
